//! As much as there may be of it: the longest answers, a hundred newcomers, and the same member once more.

use chrono::{DateTime, TimeDelta, Utc};
use discord_simulator::{Message, User};
use e2e_tests::{Given, Newcomer, PATIENCE, Sheet, Town, default_sheet, eventually};
use serde_json::{Value, json};

use super::{Door, has_role};

const CROWD: usize = 100;
const QUESTIONS: usize = 20;

/// What is stored of a member, and since when.
async fn stored(town: &Town, user: &User) -> Vec<(Value, DateTime<Utc>)> {
    let statement = "SELECT responses - '_questions' - '_rules_accepted_at', timestamp
         FROM alphapy.onboarding WHERE user_id = $1";
    sqlx::query_as(statement)
        .bind(i64::try_from(user.id()).expect("an id"))
        .fetch_all(town.database.pool())
        .await
        .expect("answers are read")
}

fn only<T: std::fmt::Debug>(mut rows: Vec<T>) -> T {
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

/// The fields of messages with a title that begins so, as name and value.
fn fields(messages: &[Message], title: &str) -> Vec<(String, String)> {
    let embeds = messages.iter().flat_map(|it| &it.embeds);
    let titled = |it: &&Value| it["title"].as_str().is_some_and(|it| it.starts_with(title));
    let fields = embeds
        .filter(titled)
        .filter_map(|it| it["fields"].as_array());
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let fields = fields
        .flatten()
        .map(|it| (text(&it["name"]), text(&it["value"])));
    fields.collect()
}

/// Waits until so many answers are shown, and returns them.
async fn shown(count: usize, look: impl Fn() -> Vec<(String, String)>) -> Vec<(String, String)> {
    let all = eventually(PATIENCE, async || look().len() >= count).await;
    assert!(all, "{:?}", look());
    look()
}

#[tokio::test]
async fn the_four_questions_are_stored_as_documented_and_shown_and_staff_reads_no_address() {
    let door = Door::open().await;
    let alice = door.town.member("alice");
    let place = alice.in_channel(&door.town.channel("general"));
    let mut newcomer = Newcomer::new(place, &door.panel, default_sheet());
    assert!(newcomer.walks(20).await, "{}", newcomer.reads());
    let expected = json!({
        "0": {"choice": "friend", "followup": "Ann", "followup_label": "Who invited you?"},
        "1": ["learning", "sharing"],
        "2": ["events"],
        "3": "ann@example.com",
    });
    let (answers, first) = only(stored(&door.town, &alice).await);
    assert_eq!(answers, expected);
    let done = newcomer.reply.take().expect("the end");
    let summary = shown(4, || fields(&done.follow_ups(), "Your answers")).await;
    let values: Vec<_> = summary.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(
        values,
        [
            "➜ Invited by a member — Who invited you?: Ann",
            "➜ Learn skills, Share knowledge",
            "➜ Events",
            "➜ ann@example.com",
        ]
    );
    let log = door.town.titled("bot-log", "Onboarding completed").await;
    let log = fields(&[log], "Onboarding completed");
    assert_eq!(log.len(), 4);
    assert_eq!(log[3].1.replace('\\', ""), "➜ a***@example.com");
    // Once more, with other answers.
    door.town.clock.advance(TimeDelta::hours(1));
    let again = door.starts("alice").await;
    let first_step = again.clicks("Update my answers").await.expect("a button");
    let mut other = default_sheet();
    other[0].1 = Given::One("Search engine".to_owned());
    other.push((
        "What did you search for?".to_owned(),
        Given::Words("Tea".to_owned()),
    ));
    other[4].1 = Given::Nothing;
    let place = alice.in_channel(&door.town.channel("general"));
    let mut newcomer = Newcomer::new(place, &door.panel, other);
    newcomer.reply = Some(first_step);
    assert!(newcomer.walks(20).await, "{}", newcomer.reads());
    assert!(
        newcomer.reads().contains("answers are updated"),
        "{}",
        newcomer.reads()
    );
    assert_eq!(newcomer.starts, 0, "nothing sent her back to the start");
    let (answers, second) = only(stored(&door.town, &alice).await);
    let expected = json!({
        "0": {"choice": "search", "followup": "Tea", "followup_label": "What did you search for?"},
        "1": ["learning", "sharing"],
        "2": ["events"],
    });
    assert_eq!(
        answers, expected,
        "the address is gone with the earlier answers"
    );
    assert_eq!(second, first + TimeDelta::hours(1));
    door.town.titled("bot-log", "Onboarding updated").await;
    door.town.leave().await;
}

/// A thousand characters that say which answer they are.
fn long(number: usize) -> String {
    format!("{number:02}{}", "x".repeat(996)) + &format!("{number:02}")
}

#[tokio::test]
async fn twenty_answers_of_a_thousand_characters_are_stored_and_shown_whole() {
    let door = Door::with_rules().await;
    let mut sheet = Sheet::new();
    for number in 1..=QUESTIONS {
        let add = format!("add_question step:{number} question:\"Question {number}?\" type:text");
        door.sara(&add).await;
        sheet.push((format!("Question {number}?"), Given::Words(long(number))));
    }
    let alice = door.town.member("alice");
    let place = alice.in_channel(&door.town.channel("general"));
    let mut newcomer = Newcomer::new(place, &door.panel, sheet);
    assert!(newcomer.walks(60).await, "{}", newcomer.reads());
    assert_eq!(newcomer.starts, 1);
    let (answers, _) = only(stored(&door.town, &alice).await);
    for number in 1..=QUESTIONS {
        assert_eq!(answers[(number - 1).to_string()], long(number));
    }
    let done = newcomer.reply.take().expect("the end");
    let all: Vec<_> = (1..=QUESTIONS)
        .map(|it| (format!("Question {it}?"), format!("➜ {}", long(it))))
        .collect();
    let summary = shown(QUESTIONS, || fields(&done.follow_ups(), "Your answers")).await;
    assert_eq!(summary, all);
    assert!(done.follow_ups().len() > 1, "one message cannot hold them");
    let log = door.town.channel("bot-log");
    let told = shown(QUESTIONS, || {
        let mut fields_of = fields(&log.messages(), "Onboarding completed");
        fields_of.extend(fields(&log.messages(), "Onboarding, continued"));
        fields_of
    });
    assert_eq!(told.await, all);
    door.town.leave().await;
}

#[tokio::test]
async fn after_a_hundred_newcomers_the_panel_is_what_it_was_to_the_byte() {
    let door = Door::with_rules().await;
    door.sara("set_mode mode:rules_only").await;
    let before = serde_json::to_vec(&as_posted(&door)).expect("JSON");
    for number in 0..CROWD {
        let (_, mut newcomer) = door.newcomer(&format!("newcomer{number}"));
        assert!(newcomer.walks(6).await, "{}", newcomer.reads());
    }
    has_role(&door.town, &format!("newcomer{}", CROWD - 1), "Members").await;
    let count = "SELECT count(*) FROM alphapy.onboarding";
    let rows: i64 = sqlx::query_scalar(count)
        .fetch_one(door.town.database.pool())
        .await
        .expect("rows are counted");
    assert_eq!(usize::try_from(rows), Ok(CROWD));
    let after = serde_json::to_vec(&as_posted(&door)).expect("JSON");
    assert_eq!(before, after);
    door.town.leave().await;
}

/// Everything that the panel's channel shows to everybody: the panel alone.
fn as_posted(door: &Door) -> Value {
    let messages = door.town.channel("general").messages().into_iter();
    let public = messages.filter(|it| !it.is_ephemeral());
    let panels: Vec<_> = public
        .filter(|it| it.id == door.panel.id || !it.components.is_empty())
        .map(|it| {
            json!({
                "id": it.id, "content": it.content, "embeds": it.embeds, "components": it.components,
                "edited": format!("{:?}", it.edited_at),
            })
        })
        .collect();
    assert_eq!(panels.len(), 1, "no second one");
    json!(panels)
}
