//! The buttons below a reminder that stands in its channel.

use discord_simulator::Message;
use e2e_tests::{Town, brussels};

/// Alice's reminder of 20:00 was announced at 19:00, and it is 19:00.
async fn announced() -> (Town, Message) {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Raid time:20:00 date:4/2")
        .await;
    town.clock.set(brussels(2, 4, 19, 0));
    let notice = town.titled("general", "Raid").await;
    (town, notice)
}

async fn presses(town: &Town, name: &str, message: &Message, label: &str) -> String {
    let place = town.member(name).in_channel(&town.channel("general"));
    let reply = place.clicks_on(message, label).await;
    reply.expect("the button is there").to_string()
}

/// The message as it stands now, once it holds these words.
async fn holds(town: &Town, message: &Message, words: &str) -> Message {
    let has = |it: Option<&Message>| it.is_some_and(|it| it.content.contains(words));
    let came = town.simulator.wait_for_change(message, has).await;
    assert!(came, "{words} never stood above it");
    let general = town.channel("general").messages();
    let now = general.into_iter().find(|it| it.id == message.id);
    now.expect("it stands")
}

#[tokio::test]
async fn a_snoozed_reminder_comes_again_for_who_asked_and_survives_a_restart() {
    let (mut town, notice) = announced().await;
    presses(&town, "alice", &notice, "💤 10 min").await;
    let note = holds(&town, &notice, "will be told again").await;
    assert_eq!(note.embeds, notice.embeds, "the reminder itself stays");
    let then = brussels(2, 4, 19, 10);
    assert!(
        note.content
            .contains(&format!("<t:{}:R>", then.timestamp()))
    );
    town.stop_app().await;
    town.start_app().await;
    town.clock.set(then);
    let general = town.channel("general");
    let again = town
        .simulator
        .wait_for_message(&general, |it| it.sent_at >= then)
        .await
        .expect("it comes again");
    let alice = town.member("alice").id();
    assert!(
        again.content.contains(&format!("<@{alice}>")),
        "{}",
        again.content
    );
    assert_eq!(again.pinged, [alice].into(), "and pings nobody else");
    town.clock.set(brussels(2, 4, 20, 0));
    let gone = town.simulator.wait_for_change(&notice, |it| it.is_none());
    assert!(gone.await, "the start takes the notice down");
    town.leave().await;
}

#[tokio::test]
async fn done_ends_the_event_for_everybody() {
    let (town, notice) = announced().await;
    presses(&town, "alice", &notice, "💤 10 min").await;
    holds(&town, &notice, "will be told again").await;
    presses(&town, "alice", &notice, "Done").await;
    let note = holds(&town, &notice, "Done").await;
    assert!(note.components.is_empty(), "nothing is left to press");
    town.titled("bot-log", "marked as done").await;
    let list = town.says("alice", "/reminder_list").await;
    assert!(list.contains("Nothing found"), "{list}");
    let before = town.count_titled("general", "Raid");
    town.clock.set(brussels(2, 4, 21, 0));
    // Another reminder passes through the same dispatcher, so that what was owed would have come before it.
    town.says("bob", "/add_reminder name:Later time:21:30")
        .await;
    town.clock.set(brussels(2, 4, 21, 30));
    town.titled("general", "Later").await;
    assert_eq!(town.count_titled("general", "Raid"), before);
    town.leave().await;
}

#[tokio::test]
async fn others_are_told_whose_it_is() {
    let (town, notice) = announced().await;
    for label in ["💤 1 hour", "Done"] {
        let told = presses(&town, "bob", &notice, label).await;
        assert!(told.contains("Only the one who made"), "{told}");
    }
    presses(&town, "sara", &notice, "💤 Tomorrow 09:00").await;
    let note = holds(&town, &notice, "will be told again").await;
    let morning = brussels(2, 5, 9, 0).timestamp();
    assert!(
        note.content.contains(&format!("<t:{morning}:R>")),
        "{}",
        note.content
    );
    town.leave().await;
}

#[tokio::test]
async fn a_deleted_reminder_says_so() {
    let (town, _) = announced().await;
    town.says("bob", "/add_reminder name:Weekly time:20:01 days:wed")
        .await;
    town.clock.set(brussels(2, 4, 19, 1));
    let notice = town.titled("general", "Weekly").await;
    let list = town.says("sara", "/reminder_list").await;
    let id = list
        .lines()
        .skip_while(|it| !it.contains("Weekly"))
        .find_map(|it| it.split_once("ID: "))
        .expect("its ID")
        .1;
    let id: String = id.chars().take_while(char::is_ascii_digit).collect();
    // The notice is taken down with its reminder; the press is on its way already.
    let place = town.member("bob").in_channel(&town.channel("general"));
    let custom_id = notice.components[0]["components"][3]["custom_id"]
        .as_str()
        .expect("the button's id")
        .to_owned();
    let other = town
        .says("sara", &format!("/reminder_delete reminder_id:{id}"))
        .await;
    assert!(other.contains("🗑️"), "{other}");
    let raid = town.titled("general", "Raid").await;
    let told = place.presses_forged(&raid, &custom_id).await.to_string();
    assert!(told.contains("gone"), "{told}");
    town.leave().await;
}
