//! What people already rely on: the shared vectors about reminders, when they are there.
#![expect(
    clippy::unwrap_used,
    reason = "a vector that cannot be read should fail, loudly and here"
)]

#[path = "vectors/live.rs"]
mod live;
#[path = "vectors/pictures.rs"]
mod pictures;
#[path = "vectors/scenario.rs"]
mod scenario;

use std::path::Path;

use chrono::{DateTime, Datelike as _, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use parsers::{WeekdaySet, local};
use reminders_core::settings::EmbedWatcherSettings;
use reminders_core::{
    After, Announce, Kind, Lead, Occurrence, Schedule, Tier, next_occurrence, settings,
};
use serde_json::{Value, json};
use settings_core::testing::InMemorySettings;
use settings_core::{SettingValue, SettingsStore as _};

const ZONE: Tz = Tz::Europe__Brussels;

/// Functions whose vectors are not tried here, and why.
const LEFT_OUT: [(&str, &str); 1] = [("dashboard_http", "the tests of adapter-api try them")];

#[test]
fn the_shared_vectors_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/reminders.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!(
            "left out: every shared vector, since {} is not there",
            path.display()
        );
        return;
    };
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["timezone"], ZONE.name());
    let (mut tried, mut failures) = (0, Vec::new());
    for vector in document["vectors"].as_array().unwrap() {
        let function = vector["function"].as_str().unwrap();
        if let Some((_, why)) = LEFT_OUT.iter().find(|(it, _)| *it == function) {
            println!("left out: {} ({function}), since {why}", vector["id"]);
            continue;
        }
        tried += 1;
        let got = run(function, vector);
        if got != vector["expected"] {
            failures.push(format!(
                "{} gives {got}, not {}",
                vector["id"], vector["expected"]
            ));
        }
    }
    assert!(tried > 0, "no vector was tried");
    assert!(failures.is_empty(), "{failures:#?}");
}

fn run(function: &str, vector: &Value) -> Value {
    let input = &vector["input"];
    match function {
        "reminder_offset" => json!(offset(&input["setting"])),
        "reminder_time" => reminder_time(input),
        "weekday_of" => {
            let day = local(instant(&input["at"]), ZONE).weekday();
            json!(day.num_days_from_monday().to_string())
        }
        "due_kinds" => json!(due_kinds(&input["row"], instant(&vector["now"]))),
        "compute_clock_times" => clock_times(input),
        "reminder_quota" => quota(input),
        "is_live_session" => json!(live::is_one(&input["row"])),
        "update_live_session" => live::update(input),
        "image_rate_limit" => pictures::allowance(input),
        "repository_scenario" => scenario::run(&input["steps"]),
        "delete_for_user" => scenario::delete_for_user(input),
        other => panic!("{other} is neither tried nor left out"),
    }
}

/// The lead in minutes that a guild has whose setting is this, or was never made.
fn offset(setting: &Value) -> u16 {
    use futures_util::FutureExt as _;
    let store = InMemorySettings::default();
    let guild = kernel::GuildId::new(1).unwrap();
    if let Some(minutes) = setting.as_i64() {
        store.set(guild, &settings::OFFSET, SettingValue::Int(minutes));
    }
    let loaded = store.load(guild).now_or_never().unwrap().unwrap();
    EmbedWatcherSettings::read(&loaded)
        .reminder_offset
        .as_minutes()
}

fn reminder_time(input: &Value) -> Value {
    let event = instant(&input["event"]);
    let schedule = Schedule::one_off(event);
    let long_before = After::Instant(event - TimeDelta::days(7));
    let announce = Announce::default_for(&schedule);
    let next = next_occurrence(&schedule, lead(input), announce, ZONE, long_before).unwrap();
    json!(next.fires_at.with_timezone(&ZONE).to_rfc3339())
}

/// What is due for a stored row at `now`, by the names of the earlier columns.
fn due_kinds(row: &Value, now: DateTime<Utc>) -> Vec<&'static str> {
    assert_eq!(row["completed"], false, "finished rows have no vector yet");
    let schedule = match row["event_time"] {
        Value::Null => {
            let days = row["days"].as_array().unwrap().iter();
            let days = WeekdaySet::from_stored(days.map(|it| it.as_str().unwrap()));
            Schedule::weekly(days, clock(&row["call_time"])).unwrap()
        }
        ref event => Schedule::one_off(instant(event)),
    };
    let next = |after| {
        let announce = Announce::default_for(&schedule);
        next_occurrence(&schedule, lead(row), announce, ZONE, after)
    };
    let following = |it: &Occurrence| next(After::Occurrence(*it));
    std::iter::successors(next(After::Instant(now)), following)
        .take_while(|it| it.fires_at == now)
        .map(|it| match it.kind {
            Kind::Pre => "pre",
            Kind::T0 => "t0",
            Kind::Snoozed => "snoozed",
        })
        .collect()
}

/// The two clocks of a daily event: of its notice, and of itself.
fn clock_times(input: &Value) -> Value {
    let schedule = Schedule::weekly(WeekdaySet::ALL, clock(&input["session_time"])).unwrap();
    let from = After::Instant(DateTime::UNIX_EPOCH);
    let next = next_occurrence(&schedule, lead(input), Announce::Before, ZONE, from).unwrap();
    let shown = |it| local(it, ZONE).format("%H:%M").to_string();
    json!({ "time": shown(next.fires_at), "call_time": shown(next.event_at) })
}

fn quota(input: &Value) -> Value {
    let tier = match input["tier"].as_str().unwrap() {
        "free" => Tier::Free,
        _ => Tier::Premium,
    };
    let limit = tier.reminder_quota();
    let active = input["active_reminders"].as_u64().unwrap();
    json!({ "allowed": limit.is_none_or(|it| active < u64::from(it)), "limit": limit })
}

fn instant(text: &Value) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text.as_str().unwrap())
        .unwrap()
        .to_utc()
}

fn clock(text: &Value) -> NaiveTime {
    NaiveTime::parse_from_str(text.as_str().unwrap(), "%H:%M").unwrap()
}

fn lead(of: &Value) -> Lead {
    Lead::minutes(of["offset_minutes"].as_i64().unwrap()).unwrap()
}
