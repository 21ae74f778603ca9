//! Reminders over HTTP: what a program makes there, people see in Discord.

use e2e_tests::{Town, brussels};
use serde_json::{Value, json};

/// What a service gets when it asks for a member: the status, and the body.
async fn ask(town: &Town, name: &str, request: &str, body: Value) -> (String, Value) {
    let answer = town.asking(name, request).json(&body).send().await;
    (answer.status.to_string(), answer.body)
}

#[tokio::test]
async fn what_a_program_makes_is_listed_posted_changed_and_deleted() {
    let town = Town::start().await;
    town.set_up().await;
    let guild = town.guild.id().to_string();
    let channel = town.channel("general").id().to_string();
    town.clock.set(brussels(2, 4, 10, 0));
    let wish = json!({
        "guild_id": guild, "name": "Raid", "message": "Bring potions", "channel_id": channel,
        "event_time": "2026-02-04T12:00:00",
    });
    let (status, made) = ask(&town, "alice", "POST /api/reminders", wish).await;
    assert!(status.contains("201"), "{status} {made}");
    assert_eq!(made["reminder"]["event_time"], "2026-02-04T12:00:00+01:00");
    let listed = town.says("alice", "/reminder_list").await;
    assert!(listed.contains("Raid"), "{listed}");
    let id = made["reminder"]["id"].as_u64().expect("a number");

    let renamed = json!({ "id": id, "name": "Raid night" });
    let (status, other) = ask(&town, "bob", "PUT /api/reminders", renamed.clone()).await;
    assert!(status.contains("404"), "{status} {other}");
    let bob = town.member("bob").id();
    let (status, other) = ask(
        &town,
        "bob",
        &format!("DELETE /api/reminders/{id}/{bob}"),
        Value::Null,
    )
    .await;
    assert!(status.contains("404"), "{status} {other}");
    let (status, changed) = ask(&town, "alice", "PUT /api/reminders", renamed).await;
    assert!(status.contains("200"), "{status} {changed}");

    town.clock.set(brussels(2, 4, 11, 0));
    let post = town.titled("general", "Raid night").await;
    assert!(town.simulator.rendered(&post).contains("Bring potions"));

    let alice = town.member("alice").id();
    let (status, gone) = ask(
        &town,
        "alice",
        &format!("DELETE /api/reminders/{id}/{alice}"),
        Value::Null,
    )
    .await;
    assert!(status.contains("200"), "{status} {gone}");
    let listed = town.says("alice", "/reminder_list").await;
    assert!(!listed.contains("Raid"), "{listed}");
    town.leave().await;
}

#[tokio::test]
async fn the_dashboard_is_for_admins_of_the_server() {
    let town = Town::start().await;
    town.set_up().await;
    let path = format!("/api/dashboard/{}/reminders", town.guild.id());
    let channel = town.channel("general").id().to_string();
    let wish = json!({ "message": "Quiz", "channel_id": channel, "time": "20:00", "days": ["0"] });
    let post = format!("POST {path}");
    let (status, refused) = ask(&town, "bob", &post, wish.clone()).await;
    assert!(status.contains("403"), "{status} {refused}");
    let (status, made) = ask(&town, "sara", &post, wish).await;
    assert!(status.contains("200"), "{status} {made}");
    let (status, listed) = ask(&town, "sara", &format!("GET {path}"), Value::Null).await;
    assert!(status.contains("200"), "{status} {listed}");
    assert_eq!(listed["reminders"][0]["message"], "Quiz");
    town.leave().await;
}
