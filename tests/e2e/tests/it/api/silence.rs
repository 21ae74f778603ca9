//! Discord that does not answer.

use std::time::Duration;

use discord_simulator::Fault;
use e2e_tests::{Answer, PATIENCE, Town, eventually, skip};
use serde_json::{Value, json};

const MEMBER: &str = "GET /guilds/{guild_id}/members/{user_id}";
/// Longer than anybody here waits.
const SILENT: Fault = Fault::Delay(Duration::from_hours(1));

/// What somebody gets who asks while Discord says nothing about members, and is not heard for five seconds.
async fn asks(town: &Town, who: &str, request: &str, body: &Value) -> Answer {
    town.simulator
        .inject("GET", "/guilds/*/members/*", 1, SILENT);
    let before = town.simulator.counters().requests_to(MEMBER);
    let asking = town.asking(who, request).json(body);
    let waits = async {
        let asked = async || town.simulator.counters().requests_to(MEMBER) > before;
        assert!(
            eventually(PATIENCE, asked).await,
            "{request} does not ask Discord"
        );
        skip(Duration::from_secs(5)).await;
    };
    let (answer, ()) = tokio::join!(asking.send(), waits);
    answer
}

#[tokio::test]
async fn who_asks_while_discord_is_silent_is_told_to_come_back_after_five_seconds() {
    let town = Town::start().await;
    town.set_up().await;
    let guild = town.guild.id();
    let channel = town.channel("general").id().to_string();
    let own = json!({
        "guild_id": guild.to_string(), "name": "Raid", "message": "Potions", "channel_id": channel,
        "call_time": "20:00", "days": ["0"],
    });
    let theirs =
        json!({ "message": "Quiz", "channel_id": channel, "time": "20:00", "days": ["0"] });
    let reminders = format!("/api/dashboard/{guild}/reminders");
    let settings = format!("/api/dashboard/settings/{guild}");
    for (who, request, body) in [
        ("alice", "POST /api/reminders".to_owned(), own.clone()),
        ("sara", format!("POST {reminders}"), theirs),
        ("karim", format!("GET {reminders}"), Value::Null),
        ("bob", format!("GET {settings}"), Value::Null),
    ] {
        let answer = asks(&town, who, &request, &body).await;
        answer.assert_unavailable();
    }
    // Nothing of it is remembered.
    let made = town
        .asking("alice", "POST /api/reminders")
        .json(&own)
        .send()
        .await;
    assert_eq!(made.status, 201, "{made:?}");
    let refused = town.asking("bob", &format!("GET {settings}")).send().await;
    refused.assert_refused(403, "forbidden");
    let listed = town.says("alice", "/reminder_list").await;
    assert!(listed.contains("1 reminder"), "{listed}");
    town.leave().await;
}
