//! What was understood of an announcement, as JSON.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use parsers::{AnnouncementText, Evidence, Kind, ParsedAnnouncement, Part, Recurrence, Warning};
use serde_json::{Value, json};

use super::{Object, Seen, object};

/// The best reading of the texts of one message.
pub(super) fn read(texts: &[AnnouncementText], seen: Seen) -> Object {
    let read = parsers::parse_best(texts.iter().enumerate(), |(_, it)| it, seen.now, seen.zone);
    let mut answer = object(nothing());
    match read {
        None => {
            answer.insert("reason".to_owned(), "empty".into());
        }
        Some((_, Err(unreadable))) => {
            answer.insert("reason".to_owned(), unreadable.reason.as_str().into());
            answer.insert("spans".to_owned(), spans(&unreadable.evidence));
        }
        Some(((index, _), Ok(parsed))) => {
            answer.extend(object(understood(&parsed, seen)));
            if texts.len() > 1 {
                answer.insert("text".to_owned(), index.into());
            }
        }
    }
    answer
}

/// Every key, so that a reader need not ask which are there.
fn nothing() -> Value {
    json!({
        "found": false, "kind": "none", "title": null, "start": null, "end": null, "days": [], "clock": null,
        "starts_on": null, "ends_on": null, "rrule": null, "location": null, "link": null, "confidence": null,
        "warnings": [], "more": [], "spans": [],
    })
}

fn understood(parsed: &ParsedAnnouncement, seen: Seen) -> Value {
    let more = parsed.warnings.iter().find_map(|it| match it {
        Warning::MoreDates(more) => Some(more.as_slice()),
        _ => None,
    });
    let mut answer = object(json!({
        "found": true,
        "title": parsed.title,
        "location": parsed.location,
        "link": parsed.link,
        "confidence": parsed.confidence.as_str(),
        "warnings": parsed.warnings.iter().map(Warning::as_str).collect::<Vec<_>>(),
        "more": more.unwrap_or_default().iter().map(|it| local(*it, seen.zone)).collect::<Vec<_>>(),
        "spans": spans(&parsed.evidence),
    }));
    answer.extend(object(match &parsed.kind {
        Kind::OneOff { start, end } => json!({
            "kind": "one_off",
            "start": local(*start, seen.zone),
            "end": end.map(|it| local(it, seen.zone)),
            "clock": hours(parsers::local(*start, seen.zone).time()),
        }),
        Kind::Recurring {
            recurrence,
            clock,
            end,
        } => recurring(recurrence, *clock, *end, seen),
    }));
    Value::Object(answer)
}

fn recurring(
    recurrence: &Recurrence,
    clock: NaiveTime,
    end: Option<NaiveTime>,
    seen: Seen,
) -> Value {
    let next = next(recurrence, clock, seen);
    let end = next.zip(end).and_then(|((date, _), end)| {
        let date = if end > clock { date } else { date.succ_opt()? };
        Some(parsers::resolve(date, end, seen.zone))
    });
    json!({
        "kind": "recurring",
        "start": next.map(|(_, start)| local(start, seen.zone)),
        "end": end.map(|it| local(it, seen.zone)),
        "days": recurrence.weekdays().numbers(),
        "rrule": recurrence.to_rrule(),
        "clock": hours(clock),
        "starts_on": recurrence.starts_on().map(|it| it.to_string()),
        "ends_on": recurrence.ends_on().map(|it| it.to_string()),
    })
}

/// The first date to come, and its moment.
fn next(
    recurrence: &Recurrence,
    clock: NaiveTime,
    seen: Seen,
) -> Option<(NaiveDate, DateTime<Utc>)> {
    let today = parsers::local(seen.now, seen.zone).date();
    recurrence
        .dates_from(today)
        .map(|date| (date, parsers::resolve(date, clock, seen.zone)))
        .find(|(_, start)| *start > seen.now)
}

fn local(instant: DateTime<Utc>, zone: Tz) -> String {
    instant
        .with_timezone(&zone)
        .to_rfc3339_opts(SecondsFormat::Secs, false)
}

fn hours(clock: NaiveTime) -> String {
    clock.format("%H:%M").to_string()
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
