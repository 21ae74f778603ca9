//! Announcements become reminders.

use e2e_tests::{ModelServer, PATIENCE, Town, brussels, eventually};
use serde_json::json;

#[tokio::test]
async fn an_announcement_becomes_a_reminder_that_comes_before_and_at_its_start() {
    let town = Town::start().await;
    town.set_up().await;
    let embed = json!({
        "title": "🎲 Spellenavond", "description": "Iedereen welkom, zie https://spel.example",
        "fields": [{ "name": "Wanneer", "value": "do 12/2 om 19u15" }, { "name": "Waar", "value": "bib Tielt" }],
    });
    town.announces("karim", embed);
    let log = town
        .simulator
        .rendered(&town.titled("bot-log", "Reminder created").await);
    for part in [
        "Spellenavond",
        "Thursday 12 February 2026 at 19:15",
        "bib Tielt",
        "@karim",
    ] {
        assert!(log.contains(part), "{part} is missing in {log}");
    }
    town.clock.set(brussels(2, 12, 18, 15));
    let post = town
        .simulator
        .rendered(&town.titled("announcements", "Reminder: ").await);
    assert!(
        post.contains("https://spel.example") && post.contains("Original"),
        "{post}"
    );
    town.clock.set(brussels(2, 12, 19, 15));
    let general = town.channel("announcements");
    let start = town
        .simulator
        .wait_for_message(&general, |it| it.sent_at >= brussels(2, 12, 19, 15))
        .await;
    assert!(start.is_some(), "the start was not announced");
    town.leave().await;
}

#[tokio::test]
async fn a_weekly_announcement_becomes_a_weekly_reminder() {
    let town = Town::start().await;
    town.set_up().await;
    let embed = json!({ "title": "Yoga", "description": "Each Monday & Friday, 6:45 pm" });
    town.announces("sara", embed);
    let log = town
        .simulator
        .rendered(&town.titled("bot-log", "Reminder created").await);
    assert!(log.contains("Every Monday, Friday at 18:45"), "{log}");
    for (index, day) in [6, 9, 13].into_iter().enumerate() {
        town.clock.set(brussels(2, day, 17, 45));
        let channel = town.channel("announcements");
        let came = town
            .simulator
            .wait_for_message(&channel, |it| it.sent_at >= brussels(2, day, 17, 45))
            .await;
        assert!(came.is_some(), "nothing came on the {day}th");
        assert_eq!(
            town.count_titled("announcements", "Reminder: Yoga"),
            index + 1
        );
    }
    town.leave().await;
}

#[tokio::test]
async fn a_bounded_announcement_is_told_with_its_bounds_and_exceptions_and_begins_when_it_says() {
    let town = Town::start().await;
    town.set_up().await;
    let embed = json!({
        "title": "First aid",
        "description": "Every Monday at 19:00 from 16 February until the end of March, no lesson on 2 March",
    });
    town.announces("sara", embed);
    let log = town
        .simulator
        .rendered(&town.titled("bot-log", "Reminder created").await);
    let told = "Every Monday, from 16 February 2026, until 31 March 2026 at 19:00";
    for part in [told, "`starts_later`", "`exceptions`"] {
        assert!(log.contains(part), "{part} is missing in {log}");
    }
    town.clock.set(brussels(2, 16, 18, 0));
    let channel = town.channel("announcements");
    let first = town
        .simulator
        .wait_for_message(&channel, |it| it.sent_at >= brussels(2, 16, 18, 0))
        .await;
    assert!(first.is_some(), "nothing came on the first Monday");
    assert_eq!(town.count_titled("announcements", "Reminder: First aid"), 1);
    town.leave().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_with_its_reason() {
    let town = Town::start().await;
    town.set_up().await;
    let embed =
        json!({ "title": "Feest", "description": "zaterdag 14 februari, uur volgt @everyone" });
    town.announces("karim", embed);
    let log = town.titled("bot-log", "Announcement not understood").await;
    let text = town.simulator.rendered(&log);
    assert!(text.contains("no_time") && text.contains("20u30"), "{text}");
    assert!(
        !log.mention_everyone && !text.contains("@everyone"),
        "{text}"
    );
    // Staff fills in what was missing.
    let form = town
        .member("sara")
        .in_channel(&town.channel("bot-log"))
        .clicks_on(&log, "Create reminder…")
        .await
        .expect("the button can be pressed");
    let done = form
        .submits(&[("Date or weekdays", "14/2"), ("Time", "20:00")])
        .await
        .expect("the form can be sent");
    assert!(
        done.to_string()
            .contains("Saturday 14 February 2026 at 20:00"),
        "{done}"
    );
    town.leave().await;
}

#[tokio::test]
async fn announcements_of_members_without_a_say_are_left_alone() {
    let town = Town::start().await;
    town.set_up().await;
    let embed = json!({ "title": "My party", "description": "14/2 20:00" });
    town.announces("alice", embed.clone());
    let log = town.titled("bot-log", "Announcement skipped").await;
    assert!(town.simulator.rendered(&log).contains("set_all_authors"));
    town.says("sara", "/config embedwatcher set_all_authors enabled:true")
        .await;
    town.announces("alice", embed);
    town.titled("bot-log", "Reminder created").await;
    town.leave().await;
}

#[tokio::test]
async fn webhooks_and_other_bots_are_read_like_people() {
    let town = Town::start().await;
    town.set_up().await;
    let announcements = town.channel("announcements");
    let embed = |title: &str| vec![json!({ "title": title, "description": "14/2 20:00" })];
    town.simulator
        .webhook_posts(&announcements, "Calendar", "", embed("From a webhook"));
    town.settle_announcements();
    let created = town.channel("bot-log");
    let hook = |it: &discord_simulator::Message| {
        it.embeds
            .iter()
            .any(|e| e.to_string().contains("From a webhook"))
    };
    assert!(
        town.simulator
            .wait_for_message(&created, hook)
            .await
            .is_some()
    );
    town.simulator
        .other_bot_posts(&announcements, "Eventbot", "", embed("From a bot"));
    town.settle_announcements();
    let bot = |it: &discord_simulator::Message| {
        it.embeds
            .iter()
            .any(|e| e.to_string().contains("From a bot"))
    };
    assert!(
        town.simulator
            .wait_for_message(&created, bot)
            .await
            .is_some()
    );
    town.leave().await;
}

#[tokio::test]
async fn the_bots_own_reminders_never_make_reminders() {
    let town = Town::start().await;
    town.set_up().await;
    town.says(
        "sara",
        "/config embedwatcher set_process_bot_messages enabled:true",
    )
    .await;
    town.says(
        "alice",
        "/add_reminder name:\"Loop 14/2 20:00\" time:20:00 date:14/2 channel:#general",
    )
    .await;
    town.says(
        "sara",
        "/config reminders set_default_channel channel:#announcements",
    )
    .await;
    town.says(
        "bob",
        "/add_reminder name:\"Every Friday 20:00\" time:20:00 date:4/2 channel:#announcements",
    )
    .await;
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("announcements", "Reminder: ").await;
    town.settle_announcements();
    let log = town.titled("bot-log", "Announcement skipped").await;
    assert!(
        town.simulator
            .rendered(&log)
            .contains("one of my own reminders")
    );
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("2 reminders"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn plain_text_is_read_only_where_that_is_switched_on_and_chat_stays_chat() {
    let town = Town::start().await;
    town.set_up().await;
    let announcements = town.channel("announcements");
    town.member("karim")
        .says(&announcements, "Raid op 14/2 om 20u30")
        .unwrap();
    town.settle_announcements();
    town.says("sara", "/config embedwatcher set_non_embed enabled:true")
        .await;
    town.member("karim")
        .says(&announcements, "Lol, wie heeft mijn fiets gezien?")
        .unwrap();
    town.settle_announcements();
    town.member("karim")
        .says(&announcements, "Raid op 21/2 om 20u30")
        .unwrap();
    town.settle_announcements();
    let log = town
        .simulator
        .rendered(&town.titled("bot-log", "Reminder created").await);
    assert!(log.contains("21 February 2026"), "{log}");
    assert_eq!(town.count_titled("bot-log", "not understood"), 0);
    town.leave().await;
}

#[tokio::test]
async fn one_message_makes_one_reminder_however_often_it_is_delivered() {
    let town = Town::start().await;
    town.set_up().await;
    town.simulator.duplicate_events(3);
    let embed = json!({ "title": "Twice", "description": "14/2 20:00" });
    town.announces("karim", embed);
    town.titled("bot-log", "Reminder created").await;
    let list = town.says("sara", "/reminder_list").await;
    assert!(list.contains("1 reminder"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn other_channels_are_not_read() {
    let town = Town::start().await;
    town.set_up().await;
    let embed = json!({ "title": "Elsewhere", "description": "14/2 20:00" });
    town.member("sara")
        .says_with_embed(&town.channel("general"), "", embed.clone())
        .unwrap();
    town.announces("sara", embed);
    town.titled("bot-log", "Reminder created").await;
    assert_eq!(town.count_titled("bot-log", "Reminder created"), 1);
    town.leave().await;
}

/// An announcement with a day and no clock that the rules know.
const UNCLEAR: &str =
    "zaterdag 14 februari in bib Tielt, bij het vallen van de avond, mail an@club.example";

#[tokio::test]
async fn what_the_rules_cannot_read_is_read_by_the_language_model_and_checked() {
    let model = ModelServer::start().await;
    let town = town_with_model(&model).await;
    model.says(
        "```json\n{\"date\": \"14/02/2026\", \"time\": \"18:30\", \"days\": \"\", \"location\": \"bib Tielt\"}\n```",
    );
    town.announces(
        "karim",
        json!({ "title": "Lezing", "description": UNCLEAR }),
    );
    let log = town.titled("bot-log", "Reminder created").await;
    let log = town.simulator.rendered(&log);
    for part in ["Lezing", "Saturday 14 February 2026 at 18:30", "bib Tielt"] {
        assert!(log.contains(part), "{part} is missing in {log}");
    }
    let asked = model.asked().await;
    let question = asked.last().unwrap().to_string();
    assert!(question.contains("[email]"), "{question}");
    assert!(!question.contains("an@club.example"), "{question}");
    town.leave().await;
}

#[tokio::test]
async fn a_language_model_that_is_away_makes_no_reminder_and_the_next_announcement_is_read_by_the_rules()
 {
    let model = ModelServer::start().await;
    let town = town_with_model(&model).await;
    model.fails(401, None);
    town.announces(
        "karim",
        json!({ "title": "Lezing", "description": UNCLEAR }),
    );
    let asked = eventually(PATIENCE, async || model.asked().await.len() == 1).await;
    assert!(asked, "it is asked");
    town.announces(
        "karim",
        json!({ "title": "Yoga", "description": "Each Monday, 6:45 pm" }),
    );
    town.titled("bot-log", "Reminder created").await;
    assert_eq!(town.count_titled("bot-log", "Reminder created"), 1);
    assert_eq!(
        model.asked().await.len(),
        1,
        "a wrong key is not asked again, and what the rules read is no question"
    );
    town.leave().await;
}

/// A town that watches announcements, whose bot asks this service.
async fn town_with_model(model: &ModelServer) -> Town {
    let town = model.town().await;
    town.set_up().await;
    town
}
