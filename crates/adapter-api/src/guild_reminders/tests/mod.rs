//! What the admins of a server can ask about its reminders, and every answer that is no success.

mod vectors;

use axum::http::Method;
use reminders_core::testing::{World, a_reminder, guild, home, user};
use reminders_core::{Permission, Reminder, Tier, settings};
use serde_json::{Value, json};

use crate::testing::{Answer, Scene};

const THEIRS: &str = "/api/dashboard/1/reminders";

fn once() -> Value {
    json!({ "message": "Bring potions", "channel_id": "10", "scheduled_time": "2026-08-05T14:30:00+02:00" })
}

async fn ask(scene: &Scene, method: Method, path: &str, body: &Value) -> Answer {
    scene.ask(method, path).by_user(1).json(body).send().await
}

async fn create(scene: &Scene, body: &Value) -> Answer {
    ask(scene, Method::POST, THEIRS, body).await
}

async fn change(scene: &Scene, id: u64, body: &Value) -> Answer {
    ask(scene, Method::PUT, &format!("{THEIRS}/{id}"), body).await
}

async fn delete(scene: &Scene, id: &str) -> Answer {
    let path = format!("{THEIRS}/{id}");
    scene.ask(Method::DELETE, &path).by_user(1).send().await
}

async fn all(scene: &Scene, query: &str) -> Value {
    let answer = scene
        .get(&format!("{THEIRS}{query}"))
        .by_user(1)
        .send()
        .await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    answer.json()["reminders"].clone()
}

async fn stored(scene: &Scene) -> Reminder {
    scene.world.store(a_reminder().build()).await
}

#[tokio::test]
async fn a_one_off_is_made_read_changed_and_deleted() {
    let scene = Scene::default();
    let answer = create(&scene, &once()).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let made = answer.json();
    assert_eq!(
        (&made["success"], &made["reminderId"]),
        (&json!(true), &json!(1))
    );
    let expected = json!({
        "id": 1, "guild_id": "1", "name": "Reminder", "channel_id": "10", "time": "13:30:00", "call_time": "14:30:00",
        "days": [], "message": "Bring potions", "location": null, "event_time": "2026-08-05T14:30:00+02:00",
        "scheduled_time": "2026-08-05T14:30:00+02:00", "image_url": null, "created_by": "1",
        "origin_channel_id": null, "origin_message_id": null, "sent_message_id": null, "last_sent_at": null,
        "completed": false, "created_at": "2026-02-04T10:00:00+01:00", "updated_at": "2026-02-04T10:00:00+01:00",
    });
    assert_eq!(made["reminder"], expected);
    assert_eq!(all(&scene, "").await, json!([expected]));
    let written_back = change(&scene, 1, &expected).await;
    assert_eq!(
        written_back.json(),
        json!({ "success": true, "reminder": expected })
    );
    let moved = change(
        &scene,
        1,
        &json!({ "session_time": "16:45", "call_time": "08:00" }),
    )
    .await;
    assert_eq!(
        moved.json()["reminder"]["event_time"],
        "2026-08-05T16:45:00+02:00"
    );
    let gone = delete(&scene, "1").await;
    assert_eq!(
        (gone.status.as_u16(), gone.json()),
        (200, json!({ "success": true, "deleted": true }))
    );
    delete(&scene, "1").await.assert_refused(404, "not_found");
}

#[tokio::test]
async fn what_is_done_is_hidden_and_can_be_taken_back_while_it_is_ahead() {
    let scene = Scene::default();
    let id = stored(&scene).await.id.get();
    let done = change(&scene, id, &json!({ "completed": true })).await;
    assert_eq!(done.json()["reminder"]["completed"], true, "{}", done.body);
    assert_eq!(all(&scene, "").await, json!([]));
    assert_eq!(
        all(&scene, "?include_completed=true").await[0]["completed"],
        true
    );
    let back = change(&scene, id, &json!({ "completed": false })).await;
    assert_eq!(back.json()["reminder"]["completed"], false, "{}", back.body);
    change(&scene, id, &json!({ "completed": true })).await;
    scene.world.at("2026-02-06 20:01");
    let late = change(&scene, id, &json!({ "completed": false })).await;
    late.assert_refused(422, "validation_failed");
    assert_eq!(late.json()["errors"][0]["code"], "past");
    let wrong = scene
        .get(&format!("{THEIRS}?include_completed=perhaps"))
        .by_user(1)
        .send()
        .await;
    wrong.assert_refused(422, "validation_failed");
}

#[tokio::test]
async fn what_the_earlier_dashboard_refused_with_400_still_is() {
    let scene = Scene::default();
    let weekly = scene
        .world
        .store(a_reminder().weekly([chrono::Weekday::Mon], 20, 0).build())
        .await;
    let id = weekly.id.get();
    for (body, code) in [
        (
            json!({ "message": "hi", "channel_id": "10" }),
            "schedule_required",
        ),
        (
            json!({ "message": "hi", "channel_id": "10", "time": "10:00" }),
            "schedule_required",
        ),
        (
            json!({ "message": "hi", "channel_id": "10", "days": ["0"] }),
            "schedule_required",
        ),
        (
            json!({ "message": "hi", "time": "10:00", "days": ["0"] }),
            "invalid_channel_id",
        ),
        (
            json!({ "message": "hi", "channel_id": "x", "time": "10:00", "days": ["0"] }),
            "invalid_channel_id",
        ),
        (
            json!({ "message": "hi", "channel_id": "77", "time": "10:00", "days": ["0"] }),
            "wrong_guild",
        ),
    ] {
        create(&scene, &body).await.assert_refused(400, code);
    }
    for (body, code) in [
        (json!({}), "empty_update"),
        (json!({ "completed": true }), "one_off_only"),
        (json!({ "channel_id": "77" }), "wrong_guild"),
        (json!({ "days": [] }), "schedule_required"),
    ] {
        change(&scene, id, &body).await.assert_refused(400, code);
    }
    let once = stored(&scene).await.id.get();
    let cleared = change(&scene, once, &json!({ "scheduled_time": "" })).await;
    cleared.assert_refused(400, "schedule_required");
}

#[tokio::test]
async fn other_fields_are_told_all_at_once() {
    let scene = Scene::default();
    let body = json!({
        "name": "n".repeat(101), "message": "", "channel_id": "10", "time": "9:30", "days": ["9"],
    });
    let answer = create(&scene, &body).await;
    answer.assert_refused(422, "validation_failed");
    let errors = answer.json()["errors"].clone();
    let fields: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["field"].clone())
        .collect();
    assert_eq!(fields, ["name", "message", "time", "days"]);
    let past =
        json!({ "message": "hi", "channel_id": "10", "scheduled_time": "2026-02-04T09:00:00" });
    let answer = create(&scene, &past).await;
    assert_eq!(answer.json()["errors"][0]["field"], "scheduled_time");
    let both =
        json!({ "scheduled_time": "2026-08-05T14:30:00", "event_time": "2026-08-06T14:30:00" });
    let id = stored(&scene).await.id.get();
    let answer = change(&scene, id, &both).await;
    assert_eq!(answer.json()["errors"][0]["code"], "contradicts");
    delete(&scene, "abc")
        .await
        .assert_refused(422, "validation_failed");
    let path = format!("{THEIRS}/abc");
    ask(&scene, Method::PUT, &path, &json!({ "name": "x" }))
        .await
        .assert_refused(422, "validation_failed");
}

#[tokio::test]
async fn a_live_session_is_called_and_says_what_they_all_do() {
    let scene = Scene::default();
    let path = format!("{THEIRS}/live-sessions");
    let post = |body: Value| {
        let (scene, path) = (&scene, path.as_str());
        async move { ask(scene, Method::POST, path, &body).await }
    };
    let made = post(json!({ "time": "19:30", "channel_id": "10", "days": [4, 0, 9, 4] })).await;
    assert_eq!(
        made.json(),
        json!({ "success": true, "reminderId": 1 }),
        "{}",
        made.body
    );
    let every_day = post(json!({ "time": "19:30", "channel_id": "10" })).await;
    assert_eq!(every_day.status.as_u16(), 200, "{}", every_day.body);
    let listed = all(&scene, "").await;
    assert_eq!(listed[0]["name"], "Live session");
    assert_eq!(listed[0]["message"], "Live session starting now!");
    assert_eq!(listed[0]["days"], json!(["0", "4"]));
    assert_eq!(
        listed[1]["days"],
        json!(["0", "1", "2", "3", "4", "5", "6"])
    );
    let renamed = change(&scene, 1, &json!({ "name": "Other" })).await;
    renamed.assert_refused(422, "validation_failed");
    let moved = change(&scene, 1, &json!({ "session_time": "20:30" })).await;
    assert_eq!(
        moved.json()["reminder"]["call_time"],
        "20:30:00",
        "{}",
        moved.body
    );
    post(json!({ "channel_id": "10" }))
        .await
        .assert_refused(400, "schedule_required");
    post(json!({ "time": "19:30" }))
        .await
        .assert_refused(400, "invalid_channel_id");
    let pictured =
        json!({ "time": "19:30", "channel_id": "10", "image_url": "https://example.com/a.png" });
    post(pictured).await.assert_refused(403, "premium_required");
}

#[tokio::test]
async fn only_its_admins_reach_a_servers_reminders() {
    let scene = Scene::default();
    let id = stored(&scene).await.id;
    let one = format!("{THEIRS}/{id}");
    for (method, path) in [
        (Method::GET, THEIRS),
        (Method::POST, THEIRS),
        (Method::PUT, one.as_str()),
        (Method::DELETE, one.as_str()),
        (Method::POST, "/api/dashboard/1/reminders/live-sessions"),
    ] {
        let asked = || scene.ask(method.clone(), path).json(&once());
        asked().send().await.assert_refused(401, "unauthorized");
        asked()
            .by_service()
            .send()
            .await
            .assert_refused(401, "missing_user_context");
        asked()
            .by_user(9)
            .send()
            .await
            .assert_refused(403, "discord_not_linked");
        for other in [2, 3, 4] {
            asked()
                .by_user(other)
                .send()
                .await
                .assert_refused(403, "forbidden");
        }
    }
    assert_eq!(all(&scene, "").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn another_servers_reminder_looks_like_none() {
    let scene = Scene::default();
    let abroad = a_reminder().in_guild(guild(2)).by(user(1)).build();
    let id = scene.world.store(abroad).await.id;
    change(&scene, id.get(), &json!({ "name": "Stolen" }))
        .await
        .assert_refused(404, "not_found");
    delete(&scene, &id.to_string())
        .await
        .assert_refused(404, "not_found");
    assert_eq!(all(&scene, "?include_completed=true").await, json!([]));
}

#[tokio::test]
async fn modules_quotas_permissions_and_pictures_have_their_say() {
    let scene = Scene::default();
    for _ in 0..10 {
        assert_eq!(create(&scene, &once()).await.status.as_u16(), 200);
    }
    create(&scene, &once())
        .await
        .assert_refused(403, "quota_exceeded");
    let mut scene = Scene::default();
    scene.world.tier = Tier::Premium;
    let directory = &scene.world.directory;
    directory.take_from(home(), World::OTHER, user(1), Permission::ViewChannel);
    let mut other = once();
    other["channel_id"] = json!("30");
    create(&scene, &other)
        .await
        .assert_refused(403, "channel_forbidden");
    for number in 0..4 {
        let mut pictured = once();
        pictured["image_url"] = json!(format!("https://example.com/{number}.png"));
        let answer = create(&scene, &pictured).await;
        match number {
            3 => answer.assert_refused(429, "image_rate_limited"),
            _ => assert_eq!(answer.status.as_u16(), 200, "{}", answer.body),
        }
    }
    scene.world.switch(&settings::ENABLED, false);
    create(&scene, &once())
        .await
        .assert_refused(403, "module_disabled");
    delete(&scene, "1")
        .await
        .assert_refused(403, "module_disabled");
}

#[tokio::test]
async fn without_the_database_the_answer_is_503() {
    let scene = Scene::default();
    let id = stored(&scene).await.id;
    let store = scene.world.store.clone();
    store.fail_next_calls(1);
    let list = scene.get(THEIRS).by_user(1).send().await;
    list.assert_refused(503, "unavailable");
    store.fail_next_calls(1);
    create(&scene, &once())
        .await
        .assert_refused(503, "unavailable");
    store.fail_next_calls(1);
    change(&scene, id.get(), &json!({ "name": "x" }))
        .await
        .assert_refused(503, "unavailable");
    store.fail_next_calls(1);
    delete(&scene, &id.to_string())
        .await
        .assert_refused(503, "unavailable");
}
