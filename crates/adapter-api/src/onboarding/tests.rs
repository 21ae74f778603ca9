//! What the admins of a server can do with its questions and rules, and every answer that is no success.

use axum::http::Method;
use serde_json::{Value, json};

use crate::testing::{Answer, Scene};

const THEIRS: &str = "/api/dashboard/1/onboarding";

async fn ask(scene: &Scene, method: Method, path: &str, body: &Value) -> Answer {
    let asked = scene.ask(method, &format!("{THEIRS}{path}")).by_user(1);
    if body.is_null() {
        asked.send().await
    } else {
        asked.json(body).send().await
    }
}

async fn post(scene: &Scene, path: &str, body: &Value) -> Answer {
    ask(scene, Method::POST, path, body).await
}

async fn read(scene: &Scene, path: &str) -> Value {
    let answer = ask(scene, Method::GET, path, &Value::Null).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    answer.json()
}

fn text(step: u8, question: &str) -> Value {
    json!({ "step_order": step, "question": question, "question_type": "text" })
}

fn select() -> Value {
    json!({
        "step_order": 3,
        "question": "How did you find us?",
        "question_type": "select",
        "options": [{ "label": "By a friend", "value": "friend" }, { "label": "Other", "value": "other" }],
        "followup": { "friend": { "question": "Who was it?" } },
        "required": false,
        "enabled": false
    })
}

fn rule(place: u8, title: &str) -> Value {
    json!({ "rule_order": place, "title": title, "description": "Always.\nReally." })
}

async fn number(scene: &Scene, path: &str, body: &Value) -> u64 {
    let answer = post(scene, path, body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    let json = answer.json();
    let saved = json.get("question").unwrap_or(&json["rule"]);
    saved["id"].as_u64().unwrap()
}

#[tokio::test]
async fn a_question_is_put_in_its_place_shown_though_it_is_off_and_deleted() {
    let scene = Scene::default();
    let saved = post(&scene, "/questions", &select()).await;
    assert_eq!(saved.status.as_u16(), 200, "{}", saved.body);
    assert_eq!(saved.headers["cache-control"], "no-store");
    let saved = saved.json();
    assert_eq!(saved["replaced"], false);
    let question = saved["question"].clone();
    let mut expected = select();
    expected["id"] = question["id"].clone();
    expected["followup"]["friend"] =
        json!({ "question": "Who was it?", "type": "text", "required": true });
    assert_eq!(question, expected);
    assert_eq!(
        read(&scene, "/questions").await,
        json!({ "questions": [question] })
    );
    assert_eq!(
        read(&scene, "/questions?enabled=true").await,
        json!({ "questions": [] })
    );
    let again = post(&scene, "/questions", &text(3, "Why?")).await.json();
    assert_eq!(again["replaced"], true);
    assert_eq!(again["question"]["id"], question["id"]);
    let path = format!("/questions/{}", question["id"]);
    let gone = ask(&scene, Method::DELETE, &path, &Value::Null).await;
    assert_eq!(
        gone.json(),
        json!({ "success": true, "id": question["id"] })
    );
    for path in [&*path, "/questions/0", "/questions/x", "/rules/999"] {
        let missing = ask(&scene, Method::DELETE, path, &Value::Null).await;
        missing.assert_refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_rule_is_put_in_its_place_and_deleted() {
    let scene = Scene::default();
    let mut body = rule(2, "Be kind");
    body["image_url"] = json!("https://example.com/x.png");
    let saved = post(&scene, "/rules", &body).await.json();
    let id = saved["rule"]["id"].clone();
    let expected = json!({
        "id": id, "rule_order": 2, "title": "Be kind", "description": "Always.\nReally.",
        "thumbnail_url": null, "image_url": "https://example.com/x.png", "enabled": true,
    });
    assert_eq!(saved["rule"], expected);
    assert_eq!(read(&scene, "/rules").await, json!({ "rules": [expected] }));
    let gone = ask(
        &scene,
        Method::DELETE,
        &format!("/rules/{id}"),
        &Value::Null,
    )
    .await;
    assert_eq!(gone.status.as_u16(), 200, "{}", gone.body);
    assert_eq!(read(&scene, "/rules").await, json!({ "rules": [] }));
}

#[tokio::test]
async fn questions_and_rules_are_swapped_together_or_not_at_all() {
    let scene = Scene::default();
    let one = number(&scene, "/questions", &text(4, "One?")).await;
    let two = number(&scene, "/questions", &text(9, "Two?")).await;
    let kind = number(&scene, "/rules", &rule(1, "Be kind")).await;
    for (order, field) in [
        (json!({ "questions": [two] }), "questions"),
        (json!({ "questions": [two, two] }), "questions"),
        (json!({ "questions": [two, one, 999] }), "questions"),
        (json!({ "questions": [two, 0] }), "questions"),
        (json!({ "questions": [two, one], "rules": [] }), "rules"),
    ] {
        let refused = post(&scene, "/reorder", &order).await;
        refused.assert_refused(422, "validation_failed");
        let refused = refused.json();
        assert_eq!(refused["errors"][0]["field"], field, "{refused}");
        assert_eq!(refused["errors"][0]["code"], "not_a_permutation");
        let places = read(&scene, "/questions").await;
        assert_eq!(places["questions"][0]["step_order"], 4);
    }
    let order = json!({ "questions": [two, one], "rules": [kind] });
    let now = post(&scene, "/reorder", &order).await.json();
    let places: Vec<_> = now["questions"].as_array().unwrap().iter().collect();
    assert_eq!(
        (&places[0]["id"], &places[0]["step_order"]),
        (&json!(two), &json!(1))
    );
    assert_eq!(
        (&places[1]["id"], &places[1]["step_order"]),
        (&json!(one), &json!(2))
    );
    assert_eq!(
        post(&scene, "/reorder", &json!({})).await.status.as_u16(),
        200
    );
}

#[tokio::test]
async fn what_cannot_be_is_named_field_by_field() {
    let scene = Scene::default();
    let with = |key: &str, value: Value| {
        let mut body = select();
        body[key] = value;
        body
    };
    let long = "x".repeat(257);
    for (body, field, code) in [
        (with("step_order", json!(0)), "step_order", "out_of_range"),
        (with("step_order", json!(21)), "step_order", "out_of_range"),
        (with("question", json!("  ")), "question", "empty"),
        (with("question", json!(long)), "question", "too_long"),
        (with("options", json!([])), "options", "required"),
        (
            with("options", json!([{ "label": "A", "value": "a" }])),
            "options",
            "too_few",
        ),
        (
            with(
                "options",
                json!([{ "label": "A", "value": "a" }, { "label": "B", "value": "a" }]),
            ),
            "options",
            "duplicate",
        ),
        (
            with("question_type", json!("email")),
            "options",
            "not_taken",
        ),
        (
            with("followup", json!({ "z": { "question": "Why?" } })),
            "followup",
            "unknown_value",
        ),
    ] {
        let refused = post(&scene, "/questions", &body).await;
        refused.assert_refused(422, "validation_failed");
        let refused = refused.json();
        let error = &refused["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code))
        );
    }
    let mut picture = rule(1, "Be kind");
    picture["thumbnail_url"] = json!("http://example.com/x.png");
    let refused = post(&scene, "/rules", &picture).await;
    assert_eq!(refused.json()["errors"][0]["code"], "not_https");
    let refused = post(&scene, "/rules", &rule(1, " ")).await;
    assert_eq!(refused.json()["errors"][0]["field"], "title");
    assert_eq!(read(&scene, "/questions").await, json!({ "questions": [] }));
    assert_eq!(read(&scene, "/rules").await, json!({ "rules": [] }));
}
