//! The next occurrence of a schedule: pure arithmetic over instants, days and a zone.
//!
//! An event's moment is found by its local date and clock (`parsers::resolve` says what happens when a clock change
//! takes that moment away or doubles it); the advance notice lies the lead before it in elapsed time.

use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;

use crate::{Announce, Kind, Lead, NewReminder, Occurrence, Schedule};

/// Where the search for the next occurrence begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// At this instant, included: what is due right now counts.
    Instant(DateTime<Utc>),
    /// Behind this occurrence, which has been dealt with.
    Occurrence(Occurrence),
}

impl After {
    fn admits(self, candidate: Occurrence) -> bool {
        match self {
            Self::Instant(instant) => candidate.fires_at >= instant,
            Self::Occurrence(done) => candidate > done,
        }
    }

    fn instant(self) -> DateTime<Utc> {
        match self {
            Self::Instant(instant) => instant,
            Self::Occurrence(done) => done.fires_at,
        }
    }
}

/// The first occurrence of a reminder that is stored at `now`: nothing before that is owed to anybody.
pub fn first_occurrence(what: &NewReminder, zone: Tz, now: DateTime<Utc>) -> Option<Occurrence> {
    next_occurrence(
        &what.schedule,
        what.lead,
        what.announce,
        zone,
        After::Instant(now),
    )
}

/// The occurrence that follows; none when there is no more.
pub fn next_occurrence(
    schedule: &Schedule,
    lead: Lead,
    announce: Announce,
    zone: Tz,
    after: After,
) -> Option<Occurrence> {
    match schedule {
        Schedule::OneOff { at } => earliest(*at, lead, announce, after),
        Schedule::Recurring { recurrence, clock } => {
            // A zone's local date may lag behind, and a clock change may move an event: a day earlier is early enough.
            let from = parsers::local(after.instant(), zone).date() - Days::new(1);
            let mut best: Option<Occurrence> = None;
            for date in recurrence.dates_from(from) {
                let event_at = parsers::resolve(date, *clock, zone);
                // Nothing of this event, nor of later ones, comes before what was found.
                if best.is_some_and(|it| it.fires_at < event_at - lead.as_delta()) {
                    break;
                }
                let candidate = earliest(event_at, lead, announce, after);
                best = best.into_iter().chain(candidate).min();
            }
            best
        }
    }
}

/// The earliest occurrence of one event that `after` admits.
fn earliest(
    event_at: DateTime<Utc>,
    lead: Lead,
    announce: Announce,
    after: After,
) -> Option<Occurrence> {
    let notice = announce != Announce::AtStart && lead > Lead::NONE;
    let start = announce != Announce::Before || lead == Lead::NONE;
    let pre = notice.then(|| Occurrence {
        fires_at: event_at - lead.as_delta(),
        kind: Kind::Pre,
        event_at,
    });
    let t0 = start.then_some(Occurrence {
        fires_at: event_at,
        kind: Kind::T0,
        event_at,
    });
    pre.into_iter()
        .chain(t0)
        .filter(|it| after.admits(*it))
        .min()
}

/// Whether `occurrence` is one of the sends that this schedule has, also one of the past.
pub fn comes_to(
    schedule: &Schedule,
    lead: Lead,
    announce: Announce,
    zone: Tz,
    occurrence: Occurrence,
) -> bool {
    let due = After::Instant(occurrence.fires_at);
    let mut next = next_occurrence(schedule, lead, announce, zone, due);
    while let Some(other) = next.filter(|it| *it < occurrence) {
        next = next_occurrence(schedule, lead, announce, zone, After::Occurrence(other));
    }
    next == Some(occurrence)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveTime, TimeDelta, TimeZone as _, Weekday};
    use chrono_tz::Europe::Brussels;
    use parsers::WeekdaySet;
    use proptest::prelude::*;

    use super::*;

    fn brussels(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        Brussels
            .with_ymd_and_hms(year, month, day, hour, minute, 0)
            .earliest()
            .unwrap()
            .to_utc()
    }

    fn weekly(day: Weekday, hour: u32, minute: u32) -> Schedule {
        Schedule::weekly(
            WeekdaySet::from_iter([day]),
            NaiveTime::from_hms_opt(hour, minute, 0).unwrap(),
        )
        .unwrap()
    }

    fn fires(
        schedule: &Schedule,
        lead: i64,
        announce: Announce,
        from: DateTime<Utc>,
        count: usize,
    ) -> Vec<DateTime<Utc>> {
        let lead = Lead::minutes(lead).unwrap();
        let mut after = After::Instant(from);
        let mut found = Vec::new();
        while let Some(next) = next_occurrence(schedule, lead, announce, Brussels, after)
            .filter(|_| found.len() < count)
        {
            found.push(next.fires_at);
            after = After::Occurrence(next);
        }
        found
    }

    // The table of spec section 5, column "Must".

    #[test]
    fn a_one_off_at_21_is_announced_an_hour_before_and_at_its_start() {
        let event = brussels(2026, 2, 6, 21, 0);
        let sent = fires(
            &Schedule::one_off(event),
            60,
            Announce::Both,
            brussels(2026, 2, 4, 10, 0),
            9,
        );
        assert_eq!(sent, [brussels(2026, 2, 6, 20, 0), event]);
    }

    #[test]
    fn a_one_off_shortly_after_midnight_is_announced_the_evening_before() {
        let event = brussels(2026, 2, 6, 0, 15);
        let sent = fires(
            &Schedule::one_off(event),
            60,
            Announce::Both,
            brussels(2026, 2, 4, 10, 0),
            9,
        );
        assert_eq!(sent, [brussels(2026, 2, 5, 23, 15), event]);
    }

    #[test]
    fn a_weekly_event_shortly_after_midnight_is_announced_once_the_evening_before() {
        let sent = fires(
            &weekly(Weekday::Fri, 0, 15),
            60,
            Announce::Before,
            brussels(2026, 2, 4, 10, 0),
            2,
        );
        assert_eq!(
            sent,
            [brussels(2026, 2, 5, 23, 15), brussels(2026, 2, 12, 23, 15)]
        );
    }

    #[test]
    fn a_lead_of_a_day_or_more_is_kept() {
        let sent = fires(
            &weekly(Weekday::Fri, 19, 0),
            4320,
            Announce::Before,
            brussels(2026, 2, 4, 10, 0),
            2,
        );
        assert_eq!(
            sent,
            [brussels(2026, 2, 10, 19, 0), brussels(2026, 2, 17, 19, 0)]
        );
    }

    #[test]
    fn three_hours_before_one_in_the_morning_is_ten_in_the_evening() {
        let event = brussels(2026, 2, 6, 1, 0);
        let sent = fires(
            &Schedule::one_off(event),
            180,
            Announce::Both,
            brussels(2026, 2, 4, 10, 0),
            9,
        );
        assert_eq!(sent, [brussels(2026, 2, 5, 22, 0), event]);
    }

    #[test]
    fn across_the_spring_change_the_lead_is_elapsed_time() {
        // 29 March 2026: 02:00 becomes 03:00.
        let sent = fires(
            &weekly(Weekday::Sun, 3, 15),
            60,
            Announce::Both,
            brussels(2026, 3, 28, 12, 0),
            2,
        );
        assert_eq!(
            sent,
            [brussels(2026, 3, 29, 1, 15), brussels(2026, 3, 29, 3, 15)]
        );
    }

    #[test]
    fn a_clock_that_the_spring_change_skips_moves_forward_by_an_hour() {
        let sent = fires(
            &weekly(Weekday::Sun, 2, 15),
            60,
            Announce::Both,
            brussels(2026, 3, 28, 12, 0),
            2,
        );
        assert_eq!(
            sent,
            [brussels(2026, 3, 29, 1, 15), brussels(2026, 3, 29, 3, 15)]
        );
    }

    #[test]
    fn on_the_autumn_change_the_lead_is_elapsed_time_too() {
        // 25 October 2026: 03:00 becomes 02:00; the pre of 03:15 is the second 02:15.
        let event = Utc.with_ymd_and_hms(2026, 10, 25, 2, 15, 0).unwrap();
        let sent = fires(
            &weekly(Weekday::Sun, 3, 15),
            60,
            Announce::Both,
            brussels(2026, 10, 24, 12, 0),
            2,
        );
        assert_eq!(sent, [event - TimeDelta::hours(1), event]);
    }

    #[test]
    fn with_no_lead_the_start_is_the_only_send() {
        let event = brussels(2026, 2, 6, 21, 0);
        for announce in [Announce::Before, Announce::AtStart, Announce::Both] {
            assert_eq!(
                fires(
                    &Schedule::one_off(event),
                    0,
                    announce,
                    brussels(2026, 2, 4, 10, 0),
                    9
                ),
                [event]
            );
        }
    }

    #[test]
    fn a_notice_that_lies_before_the_reminder_was_made_is_not_owed() {
        let event = brussels(2026, 2, 6, 21, 0);
        assert_eq!(
            fires(
                &Schedule::one_off(event),
                60,
                Announce::Both,
                event - TimeDelta::minutes(30),
                9
            ),
            [event]
        );
    }

    #[test]
    fn two_sends_at_one_instant_both_happen() {
        let days = WeekdaySet::from_iter([Weekday::Mon, Weekday::Tue]);
        let schedule = Schedule::weekly(days, NaiveTime::from_hms_opt(12, 0, 0).unwrap()).unwrap();
        let monday = brussels(2026, 2, 9, 12, 0);
        assert_eq!(
            fires(&schedule, 1440, Announce::Both, monday, 3),
            [monday, monday, monday + TimeDelta::days(1)]
        );
    }

    proptest! {
        #[test]
        fn occurrences_only_move_forward_and_every_event_gets_both(
            start in 1_577_836_800_i64..2_208_988_800, lead in 0_i64..=4320, hour in 0_u32..24, minute in 0_u32..60,
            days in proptest::collection::vec(0_u8..7, 1..4),
        ) {
            let days = days.iter().map(|it| Weekday::try_from(*it).unwrap()).collect();
            let schedule = Schedule::weekly(days, NaiveTime::from_hms_opt(hour, minute, 0).unwrap()).unwrap();
            let lead = Lead::minutes(lead).unwrap();
            let from = Utc.timestamp_opt(start, 0).unwrap();
            let mut after = After::Instant(from);
            let mut last = None;
            for _ in 0..12 {
                let next = next_occurrence(&schedule, lead, Announce::Both, Brussels, after).unwrap();
                prop_assert!(next.fires_at >= from && last.is_none_or(|it| next > it));
                prop_assert!(next.fires_at - last.map_or(from, |it: Occurrence| it.fires_at) <= TimeDelta::days(8));
                last = Some(next);
                after = After::Occurrence(next);
            }
        }
    }
}
