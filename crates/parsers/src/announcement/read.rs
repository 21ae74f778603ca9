//! The way from a text to one event.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::candidates::{Moment, Now};
use super::choose::{Choice, choose};
use super::countdown::countdown;
use super::findings::{Finding, findings};
use super::part_of_day::part_of_day;
use super::parts::parts;
use super::range_days::place_in_range;
use super::{
    AnnouncementText, Evidence, ParsedAnnouncement, Reason, Unreadable, Warning, headline, links,
    place,
};
use crate::expression::{Cue, Value};
use crate::local;

/// Reads the event that an announcement promises.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use parsers::{AnnouncementText, Kind, parse_announcement};
///
/// let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
/// let text = AnnouncementText::plain("Each Monday & Friday, 6:45 pm");
/// let event = parse_announcement(&text, now, chrono_tz::Europe::Brussels).unwrap();
/// let Kind::Recurring { recurrence, clock, .. } = event.kind else { panic!() };
/// assert_eq!(recurrence.to_rrule(), "FREQ=WEEKLY;BYDAY=MO,FR");
/// assert_eq!(clock.to_string(), "18:45:00");
/// ```
pub fn parse_announcement(
    text: &AnnouncementText,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<ParsedAnnouncement, Unreadable> {
    let (parts, segments) = parts(text);
    let today = local(now, zone).date();
    let mut found = findings(&parts, &segments, today);
    place_in_range(&mut found, today);
    let now = Now {
        instant: now,
        zone,
        part: part_of_day(&parts, &found),
    };
    let chosen = choose(&found, &parts, now);
    let chosen = match chosen {
        Err(Reason::NoDate | Reason::NoTime) => match countdown(&parts, &segments, &found, now) {
            Some(counted) => {
                found.push(counted);
                choose(&found, &parts, now)
            }
            None => chosen,
        },
        _ => chosen,
    };
    let choice = chosen.map_err(|reason| unreadable(reason, &found))?;

    let Choice {
        moment:
            Moment {
                kind,
                confidence,
                mut warnings,
                used,
            },
        more,
    } = choice;
    if !more.is_empty() {
        warnings.push(Warning::MoreDates(more));
    }
    let mut evidence: Vec<Evidence> = used.iter().map(|at| found[*at].evidence()).collect();
    let location = place::location(&parts, &segments, &found);
    let link = links::link(&parts, &segments, text.url.as_deref());
    let title = headline::title(&parts, &segments, &found, &used);
    evidence.extend(
        [&location, &link, &title]
            .into_iter()
            .flatten()
            .filter_map(|it| it.evidence.clone()),
    );
    evidence.sort_by_key(|it| (it.part, it.span.start));
    Ok(ParsedAnnouncement {
        kind,
        title: title.map(|it| it.text),
        location: location.map(|it| it.text),
        link: link.map(|it| it.text),
        confidence,
        warnings,
        evidence,
    })
}

fn unreadable(reason: Reason, found: &[Finding]) -> Unreadable {
    let clock = found
        .iter()
        .any(|it| matches!(it.value, Value::Clock(_) | Value::Timestamp(_)));
    let day = found.iter().any(|it| {
        matches!(
            it.value,
            Value::Day(_)
                | Value::Recurrence(_)
                | Value::Weekly(_)
                | Value::Monthly(_)
                | Value::UnsupportedRecurrence
                | Value::Timestamp(_)
        )
    });
    let seen = found
        .iter()
        .filter(|it| !matches!(it.value, Value::Cue(_)) || it.is_cue(Cue::Cancelled));
    Unreadable {
        reason,
        looks_scheduled: clock && day,
        evidence: seen.map(Finding::evidence).collect(),
    }
}
