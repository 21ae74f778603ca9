//! `alphapy parse`: what the rules make of a text, without a database or Discord.

mod announcement;
mod expressions;
mod message;

use std::io::{self, Read as _};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::{Args, ValueEnum};
use kernel::Clock as _;
use parsers::{AnnouncementText, ClockError};
use serde_json::{Value, json};

use super::jsonl::{self, Object};
use super::{WrongInput, say};
use crate::clock::SystemClock;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The moment that counts as now, like 2026-02-04T10:00:00+01:00
    #[arg(long)]
    now: Option<DateTime<Utc>>,
    /// The zone of clocks that name none
    #[arg(long, default_value = "Europe/Brussels", value_parser = zone)]
    zone: Tz,
    /// What the text is
    #[arg(long = "as", value_enum, default_value_t = Form::Announcement)]
    form: Form,
    /// Read one JSON object per line and write one per line, in the same order; each has `id` and `text`, an
    /// announcement may have `message` instead, and `as`, `now` and `zone` may differ line by line
    #[arg(long)]
    jsonl: bool,
}

/// What a text is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One event: a plain text, or a Discord message or embed as JSON
    Announcement,
    /// Every date and time of a text, in order of appearance
    Expression,
    /// The weekdays of a command's option
    Days,
    /// The clock of a command's option
    Clock,
}

/// Against which now, and in which zone.
#[derive(Clone, Copy)]
struct Seen {
    now: DateTime<Utc>,
    zone: Tz,
}

fn zone(name: &str) -> Result<Tz, String> {
    parsers::parse_zone(name)
        .ok_or_else(|| "not a time zone's name, like Europe/Brussels".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let seen = Seen {
        now: arguments.now.unwrap_or_else(|| SystemClock.now()),
        zone: arguments.zone,
    };
    if arguments.jsonl {
        return jsonl::answer_lines(|line| answer(line, arguments.form, seen));
    }
    let mut input = String::new();
    io::stdin()
        .lock()
        .read_to_string(&mut input)
        .map_err(|_| WrongInput("standard input is not UTF-8".to_owned()))?;
    let message = serde_json::from_str(&input)
        .ok()
        .and_then(|it| message::texts(&it));
    let read = match message {
        Some(texts) if arguments.form == Form::Announcement => announcement::read(&texts, seen),
        _ => read(&input, arguments.form, seen),
    };
    say(&serde_json::to_string_pretty(&read)?);
    Ok(ExitCode::SUCCESS)
}

/// One line's answer.
fn answer(line: &Object, form: Form, seen: Seen) -> Result<Object, String> {
    let form = match jsonl::text(line, "as")? {
        Some(name) => Form::from_str(name, false)
            .map_err(|_| "`as` is none of announcement, expression, days and clock".to_owned())?,
        None => form,
    };
    let now = match jsonl::text(line, "now")? {
        Some(text) => text
            .parse()
            .map_err(|_| "`now` is no RFC 3339 moment".to_owned())?,
        None => seen.now,
    };
    let zone = match jsonl::text(line, "zone")? {
        Some(name) => zone(name).map_err(|why| format!("`zone` is {why}"))?,
        None => seen.zone,
    };
    let seen = Seen { now, zone };
    match (line.get("message"), jsonl::text(line, "text")?) {
        (Some(message), None) if form == Form::Announcement => message::texts(message)
            .map(|texts| announcement::read(&texts, seen))
            .ok_or_else(|| "`message` is no message or embed".to_owned()),
        (None | Some(Value::Null), Some(text)) => Ok(read(text, form, seen)),
        (Some(_), Some(_)) => Err("both `text` and `message`".to_owned()),
        _ if form == Form::Announcement => Err("neither `text` nor `message`".to_owned()),
        _ => Err("no `text`".to_owned()),
    }
}

fn read(text: &str, form: Form, seen: Seen) -> Object {
    match form {
        Form::Announcement => announcement::read(&[AnnouncementText::plain(text)], seen),
        Form::Expression => expressions::read(text, seen),
        Form::Days => {
            let read = parsers::parse_days(text);
            object(json!({ "days": read.days.numbers(), "unknown": read.unknown }))
        }
        Form::Clock => object(match parsers::parse_clock(text) {
            Ok(clock) => json!({ "clock": clock.format("%H:%M").to_string() }),
            Err(error) => json!({ "clock": null, "error": reason(error) }),
        }),
    }
}

fn reason(error: ClockError) -> &'static str {
    match error {
        ClockError::Empty => "empty",
        ClockError::Unreadable => "unreadable",
        ClockError::OutOfRange => "out_of_range",
        ClockError::Range => "range",
        ClockError::Ambiguous => "ambiguous",
        ClockError::ForeignZone => "foreign_zone",
    }
}

/// The members of a JSON object.
fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(line: &Value) -> Result<Object, String> {
        let seen = Seen {
            now: "2026-02-04T10:00:00+01:00".parse().unwrap(),
            zone: chrono_tz::Europe::Brussels,
        };
        answer(&object(line.clone()), Form::Announcement, seen)
    }

    /// Every expected key with its value; others may be there.
    fn check(line: &Value, expected: Value) {
        let answer = answered(line).unwrap();
        for (key, value) in object(expected) {
            assert_eq!(answer.get(&key), Some(&value), "{key} of {line}");
        }
    }

    #[test]
    fn an_announcement_is_a_text_a_message_or_an_embed() {
        let event = json!({
            "found": true, "kind": "one_off", "start": "2026-02-09T09:00:00+01:00", "clock": "09:00", "end": null,
        });
        check(&json!({ "text": "Next Monday 9am" }), event.clone());
        let embed = json!({ "title": "Standup", "fields": [{ "name": "When", "value": "Next Monday 9am" }] });
        check(&json!({ "message": embed }), event.clone());
        check(
            &json!({ "message": { "content": "Hoi!", "embeds": [{ "title": "?" }, embed] } }),
            event,
        );
        check(
            &json!({ "message": embed }),
            json!({ "title": "Standup", "confidence": "high" }),
        );
    }

    #[test]
    fn what_comes_again_says_its_next_start() {
        check(
            &json!({ "text": "Every other Friday 20:00-22:00 from 13 February" }),
            json!({
                "kind": "recurring", "days": [4], "clock": "20:00", "starts_on": "2026-02-13",
                "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
                "start": "2026-02-13T20:00:00+01:00", "end": "2026-02-13T22:00:00+01:00",
            }),
        );
    }

    #[test]
    fn several_dates_are_told() {
        check(
            &json!({ "text": "12/02 20:00\n19/02 20:00" }),
            json!({
                "start": "2026-02-12T20:00:00+01:00", "warnings": ["more_dates"],
                "more": ["2026-02-19T20:00:00+01:00"],
            }),
        );
    }

    #[test]
    fn nothing_has_a_reason() {
        check(
            &json!({ "text": "Openingsuren 10:00 - 18:00" }),
            json!({ "found": false, "kind": "none", "reason": "no_date", "start": null }),
        );
    }

    #[test]
    fn a_line_may_have_its_own_form_now_and_zone() {
        check(
            &json!({ "as": "days", "text": "vr, thu, blah" }),
            json!({ "days": [3, 4], "unknown": ["blah"] }),
        );
        check(
            &json!({ "as": "clock", "text": "22u10" }),
            json!({ "clock": "22:10" }),
        );
        check(
            &json!({ "as": "clock", "text": "25:00" }),
            json!({ "clock": null, "error": "out_of_range" }),
        );
        check(
            &json!({ "text": "tomorrow 20:00", "now": "2026-06-01T23:30:00Z", "zone": "Asia/Tokyo" }),
            json!({ "start": "2026-06-03T20:00:00+09:00" }),
        );
    }

    #[test]
    fn an_expression_is_local_unless_a_zone_is_named() {
        let results = |text: &str| answered(&json!({ "as": "expression", "text": text })).unwrap();
        let found = results("Zullen we zeggen: overmorgen om 20u? Of toch volgende week?");
        let expected = json!([
            { "start": "2026-02-06T20:00:00", "end": null, "grain": "minute", "span": [18, 35] },
            { "start": "2026-02-09T00:00:00", "grain": "week", "span": [45, 58] },
        ]);
        for (found, expected) in found["results"]
            .as_array()
            .unwrap()
            .iter()
            .zip(expected.as_array().unwrap())
        {
            for (key, value) in expected.as_object().unwrap() {
                assert_eq!(&found[key], value, "{key}");
            }
        }
        assert_eq!(found["results"].as_array().unwrap().len(), 2);
        let zoned = results("tomorrow 20:00 GMT");
        assert_eq!(zoned["results"][0]["start"], "2026-02-05T21:00:00+01:00");
        assert_eq!(results("niets te zien")["results"], json!([]));
    }

    #[test]
    fn a_line_that_cannot_be_answered_says_what_is_wrong() {
        let why = |line: Value| answered(&line).unwrap_err();
        assert_eq!(why(json!({ "id": 1 })), "neither `text` nor `message`");
        assert_eq!(why(json!({ "text": 7 })), "`text` is no text");
        assert_eq!(
            why(json!({ "message": [] })),
            "`message` is no message or embed"
        );
        assert_eq!(
            why(json!({ "text": "x", "now": "today" })),
            "`now` is no RFC 3339 moment"
        );
        assert!(why(json!({ "text": "x", "zone": "Moon" })).contains("zone"));
        assert!(why(json!({ "text": "x", "as": "poem" })).contains("`as`"));
    }
}
