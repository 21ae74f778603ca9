//! When the event of a new reminder is.

use chrono::{DateTime, NaiveTime, Utc};
use parsers::WeekdaySet;

use super::linked::Linked;
use super::perform::Context;
use super::refusal::{AddRefusal, Refused, invalid, refused};
use super::request::WhenInput;
use crate::Schedule;

/// When the event is: what was typed, and what the linked announcement says about the rest.
pub(super) fn schedule(
    when: &WhenInput,
    linked: Option<&Linked>,
    context: &Context,
) -> Result<Schedule, Refused> {
    let linked = linked.and_then(|it| it.schedule);
    let clock = match (&when.time, linked) {
        (Some(time), _) => {
            parsers::parse_clock(time).map_err(|it| refused(AddRefusal::TimeUnreadable(it)))?
        }
        (None, Some(schedule)) => clock_of(schedule, context),
        (None, None) => return Err(refused(AddRefusal::TimeMissing)),
    };
    match (&when.date, days(when)?, linked) {
        (Some(_), Some(_), _) => Err(refused(AddRefusal::DaysAndDate)),
        (None, Some(days), _) => Schedule::weekly(days, clock).map_err(invalid),
        (Some(date), None, _) => {
            let date = parsers::parse_date(date, context.now, context.zone)
                .map_err(|it| refused(AddRefusal::DateUnreadable(it)))?;
            upcoming(parsers::resolve(date, clock, context.zone), context.now)
        }
        (None, None, Some(schedule)) if when.time.is_none() => Ok(schedule),
        (None, None, Some(Schedule::Recurring { recurrence, .. })) => {
            Ok(Schedule::recurring(recurrence, clock))
        }
        (None, None, Some(Schedule::OneOff { at })) => {
            let date = parsers::local(at, context.zone).date();
            upcoming(parsers::resolve(date, clock, context.zone), context.now)
        }
        (None, None, None) => Ok(Schedule::one_off(next_time(clock, context))),
    }
}

/// The local clock at which a schedule's event starts.
fn clock_of(schedule: Schedule, context: &Context) -> NaiveTime {
    match schedule {
        Schedule::Recurring { clock, .. } => clock,
        Schedule::OneOff { at } => parsers::local(at, context.zone).time(),
    }
}

/// The days that were typed; none when nothing was. A word that is no day refuses the whole: a reminder on the wrong
/// days is worse than a question.
fn days(when: &WhenInput) -> Result<Option<WeekdaySet>, Refused> {
    let Some(text) = when.days.as_deref().filter(|it| !it.trim().is_empty()) else {
        return Ok(None);
    };
    let read = parsers::parse_days(text);
    if read.unknown.is_empty() && !read.days.is_empty() {
        return Ok(Some(read.days));
    }
    let unknown = if read.unknown.is_empty() {
        vec![text.trim().to_owned()]
    } else {
        read.unknown
    };
    Err(refused(AddRefusal::DaysUnreadable(unknown)))
}

fn upcoming(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Schedule, Refused> {
    if at <= now {
        Err(refused(AddRefusal::Past))
    } else {
        Ok(Schedule::one_off(at))
    }
}

/// The next moment at which the clock shows `clock`: today, else tomorrow (spec W6).
fn next_time(clock: NaiveTime, context: &Context) -> DateTime<Utc> {
    let today = parsers::local(context.now, context.zone).date();
    let at = parsers::resolve(today, clock, context.zone);
    if at > context.now {
        at
    } else {
        parsers::resolve(today + chrono::Days::new(1), clock, context.zone)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use kernel::UseCaseError;
    use parsers::{ClockError, DateError};

    use super::*;
    use crate::testing::{World, instant, wish};
    use crate::{AddReminder, Announce, Kind, NewReminder};

    fn when(time: &str, days: &str, date: &str) -> WhenInput {
        let given = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        WhenInput {
            time: given(time),
            days: given(days),
            date: given(date),
        }
    }

    async fn added(world: &World, when: WhenInput) -> NewReminder {
        let asked = AddReminder {
            when,
            ..wish("Raid")
        };
        world.reminders().add(asked).await.unwrap().reminder.what
    }

    async fn refused(when: WhenInput) -> AddRefusal {
        let world = World::default();
        let asked = AddReminder {
            when,
            ..wish("Raid")
        };
        let refusal = match world.reminders().add(asked).await {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        assert!(world.told().is_empty(), "a refusal changes nothing");
        refusal
    }

    #[tokio::test]
    async fn days_make_it_weekly_with_a_notice_alone() {
        let what = added(&World::default(), when("20u30", "vr, ma", "")).await;
        let days = [Weekday::Mon, Weekday::Fri].into_iter().collect();
        let clock = NaiveTime::from_hms_opt(20, 30, 0).unwrap();
        assert_eq!(what.schedule, Schedule::weekly(days, clock).unwrap());
        assert_eq!(what.announce, Announce::Before);
    }

    #[tokio::test]
    async fn a_date_makes_it_come_once_before_and_at_its_start() {
        for date in ["14/2", "14 februari 2026", "2026-02-14"] {
            let what = added(&World::default(), when("8pm", "", date)).await;
            assert_eq!(
                what.schedule,
                Schedule::one_off(instant("2026-02-14 19:00")),
                "{date}"
            );
            assert_eq!(what.announce, Announce::Both);
        }
    }

    #[tokio::test]
    async fn a_clock_alone_means_its_next_time_today_or_tomorrow() {
        // The clock shows 10:00 in Brussels.
        for (time, expected) in [
            ("16:00", "2026-02-04 15:00"),
            ("10:01", "2026-02-04 09:01"),
            ("10:00", "2026-02-05 09:00"),
            ("9:00", "2026-02-05 08:00"),
        ] {
            for days in ["", "  "] {
                let what = added(&World::default(), when(time, days, "")).await;
                assert_eq!(
                    what.schedule,
                    Schedule::one_off(instant(expected)),
                    "{time}"
                );
            }
        }
    }

    #[tokio::test]
    async fn tomorrow_is_a_day_of_the_calendar_and_not_24_hours() {
        let world = World::default();
        // The clocks go forward in the night to Sunday 29 March.
        world.at("2026-03-28 12:00");
        let what = added(&world, when("12:30", "", "")).await;
        assert_eq!(
            what.schedule,
            Schedule::one_off(instant("2026-03-29 10:30"))
        );
    }

    #[tokio::test]
    async fn within_the_lead_only_the_start_is_left() {
        let world = World::default();
        let asked = AddReminder {
            when: when("10:30", "", ""),
            ..wish("Soon")
        };
        let stored = world.reminders().add(asked).await.unwrap().reminder;
        let next = stored.next.unwrap();
        assert_eq!(
            (next.kind, next.fires_at),
            (Kind::T0, instant("2026-02-04 09:30"))
        );
    }

    #[tokio::test]
    async fn without_a_time_and_a_link_there_is_no_moment() {
        for without in [when("", "", ""), when("", "mon", ""), when("", "", "14/2")] {
            assert_eq!(refused(without).await, AddRefusal::TimeMissing);
        }
    }

    #[tokio::test]
    async fn a_time_that_is_none_is_refused_by_its_reason() {
        for (time, reason) in [
            ("later", ClockError::Unreadable),
            ("7:5", ClockError::Unreadable),
            ("25:00", ClockError::OutOfRange),
            ("21:00-22:30", ClockError::Range),
            ("   ", ClockError::Empty),
        ] {
            let refused = refused(when(time, "", "")).await;
            assert_eq!(refused, AddRefusal::TimeUnreadable(reason), "{time}");
        }
    }

    #[tokio::test]
    async fn words_among_the_days_that_are_none_are_named() {
        for (days, unknown) in [("mon, blursday", "blursday"), ("9", "9")] {
            let refused = refused(when("20:00", days, "")).await;
            let expected = AddRefusal::DaysUnreadable(vec![unknown.to_owned()]);
            assert_eq!(refused, expected, "{days}");
        }
        let refused = refused(when("20:00", ",", "")).await;
        assert_eq!(refused, AddRefusal::DaysUnreadable(vec![",".to_owned()]));
    }

    #[tokio::test]
    async fn it_is_days_or_a_date() {
        let refused = refused(when("20:00", "mon", "14/2")).await;
        assert_eq!(refused, AddRefusal::DaysAndDate);
    }

    #[tokio::test]
    async fn a_date_that_is_none_is_refused_by_its_reason() {
        for (date, reason) in [
            ("whenever", DateError::Unreadable),
            ("31/2", DateError::Invalid),
            ("3/2/2026", DateError::Past),
        ] {
            let refused = refused(when("20:00", "", date)).await;
            assert_eq!(refused, AddRefusal::DateUnreadable(reason), "{date}");
        }
    }

    #[tokio::test]
    async fn a_moment_that_has_passed_is_refused() {
        for time in ["9:00", "10:00"] {
            assert_eq!(refused(when(time, "", "today")).await, AddRefusal::Past);
        }
        let what = added(&World::default(), when("10:01", "", "today")).await;
        assert_eq!(
            what.schedule,
            Schedule::one_off(instant("2026-02-04 09:01"))
        );
    }
}
