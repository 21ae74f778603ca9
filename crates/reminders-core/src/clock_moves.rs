//! Where a clock change moves what a reminder's clocks say: for people who should hear of it before it happens.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use parsers::ClockChange;

use crate::{Announce, Lead, NewReminder, Schedule};

/// How far ahead people are told: past both clock changes of a year, and a little more.
const AHEAD: Days = Days::new(396);
/// How many days are told of at most.
const TOLD: usize = 4;

/// A day on which a clock change moves an event or its advance notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockMove {
    /// The event's local date.
    pub date: NaiveDate,
    /// The clock at which the event starts on other days.
    pub clock: NaiveTime,
    /// When it starts on this one.
    pub event_at: DateTime<Utc>,
    /// When its advance notice goes out; none when it has none.
    pub notice_at: Option<DateTime<Utc>>,
    /// What happens to the clock.
    pub cause: MoveCause,
}

/// What a clock change does to a send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveCause {
    /// The event's clock does not exist that day, so that it starts later.
    Skipped,
    /// The event's clock comes twice that day, and the first counts.
    Doubled,
    /// The change lies between notice and event, so that the notice's clock is another one than usual.
    NoticeShifted,
}

/// The first of a reminder's events within the next thirteen months that a clock change moves.
pub fn clock_moves(what: &NewReminder, zone: Tz, now: DateTime<Utc>) -> Vec<ClockMove> {
    let today = parsers::local(now, zone).date();
    let last = today + AHEAD;
    match what.schedule {
        Schedule::OneOff { at } => {
            let local = parsers::local(at, zone);
            let found = moved(what, zone, local.date(), local.time());
            found.filter(|it| it.event_at == at).into_iter().collect()
        }
        Schedule::Recurring { recurrence, clock } => recurrence
            .dates_from(today)
            .take_while(|date| *date <= last)
            .filter_map(|date| moved(what, zone, date, clock))
            .filter(|it| it.event_at >= now)
            .take(TOLD)
            .collect(),
    }
}

/// The move of the event that starts at `event_at`; none when its day is like any other.
pub fn clock_move_of(what: &NewReminder, event_at: DateTime<Utc>, zone: Tz) -> Option<ClockMove> {
    let local = parsers::local(event_at, zone);
    let clock = match what.schedule {
        Schedule::OneOff { .. } => local.time(),
        Schedule::Recurring { clock, .. } => clock,
    };
    // A clock that does not exist late in an evening moves into the next day.
    let dates = [local.date(), local.date() - Days::new(1)];
    dates
        .into_iter()
        .filter_map(|date| moved(what, zone, date, clock))
        .find(|it| it.event_at == event_at)
}

/// The move of the event that was asked for on this date and at this clock, which a one-off's instant does not tell.
pub(crate) fn moved(
    what: &NewReminder,
    zone: Tz,
    date: NaiveDate,
    clock: NaiveTime,
) -> Option<ClockMove> {
    let (event_at, change) = parsers::resolve_moved(date, clock, zone);
    let notice_at = has_notice(what).then(|| event_at - what.lead.as_delta());
    let cause = match change {
        Some(ClockChange::Skipped) => MoveCause::Skipped,
        Some(ClockChange::Doubled) => MoveCause::Doubled,
        None => {
            let wall = parsers::local(notice_at?, zone);
            let usual = date.and_time(clock) - what.lead.as_delta();
            if wall == usual {
                return None;
            }
            MoveCause::NoticeShifted
        }
    };
    Some(ClockMove {
        date,
        clock,
        event_at,
        notice_at,
        cause,
    })
}

fn has_notice(what: &NewReminder) -> bool {
    what.announce != Announce::AtStart && what.lead > Lead::NONE
}

impl ClockMove {
    /// The clock at which the notice usually goes out, the lead before the event's.
    pub fn usual_notice(&self, lead: Lead) -> NaiveTime {
        let (clock, _) = self
            .clock
            .overflowing_sub_signed(TimeDelta::minutes(i64::from(lead.as_minutes())));
        clock
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Mon, Sun};
    use chrono_tz::Europe::Brussels;

    use super::*;
    use crate::testing::{a_reminder, instant};

    const NOW: &str = "2026-02-04 09:00";

    fn moves(what: &NewReminder) -> Vec<(String, MoveCause)> {
        clock_moves(what, Brussels, instant(NOW))
            .iter()
            .map(|it| (it.date.to_string(), it.cause))
            .collect()
    }

    #[test]
    fn a_clock_that_is_skipped_or_doubled_is_told_ahead() {
        let what = a_reminder().weekly([Sun], 2, 30).lead(0).build();
        let expected = [
            ("2026-03-29".to_owned(), MoveCause::Skipped),
            ("2026-10-25".to_owned(), MoveCause::Doubled),
        ];
        assert_eq!(moves(&what), expected);
        let spring = clock_moves(&what, Brussels, instant(NOW))[0];
        assert_eq!(spring.event_at, instant("2026-03-29 01:30"));
        assert_eq!(spring.notice_at, None);
    }

    #[test]
    fn a_notice_on_the_other_side_of_a_change_is_told() {
        let what = a_reminder().weekly([Sun], 3, 15).build();
        let found = clock_moves(&what, Brussels, instant(NOW));
        // In autumn the notice comes at the second 02:15, which is the clock that people expect.
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].cause, MoveCause::NoticeShifted);
        assert_eq!(found[0].notice_at, Some(instant("2026-03-29 00:15")));
        let usual = found[0].usual_notice(what.lead);
        assert_eq!(usual, NaiveTime::from_hms_opt(2, 15, 0).unwrap());
        let at_start = a_reminder()
            .weekly([Sun], 3, 15)
            .announced(Announce::AtStart)
            .build();
        assert_eq!(moves(&at_start), []);
    }

    #[test]
    fn an_ordinary_evening_is_never_moved() {
        let what = a_reminder().weekly([Mon, Sun], 20, 0).build();
        assert_eq!(moves(&what), []);
        assert_eq!(moves(&a_reminder().build()), []);
    }

    #[test]
    fn a_day_ahead_of_a_change_is_a_day_of_24_hours() {
        let what = a_reminder().weekly([Sun], 20, 0).lead(1440).build();
        let found = clock_moves(&what, Brussels, instant(NOW));
        assert_eq!(found[0].notice_at, Some(instant("2026-03-28 18:00")));
    }

    #[test]
    fn what_is_over_is_not_told() {
        let what = a_reminder().weekly([Sun], 2, 30).lead(0).build();
        let after = clock_moves(&what, Brussels, instant("2026-03-29 12:00"));
        assert_eq!(after[0].cause, MoveCause::Doubled);
    }

    #[test]
    fn a_send_knows_its_own_move() {
        let what = a_reminder().weekly([Sun], 2, 30).lead(0).build();
        let found = clock_move_of(&what, instant("2026-03-29 01:30"), Brussels).unwrap();
        assert_eq!(found.cause, MoveCause::Skipped);
        assert_eq!(
            clock_move_of(&what, instant("2026-03-22 01:30"), Brussels),
            None
        );
        let once = a_reminder()
            .once(instant("2026-10-25 00:30"))
            .lead(0)
            .build();
        let found = clock_move_of(&once, instant("2026-10-25 00:30"), Brussels).unwrap();
        assert_eq!(found.cause, MoveCause::Doubled);
        // The second 02:30 of that night was meant; the first is another moment.
        let second = a_reminder()
            .once(instant("2026-10-25 01:30"))
            .lead(0)
            .build();
        assert_eq!(moves(&second), []);
    }

    #[test]
    fn a_one_off_tells_the_clock_that_was_asked_for() {
        let what = a_reminder()
            .once(instant("2026-03-29 01:30"))
            .lead(0)
            .build();
        assert_eq!(moves(&what), []);
        let date = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap();
        let clock = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let asked = moved(&what, Brussels, date, clock).unwrap();
        assert_eq!((asked.cause, asked.clock), (MoveCause::Skipped, clock));
    }
}
