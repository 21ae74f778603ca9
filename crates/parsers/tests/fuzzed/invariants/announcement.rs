//! Announcements: events lie ahead, spans are characters of their part, and the reading is the same twice.

use chrono::{DateTime, Datelike, Timelike, Utc};
use chrono_tz::Tz;
use parsers::{
    AnnouncementText, Kind, ParsedAnnouncement, Part, Warning, local, parse_announcement,
};

use super::is_within;

pub(super) fn check(text: &str, now: DateTime<Utc>, zone: Tz) {
    for announcement in [AnnouncementText::plain(text), embed(text)] {
        let read = parse_announcement(&announcement, now, zone);
        assert_eq!(
            read,
            parse_announcement(&announcement, now, zone),
            "{announcement:?} is read in two ways"
        );
        let evidence = match &read {
            Ok(event) => {
                is_ahead(event, now, zone);
                is_told(event, now);
                &event.evidence
            }
            Err(unreadable) => &unreadable.evidence,
        };
        for it in evidence {
            let part = part(&announcement, it.part)
                .unwrap_or_else(|| panic!("{announcement:?} has no {:?}", it.part));
            assert!(
                is_within(&it.span, part),
                "{:?} of {:?} is no part of {part:?}",
                it.span,
                it.rule
            );
        }
    }
}

fn is_ahead(event: &ParsedAnnouncement, now: DateTime<Utc>, zone: Tz) {
    match &event.kind {
        Kind::OneOff { start, end } => {
            assert!(*start > now && start.year() < 10_000, "{event:?}");
            assert!(
                start.second() == 0 && end.is_none_or(|it| it > *start && it.second() == 0),
                "{event:?}"
            );
        }
        Kind::Recurring {
            recurrence, clock, ..
        } => {
            let today = local(now, zone).date();
            let dates: Vec<_> = recurrence.dates_from(today).take(3).collect();
            assert!(
                !dates.is_empty() && dates.is_sorted() && dates[0] >= today,
                "{event:?}"
            );
            assert_eq!(clock.second(), 0, "{event:?}");
        }
    }
}

fn is_told(event: &ParsedAnnouncement, now: DateTime<Utc>) {
    for words in [&event.title, &event.location, &event.link]
        .into_iter()
        .flatten()
    {
        assert!(
            !words.trim().is_empty() && words.trim() == words,
            "{event:?}"
        );
    }
    // As typed: "HTTPS://" leads to the same place.
    let has_scheme = |it: &str| it.to_ascii_lowercase().starts_with("http");
    let has_link_shape = |it: &String| has_scheme(it) && !it.contains(char::is_whitespace);
    assert!(event.link.as_ref().is_none_or(has_link_shape), "{event:?}");
    let Kind::OneOff { start, .. } = event.kind else {
        return;
    };
    for warning in &event.warnings {
        if let Warning::MoreDates(more) = warning {
            assert!(
                !more.is_empty() && more.len() <= 9 && more.is_sorted(),
                "{event:?}"
            );
            assert!(more.iter().all(|it| *it > now && *it != start), "{event:?}");
        }
    }
}

fn part(text: &AnnouncementText, part: Part) -> Option<&str> {
    match part {
        Part::Title => text.title.as_deref(),
        Part::Body => Some(&text.body),
        Part::Field(at) => text.fields.get(at).map(|it| it.1.as_str()),
        Part::FieldName(at) => text.fields.get(at).map(|it| it.0.as_str()),
        Part::Footer => text.footer.as_deref(),
    }
}

/// An embed out of a text: its parts stand between bars.
fn embed(text: &str) -> AnnouncementText {
    let mut parts = text.split('|').map(str::to_owned);
    let title = parts.next();
    let body = parts.next().unwrap_or_default();
    let footer = parts.next();
    let mut fields = Vec::new();
    while let Some(name) = parts.next() {
        fields.push((name, parts.next().unwrap_or_default()));
    }
    AnnouncementText {
        title,
        body,
        fields,
        footer,
        url: None,
    }
}
