//! A bare server, set up by the wizard alone, does what it should.

use chrono::TimeDelta;
use discord_simulator::{ChannelKind, Permissions, Target};
use e2e_tests::{Town, brussels};
use serde_json::json;

use super::SetUp;

#[tokio::test]
async fn a_bare_server_is_set_up_in_few_presses_and_then_reminds_and_reads_announcements() {
    let town = Town::start().await;
    let events = town.guild.add_channel("events", ChannelKind::Text);
    town.guild.add_channel("help", ChannelKind::Category);
    let mut sara = SetUp::begins(&town, "sara").await;
    let first = town.simulator.rendered(&sara.card);
    assert!(
        first.contains("step 1 of 7") && first.contains("Not set yet"),
        "{first}"
    );

    let told = sara.picks("channel", "#bot-log").await;
    assert!(
        told.contains("✅ Log channel: #bot-log") && told.contains("step 2 of 7"),
        "{told}"
    );
    sara.picks("channel", "#general").await;
    let told = sara.picks("channel", "#announcements").await;
    assert!(told.contains("step 4 of 7"), "{told}");
    sara.picks("channel", "#general").await;
    sara.presses("Skip").await;
    let told = sara.picks("category", "help").await;
    // Taken, but the admin is told what tickets will need.
    assert!(
        told.contains("⚠️") && told.contains("Manage Channels"),
        "{told}"
    );
    let summary = sara.picks("role", "@Crew").await;
    for part in [
        "Setup complete",
        "Log channel: #bot-log",
        "Announcements channel: #announcements",
        "GDPR channel: skipped",
        "Staff role: @Crew",
        "Still to do",
        "/config system set_timezone",
    ] {
        assert!(summary.contains(part), "{part} is missing in {summary}");
    }
    let summary = sara.picks("channel for reminders", "#events").await;
    assert!(summary.contains("Reminder channel: #events"), "{summary}");
    assert!(sara.card.components.is_empty(), "nothing is left to choose");
    assert!(sara.interactions < 20, "{} interactions", sara.interactions);

    let added = town
        .says("alice", "/add_reminder name:Tea time:20:00 date:4/2")
        .await;
    assert!(added.contains("✅") && added.contains("#events"), "{added}");
    let embed = json!({ "title": "Spellenavond", "description": "donderdag 12/2 om 19u15" });
    town.announces("karim", embed);
    town.clock.advance(TimeDelta::seconds(10));
    town.titled("bot-log", "Reminder created").await;

    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("events", "Reminder: Tea").await;
    town.clock.set(brussels(2, 12, 18, 15));
    town.titled("announcements", "Reminder: Spellenavond").await;
    assert_eq!(town.count_titled("general", "Reminder: "), 0);
    assert!(!events.messages().is_empty());
    town.leave().await;
}

#[tokio::test]
async fn each_answer_is_in_the_log_and_in_the_history_as_the_wizards() {
    let town = Town::start().await;
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.picks("channel", "#bot-log").await;
    sara.presses("Finish now").await;
    let entry = town.titled("bot-log", "Setting changed").await;
    let entry = town.simulator.rendered(&entry);
    assert!(entry.contains("system.log_channel_id"), "{entry}");
    assert!(
        entry.contains("Source: wizard") && entry.contains("By: @sara"),
        "{entry}"
    );
    let history = town.says("sara", "/config history").await;
    assert!(history.contains("wizard"), "{history}");
    // Picked again it is what it was, and nothing is told twice.
    let mut again = SetUp::begins(&town, "sara").await;
    let card = town.simulator.rendered(&again.card);
    assert!(card.contains("Now #bot-log"), "{card}");
    again.picks("channel", "#bot-log").await;
    let retold = town.says("sara", "/config history").await;
    assert_eq!(
        retold.matches("wizard").count(),
        history.matches("wizard").count()
    );
    town.leave().await;
}

#[tokio::test]
async fn a_channel_where_the_bot_may_not_post_is_asked_for_again_until_it_is_mended() {
    let town = Town::start().await;
    let announcements = town.channel("announcements");
    let deny = |denied| {
        let none = Permissions::NONE;
        town.guild
            .overwrite(&announcements, Target::Bot, none, denied);
    };
    deny(Permissions::SEND_MESSAGES);
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.presses("Skip").await;
    sara.presses("Skip").await;
    let refused = sara.picks("channel", "#announcements").await;
    assert!(
        refused.contains("step 3 of 7") && refused.contains("Send Messages"),
        "{refused}"
    );
    let shown = town.says("sara", "/config embedwatcher show").await;
    assert!(shown.contains("Announcements channel: Not set"), "{shown}");
    deny(Permissions::NONE);
    let taken = sara.picks("channel", "#announcements").await;
    assert!(taken.contains("step 4 of 7"), "{taken}");
    town.leave().await;
}

#[tokio::test]
async fn a_channel_that_is_deleted_meanwhile_is_asked_for_again() {
    let town = Town::start().await;
    let short = town.guild.add_channel("short-lived", ChannelKind::Text);
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.picks("channel", "#short-lived").await;
    town.guild.delete_channel(&short);
    let told = sara.presses("Back").await;
    assert!(
        told.contains("step 1 of 7") && told.contains("cannot find"),
        "{told}"
    );
    let (kind, id) = sara.ids().remove(0);
    let gone = short.id().to_string();
    let reply = sara
        .place
        .picks_forged(&sara.card, kind, &id, &[&gone])
        .await;
    let told = sara.reads(&reply);
    assert!(
        told.contains("step 1 of 7") && told.contains("❌"),
        "{told}"
    );
    town.leave().await;
}

#[tokio::test]
async fn another_server_sees_nothing_of_it() {
    let town = Town::start().await;
    let abroad = town.second_guild("Abroad");
    let before = town.database.dump(abroad.id()).await;
    let mut sara = SetUp::begins(&town, "sara").await;
    sara.picks("channel", "#bot-log").await;
    sara.presses("Finish now").await;
    sara.picks("channel for reminders", "#general").await;
    assert_eq!(town.database.dump(abroad.id()).await, before);
    let there = town.member("sara").in_channel(&abroad.channel("general"));
    let other = SetUp::begins_in(there).await;
    let card = town.simulator.rendered(&other.card);
    assert!(card.contains("Not set yet"), "{card}");
    // The first server's buttons, sent from the second, set up the second.
    let at_home = town.database.dump(town.guild.id()).await;
    let (kind, id) = other.ids().remove(0);
    let theirs = town.channel("staff").id().to_string();
    let reply = other
        .place
        .picks_forged(&other.card, kind, &id, &[&theirs])
        .await;
    assert!(reply.to_string().contains("cannot find"), "{reply}");
    assert_eq!(town.database.dump(town.guild.id()).await, at_home);
    town.leave().await;
}
