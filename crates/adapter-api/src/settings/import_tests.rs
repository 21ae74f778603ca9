//! Tests of importing over HTTP.

use chrono::TimeDelta;
use serde_json::{Value, json};
use settings_core::testing::NUMBER;
use settings_core::{ChangeType, SettingValue};

use crate::testing::{Answer, Scene, guild_id};

const PATH: &str = "/api/dashboard/1/settings/import";

fn file(settings: &Value) -> Value {
    json!({"format": "alphapy-settings", "version": 1, "guild_id": "2", "settings": {"contract": settings}})
}

async fn sent(scene: &Scene, user: u64, query: &str, file: &Value) -> Answer {
    let path = format!("{PATH}{query}");
    scene.post(&path).by_user(user).json(file).send().await
}

/// What confirms the file, shown to user 1.
async fn confirmation(scene: &Scene, file: &Value) -> String {
    let shown = sent(scene, 1, "", file).await.json();
    format!("?confirm={}", shown["confirm"].as_str().unwrap())
}

#[tokio::test]
async fn first_everything_that_would_happen_is_shown_and_nothing_is_done() {
    let scene = Scene::default();
    let store = &scene.world.settings;
    store.set(guild_id(1), &NUMBER, SettingValue::Int(5));
    let file = file(
        &json!({"number": 0, "enabled": null, "channel_id": "81", "model": "m-1", "nothing": 1}),
    );
    let answer = sent(&scene, 1, "", &file).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let json = answer.json();
    assert_eq!(
        (&json["dry_run"], &json["from_elsewhere"]),
        (&json!(true), &json!(true))
    );
    let number = json!({"scope": "contract", "key": "number", "from": 5, "to": 0});
    assert_eq!(json["changes"], json!([number]));
    assert_eq!(json["unchanged"], 1);
    let rejected = json["rejected"].as_array().unwrap().iter();
    let rejected: Vec<_> = rejected
        .map(|it| (it["key"].as_str().unwrap(), it["code"].as_str().unwrap()))
        .collect();
    let expected = [
        ("channel_id", "wrong_guild"),
        ("model", "forbidden_setting"),
        ("nothing", "unknown_setting"),
    ];
    assert_eq!(rejected, expected);
    assert_eq!(
        json["expires_at"],
        super::moment(scene.state().clock.now() + TimeDelta::minutes(5))
    );
    assert!(scene.world.settings.history().is_empty());
}

#[tokio::test]
async fn what_is_confirmed_in_time_is_done_with_what_the_history_needs_even_by_another_process() {
    let scene = Scene::default();
    let file = file(&json!({"number": 0, "enabled": false}));
    let confirm = confirmation(&scene, &file).await;
    // Another process over the same store: nothing but the request itself carries the agreement.
    let other = scene.clone();
    let done = sent(&other, 1, &confirm, &file).await;
    assert_eq!(done.status, 200, "{}", done.body);
    let json = done.json();
    assert_eq!(json["success"], true);
    assert_eq!(json["changed"].as_array().unwrap().len(), 2);
    let history = scene.world.settings.history();
    assert!(
        history
            .iter()
            .all(|it| it.1.change_type() == ChangeType::Import)
            && history.len() == 2
    );
    let told = scene.get("/api/dashboard/1/settings/history").by_user(1);
    assert_eq!(told.send().await.json()[0]["request_id"], "req-1");
}

#[tokio::test]
async fn too_late_or_after_other_changes_it_has_to_be_shown_again() {
    let scene = Scene::default();
    let file = file(&json!({"number": 0}));
    let confirm = confirmation(&scene, &file).await;
    scene
        .world
        .settings
        .set(guild_id(1), &NUMBER, SettingValue::Int(5));
    let changed = sent(&scene, 1, &confirm, &file).await;
    changed.assert_refused(409, "import_changed");
    let confirm = confirmation(&scene, &file).await;
    scene.world.clock.advance(TimeDelta::minutes(5));
    let late = sent(&scene, 1, &confirm, &file).await;
    late.assert_refused(409, "import_expired");
    assert!(scene.world.settings.history().is_empty());
}

#[tokio::test]
async fn nobody_confirms_what_somebody_else_was_shown() {
    let scene = Scene::default();
    let file = file(&json!({"number": 0}));
    let confirm = confirmation(&scene, &file).await;
    sent(&scene, 5, &confirm, &file)
        .await
        .assert_refused(403, "not_yours");
    for word in ["", "x", "1-2", "1-1-x"] {
        let answer = sent(&scene, 1, &format!("?confirm={word}"), &file).await;
        answer.assert_refused(422, "validation_failed");
        assert_eq!(answer.json()["errors"][0]["field"], "confirm");
    }
    assert!(scene.world.settings.history().is_empty());
}

#[tokio::test]
async fn what_changes_nothing_or_does_not_go_together_cannot_be_confirmed() {
    let scene = Scene::default();
    let nothing = sent(&scene, 1, "", &file(&json!({}))).await.json();
    assert_eq!(
        (&nothing["confirm"], &nothing["conflict"]),
        (&Value::Null, &Value::Null)
    );
    let apart = file(&json!({"number": 13, "enabled": false}));
    let apart = sent(&scene, 1, "", &apart).await.json();
    assert_eq!(apart["confirm"], Value::Null);
    assert!(apart["conflict"].as_str().unwrap().contains("13"));
}

#[tokio::test]
async fn what_is_no_export_is_refused_with_the_reason() {
    let scene = Scene::default();
    let asked = || scene.post(PATH).by_user(1);
    asked()
        .json_text("{")
        .send()
        .await
        .assert_refused(400, "invalid_json");
    let newer = json!({"format": "alphapy-settings", "version": 2, "settings": {}});
    for (body, field) in [(json!({}), "body"), (json!([]), "body"), (newer, "version")] {
        let answer = sent(&scene, 1, "", &body).await;
        answer.assert_refused(422, "validation_failed");
        assert_eq!(answer.json()["errors"][0]["field"], field, "{body}");
    }
    let plain = asked().header("Content-Type", "text/plain").send().await;
    plain.assert_refused(415, "unsupported_media_type");
    let large = sent(&scene, 1, "", &json!({"filler": "x".repeat(64 * 1024)})).await;
    large.assert_refused(413, "payload_too_large");
}

#[tokio::test]
async fn only_admins_of_this_server_import_and_nobody_while_discord_is_away() {
    let scene = Scene::default();
    let file = file(&json!({"number": 0}));
    for user in [2, 3] {
        sent(&scene, user, "", &file)
            .await
            .assert_refused(403, "forbidden");
    }
    let nobody = scene.post(PATH).json(&file).send().await;
    nobody.assert_refused(401, "unauthorized");
    let away = scene.post("/api/dashboard/4/settings/import").by_user(4);
    away.json(&file)
        .send()
        .await
        .assert_refused(503, "unavailable");
}
