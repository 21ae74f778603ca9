//! Says an announcement and the event read from it in one line each.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use parsers::{AnnouncementText, Kind, ParsedAnnouncement, local, parse_announcement};

pub(crate) const ZONE: Tz = chrono_tz::Europe::Brussels;

/// Wednesday 4 February 2026, ten in the morning.
pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap()
}

pub(crate) fn text(body: &str) -> AnnouncementText {
    AnnouncementText::plain(body)
}

pub(crate) fn titled(title: &str, body: &str) -> AnnouncementText {
    AnnouncementText {
        title: Some(title.to_owned()),
        ..text(body)
    }
}

pub(crate) fn fields(fields: &[(&str, &str)]) -> AnnouncementText {
    let fields = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    AnnouncementText {
        fields,
        ..AnnouncementText::default()
    }
}

pub(crate) fn parsed(text: &AnnouncementText) -> ParsedAnnouncement {
    parse_announcement(text, now(), ZONE).unwrap_or_else(|why| panic!("{why} in {text:?}"))
}

/// `2026-02-12 19:15 [- 21:00] [@ place] [! warning]`, `weekly 0,4 18:45 [from date] [to date] [! warning]`,
/// a rule in lower case instead of the weekly days, or a reason.
pub(crate) fn check(text: &AnnouncementText, expected: &str) {
    let found = read_shown(text);
    assert_eq!(found, expected, "{text:?}");
}

/// Rows of an announcement and its reading in one line. `##` stands between an embed's title and its description.
pub(crate) fn hold(rows: &[(&str, &str)]) {
    let read = |case: &str| match case.split_once("##") {
        Some((title, body)) => read_shown(&titled(title, body)),
        None => read_shown(&text(case)),
    };
    let wrong: Vec<String> = rows
        .iter()
        .map(|(case, expected)| (case, expected, read(case)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(case, expected, found)| format!("{case:?}: {found}, not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The event or the reason, in one line.
pub(crate) fn read_shown(text: &AnnouncementText) -> String {
    match parse_announcement(text, now(), ZONE) {
        Ok(event) => shown(&event),
        Err(why) => why.reason.as_str().to_owned(),
    }
}

pub(crate) fn none(text: &AnnouncementText, reason: &str) {
    check(text, reason);
}

fn shown(event: &ParsedAnnouncement) -> String {
    let mut shown = match &event.kind {
        Kind::OneOff { start, end } => {
            let start = local(*start, ZONE).format("%Y-%m-%d %H:%M");
            let end = end.map(|it| format!(" - {}", local(it, ZONE).format("%H:%M")));
            format!("{start}{}", end.unwrap_or_default())
        }
        Kind::Recurring {
            recurrence, clock, ..
        } => {
            let date = |word: &str, it: Option<NaiveDate>| {
                it.map(|it| format!(" {word} {it}")).unwrap_or_default()
            };
            let rule = recurrence.plain_weekly().map_or_else(
                || recurrence.to_rrule().to_lowercase(),
                |days| {
                    let days: Vec<String> = days.numbers().iter().map(u8::to_string).collect();
                    format!("weekly {}", days.join(","))
                },
            );
            format!(
                "{rule} {}{}{}",
                clock.format("%H:%M"),
                date("from", recurrence.starts_on()),
                date("to", recurrence.ends_on())
            )
        }
    };
    if let Some(place) = &event.location {
        shown = format!("{shown} @ {place}");
    }
    for warning in &event.warnings {
        shown = format!("{shown} ! {}", warning.as_str());
    }
    shown
}
