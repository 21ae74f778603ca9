//! What the admins of a server can do with its answers, and every answer that is no success.

use axum::http::Method;
use serde_json::{Value, json};
use tickets_core::faq::FaqEvent;
use tickets_core::faq::testing::user;
use tickets_core::settings::faq::ENABLED;

use crate::testing::{Answer, Scene, guild_id};

const THEIRS: &str = "/api/dashboard/1/faq";

async fn ask(scene: &Scene, method: Method, path: &str, body: &Value) -> Answer {
    let asked = scene.ask(method, &format!("{THEIRS}{path}")).by_user(1);
    if body.is_null() {
        asked.send().await
    } else {
        asked.json(body).send().await
    }
}

async fn read(scene: &Scene, path: &str) -> Answer {
    ask(scene, Method::GET, path, &Value::Null).await
}

fn invoice() -> Value {
    json!({ "title": "Where is my invoice?", "summary": "Under *Account*.", "keywords": ["factuur", "Factuur"] })
}

async fn add(scene: &Scene, title: &str) -> u64 {
    let body = json!({ "title": title, "summary": "So it is." });
    let answer = ask(scene, Method::POST, "", &body).await;
    assert_eq!(answer.status.as_u16(), 201, "{}", answer.body);
    answer.json()["entry"]["id"].as_u64().unwrap()
}

#[tokio::test]
async fn an_answer_is_added_found_changed_pinned_and_removed() {
    let scene = Scene::default();
    let added = ask(&scene, Method::POST, "", &invoice()).await;
    assert_eq!(added.status.as_u16(), 201, "{}", added.body);
    assert_eq!(added.headers["cache-control"], "no-store");
    let entry = added.json()["entry"].clone();
    let expected = json!({
        "id": entry["id"], "guild_id": "1", "title": "Where is my invoice?", "summary": "Under *Account*.",
        "keywords": ["factuur"], "pinned": false, "created_by": "1", "updated_by": "1",
        "created_at": entry["updated_at"], "updated_at": entry["updated_at"],
    });
    assert_eq!(entry, expected);
    let id = &entry["id"];
    assert_eq!(read(&scene, &format!("/{id}")).await.json(), entry);
    let found = read(&scene, "/search?q=facturen").await.json();
    assert_eq!(found["hits"][0]["entry"], entry, "{found}");
    let mut change = invoice();
    change["title"] = json!("Invoices");
    change["seen"] = entry["updated_at"].clone();
    scene.faq.clock.advance(chrono::TimeDelta::seconds(1));
    let changed = ask(&scene, Method::PUT, &format!("/{id}"), &change).await;
    assert_eq!(
        changed.json()["entry"]["title"],
        "Invoices",
        "{}",
        changed.body
    );
    let late = ask(&scene, Method::PUT, &format!("/{id}"), &change).await;
    late.assert_refused(409, "changed_meanwhile");
    let pinned = ask(
        &scene,
        Method::PUT,
        &format!("/{id}/pin"),
        &json!({ "pinned": true }),
    )
    .await;
    assert_eq!(pinned.json()["entry"]["pinned"], true, "{}", pinned.body);
    let gone = ask(&scene, Method::DELETE, &format!("/{id}"), &Value::Null).await;
    assert_eq!(gone.json(), json!({ "success": true, "id": id }));
    for path in [format!("/{id}"), "/0".to_owned(), "/x".to_owned()] {
        read(&scene, &path).await.assert_refused(404, "not_found");
    }
}

#[tokio::test]
async fn pages_have_ten_answers_with_pinned_ones_first() {
    let scene = Scene::default();
    let first = add(&scene, "Title 0").await;
    for number in 1..12 {
        add(&scene, &format!("Title {number}")).await;
    }
    let pin = format!("/{first}/pin");
    ask(&scene, Method::PUT, &pin, &json!({ "pinned": true })).await;
    let page = read(&scene, "").await.json();
    assert_eq!(page["entries"].as_array().unwrap().len(), 10);
    assert_eq!(page["entries"][0]["id"], first);
    assert_eq!(
        (&page["page"], &page["pages"], &page["total"]),
        (&json!(1), &json!(2), &json!(12))
    );
    let last = read(&scene, "?page=9").await.json();
    assert_eq!(
        (&last["page"], last["entries"].as_array().unwrap().len()),
        (&json!(2), 2)
    );
    read(&scene, "?page=0")
        .await
        .assert_refused(422, "validation_failed");
}

#[tokio::test]
async fn fields_that_cannot_be_are_named_and_a_title_is_there_once() {
    let scene = Scene::default();
    for (body, field, code) in [
        (json!({ "title": " ", "summary": "x" }), "title", "empty"),
        (
            json!({ "title": "é".repeat(101), "summary": "x" }),
            "title",
            "too_long",
        ),
        (json!({ "title": "x", "summary": "\n" }), "summary", "empty"),
        (
            json!({ "title": "x", "summary": "é".repeat(4001) }),
            "summary",
            "too_long",
        ),
        (
            json!({ "title": "x", "summary": "x", "keywords": ["é".repeat(51)] }),
            "keywords",
            "too_long",
        ),
    ] {
        let answer = ask(&scene, Method::POST, "", &body).await;
        answer.assert_invalid(field, code);
    }
    let id = add(&scene, "Facturen").await;
    let again = ask(
        &scene,
        Method::POST,
        "",
        &json!({ "title": "FACTUREN", "summary": "x" }),
    )
    .await;
    again.assert_refused(409, "title_taken");
    let no_moment = json!({ "title": "x", "summary": "x", "seen": "yesterday" });
    let answer = ask(&scene, Method::PUT, &format!("/{id}"), &no_moment).await;
    answer.assert_refused(422, "validation_failed");
    for query in ["%21%21".to_owned(), "x".repeat(201)] {
        let answer = read(&scene, &format!("/search?q={query}")).await;
        answer.assert_refused(422, "validation_failed");
    }
}

#[tokio::test]
async fn answers_are_taken_away_as_a_table_in_which_no_cell_runs_and_staff_is_told() {
    let scene = Scene::default();
    let body = json!({ "title": "=Kosten", "summary": "Zie, \"prijzen\".", "keywords": ["prijs", "tarief"] });
    ask(&scene, Method::POST, "", &body).await;
    let file = read(&scene, "/export").await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(
        file.headers["content-disposition"],
        "attachment; filename=\"faq.csv\""
    );
    assert_eq!(
        file.body,
        "\u{feff}id,title,summary,keywords,pinned,created_by,created_at,updated_at\r\n\
         1,'=Kosten,\"Zie, \"\"prijzen\"\".\",prijs;tarief,false,1,2026-02-04T09:00:00Z,2026-02-04T09:00:00Z\r\n"
    );
    let told = scene.faq.log.told(guild_id(1));
    let exported = FaqEvent::Exported {
        entries: 1,
        by: user(1),
    };
    assert_eq!(told.last(), Some(&exported));
    let again = read(&scene, "/export").await;
    again.assert_refused(429, "export_rate_limited");
    let elsewhere = scene.get("/api/dashboard/2/faq/export").by_user(3).send();
    let elsewhere = elsewhere.await.body;
    assert_eq!(elsewhere.split("\r\n").count(), 2, "only the header");
}

#[tokio::test]
async fn questions_that_found_nothing_are_told() {
    let scene = Scene::default();
    add(&scene, "Facturen").await;
    for query in ["roadmap", "Roadmap", "factuur"] {
        read(&scene, &format!("/search?q={query}")).await;
    }
    let told = read(&scene, "/unanswered").await.json();
    assert_eq!(
        told,
        json!({ "questions": [{ "query": "roadmap", "count": 2 }] })
    );
}

#[tokio::test]
async fn where_the_faq_is_off_nothing_is_shown_or_changed() {
    let scene = Scene::default();
    let id = add(&scene, "Facturen").await;
    scene.faq.switch(&ENABLED, false);
    for path in [
        "",
        "/unanswered",
        "/search?q=x",
        "/export",
        &format!("/{id}"),
    ] {
        read(&scene, path)
            .await
            .assert_refused(403, "module_disabled");
    }
    ask(&scene, Method::POST, "", &invoice())
        .await
        .assert_refused(403, "module_disabled");
}

#[tokio::test]
async fn another_servers_answers_look_missing() {
    let scene = Scene::default();
    let id = add(&scene, "Facturen").await;
    for (method, body) in [
        (Method::GET, Value::Null),
        (Method::DELETE, Value::Null),
        (
            Method::PUT,
            json!({ "title": "x", "summary": "x", "seen": "2026-02-04T09:00:00Z" }),
        ),
    ] {
        let asked = scene
            .ask(method, &format!("/api/dashboard/2/faq/{id}"))
            .by_user(3);
        asked
            .json(&body)
            .send()
            .await
            .assert_refused(404, "not_found");
    }
    assert_eq!(
        read(&scene, &format!("/{id}")).await.json()["title"],
        "Facturen"
    );
}
