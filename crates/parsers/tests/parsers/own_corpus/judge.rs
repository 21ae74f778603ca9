//! Holds what was read of one announcement against everything that its line expects.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use parsers::{
    Kind, ParsedAnnouncement, Recurrence, Warning, WeekdaySet, local, parse_announcement,
};
use serde_json::Value;

use crate::message::announcement;

/// A field of a line and what was read instead of it; none when it is right.
pub(super) struct Verdict {
    pub(super) field: String,
    pub(super) wrong: Option<String>,
}

/// What holds of every event whether its line says so or not: there is no more than it says.
const UNSAID: [&str; 3] = ["starts_on", "ends_on", "more_dates"];

/// A verdict on every field that the line gives.
pub(super) fn judge(case: &Value) -> Vec<Verdict> {
    let (now, zone) = when(case);
    let expected = &case["expected"];
    let read = parse_announcement(&announcement(case), now, zone);
    let given = expected.as_object().unwrap().keys().map(String::as_str);
    let unsaid = UNSAID
        .into_iter()
        .filter(|it| read.is_ok() && expected.get(it).is_none());
    given
        .chain(unsaid)
        .map(|field| {
            let wrong = match &read {
                Ok(event) => difference(event, field, &expected[field], zone),
                Err(_) if field == "kind" && expected[field] == "none" => None,
                Err(why) => Some(format!("{:?}", why.reason)),
            };
            let field = field.to_owned();
            Verdict { field, wrong }
        })
        .collect()
}

/// The moment and the zone that a line is read at.
pub(super) fn when(case: &Value) -> (DateTime<Utc>, Tz) {
    let now = DateTime::parse_from_rfc3339(case["now"].as_str().unwrap()).unwrap();
    let zone = case["zone"].as_str().unwrap().parse().unwrap();
    (now.with_timezone(&Utc), zone)
}

/// What was read as a field, when it is not what was wanted.
fn difference(event: &ParsedAnnouncement, field: &str, wanted: &Value, zone: Tz) -> Option<String> {
    let stamp = |it: DateTime<Utc>| local(it, zone).format("%Y-%m-%dT%H:%M").to_string();
    let (start, end, again) = match &event.kind {
        Kind::OneOff { start, end } => (Some(stamp(*start)), end.map(stamp), None),
        Kind::Recurring {
            recurrence,
            clock,
            end,
        } => {
            let end = end.map(|it| it.format("%H:%M").to_string());
            (None, end, Some((recurrence, clock)))
        }
    };
    let found = match field {
        "kind" => Some(
            if again.is_some() {
                "recurring"
            } else {
                "one_off"
            }
            .to_owned(),
        ),
        "start" => start,
        "end" => end,
        "clock" => again.map(|(_, clock)| clock.format("%H:%M").to_string()),
        "starts_on" => {
            // From which day every other one counts is only looked at where the line says it.
            let counts = |it: &Recurrence| it.interval() == 1 || !wanted.is_null();
            let day = again.and_then(|(it, _)| it.starts_on().filter(|_| counts(it)));
            day.map(|it: NaiveDate| it.to_string())
        }
        "ends_on" => again.and_then(|(it, _)| it.ends_on().map(|it| it.to_string())),
        "days" | "rrule" => {
            let right = again.is_some_and(|(it, _)| repeats_as(it, field, wanted));
            let shown = || again.map_or_else(|| "once".to_owned(), |(it, _)| it.to_rrule());
            return (!right).then(shown);
        }
        "more_dates" => {
            let more = more_dates(event).map(stamp).collect::<Vec<_>>();
            return (!more_as(&more, wanted)).then(|| format!("{more:?}"));
        }
        "title" => event.title.clone(),
        "location" => event.location.clone(),
        "link" => event.link.clone(),
        "warns" => {
            let mut warnings = event.warnings.iter().map(Warning::as_str);
            let warned = warnings.find(|it| wanted.as_str() == Some(it));
            return warned.is_none().then(|| "no warning".to_owned());
        }
        other => panic!("nobody looks at {other}"),
    };
    (found.as_deref() != wanted.as_str()).then(|| format!("{found:?}"))
}

fn more_dates(event: &ParsedAnnouncement) -> impl Iterator<Item = DateTime<Utc>> {
    let more = event.warnings.iter().filter_map(|it| match it {
        Warning::MoreDates(more) => Some(more.iter().copied()),
        _ => None,
    });
    more.flatten()
}

/// Whether there are more, or exactly which.
fn more_as(found: &[String], expected: &Value) -> bool {
    match expected.as_array() {
        Some(moments) => found
            .iter()
            .eq(moments.iter().map(|it| it.as_str().unwrap())),
        None => expected.as_bool().unwrap_or_default() != found.is_empty(),
    }
}

/// Plain weekly ones by their days, the others by their rule, in whatever order its parts stand.
fn repeats_as(recurrence: &Recurrence, field: &str, expected: &Value) -> bool {
    if field == "days" {
        let days = expected.as_array().unwrap().iter();
        let days = days.map(|it| it.as_u64().unwrap().to_string());
        return recurrence.plain_weekly() == Some(WeekdaySet::from_stored(days));
    }
    let parts = |rule: &str| -> BTreeSet<String> {
        rule.split(';')
            .filter(|it| !it.starts_with("UNTIL="))
            .map(str::to_owned)
            .collect()
    };
    parts(expected.as_str().unwrap()) == parts(&recurrence.to_rrule())
}
