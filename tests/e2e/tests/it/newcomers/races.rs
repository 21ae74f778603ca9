//! One member in two places at once, and members of two servers: each answer counts once, and where it was meant.

use chrono::TimeDelta;
use discord_simulator::{Reply, User};
use e2e_tests::{PATIENCE, START, Town, eventually};
use serde_json::Value;

use super::{Door, answers, has_role, panel_of};

const GIVE_ROLE: &str = "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}";
const SEVERAL: &str = "Choose one or more";

/// The custom ids of what can be pressed below an answer.
fn ids(reply: &Reply) -> Vec<String> {
    let rows = reply.message().map(|it| it.components.clone());
    let parts = rows.into_iter().flatten();
    let parts = parts.filter_map(|it| it["components"].as_array().cloned());
    let ids = parts
        .flatten()
        .filter_map(|it| it["custom_id"].as_str().map(str::to_owned));
    ids.collect()
}

/// At which step a member's sessions stand, with what was answered.
async fn sessions(town: &Town, user: &User) -> Vec<(i64, i32, Value)> {
    let statement = "SELECT guild_id, step, answers FROM alphapy.onboarding_sessions
         WHERE user_id = $1 ORDER BY guild_id";
    sqlx::query_as(statement)
        .bind(i64::try_from(user.id()).expect("an id"))
        .fetch_all(town.database.pool())
        .await
        .expect("sessions are read")
}

/// What is stored of a member's answers to the question in this place, in the order of the servers.
async fn stored(town: &Town, user: &User, place: &str) -> Vec<Value> {
    let statement =
        "SELECT responses -> $2 FROM alphapy.onboarding WHERE user_id = $1 ORDER BY guild_id";
    sqlx::query_scalar(statement)
        .bind(i64::try_from(user.id()).expect("an id"))
        .bind(place)
        .fetch_all(town.database.pool())
        .await
        .expect("answers are read")
}

#[tokio::test]
async fn on_two_devices_at_once_each_answer_counts_once_and_sending_twice_is_done_once() {
    let door = Door::open().await;
    let alice = door.town.member("alice");
    let (phone, laptop) = (door.starts("alice").await, door.starts("alice").await);
    assert_eq!(ids(&phone), ids(&laptop), "both look at the same session");
    let phone = phone.clicks("Social media").await.unwrap();
    let laptop = laptop.clicks("Search engine").await.unwrap();
    let (one, other) = tokio::join!(
        phone.submits(&[("Which platform?", "Fedi")]),
        laptop.submits(&[("What did you search for?", "Tea")])
    );
    let (one, other) = (one.unwrap(), other.unwrap());
    for reply in [&one, &other] {
        let words = reply.to_string();
        let is_told = words.contains("Step 2 of 4") || words.contains("out of date");
        assert!(is_told, "{words}");
    }
    let standing = sessions(&door.town, &alice).await;
    let [(_, 1, answered)] = standing.as_slice() else {
        panic!("{standing:?}");
    };
    assert!(answered["0"]["followup"] == "Fedi" || answered["0"]["followup"] == "Tea");
    // Whichever device was turned away looks again.
    door.town.clock.advance(TimeDelta::seconds(10));
    let resumed = door.starts("alice").await.clicks("Continue").await.unwrap();
    let (one, other) = tokio::join!(
        resumed.selects(SEVERAL, &["Learn skills"]),
        resumed.selects(SEVERAL, &["Learn skills"])
    );
    for reply in [one.unwrap(), other.unwrap()] {
        let words = reply.to_string();
        let is_told = words.contains("Step 3 of 4") || words.contains("out of date");
        assert!(is_told, "a double click: {words}");
    }
    assert_eq!(
        sessions(&door.town, &alice).await[0].1,
        2,
        "one step, not two"
    );
    door.town.clock.advance(TimeDelta::seconds(10));
    let third = door.starts("alice").await.clicks("Continue").await.unwrap();
    let fourth = third.selects(SEVERAL, &["Events"]).await.unwrap();
    let phone = fourth.clicks("Skip").await.unwrap();
    door.town.clock.advance(TimeDelta::seconds(10));
    let laptop = door.starts("alice").await.clicks("Continue").await.unwrap();
    let (one, other) = tokio::join!(phone.clicks("✅ Send"), laptop.clicks("✅ Send"));
    let said = [one.unwrap().to_string(), other.unwrap().to_string()];
    let done = said.iter().filter(|it| it.contains("you are done")).count();
    let before = |it: &&String| it.contains("You completed the onboarding");
    assert_eq!(
        (done, said.iter().filter(before).count()),
        (1, 1),
        "{said:?}"
    );
    has_role(&door.town, "alice", "Members").await;
    assert_eq!(stored(&door.town, &alice, "1").await.len(), 1);
    assert_eq!(door.town.simulator.counters().requests_to(GIVE_ROLE), 1);
    door.town.titled("bot-log", "Onboarding completed").await;
    // What a second card would come behind.
    let off = "/config onboarding toggle enabled:false";
    assert!(door.town.says("sara", off).await.contains("✅"));
    let log = door.town.channel("bot-log");
    door.town.reads_at_last(&log, "onboarding.enabled").await;
    assert_eq!(door.town.count_titled("bot-log", "Onboarding completed"), 1);
    door.town.leave().await;
}

#[tokio::test]
async fn after_starting_over_what_was_open_before_is_out_of_date_and_changes_nothing() {
    let door = Door::open().await;
    let alice = door.town.member("alice");
    let form = door.starts("alice").await.clicks("Social media").await;
    let form = form.unwrap();
    let second = form.submits(&[("Which platform?", "Fedi")]).await.unwrap();
    door.town.clock.advance(TimeDelta::seconds(10));
    let asked = door.starts("alice").await;
    let first = asked.clicks("Start over").await.unwrap();
    assert!(first.to_string().contains("Step 1 of 4"), "{first}");
    let before = sessions(&door.town, &alice).await;
    assert_eq!((before.len(), before[0].1), (1, 0));
    assert_eq!(before[0].2, serde_json::json!({}), "nothing is taken along");
    let stale = second.selects(SEVERAL, &["Other"]).await.unwrap();
    assert!(stale.to_string().contains("out of date"), "{stale}");
    // The question whether to go on is answered already, too.
    let twice = asked.refreshed();
    assert!(!twice.to_string().contains("Start over"), "{twice}");
    assert_eq!(sessions(&door.town, &alice).await, before);
    let review = answers(first, "ann@example.com").await;
    review.clicks("✅ Send").await.unwrap();
    has_role(&door.town, "alice", "Members").await;
    assert_eq!(stored(&door.town, &alice, "0").await[0]["followup"], "Ann");
    door.town.leave().await;
}

#[tokio::test]
async fn in_two_servers_at_once_each_has_its_own_answers_and_neither_takes_the_others_buttons() {
    let door = Door::open().await;
    let alice = door.town.member("alice");
    let elsewhere = door.town.second_guild("Elsewhere");
    let sara = door
        .town
        .member("sara")
        .in_channel(&elsewhere.channel("general"));
    let panel = "/config system set_rules_channel channel:#general";
    let set = eventually(PATIENCE, async || {
        sara.runs(panel).await.unwrap().to_string().contains("✅")
    });
    assert!(set.await);
    let panel = panel_of(&door.town, &elsewhere).await;
    let here = door.starts("alice").await;
    let there = alice.in_channel(&elsewhere.channel("general"));
    let first = there.clicks_on(&panel, START).await.unwrap();
    let before = sessions(&door.town, &alice).await;
    assert_eq!(before.len(), 2, "one in each server");
    // Her own buttons of one server, pressed in the other.
    let general = alice.in_channel(&door.town.channel("general"));
    for id in ids(&first) {
        let foreign = general.presses_forged(here.message().unwrap(), &id).await;
        assert!(
            foreign.to_string().contains("out of date"),
            "{id}: {foreign}"
        );
    }
    for id in ids(&here) {
        let foreign = there.presses_forged(first.message().unwrap(), &id).await;
        assert!(
            foreign.to_string().contains("out of date"),
            "{id}: {foreign}"
        );
    }
    // Bob presses hers, in the same server.
    let bob = door
        .town
        .member("bob")
        .in_channel(&door.town.channel("general"));
    for id in ids(&here) {
        let foreign = bob.presses_forged(&door.panel, &id).await;
        assert!(
            foreign.to_string().contains("out of date"),
            "{id}: {foreign}"
        );
    }
    assert_eq!(sessions(&door.town, &alice).await, before);
    // Step by step, in turns.
    let form_abroad = first.clicks("Search engine").await.unwrap();
    let form_home = here.clicks("Social media").await.unwrap();
    let second_home = form_home
        .submits(&[("Which platform?", "Fedi")])
        .await
        .unwrap();
    let second_abroad = form_abroad.submits(&[("What did you search for?", "Tea")]);
    let second_abroad = second_abroad.await.unwrap();
    let third_abroad = second_abroad.selects(SEVERAL, &["Other"]).await.unwrap();
    let third_home = second_home
        .selects(SEVERAL, &["Learn skills"])
        .await
        .unwrap();
    let fourth_abroad = third_abroad.selects(SEVERAL, &["Events"]).await.unwrap();
    let fourth_home = third_home
        .selects(SEVERAL, &["Observe first"])
        .await
        .unwrap();
    let review_home = fourth_home.clicks("Skip").await.unwrap();
    let review_abroad = fourth_abroad.clicks("Skip").await.unwrap();
    let done_abroad = review_abroad.clicks("✅ Send").await.unwrap().to_string();
    assert!(done_abroad.contains("you are done"), "{done_abroad}");
    assert_eq!(door.town.guild.roles_of(&alice), [""; 0], "not here yet");
    let done_home = review_home.clicks("✅ Send").await.unwrap().to_string();
    assert!(done_home.contains("you are done"), "{done_home}");
    has_role(&door.town, "alice", "Members").await;
    let mut choices = Vec::new();
    for (place, found) in stored(&door.town, &alice, "0").await.iter().enumerate() {
        choices.push(found["choice"].clone());
        let brought = &stored(&door.town, &alice, "1").await[place];
        let taking_part = &stored(&door.town, &alice, "2").await[place];
        let expected = if found["choice"] == "social" {
            (
                serde_json::json!(["learning"]),
                serde_json::json!(["observe"]),
            )
        } else {
            (serde_json::json!(["other"]), serde_json::json!(["events"]))
        };
        assert_eq!((brought, taking_part), (&expected.0, &expected.1));
    }
    choices.sort_by_key(ToString::to_string);
    assert_eq!(choices, ["search", "social"]);
    door.town.leave().await;
}
