//! Reminders follow their announcement: its edits, its deletion, and what staff undid.

use chrono::TimeDelta;
use discord_simulator::Message;
use e2e_tests::{Town, brussels};
use kernel::Clock as _;
use serde_json::{Value, json};

fn party(when: &str) -> Value {
    json!({ "title": "Party", "description": when })
}

async fn town() -> Town {
    let town = Town::start().await;
    town.set_up().await;
    town
}

/// What the log says of something with this title.
async fn told(town: &Town, title: &str) -> (Message, String) {
    let log = town.titled("bot-log", title).await;
    let text = town.simulator.rendered(&log);
    (log, text)
}

#[tokio::test]
async fn an_edit_is_followed_within_five_seconds() {
    let town = town().await;
    let posted = town.announces("karim", party("14/2 20:00"));
    told(&town, "Reminder created").await;
    let before = town.clock.now();
    town.member("karim")
        .edits_embed(&posted, party("15/2 21:00, bring dice"))
        .unwrap();
    town.settle_announcements();
    let (_, text) = told(&town, "Reminder updated").await;
    for part in [
        "Saturday 14 February 2026 at 20:00",
        "Sunday 15 February 2026 at 21:00",
        "What it says is new",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(town.clock.now() - before <= TimeDelta::seconds(5));
    let list = town.says("sara", "/reminder_list").await;
    assert!(
        list.contains("15 February") || list.contains("February 15"),
        "{list}"
    );
    town.clock.set(brussels(2, 14, 20, 0));
    town.clock.set(brussels(2, 15, 20, 0));
    let announcements = town.channel("announcements");
    let came = town
        .simulator
        .wait_for_message(&announcements, |it| it.sent_at >= brussels(2, 14, 19, 0))
        .await;
    let came = came.expect("the notice of the new moment");
    assert_eq!(
        came.sent_at,
        brussels(2, 15, 20, 0),
        "nothing came at the old one"
    );
    town.leave().await;
}

#[tokio::test]
async fn a_deleted_announcement_takes_its_reminder_and_notice_along_within_five_seconds() {
    let town = town().await;
    let posted = town.announces("karim", party("4/2 20:00"));
    told(&town, "Reminder created").await;
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("announcements", "Reminder: ").await;
    town.member("sara").deletes(&posted).unwrap();
    let (_, text) = told(&town, "Announcement deleted").await;
    assert!(text.contains("Party"), "{text}");
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("Nothing found"), "{list}");
    assert_eq!(town.count_titled("announcements", "Reminder: "), 0);
    town.leave().await;
}

#[tokio::test]
async fn announcements_that_are_deleted_together_take_all_their_reminders_along() {
    let town = town().await;
    let one = town.announces("karim", party("14/2 20:00"));
    let other = town.announces("karim", party("every Friday 20:00"));
    let log = town.channel("bot-log");
    let friday = |it: &Message| it.embeds.iter().any(|it| it.to_string().contains("Friday"));
    assert!(
        town.simulator
            .wait_for_message(&log, friday)
            .await
            .is_some()
    );
    let announcements = town.channel("announcements");
    town.member("sara")
        .bulk_deletes(&announcements, &[&one, &other])
        .unwrap();
    told(&town, "Announcement deleted").await;
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("Nothing found"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn a_message_that_is_deleted_at_once_makes_nothing() {
    let town = town().await;
    let announcements = town.channel("announcements");
    let karim = town.member("karim");
    let posted = karim
        .says_with_embed(&announcements, "", party("14/2 20:00"))
        .unwrap();
    karim.deletes(&posted).unwrap();
    town.settle_announcements();
    town.announces("karim", party("15/2 20:00"));
    told(&town, "Reminder created").await;
    assert_eq!(town.count_titled("bot-log", "Reminder created"), 1);
    town.leave().await;
}

#[tokio::test]
async fn an_edit_that_calls_the_event_off_removes_its_reminder() {
    let town = town().await;
    let posted = town.announces("karim", party("14/2 20:00"));
    told(&town, "Reminder created").await;
    let off = json!({ "title": "CANCELLED: Party", "description": "14/2 20:00" });
    town.member("karim").edits_embed(&posted, off).unwrap();
    town.settle_announcements();
    told(&town, "Event called off").await;
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("Nothing found"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn a_preview_that_discord_adds_later_is_read_however_it_is_told() {
    for in_part in [false, true] {
        let town = town().await;
        let announcements = town.channel("announcements");
        let karim = town.member("karim");
        let posted = karim.says(&announcements, "https://calendar.example/party");
        let posted = posted.unwrap();
        town.settle_announcements();
        let preview = party("Saturday 14/2 20:00");
        if in_part {
            town.simulator.adds_link_preview_in_part(&posted, preview);
        } else {
            town.simulator.adds_link_preview(&posted, preview);
        }
        let (_, created) = told(&town, "Reminder created").await;
        assert!(created.contains("14 February 2026 at 20:00"), "{created}");
        town.leave().await;
    }
}

#[tokio::test]
async fn every_date_of_an_announcement_has_its_reminder() {
    let town = town().await;
    town.announces("karim", party("14/2 20:00\n21/2 20:00\n28/2 20:00"));
    let (_, text) = told(&town, "Reminder created for each date").await;
    for day in ["14", "21", "28"] {
        let part = format!("Saturday {day} February 2026 at 20:00");
        assert!(text.contains(&part), "{part} is missing in {text}");
    }
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("3 reminders"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn undo_takes_everything_back_for_good_also_after_a_restart() {
    let mut town = town().await;
    let posted = town.announces("karim", party("14/2 20:00\n21/2 20:00"));
    let (log, _) = told(&town, "Reminder created").await;
    town.stop_app().await;
    town.start_app().await;
    let bot_log = town.channel("bot-log");
    let refused = town.member("alice").in_channel(&bot_log);
    let refused = refused.clicks_on(&log, "Undo").await.unwrap();
    let words = refused.follow_ups();
    assert!(
        words
            .iter()
            .any(|it| it.content.contains("may manage messages")),
        "{words:?}"
    );
    let karim = town.member("karim").in_channel(&bot_log);
    karim.clicks_on(&log, "Undo").await.unwrap();
    let marked = |it: &Message| it.content.contains("Undone by");
    let marked = town.simulator.wait_for_message(&bot_log, marked).await;
    let marked = marked.expect("the message says who undid it");
    assert!(
        marked.content.contains("2 reminders are removed"),
        "{}",
        marked.content
    );
    assert!(marked.components.is_empty(), "its buttons are gone");
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("Nothing found"), "{list}");
    town.member("karim")
        .edits_embed(&posted, party("16/2 20:00"))
        .unwrap();
    town.settle_announcements();
    town.stop_app().await;
    town.start_app().await;
    town.announces("karim", party("17/2 20:00"));
    let other = |it: &Message| {
        it.embeds
            .iter()
            .any(|it| it.to_string().contains("17 February"))
    };
    assert!(
        town.simulator
            .wait_for_message(&bot_log, other)
            .await
            .is_some()
    );
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("1 reminder"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn what_was_written_edited_and_deleted_while_the_bot_was_away_is_made_up_for() {
    let mut town = town().await;
    let moved = town.announces("karim", party("14/2 20:00"));
    told(&town, "Reminder created").await;
    let gone = town.announces(
        "karim",
        json!({ "title": "Quiz", "description": "20/2 20:00" }),
    );
    let bot_log = town.channel("bot-log");
    let quiz = |it: &Message| it.embeds.iter().any(|it| it.to_string().contains("Quiz"));
    assert!(
        town.simulator
            .wait_for_message(&bot_log, quiz)
            .await
            .is_some()
    );
    town.stop_app().await;
    let karim = town.member("karim");
    karim.edits_embed(&moved, party("15/2 20:00")).unwrap();
    karim.deletes(&gone).unwrap();
    town.announces(
        "karim",
        json!({ "title": "Raid", "description": "21/2 20:00" }),
    );
    town.start_app().await;
    told(&town, "Reminder updated").await;
    told(&town, "Announcement deleted").await;
    let raid = |it: &Message| it.embeds.iter().any(|it| it.to_string().contains("Raid"));
    assert!(
        town.simulator
            .wait_for_message(&bot_log, raid)
            .await
            .is_some()
    );
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("2 reminders"), "{list}");
    let before = bot_log.messages().len();
    town.stop_app().await;
    town.start_app().await;
    town.says("sara", "/reminder_list").await;
    assert_eq!(bot_log.messages().len(), before, "nothing is told twice");
    town.leave().await;
}

#[tokio::test]
async fn debug_parse_embed_shows_how_the_latest_embed_is_read() {
    let town = town().await;
    let nothing = town.says("sara", "/debug_parse_embed").await;
    assert!(
        nothing.contains("no embed in the last 10 messages"),
        "{nothing}"
    );
    let general = town.channel("general");
    let embed = json!({
        "title": "🎲 Spellenavond",
        "fields": [{ "name": "Wanneer", "value": "do 12/2 om 19u15" }, { "name": "Waar", "value": "bib Tielt" }],
    });
    town.member("alice")
        .says_with_embed(&general, "", embed)
        .unwrap();
    town.member("alice")
        .says(&general, "Komen jullie?")
        .unwrap();
    let shown = town.says("sara", "/debug_parse_embed").await;
    for part in [
        "One-off",
        "Thursday 12 February 2026 at 19:15",
        "Spellenavond",
        "bib Tielt",
        "numeric_date",
        "high",
    ] {
        assert!(shown.contains(part), "{part} is missing in {shown}");
    }
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("Nothing found"), "{list}");
    town.member("alice")
        .says_with_embed(
            &general,
            "",
            json!({ "title": "Rules", "description": "Be kind at 20:00" }),
        )
        .unwrap();
    let unread = town
        .says("sara", "/debug_parse_embed use_fallback:true")
        .await;
    assert!(
        unread.contains("could not be read") && unread.contains("no_date"),
        "{unread}"
    );
    town.leave().await;
}

#[tokio::test]
async fn staff_edits_a_reminder_below_what_the_log_says_and_a_later_edit_keeps_that() {
    let mut town = town().await;
    let posted = town.announces("karim", party("14/2 20:00"));
    let (log, text) = told(&town, "Reminder created").await;
    for part in [
        "One-off",
        "Europe/Brussels",
        "1 hour before",
        "#announcements",
        "my rules",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    town.stop_app().await;
    town.start_app().await;
    let sara = town.member("sara").in_channel(&town.channel("bot-log"));
    let form = sara.clicks_on(&log, "Edit").await.unwrap();
    let done = form.submits(&[("Name", "By staff")]).await.unwrap();
    assert!(done.to_string().contains("By staff"), "{done}");
    town.member("karim")
        .edits_embed(&posted, party("14/2 21:00"))
        .unwrap();
    town.settle_announcements();
    told(&town, "Reminder updated").await;
    let list = town.says("sara", "/reminder_list").await;
    assert!(
        list.contains("By staff") && list.contains("21:00"),
        "{list}"
    );
    town.leave().await;
}

#[tokio::test]
async fn two_processes_make_one_reminder_of_an_announcement_and_tell_of_it_once() {
    let town = town().await;
    let other = alphapy_app::start(town.options())
        .await
        .expect("a second one starts");
    other.ready().await.expect("it is ready");
    let posted = town.announces("karim", party("14/2 20:00"));
    told(&town, "Reminder created").await;
    town.member("karim")
        .edits_embed(&posted, party("15/2 20:00"))
        .unwrap();
    town.settle_announcements();
    told(&town, "Reminder updated").await;
    town.announces(
        "karim",
        json!({ "title": "Last", "description": "20/2 20:00" }),
    );
    let log = town.channel("bot-log");
    let is_last = |it: &Message| it.embeds.iter().any(|it| it.to_string().contains("Last"));
    assert!(
        town.simulator
            .wait_for_message(&log, is_last)
            .await
            .is_some()
    );
    other.stop().await;
    assert_eq!(town.count_titled("bot-log", "Reminder created"), 2);
    assert_eq!(town.count_titled("bot-log", "Reminder updated"), 1);
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("2 reminders"), "{list}");
    town.leave().await;
}
