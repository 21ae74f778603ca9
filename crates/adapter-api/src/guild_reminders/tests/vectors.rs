//! What the earlier dashboard answered: the shared vectors about its addresses, when they are there.

use std::path::Path;

use axum::http::{Method, StatusCode};
use chrono::DateTime;
use kernel::ChannelId;
use parsers::WeekdaySet;
use reminders_core::testing::{a_reminder, home, user};
use reminders_core::{ChannelKind, Picture, Schedule, Tier, settings};
use serde_json::{Value, json};
use settings_core::SettingValue;

use crate::testing::Scene;

/// The first number that a vector gives a reminder which is there.
const EXISTING: &str = "42";

#[tokio::test]
async fn the_shared_vectors_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/reminders.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!(
            "left out: every shared vector, since {} is not there",
            path.display()
        );
        return;
    };
    let document: Value = serde_json::from_str(&text).unwrap();
    let vectors = document["vectors"].as_array().unwrap().iter();
    let (mut tried, mut failures) = (0, Vec::new());
    for vector in vectors.filter(|it| it["function"] == "dashboard_http") {
        tried += 1;
        if let Err(failure) = hold(vector).await {
            failures.push(format!("{}: {failure}", vector["id"]));
        }
    }
    assert!(tried > 0, "no vector was tried");
    assert!(failures.is_empty(), "{failures:#?}");
}

async fn hold(vector: &Value) -> Result<(), String> {
    let (input, expected) = (&vector["input"], &vector["expected"]);
    let scene = scene(input).await;
    let path = input["path"].as_str().unwrap().replace("{guild_id}", "1");
    // Numbers cannot be chosen here, so that the existing one stands for the vector's.
    let path = path.replace(EXISTING, "1");
    let method: Method = input["method"].as_str().unwrap().parse().unwrap();
    let asked = scene.ask(method, &path).by_service_for(1);
    let asked = match &input["body"] {
        Value::Null => asked,
        body => asked.json(body),
    };
    let answer = asked.send().await;
    let status = expected["status"].as_u64().unwrap();
    if u64::from(answer.status.as_u16()) != status {
        return Err(format!("{} {}, not {status}", answer.status, answer.body));
    }
    for words in expected["detail_contains"].as_array().into_iter().flatten() {
        let detail = answer.json()["detail"].clone();
        if !detail.as_str().unwrap().contains(words.as_str().unwrap()) {
            return Err(format!("{detail} says nothing of {words}"));
        }
    }
    if answer.status == StatusCode::OK && expected["stored"].is_object() {
        let there = all(&scene).await;
        let there = there.as_array().unwrap().last().unwrap();
        for (field, value) in expected["stored"].as_object().unwrap() {
            if !same(field, &there[field], value) {
                return Err(format!("{field} is {}, not {value}", there[field]));
            }
        }
    }
    Ok(())
}

/// A server as the vector has it.
async fn scene(input: &Value) -> Scene {
    let given = &input["given"];
    let mut scene = Scene::default();
    // Of the tiers the earlier dashboard counted by, only the free one has a quota; its pictures ask apart.
    let free = given["tier"] == "free" || given["premium"] == false;
    scene.world.tier = if free { Tier::Free } else { Tier::Premium };
    let offset = given["offset_setting"].as_i64().unwrap();
    scene
        .world
        .set(&settings::OFFSET, SettingValue::Int(offset));
    let channel = input["body"]["channel_id"].as_str();
    let channel: Option<ChannelId> = channel.and_then(|it| it.parse().ok());
    if let Some(channel) = channel.filter(|_| given["channel_in_guild"] == true) {
        let _ = scene
            .world
            .directory
            .clone()
            .with(home(), channel, ChannelKind::Text);
    }
    if !given["existing"].is_null() {
        let what = existing(&given["existing"]);
        scene.world.store(what).await;
    }
    for _ in 0..given["active_reminders"].as_u64().unwrap() {
        scene.world.store(a_reminder().by(user(1)).build()).await;
    }
    attach(&scene, given["recent_image_attaches"].as_u64().unwrap()).await;
    scene
}

fn existing(row: &Value) -> reminders_core::NewReminder {
    let what = a_reminder().by(user(1));
    let what = if let Some(at) = row["event_time"].as_str() {
        what.once(DateTime::parse_from_rfc3339(at).unwrap().to_utc())
    } else {
        let days = row["days"].as_array().unwrap().iter();
        let days = WeekdaySet::from_stored(days.map(|it| it.as_str().unwrap()));
        what.weekly(days.iter(), 20, 0)
    };
    match row["image_url"].as_str() {
        Some(link) => what.with_image(link).build(),
        None => what.build(),
    }
}

/// Attaches so many pictures, as within the last hour.
async fn attach(scene: &Scene, count: u64) {
    let state = scene.state();
    let reminders = &state.features.reminders;
    for number in 0..count {
        let link = format!("https://example.com/lately-{number}.png");
        let mut asked = reminders_core::testing::wish("Pictured");
        asked.member.user = user(1);
        asked.when.time = Some("20:00".to_owned());
        asked.picture = Some(Picture::Link(link));
        reminders.add(asked).await.unwrap();
    }
}

async fn all(scene: &Scene) -> Value {
    let path = "/api/dashboard/1/reminders?include_completed=true";
    let listed = scene.get(path).by_service_for(1).send().await;
    let mut reminders = listed.json()["reminders"].clone();
    reminders
        .as_array_mut()
        .unwrap()
        .sort_by_key(|it| it["id"].as_u64());
    reminders
}

/// Whether a field is what the vector says; it leaves the seconds of clocks out.
fn same(field: &str, there: &Value, expected: &Value) -> bool {
    match (field, expected.as_str()) {
        ("time" | "call_time", Some(clock)) => *there == json!(format!("{clock}:00")),
        _ => there == expected,
    }
}

#[test]
fn an_existing_reminder_has_a_schedule() {
    let row = json!({ "event_time": null, "days": ["0"] });
    assert!(matches!(
        existing(&row).schedule,
        Schedule::Recurring { .. }
    ));
}
