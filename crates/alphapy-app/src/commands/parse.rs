//! `alphapy parse`: what the rules make of an announcement, without a database or Discord.

use std::io::{self, BufRead as _, Read as _};
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use clap::Args;
use kernel::Clock as _;
use parsers::{AnnouncementText, Evidence, Kind, ParsedAnnouncement, Part, Unreadable};
use serde_json::{Map, Value, json};

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
    /// Read one JSON object per line, and write one per line, in the same order
    #[arg(long)]
    jsonl: bool,
}

fn zone(name: &str) -> Result<Tz, String> {
    parsers::parse_zone(name)
        .ok_or_else(|| "not a time zone's name, like Europe/Brussels".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let now = arguments.now.unwrap_or_else(|| SystemClock.now());
    if arguments.jsonl {
        for (number, line) in io::stdin().lock().lines().enumerate() {
            let line = line.map_err(|_| WrongInput(format!("line {} is not UTF-8", number + 1)))?;
            if !line.trim().is_empty() {
                say(&answer_line(&line, number + 1, now, arguments.zone)?.to_string());
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut input = String::new();
    io::stdin()
        .lock()
        .read_to_string(&mut input)
        .map_err(|_| WrongInput("standard input is not UTF-8".to_owned()))?;
    let text = announcement(&input);
    say(&serde_json::to_string_pretty(&read(
        &text,
        now,
        arguments.zone,
    ))?);
    Ok(ExitCode::SUCCESS)
}

/// One line in, one object out: with its `id`, and `now` and `zone` of its own where it names them.
fn answer_line(line: &str, number: usize, now: DateTime<Utc>, zone: Tz) -> anyhow::Result<Value> {
    let wrong = |what: &str| WrongInput(format!("line {number}: {what}"));
    let Ok(Value::Object(object)) = serde_json::from_str(line) else {
        return Err(wrong("not a JSON object").into());
    };
    let now = match object.get("now").and_then(Value::as_str) {
        Some(text) => text
            .parse()
            .map_err(|_| wrong("`now` is no RFC 3339 moment"))?,
        None => now,
    };
    let zone = match object.get("zone").and_then(Value::as_str) {
        Some(name) => {
            parsers::parse_zone(name).ok_or_else(|| wrong("`zone` is no time zone's name"))?
        }
        None => zone,
    };
    let text = match (
        object.get("message"),
        object.get("text").and_then(Value::as_str),
    ) {
        (Some(message), _) => {
            message_text(message).ok_or_else(|| wrong("`message` is no message or embed"))?
        }
        (None, Some(text)) => AnnouncementText {
            body: text.to_owned(),
            ..AnnouncementText::default()
        },
        (None, None) => return Err(wrong("neither `text` nor `message`").into()),
    };
    let mut answer = Map::new();
    answer.insert(
        "id".to_owned(),
        object.get("id").cloned().unwrap_or(Value::Null),
    );
    if let Value::Object(found) = read(&text, now, zone) {
        answer.extend(found);
    }
    Ok(Value::Object(answer))
}

/// Plain text, or a Discord message or embed as JSON.
fn announcement(input: &str) -> AnnouncementText {
    let message = serde_json::from_str::<Value>(input)
        .ok()
        .and_then(|it| message_text(&it));
    message.unwrap_or_else(|| AnnouncementText {
        body: input.to_owned(),
        ..AnnouncementText::default()
    })
}

/// The first embed of a message, else its content; or an embed by itself.
fn message_text(value: &Value) -> Option<AnnouncementText> {
    let object = value.as_object()?;
    if let Some(embed) = object
        .get("embeds")
        .and_then(Value::as_array)
        .and_then(|it| it.first())
    {
        return message_text(embed);
    }
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    if let Some(content) = text(object.get("content")).filter(|it| !it.is_empty()) {
        return Some(AnnouncementText {
            body: content,
            ..AnnouncementText::default()
        });
    }
    let field = |it: &Value| Some((text(it.get("name"))?, text(it.get("value"))?));
    let footer = object.get("footer");
    Some(AnnouncementText {
        title: text(object.get("title")),
        body: text(object.get("description")).unwrap_or_default(),
        fields: object
            .get("fields")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(field)
            .collect(),
        footer: text(footer).or_else(|| text(footer?.get("text"))),
        url: text(object.get("url")),
    })
}

fn read(text: &AnnouncementText, now: DateTime<Utc>, zone: Tz) -> Value {
    match parsers::parse_announcement(text, now, zone) {
        Ok(parsed) => understood(&parsed, zone),
        Err(unreadable) => not_understood(&unreadable),
    }
}

fn understood(parsed: &ParsedAnnouncement, zone: Tz) -> Value {
    let local = |it: DateTime<Utc>| it.with_timezone(&zone).to_rfc3339();
    let mut answer = json!({
        "found": true,
        "title": parsed.title,
        "location": parsed.location,
        "link": parsed.link,
        "confidence": parsed.confidence.as_str(),
        "warnings": parsed.warnings.iter().map(parsers::Warning::as_str).collect::<Vec<_>>(),
        "spans": spans(&parsed.evidence),
    });
    let moment = match &parsed.kind {
        Kind::OneOff { start, end } => {
            let clock = parsers::local(*start, zone).format("%H:%M").to_string();
            json!({ "kind": "one_off", "start": local(*start), "end": end.map(local), "days": [], "clock": clock })
        }
        Kind::Recurring { recurrence, clock } => json!({
            "kind": "recurring",
            "days": recurrence.plain_weekly().map(parsers::WeekdaySet::numbers).unwrap_or_default(),
            "rrule": recurrence.to_rrule(),
            "clock": clock.format("%H:%M").to_string(),
            "starts_on": recurrence.starts_on().map(|it| it.to_string()),
            "ends_on": recurrence.ends_on().map(|it| it.to_string()),
        }),
    };
    if let (Value::Object(answer), Value::Object(moment)) = (&mut answer, moment) {
        answer.extend(moment);
    }
    answer
}

fn not_understood(unreadable: &Unreadable) -> Value {
    json!({
        "found": false,
        "kind": "none",
        "reason": unreadable.reason.as_str(),
        "spans": spans(&unreadable.evidence),
    })
}

fn spans(evidence: &[Evidence]) -> Value {
    let part = |part: Part| match part {
        Part::Title => "title".to_owned(),
        Part::Body => "body".to_owned(),
        Part::FieldName(index) => format!("field {index} name"),
        Part::Field(index) => format!("field {index}"),
        Part::Footer => "footer".to_owned(),
    };
    evidence
        .iter()
        .map(|it| json!({ "part": part(it.part), "start": it.span.start, "end": it.span.end, "rule": it.rule.as_str() }))
        .collect()
}
