//! `/config export` and `/config import`.

use chrono::TimeDelta;
use discord_simulator::{Guild, InChannel, Message, Permissions, Reply};
use e2e_tests::Town;
use serde_json::{Value, json};

const IMPORT: &str = "/config import file:settings.json";

/// Somebody in a server's `#general` with this file at hand.
fn holding(guild: &Guild, who: &str, content: impl Into<Vec<u8>>) -> InChannel {
    let place = guild.member(who).in_channel(&guild.channel("general"));
    place.with_file("settings.json", "application/json", content.into())
}

async fn runs(place: &InChannel, command: &str) -> Reply {
    let reply = place.runs(command).await;
    reply.expect("the client lets it through")
}

/// The file that `/config export` gives Sara.
async fn export(town: &Town) -> String {
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let reply = runs(&sara, "/config export").await;
    assert!(reply.is_ephemeral());
    let message = reply.message().expect("an answer");
    let name = message.attachments[0]["filename"].as_str().expect("a name");
    assert_eq!(name, format!("alphapy-settings-{}.json", town.guild.id()));
    let file = town.simulator.file(message, name).expect("a file");
    String::from_utf8(file).expect("JSON is text")
}

/// What is asked before a file is brought in, as a message with its button.
async fn proposal(place: &InChannel) -> (Message, String) {
    let reply = runs(place, IMPORT).await;
    let message = reply.message().cloned().expect("a question");
    (message, reply.to_string())
}

#[tokio::test]
async fn what_was_exported_comes_back_after_a_change() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("sara", "/config embedwatcher set_offset minutes:30")
        .await;
    let file = export(&town).await;
    let json: Value = serde_json::from_str(&file).expect("JSON");
    assert_eq!(json["format"], "alphapy-settings");
    assert_eq!(json["guild_id"], town.guild.id().to_string());
    let log = town.channel("bot-log").id().to_string();
    let expected = json!({
        "embedwatcher": {
            "announcements_channel_id": town.channel("announcements").id().to_string(),
            "reminder_offset_minutes": 30,
        },
        "reminders": {"default_channel_id": town.channel("general").id().to_string()},
        "system": {"log_channel_id": log},
    });
    assert_eq!(json["settings"], expected);

    town.says("sara", "/config embedwatcher set_offset minutes:5")
        .await;
    town.says("sara", "/config system set_timezone zone:Europe/Lisbon")
        .await;
    let sara = holding(&town.guild, "sara", file);
    let (question, shown) = proposal(&sara).await;
    assert!(
        shown.contains("embedwatcher.reminder_offset_minutes** `5` → `30`"),
        "{shown}"
    );
    assert!(shown.contains("Set like this already: 3"), "{shown}");
    let unchanged = town.says("sara", "/config embedwatcher show").await;
    assert!(unchanged.contains("`5`"), "{unchanged}");

    let done = sara.clicks_on(&question, "Import").await;
    let done = done.expect("the button is there");
    assert!(
        done.to_string().contains("✅ Imported one setting"),
        "{done}"
    );
    let now = done.message().expect("the same message");
    assert!(now.attachments.is_empty() && now.components.is_empty());
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(added.contains("(30 minutes before)"), "{added}");
    let told = town.says("sara", "/config history limit:1").await;
    assert!(
        told.contains("`5` → `30`") && told.contains("import"),
        "{told}"
    );
    let kept = town.says("sara", "/config system show").await;
    assert!(
        kept.contains("Europe/Lisbon"),
        "what the file does not name stays: {kept}"
    );
    // The seventh line of the log waits until Discord takes more messages in one channel.
    town.clock.advance(TimeDelta::seconds(10));
    let log = town.channel("bot-log");
    let lines = town.simulator.wait_for_messages(&log, 7).await;
    assert!(lines.is_some(), "{}", town.reads(&log));
    assert!(town.reads(&log).contains("Source: import"));
    town.leave().await;
}

#[tokio::test]
async fn the_button_works_after_a_restart_and_not_after_five_minutes() {
    let mut town = Town::start().await;
    town.set_up().await;
    let file = export(&town).await;
    town.says("sara", "/config system set_log_channel").await;
    let sara = holding(&town.guild, "sara", file);
    let (question, _) = proposal(&sara).await;
    town.stop_app().await;
    town.start_app().await;
    town.clock.advance(TimeDelta::seconds(299));
    let done = sara.clicks_on(&question, "Import").await.expect("pressed");
    assert!(
        done.to_string().contains("✅ Imported one setting"),
        "{done}"
    );

    town.says("sara", "/config system set_log_channel").await;
    let (question, _) = proposal(&sara).await;
    town.clock.advance(TimeDelta::seconds(300));
    let late = sara.clicks_on(&question, "Import").await.expect("pressed");
    assert!(late.to_string().contains("had its time"), "{late}");
    let shown = town.says("sara", "/config system show").await;
    assert!(shown.contains("Not set"), "{shown}");
    town.leave().await;
}

#[tokio::test]
async fn what_another_servers_file_names_is_reported_and_the_rest_comes_in() {
    let town = Town::start().await;
    town.set_up().await;
    let keepers = town.guild.add_role("Keepers", Permissions::VIEW_CHANNEL);
    for command in [
        "/config ticketbot set_staff_role role:@Keepers",
        "/config embedwatcher set_offset minutes:30",
    ] {
        let set = town.says("sara", command).await;
        assert!(set.contains("✅"), "{set}");
    }
    let file = export(&town).await;
    let abroad = town.second_guild("Abroad");
    let sara = holding(&abroad, "sara", file);
    let (question, shown) = proposal(&sara).await;
    assert!(shown.contains("comes from another server"), "{shown}");
    for id in ["bot-log", "general", "announcements"].map(|it| town.channel(it).id()) {
        let words = format!("This server has no channel `{id}`");
        assert!(shown.contains(&words), "{shown}");
    }
    let role = format!("This server has no role `{}`", keepers.id);
    assert!(shown.contains(&role), "{shown}");
    let done = sara.clicks_on(&question, "Import").await.expect("pressed");
    assert!(
        done.to_string().contains("✅ Imported one setting"),
        "{done}"
    );
    let rows = town.database.dump(abroad.id()).await;
    assert!(rows.contains("reminder_offset_minutes"), "{rows}");
    for id in [town.channel("bot-log").id(), keepers.id] {
        assert!(!rows.contains(&id.to_string()), "{rows}");
    }
    town.leave().await;
}

#[tokio::test]
async fn whoever_is_no_admin_gets_no_file_and_brings_none_in() {
    let town = Town::start().await;
    town.set_up().await;
    let file = export(&town).await;
    let alice = holding(&town.guild, "alice", file.clone());
    for command in ["/config export", IMPORT] {
        assert!(alice.runs(command).await.is_err(), "{command}");
    }
    town.says("sara", "/config system set_log_channel").await;
    let sara = holding(&town.guild, "sara", file);
    let (question, _) = proposal(&sara).await;
    let button = question.components[0]["components"][0]["custom_id"].as_str();
    let button = button.expect("a button");
    let [of_sara, of_alice] = ["sara", "alice"].map(|it| town.member(it).id().to_string());
    for (button, words) in [
        (button.to_owned(), "whoever asked"),
        (button.replace(&of_sara, &of_alice), "Only admins"),
    ] {
        let pressed = alice.presses_forged(&question, &button).await;
        assert!(pressed.to_string().contains(words), "{pressed}");
    }
    let shown = town.says("sara", "/config system show").await;
    assert!(shown.contains("Not set"), "{shown}");
    town.leave().await;
}

#[tokio::test]
async fn a_file_that_is_no_export_or_too_large_changes_nothing() {
    let town = Town::start().await;
    town.set_up().await;
    let large = format!("{}{}", export(&town).await, " ".repeat(64 << 10));
    for (content, words) in [
        (large.into_bytes(), "at most 64 KiB"),
        (
            b"\x89PNG\r\n\x1a\n".to_vec(),
            "cannot read that file: line 1",
        ),
        (
            b"{\"format\": \"recipes\"}".to_vec(),
            "no file of my settings",
        ),
    ] {
        let reply = runs(&holding(&town.guild, "sara", content), IMPORT).await;
        let reply = reply.to_string();
        assert!(reply.contains(words), "{reply}");
    }
    town.leave().await;
}
