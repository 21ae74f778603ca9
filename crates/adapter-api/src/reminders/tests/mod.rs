//! What a member can ask about their own reminders, and every answer that is no success.

mod refusals;

use axum::http::Method;
use kernel::UserId;
use reminders_core::testing::{World, a_reminder, guild, home, user};
use reminders_core::{Permission, Reminder, Tier, settings};
use serde_json::{Value, json};

use crate::testing::{Answer, Scene};

const MINE: &str = "/api/reminders";

fn weekly() -> Value {
    json!({ "guild_id": "1", "name": "Raid night", "message": "Bring potions", "call_time": "20:00", "days": ["4", "0"] })
}

fn with(mut body: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("an object")
    };
    for (key, value) in changes {
        body[key] = value;
    }
    body
}

async fn create(scene: &Scene, body: &Value) -> Answer {
    scene.post(MINE).by_user(2).json(body).send().await
}

async fn change(scene: &Scene, body: &Value) -> Answer {
    scene
        .ask(Method::PUT, MINE)
        .by_user(2)
        .json(body)
        .send()
        .await
}

async fn delete(scene: &Scene, path: &str) -> Answer {
    scene.ask(Method::DELETE, path).by_user(2).send().await
}

async fn mine(scene: &Scene) -> Value {
    let answer = scene.get("/api/reminders/2").by_user(2).send().await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    answer.json()
}

/// The faults of an answer, as `field code`.
fn faults(answer: &Answer) -> Vec<String> {
    answer.assert_refused(422, "validation_failed");
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let fault = |it: &Value| {
        assert!(!it["message"].as_str().unwrap().is_empty());
        format!(
            "{} {}",
            it["field"].as_str().unwrap(),
            it["code"].as_str().unwrap()
        )
    };
    errors.iter().map(fault).collect()
}

async fn stored(scene: &Scene, of: UserId) -> Reminder {
    scene.world.store(a_reminder().by(of).build()).await
}

#[tokio::test]
async fn a_weekly_reminder_is_made_read_and_deleted() {
    let scene = Scene::default();
    let answer = create(
        &scene,
        &with(weekly(), json!({ "location": "Voice 1", "id": 99 })),
    )
    .await;
    assert_eq!(answer.status.as_u16(), 201, "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let expected = json!({
        "id": 1, "guild_id": "1", "name": "Raid night", "channel_id": "10", "time": "19:00", "call_time": "20:00",
        "days": ["0", "4"], "message": "Bring potions", "location": "Voice 1", "event_time": null, "image_url": null,
        "created_by": "2", "user_id": "2", "last_sent_at": null,
    });
    assert_eq!(
        answer.json(),
        json!({ "success": true, "reminder": expected })
    );
    assert_eq!(mine(&scene).await, json!([expected]));
    let gone = delete(&scene, "/api/reminders/1/2").await;
    assert_eq!(
        (gone.status.as_u16(), gone.json()),
        (200, json!({ "success": true }))
    );
    assert_eq!(mine(&scene).await, json!([]));
}

#[tokio::test]
async fn a_moment_without_an_offset_is_on_the_servers_wall_clock() {
    let scene = Scene::default();
    for (sent, shown) in [
        ("2026-02-06T21:00:00", "2026-02-06T21:00:00+01:00"),
        ("2026-08-05T14:30:00+02:00", "2026-08-05T14:30:00+02:00"),
        ("2026-08-05T12:30:00Z", "2026-08-05T14:30:00+02:00"),
    ] {
        let body = json!({ "guild_id": 1, "name": "Quiz", "message": "Come", "event_time": sent });
        let answer = create(&scene, &body).await;
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.body);
        let reminder = &answer.json()["reminder"];
        assert_eq!(
            (&reminder["event_time"], &reminder["days"]),
            (&json!(shown), &json!([]))
        );
    }
}

#[tokio::test]
async fn writing_back_what_was_read_changes_nothing() {
    let scene = Scene::default();
    create(&scene, &weekly()).await;
    create(
        &scene,
        &json!({ "guild_id": "1", "name": "Quiz", "message": "Come", "event_time": "2026-02-06T21:00:00" }),
    )
    .await;
    let silent = a_reminder().by(user(2)).saying("").named("Silent").build();
    scene.world.store(silent).await;
    let before = mine(&scene).await;
    let told = scene.world.told().len();
    for reminder in before.as_array().unwrap() {
        let answer = change(&scene, reminder).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
        assert_eq!(&answer.json()["reminder"], reminder);
    }
    assert_eq!(mine(&scene).await, before);
    assert_eq!(scene.world.told().len(), told, "nobody is told of nothing");
}

#[tokio::test]
async fn a_clock_is_the_events_and_moves_a_one_off_on_its_day() {
    let scene = Scene::default();
    create(&scene, &weekly()).await;
    let answer = change(
        &scene,
        &json!({ "id": 1, "time": "08:00", "call_time": "21:30" }),
    )
    .await;
    let reminder = &answer.json()["reminder"];
    assert_eq!(
        (&reminder["time"], &reminder["call_time"]),
        (&json!("20:30"), &json!("21:30"))
    );
    let once = stored(&scene, user(2)).await;
    let answer = change(&scene, &json!({ "id": once.id.get(), "time": "18:15" })).await;
    let reminder = &answer.json()["reminder"];
    assert_eq!(reminder["event_time"], "2026-02-06T18:15:00+01:00");
    let cleared = json!({ "id": once.id.get(), "event_time": null, "days": ["1"] });
    let reminder = &change(&scene, &cleared).await.json()["reminder"];
    assert_eq!(
        (&reminder["event_time"], &reminder["days"]),
        (&Value::Null, &json!(["1"]))
    );
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once() {
    let scene = Scene::default();
    let body = json!({
        "guild_id": "1", "name": " ", "message": "x".repeat(2001), "channel_id": "general", "time": "25:00",
        "days": ["0", "7"], "location": "y".repeat(1025), "image_url": "http://example.com/a.png",
    });
    let expected = [
        "name empty",
        "message too_long",
        "channel_id not_an_id",
        "time not_a_time",
        "days not_a_day",
        "location too_long",
        "image_url not_a_link",
    ];
    assert_eq!(faults(&create(&scene, &body).await), expected);
    for (changes, fault) in [
        (json!({ "name": null }), "name missing"),
        (json!({ "name": "n".repeat(101) }), "name too_long"),
        (json!({ "message": null }), "message missing"),
        (json!({ "message": "a\u{0}b" }), "body invalid"),
        (json!({ "days": [] }), "days missing"),
        (json!({ "days": ["0", "0"] }), "days duplicate"),
        (json!({ "call_time": null }), "time missing"),
        (
            json!({ "call_time": null, "days": [] }),
            "event_time missing",
        ),
        (json!({ "call_time": "20:00:30" }), "call_time not_a_time"),
        (json!({ "event_time": "soon" }), "event_time not_a_moment"),
        (
            json!({ "event_time": "2026-02-06T21:00:00" }),
            "days contradicts",
        ),
        (
            json!({ "days": [], "event_time": "2026-02-04T09:59:00" }),
            "event_time past",
        ),
        (
            json!({ "image_url": "https://user:secret@example.com/a.png" }),
            "image_url not_a_link",
        ),
    ] {
        let answer = create(&scene, &with(weekly(), changes)).await;
        assert_eq!(faults(&answer), [fault]);
    }
    assert_eq!(mine(&scene).await, json!([]));
}

#[tokio::test]
async fn a_body_of_another_shape_is_refused() {
    let scene = Scene::default();
    for (body, status, code) in [
        (json!([]), 422, "validation_failed"),
        (json!({ "days": "0" }), 422, "validation_failed"),
        (json!({ "name": 5 }), 422, "validation_failed"),
    ] {
        create(&scene, &body).await.assert_refused(status, code);
    }
    let plain = scene
        .post(MINE)
        .by_user(2)
        .header("Content-Type", "text/plain");
    plain
        .send()
        .await
        .assert_refused(415, "unsupported_media_type");
}

#[tokio::test]
async fn only_ones_own_reminders_are_shown() {
    let mut scene = Scene::default();
    stored(&scene, user(2)).await;
    stored(&scene, user(1)).await;
    let abroad = a_reminder()
        .by(user(2))
        .in_guild(guild(2))
        .named("Abroad")
        .build();
    scene.world.store(abroad).await;
    assert_eq!(mine(&scene).await.as_array().unwrap().len(), 2);
    let account = uuid::Uuid::from_u128(2).to_string();
    let by_account = scene
        .get(&format!("/api/reminders/{account}"))
        .by_user(2)
        .send()
        .await;
    assert_eq!(by_account.json(), mine(&scene).await);
    let by_service = scene.get("/api/reminders/2").by_service_for(2).send().await;
    assert_eq!(by_service.json(), mine(&scene).await);
    let there = scene
        .get("/api/reminders/2?guild_id=2")
        .by_user(2)
        .send()
        .await
        .json();
    assert_eq!(
        (there.as_array().unwrap().len(), &there[0]["name"]),
        (1, &json!("Abroad"))
    );
    scene.home = Some(home());
    assert_eq!(mine(&scene).await.as_array().unwrap().len(), 1);
    for (path, user) in [("/api/reminders/1", 2), ("/api/reminders/nobody", 2)] {
        scene
            .get(path)
            .by_user(user)
            .send()
            .await
            .assert_refused(403, "forbidden");
    }
    let wrong = scene
        .get("/api/reminders/2?guild_id=home")
        .by_user(2)
        .send()
        .await;
    assert_eq!(faults(&wrong), ["guild_id not_an_id"]);
}
