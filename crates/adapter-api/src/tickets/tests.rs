//! What the admins of a server can ask about its tickets, and every answer that is no success.

use axum::http::Method;
use kernel::ChannelId;
use serde_json::{Value, json};
use settings_core::SettingValue;
use settings_core::system::LOG_CHANNEL;
use tickets_core::LogEvent;
use tickets_core::settings::ticketbot::ENABLED;
use tickets_core::summary::{NewSummary, SummaryStore as _};
use tickets_core::testing::{World, a_message, user};
use tickets_core::topics::Topic;

use crate::testing::{Answer, Scene};

const THEIRS: &str = "/api/dashboard/1/tickets";

async fn read(scene: &Scene, path: &str) -> Answer {
    scene
        .get(&format!("{THEIRS}{path}"))
        .by_user(1)
        .send()
        .await
}

async fn set(scene: &Scene, number: u32, body: &Value) -> Answer {
    let path = format!("{THEIRS}/{number}/status");
    scene
        .ask(Method::PUT, &path)
        .by_user(1)
        .json(body)
        .send()
        .await
}

async fn opened(scene: &Scene, requester: u64) {
    let tickets = scene.tickets.tickets();
    tickets.open(World::wish(requester)).await.unwrap();
    scene.tickets.clock.advance(chrono::TimeDelta::minutes(1));
}

fn numbers(page: &Value) -> Vec<u64> {
    let tickets = page["tickets"].as_array().unwrap().iter();
    tickets.map(|it| it["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn tickets_are_listed_by_state_and_shown_with_their_history() {
    let scene = Scene::default();
    for requester in [11, 12] {
        opened(&scene, requester).await;
    }
    let page = read(&scene, "").await;
    assert_eq!(page.headers["cache-control"], "no-store");
    let page = page.json();
    assert_eq!(numbers(&page), [1, 2]);
    assert_eq!(
        (&page["page"], &page["pages"], &page["total"]),
        (&json!(1), &json!(1), &json!(2))
    );
    set(&scene, 1, &json!({ "status": "closed" })).await;
    assert_eq!(numbers(&read(&scene, "?status=closed").await.json()), [1]);
    assert_eq!(numbers(&read(&scene, "?status=active").await.json()), [2]);
    assert_eq!(
        numbers(&read(&scene, "?status=all&page=7").await.json()),
        [2, 1]
    );
    let shown = read(&scene, "/1").await.json();
    assert_eq!(shown["ticket"]["user_id"], "11");
    assert_eq!(
        shown["ticket"]["description"],
        "My role is gone since yesterday"
    );
    assert_eq!(shown["ticket"]["closed_by"], "1");
    let events: Vec<_> = shown["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["event"].as_str().unwrap(), it["actor_id"].as_str()))
        .collect();
    assert_eq!(events, [("created", Some("11")), ("closed", Some("1"))]);
    assert_eq!(shown["summary"], Value::Null);
    for (path, status, code) in [
        ("/9", 404, "not_found"),
        ("/0", 404, "not_found"),
        ("/%231", 404, "not_found"),
        ("/x", 404, "not_found"),
        ("?status=gone", 422, "validation_failed"),
        ("?page=0", 422, "validation_failed"),
    ] {
        read(&scene, path).await.assert_refused(status, code);
    }
}

#[tokio::test]
async fn what_staff_keeps_of_a_closed_ticket_is_shown_with_it() {
    let scene = Scene::default();
    let wish = World::wish(11);
    let ticket = scene.tickets.tickets().open(wish).await.unwrap();
    let what = NewSummary {
        guild: ticket.guild,
        ticket: ticket.id,
        closed_at: ticket.created_at,
        text: "The role was given back.".to_owned(),
        topic: Topic::of_terms(["role".to_owned(), "gone".to_owned()]),
        model: Some("small".to_owned()),
    };
    let summaries = &scene.tickets.summaries;
    summaries.add(&what, ticket.created_at).await.unwrap();
    let at = "2031-05-06T12:00:00Z";
    let expected = json!({
        "text": "The role was given back.", "topic_terms": ["gone", "role"], "model": "small",
        "closed_at": at, "written_at": at,
    });
    assert_eq!(read(&scene, "/1").await.json()["summary"], expected);
}

#[tokio::test]
async fn states_are_set_by_the_rules_of_the_buttons() {
    let scene = Scene::default();
    opened(&scene, 11).await;
    let taken = set(&scene, 1, &json!({ "status": "claimed" })).await.json();
    assert_eq!(
        (&taken["success"], &taken["old_status"]),
        (&json!(true), &json!("open"))
    );
    assert_eq!(taken["ticket"]["claimed_by"], "1");
    let passed_on = set(
        &scene,
        1,
        &json!({ "status": "escalated", "escalate_to": "88" }),
    )
    .await;
    let ticket = &passed_on.json()["ticket"];
    assert_eq!(
        (
            &ticket["escalated"],
            &ticket["escalated_to"],
            &ticket["escalated_kind"]
        ),
        (&json!(true), &json!("88"), &json!("role"))
    );
    for (body, status, code) in [
        (json!({ "status": "gone" }), 422, "validation_failed"),
        (
            json!({ "status": "open", "escalate_to": "88" }),
            422,
            "validation_failed",
        ),
        (
            json!({ "status": "escalated", "escalate_to": "x" }),
            422,
            "validation_failed",
        ),
        (
            json!({ "status": "archived" }),
            409,
            "transition_not_allowed",
        ),
    ] {
        set(&scene, 1, &body).await.assert_refused(status, code);
    }
    set(&scene, 1, &json!({ "status": "closed" })).await;
    let again = set(&scene, 1, &json!({ "status": "closed" })).await;
    again.assert_refused(409, "no_change");
    let detail = again.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("can be set to: open"), "{detail}");
    let missing = set(&scene, 9, &json!({ "status": "open" })).await;
    missing.assert_refused(404, "not_found");
}

/// Sets the guild's log channel, to which the bot may post or not.
fn has_log_channel(scene: &Scene) {
    let channel = ChannelId::new(700).unwrap();
    scene
        .tickets
        .set(&LOG_CHANNEL, SettingValue::Channel(channel));
    let messages = &scene.tickets.messages;
    messages.write(channel, a_message(1, 22, "hello"));
}

#[tokio::test]
async fn a_closed_ticket_is_archived_together_with_its_transcript_or_stays_closed() {
    let scene = Scene::default();
    opened(&scene, 11).await;
    let archived = json!({ "status": "archived" });
    let early = set(&scene, 1, &archived).await;
    early.assert_refused(409, "transition_not_allowed");
    set(&scene, 1, &json!({ "status": "closed" })).await;
    let aimed = json!({ "status": "archived", "escalate_to": "88" });
    let refused = set(&scene, 1, &aimed).await;
    refused.assert_refused(422, "validation_failed");
    let nowhere = set(&scene, 1, &archived).await;
    nowhere.assert_refused(409, "transcript_not_saved");
    let why = nowhere.json()["detail"].as_str().unwrap().to_owned();
    assert!(why.contains("the guild has no log channel"), "{why}");
    has_log_channel(&scene);
    let left = read(&scene, "/1").await.json();
    assert_eq!(left["ticket"]["status"], "closed");
    let channel = left["ticket"]["channel_id"].as_str().unwrap().parse();
    let line = a_message(1, 11, "It works again");
    scene.tickets.messages.write(channel.unwrap(), line);
    let done = set(&scene, 1, &archived).await.json();
    assert_eq!(
        (&done["old_status"], &done["ticket"]["status"]),
        (&json!("closed"), &json!("archived")),
        "{done}"
    );
    let saved = scene.tickets.shelf.transcripts();
    assert!(saved[0].pieces.concat().contains("It works again"));
    let again = set(&scene, 1, &archived).await;
    again.assert_refused(409, "no_change");
    let missing = set(&scene, 9, &archived).await;
    missing.assert_refused(404, "not_found");
}

#[tokio::test]
async fn figures_are_those_of_the_command_and_kept_like_them() {
    let scene = Scene::default();
    for requester in [11, 12] {
        opened(&scene, requester).await;
    }
    set(&scene, 1, &json!({ "status": "closed" })).await;
    let stats = read(&scene, "/stats?scope=7d").await;
    assert_eq!(stats.headers["cache-control"], "no-store");
    let stats = stats.json();
    let expected = json!({
        "scope": "7d", "timezone": "Europe/Brussels", "taken_at": stats["taken_at"],
        "total": 2, "open_count": 1, "open_ticket_ids": [2], "opened_per_day": 0.29,
        "per_status": {
            "open": 1, "claimed": 0, "waiting_for_user": 0, "escalated": 0, "closed": 1, "archived": 0,
        },
        "average_close": { "seconds": 120, "human": "2m" }, "average_claim": null,
        "days_per_bar": 1, "bars": stats["bars"], "suggestions": null,
    });
    assert_eq!(stats, expected);
    let bars = stats["bars"].as_array().unwrap();
    let today = json!({ "first_day": "2031-05-06", "opened": 2, "closed": 1 });
    assert_eq!((bars.len(), &bars[7]), (8, &today));
    let kept = scene.tickets.store.displays(World::home());
    assert_eq!((kept.len(), kept[0].by), (1, user(1)));
    let ever = read(&scene, "/stats").await.json();
    assert_eq!((&ever["scope"], &ever["total"]), (&json!("all"), &json!(2)));
    read(&scene, "/stats?scope=8d")
        .await
        .assert_refused(422, "validation_failed");
}

/// How many tickets the guild was told to have been exported, each time.
fn exported(scene: &Scene) -> Vec<u64> {
    let told = scene.tickets.log.told();
    let exported = told.iter().filter_map(|it| match it {
        LogEvent::Exported { tickets, .. } => Some(*tickets),
        _ => None,
    });
    exported.collect()
}

#[tokio::test]
async fn tickets_are_taken_away_as_a_table_once_a_minute() {
    let scene = Scene::default();
    for requester in [11, 12] {
        opened(&scene, requester).await;
    }
    let file = read(&scene, "/export?scope=7d").await;
    for (name, value) in [
        ("content-type", "text/csv; charset=utf-8"),
        (
            "content-disposition",
            "attachment; filename=\"tickets_7d.csv\"",
        ),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(file.headers[name], value);
    }
    let rows: Vec<&str> = file.body.split("\r\n").collect();
    assert!(rows[0].starts_with("\u{feff}id,user_id,username,status,age_seconds,"));
    assert!(rows[1].starts_with("2,12,Alice,open,60,"), "{}", rows[1]);
    assert!(rows[2].starts_with("1,11,Alice,open,120,"), "{}", rows[2]);
    assert_eq!((rows.len(), rows[3]), (4, ""));
    assert_eq!(exported(&scene), [2]);
    let again = read(&scene, "/export").await;
    again.assert_refused(429, "export_rate_limited");
    assert_eq!(again.headers["retry-after"], "61");
    scene.tickets.clock.advance(chrono::TimeDelta::minutes(1));
    let closed = read(&scene, "/export?status=closed&from=&scope=all").await;
    assert_eq!(closed.body.split("\r\n").count(), 2, "only the header");
    assert_eq!(exported(&scene), [2, 0]);
}

#[tokio::test]
async fn a_range_that_makes_no_sense_is_named_and_costs_nothing() {
    let scene = Scene::default();
    for (query, field, code) in [
        ("from=soon", "from", "invalid"),
        ("to=soon", "to", "invalid"),
        ("from=2025-02-30", "from", "no_such_date"),
        ("from=2025-02-01&to=30-02-2025", "to", "no_such_date"),
        ("from=2025-04-05&to=2025-04-01", "from", "out_of_range"),
        ("from=2025-04-05&scope=7d", "scope", "conflicting"),
        ("scope=8d", "scope", "invalid"),
        ("status=gone", "status", "invalid"),
    ] {
        let answer = read(&scene, &format!("/export?{query}")).await;
        answer.assert_invalid(field, code);
    }
    let file = read(&scene, "/export?from=30/03/2025&to=2025-03-31").await;
    let disposition = file.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.contains("tickets_2025-03-30_2025-03-31.csv"));
}

#[tokio::test]
async fn where_tickets_are_off_nothing_is_shown_or_changed() {
    let scene = Scene::default();
    opened(&scene, 11).await;
    scene.tickets.set(&ENABLED, SettingValue::Bool(false));
    for path in ["", "/1", "/stats", "/export"] {
        read(&scene, path)
            .await
            .assert_refused(403, "module_disabled");
    }
    let closed = set(&scene, 1, &json!({ "status": "closed" })).await;
    closed.assert_refused(403, "module_disabled");
}

#[tokio::test]
async fn another_servers_tickets_look_missing() {
    let scene = Scene::default();
    opened(&scene, 11).await;
    let there = |method, path: &str| {
        scene
            .ask(method, &format!("/api/dashboard/2/tickets{path}"))
            .by_user(3)
    };
    let page = there(Method::GET, "").send().await.json();
    assert_eq!(page["total"], 0);
    let stats = there(Method::GET, "/stats").send().await.json();
    assert_eq!(stats["total"], 0);
    let file = there(Method::GET, "/export").send().await.body;
    assert_eq!(file.split("\r\n").count(), 2, "only the header");
    there(Method::GET, "/1")
        .send()
        .await
        .assert_refused(404, "not_found");
    let closed = there(Method::PUT, "/1/status")
        .json(&json!({ "status": "closed" }))
        .send()
        .await;
    closed.assert_refused(404, "not_found");
    assert_eq!(read(&scene, "/1").await.json()["ticket"]["status"], "open");
}
