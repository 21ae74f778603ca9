//! Every change of the clocks in the European Union from 2020 to 2040, by the directive's own words rather than by a
//! table: at 01:00 UTC on the last Sunday of March and of October.
#![expect(
    clippy::unwrap_used,
    reason = "a moment that cannot be had should fail, loudly and here"
)]

mod directive;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use directive::{expected, last_sunday};
use parsers::{Recurrence, WeekdaySet};
use proptest::prelude::*;
use reminders_core::{After, Announce, Kind, Lead, Occurrence, Schedule, next_occurrence};

/// Zones of the Union, and how many hours their winter is ahead of Greenwich.
const ZONES: [(Tz, i64); 4] = [
    (Tz::Europe__Lisbon, 0),
    (Tz::Europe__Brussels, 1),
    (Tz::Europe__Warsaw, 1),
    (Tz::Europe__Helsinki, 2),
];

fn sends(schedule: &Schedule, lead: Lead, zone: Tz, from: DateTime<Utc>) -> Vec<Occurrence> {
    let next = |after| next_occurrence(schedule, lead, Announce::Both, zone, after);
    std::iter::successors(next(After::Instant(from)), |it| {
        next(After::Occurrence(*it))
    })
    .take_while(|it| it.fires_at < from + TimeDelta::days(9))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn around_every_change_each_event_comes_once_at_its_clock_and_its_notice_the_lead_before(
        year in 2020_i32..=2040, autumn: bool, zone in 0_usize..4, minutes in 0_i64..300, lead in 0_i64..=4320,
    ) {
        let sunday = last_sunday(year, if autumn { 10 } else { 3 });
        let (zone, ahead) = ZONES[zone];
        let clock = NaiveTime::MIN + TimeDelta::minutes(minutes);
        let lead = Lead::minutes(lead).unwrap();
        let from = expected(sunday - Days::new(4), 720, ahead);
        let daily = Schedule::recurring(Recurrence::daily(), clock);
        let sundays = Schedule::weekly(WeekdaySet::from_iter([Weekday::Sun]), clock).unwrap();
        for (schedule, dates) in [
            (daily, (-4..18).map(|it| sunday + TimeDelta::days(it)).collect::<Vec<_>>()),
            (sundays, (0..3).map(|it| sunday + TimeDelta::weeks(it)).collect()),
        ] {
            let mut due = Vec::new();
            for date in dates {
                let event_at = expected(date, minutes, ahead);
                if lead > Lead::NONE {
                    due.push(Occurrence { fires_at: event_at - lead.as_delta(), kind: Kind::Pre, event_at });
                }
                due.push(Occurrence { fires_at: event_at, kind: Kind::T0, event_at });
            }
            due.retain(|it| it.fires_at >= from && it.fires_at < from + TimeDelta::days(9));
            due.sort();
            prop_assert_eq!(sends(&schedule, lead, zone, from), due);
        }
    }
}
