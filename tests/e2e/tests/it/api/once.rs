//! Requests that are repeated under the same `Idempotency-Key`, also over a restart, are done once.

use e2e_tests::{Answer, Town};
use serde_json::{Value, json};

const KEY: &str = "Idempotency-Key";

async fn asks(town: &Town, who: &str, request: &str, key: &str, body: &Value) -> Answer {
    let asking = town.asking(who, request).header(KEY, key);
    asking.json(body).send().await
}

fn is_replay(answer: &Answer) -> bool {
    answer.header("Idempotent-Replay") == Some("true")
}

/// The names of Alice's reminders.
async fn names(town: &Town) -> Vec<String> {
    let request = format!("GET /api/reminders/{}", town.member("alice").id());
    let listed = town.asking("alice", &request).send().await;
    let all = listed.body.as_array().expect("a list");
    all.iter()
        .map(|it| it["name"].as_str().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn a_reminder_whose_answer_was_lost_is_made_changed_and_deleted_once_also_over_a_restart() {
    let mut town = Town::start().await;
    town.set_up().await;
    let wish = json!({
        "guild_id": town.guild.id().to_string(), "name": "Raid", "message": "Potions",
        "channel_id": town.channel("general").id().to_string(), "call_time": "20:00", "days": ["0"],
    });
    let create = "POST /api/reminders";
    let first = asks(&town, "alice", create, "make-1", &wish).await;
    assert!(first.status == 201 && !is_replay(&first), "{first:?}");
    town.stop_app().await;
    town.start_app().await;
    let again = asks(&town, "alice", create, "make-1", &wish).await;
    assert!(again.status == 201 && is_replay(&again), "{again:?}");
    assert_eq!(again.body, first.body);
    assert_eq!(names(&town).await, ["Raid"]);

    // The key is Alice's own, and stands for this request only.
    let others = asks(&town, "bob", create, "make-1", &wish).await;
    assert!(others.status == 201 && !is_replay(&others), "{others:?}");
    let mut other_wish = wish.clone();
    other_wish["name"] = json!("Quiz");
    let reused = asks(&town, "alice", create, "make-1", &other_wish).await;
    reused.assert_refused(422, "idempotency_key_reused");

    let id = first.body["reminder"]["id"].as_u64().expect("a number");
    let renamed = json!({ "id": id, "name": "Raid night" });
    for _ in 0..2 {
        let changed = asks(&town, "alice", "PUT /api/reminders", "change-1", &renamed).await;
        assert_eq!(changed.status, 200, "{changed:?}");
    }
    assert_eq!(names(&town).await, ["Raid night"]);

    let delete = format!("DELETE /api/reminders/{id}/{}", town.member("alice").id());
    let gone = asks(&town, "alice", &delete, "delete-1", &Value::Null).await;
    assert_eq!(gone.status, 200, "{gone:?}");
    town.stop_app().await;
    town.start_app().await;
    let again = asks(&town, "alice", &delete, "delete-1", &Value::Null).await;
    assert!(again.status == 200 && is_replay(&again), "{again:?}");
    let without = town.asking("alice", &delete).send().await;
    without.assert_refused(404, "not_found");
    town.leave().await;
}

#[tokio::test]
async fn a_setting_whose_answer_was_lost_is_changed_once_also_over_a_restart() {
    let mut town = Town::start().await;
    let guild = town.guild.id();
    let write = format!("POST /api/dashboard/settings/{guild}");
    let minutes = |number: u32| json!({ "category": "embedwatcher", "settings": { "reminder_offset_minutes": number } });
    let first = asks(&town, "sara", &write, "set-1", &minutes(15)).await;
    assert!(first.status == 200 && !is_replay(&first), "{first:?}");
    let second = asks(&town, "sara", &write, "set-2", &minutes(30)).await;
    assert_eq!(second.status, 200, "{second:?}");
    town.stop_app().await;
    town.start_app().await;

    // Done anew, it would undo what came after it.
    let again = asks(&town, "sara", &write, "set-1", &minutes(15)).await;
    assert!(again.status == 200 && is_replay(&again), "{again:?}");
    assert_eq!(again.body, first.body);
    let shown = town.asking("sara", &format!("GET /api/dashboard/settings/{guild}"));
    let shown = shown.send().await.body;
    assert_eq!(
        shown["embedwatcher"]["reminder_offset_minutes"], 30,
        "{shown}"
    );
    let history = format!("GET /api/dashboard/{guild}/settings/history");
    let changes = town.asking("sara", &history).send().await.body;
    assert_eq!(changes.as_array().map(Vec::len), Some(2), "{changes}");

    // A refusal that nobody may see twice is not kept.
    let refused = asks(&town, "bob", &write, "set-3", &minutes(45)).await;
    refused.assert_refused(403, "forbidden");
    let refused = asks(&town, "bob", &write, "set-3", &minutes(45)).await;
    assert!(refused.status == 403 && !is_replay(&refused), "{refused:?}");
    town.leave().await;
}
