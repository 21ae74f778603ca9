//! A year of reminders in four zones against a table of instants that was computed without any of our code: with Python's
//! `zoneinfo` and plain calendar arithmetic, over the same rules in words (a clock that is skipped moves forward by the
//! gap, one that comes twice is taken the first time, the notice lies its lead before in elapsed time).
#![expect(
    clippy::unwrap_used,
    reason = "a table that cannot be read should fail, loudly and here"
)]

#[path = "year/plan.rs"]
mod plan;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use plan::{expected, planned};
use reminders_core::{After, next_occurrence};

/// What a reminder sends in 2026, in the table's words.
fn sends((_, schedule, lead, announce): plan::Planned, zone: Tz) -> Vec<plan::Send> {
    let start: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    let end: DateTime<Utc> = "2027-01-01T00:00:00Z".parse().unwrap();
    let next = |after| next_occurrence(&schedule, lead, announce, zone, after);
    let first = next(After::Instant(start));
    std::iter::successors(first, |it| next(After::Occurrence(*it)))
        .take_while(|it| it.fires_at < end)
        .map(|it| (it.fires_at, it.kind, it.event_at))
        .collect()
}

#[test]
fn a_year_in_four_zones_comes_as_the_table_says() {
    let table = expected();
    let mut found = BTreeMap::new();
    for zone in plan::ZONES {
        for reminder in planned(zone) {
            found.insert((zone.name(), reminder.0), sends(reminder, zone));
        }
    }
    assert_eq!(table.len(), found.len());
    for (which, sends) in &table {
        assert_eq!(found[which], *sends, "{which:?}");
    }
    assert_eq!(table.values().map(Vec::len).sum::<usize>(), 1599);
}
