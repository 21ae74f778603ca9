//! When the event of a new reminder is.

use chrono::NaiveTime;

use super::linked::Linked;
use super::perform::Context;
use super::refusal::{AddRefusal, Refused, refused, when as wrong};
use super::request::WhenInput;
use crate::Schedule;
use crate::use_cases::when::{
    Asked, WhenRefusal, bounded, clock_of, read_clock, read_date, read_days, upcoming,
};

/// When the event is: what was typed, and what the linked announcement says about the rest. For a one-off also the date
/// and clock that were asked for, as far as they are known.
pub(super) fn schedule(
    when: &WhenInput,
    linked: Option<&Linked>,
    context: &Context,
) -> Result<(Schedule, Option<Asked>), Refused> {
    if let Some(exactly) = when.exactly {
        let schedule = exactly.schedule(context.now).map_err(wrong)?;
        return Ok((schedule, None));
    }
    let linked = linked.and_then(|it| it.schedule);
    let clock = match (&when.time, linked) {
        (Some(time), _) => read_clock(time).map_err(wrong)?,
        (None, Some(schedule)) => clock_of(&schedule, context.zone),
        (None, None) => return Err(refused(AddRefusal::TimeMissing)),
    };
    let (schedule, asked) = unbounded(when, linked, clock, context).map_err(wrong)?;
    let (starts_on, ends_on) = (when.starts_on.as_deref(), when.ends_on.as_deref());
    let schedule =
        bounded(schedule, starts_on, ends_on, context.now, context.zone).map_err(wrong)?;
    Ok((schedule, asked))
}

fn unbounded(
    when: &WhenInput,
    linked: Option<Schedule>,
    clock: NaiveTime,
    context: &Context,
) -> Result<(Schedule, Option<Asked>), WhenRefusal> {
    let (now, zone) = (context.now, context.zone);
    let (days, date) = typed(when, context);
    let once = |date| {
        let asked = Asked { date, clock };
        Ok((upcoming(asked, now, zone)?, Some(asked)))
    };
    match (date, days, linked) {
        (Some(_), Some(_), _) => Err(WhenRefusal::DaysAndDate),
        (None, Some(days), _) => {
            let recurrence = read_days(days, now, zone)?;
            Ok((Schedule::recurring(recurrence, clock), None))
        }
        (Some(date), None, _) => once(read_date(date, now, zone)?),
        (None, None, Some(schedule)) if when.time.is_none() => Ok((schedule, None)),
        (None, None, Some(Schedule::Recurring { recurrence, .. })) => {
            Ok((Schedule::recurring(recurrence, clock), None))
        }
        (None, None, Some(Schedule::OneOff { at })) => once(parsers::local(at, zone).date()),
        (None, None, None) => once(next_date(clock, context)),
    }
}

/// The days and the date that were typed; what may be either is days when all of it is read as such.
fn typed<'a>(when: &'a WhenInput, context: &Context) -> (Option<&'a str>, Option<&'a str>) {
    let given = |text: &'a Option<String>| text.as_deref().filter(|it| !it.trim().is_empty());
    let (days, date) = (given(&when.days), when.date.as_deref());
    match given(&when.days_or_date) {
        None => (days, date),
        Some(text) if read_days(text, context.now, context.zone).is_ok() => (Some(text), date),
        Some(text) => (days, Some(text)),
    }
}

/// The next date on which the clock shows `clock`: today, else tomorrow (spec W6).
fn next_date(clock: NaiveTime, context: &Context) -> chrono::NaiveDate {
    let today = parsers::local(context.now, context.zone).date();
    if parsers::resolve(today, clock, context.zone) > context.now {
        today
    } else {
        today + chrono::Days::new(1)
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
            ..WhenInput::default()
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
            let expected = WhenRefusal::TimeUnreadable {
                typed: time.to_owned(),
                error: reason,
            };
            assert_eq!(refused, AddRefusal::When(expected));
        }
    }

    #[tokio::test]
    async fn words_among_the_days_that_are_none_are_named() {
        for (days, unknown) in [("mon, blursday", "blursday"), ("9", "9")] {
            let refused = refused(when("20:00", days, "")).await;
            let expected = AddRefusal::When(WhenRefusal::DaysUnreadable(vec![unknown.to_owned()]));
            assert_eq!(refused, expected, "{days}");
        }
        let refused = refused(when("20:00", ",", "")).await;
        assert_eq!(
            refused,
            AddRefusal::When(WhenRefusal::DaysUnreadable(vec![",".to_owned()]))
        );
    }

    #[tokio::test]
    async fn it_is_days_or_a_date() {
        let refused = refused(when("20:00", "mon", "14/2")).await;
        assert_eq!(refused, AddRefusal::When(WhenRefusal::DaysAndDate));
    }

    #[tokio::test]
    async fn a_date_that_is_none_is_refused_by_its_reason() {
        for (date, reason) in [
            ("whenever", DateError::Unreadable),
            ("31/2", DateError::Invalid),
            ("3/2/2026", DateError::Past),
        ] {
            let refused = refused(when("20:00", "", date)).await;
            let expected = WhenRefusal::DateUnreadable {
                typed: date.to_owned(),
                error: reason,
            };
            assert_eq!(refused, AddRefusal::When(expected));
        }
    }

    #[tokio::test]
    async fn a_moment_that_has_passed_is_refused() {
        for time in ["9:00", "10:00"] {
            let refused = refused(when(time, "", "today")).await;
            assert!(
                matches!(refused, AddRefusal::When(WhenRefusal::Past(_))),
                "{refused:?}"
            );
        }
        let what = added(&World::default(), when("10:01", "", "today")).await;
        assert_eq!(
            what.schedule,
            Schedule::one_off(instant("2026-02-04 09:01"))
        );
    }

    fn between(days: &str, starts_on: &str, ends_on: &str) -> WhenInput {
        let given = |text: &str| Some(text.to_owned()).filter(|it| !it.is_empty());
        WhenInput {
            starts_on: given(starts_on),
            ends_on: given(ends_on),
            ..when("20:00", days, "")
        }
    }

    #[tokio::test]
    async fn what_comes_again_may_have_a_first_and_a_last_date() {
        let what = added(&World::default(), between("mon", "1 March", "30/6/2026")).await;
        let Schedule::Recurring { recurrence, .. } = what.schedule else {
            panic!("{what:?}")
        };
        let date = |month, day| chrono::NaiveDate::from_ymd_opt(2026, month, day);
        assert_eq!(recurrence.starts_on(), date(3, 1));
        assert_eq!(recurrence.ends_on(), date(6, 30));
    }

    #[tokio::test]
    async fn bounds_that_make_no_sense_are_refused_by_their_reason() {
        let contradict = refused(between("mon", "1/6", "1/5")).await;
        assert_eq!(contradict, AddRefusal::When(WhenRefusal::BoundsContradict));
        // Between Thursday and Saturday there is no Monday.
        let never = refused(between("mon", "", "7/2")).await;
        assert_eq!(never, AddRefusal::When(WhenRefusal::NoDateLeft));
        let without = WhenInput {
            date: Some("14/2".to_owned()),
            ..between("", "", "1/6")
        };
        for once in [without, between("", "1/6", "")] {
            let refused = refused(once).await;
            assert_eq!(refused, AddRefusal::When(WhenRefusal::BoundsWithoutDays));
        }
        let unreadable = refused(between("mon", "soon", "")).await;
        let expected = WhenRefusal::BoundUnreadable {
            option: "starts_on",
            typed: "soon".to_owned(),
            error: DateError::Unreadable,
        };
        assert_eq!(unreadable, AddRefusal::When(expected));
    }

    #[tokio::test]
    async fn what_may_be_days_or_a_date_is_days_when_all_of_it_is() {
        let either = |text: &str| WhenInput {
            days_or_date: Some(text.to_owned()),
            ..when("20:00", "", "")
        };
        for text in ["Monday, Friday", "every 2 weeks on friday", "elke 15e"] {
            let what = added(&World::default(), either(text)).await;
            assert!(what.schedule.is_recurring(), "{text}");
        }
        let on_a_date = Schedule::one_off(instant("2026-02-14 19:00"));
        let what = added(&World::default(), either("14/02/2026")).await;
        assert_eq!(what.schedule, on_a_date);
        let what = added(&World::default(), either("  ")).await;
        assert_eq!(
            what.schedule,
            Schedule::one_off(instant("2026-02-04 19:00"))
        );
    }

    #[tokio::test]
    async fn every_recurrence_that_can_be_read_can_be_asked_for() {
        for (typed, rule) in [
            ("daily", "FREQ=DAILY"),
            ("last friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"),
            ("elke 15e", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("every 2 weeks on friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ] {
            let what = added(&World::default(), when("20:00", typed, "")).await;
            let Schedule::Recurring { recurrence, .. } = what.schedule else {
                panic!("{what:?}")
            };
            assert_eq!(recurrence.to_rrule(), rule, "{typed}");
        }
        let refused = refused(when("20:00", "every 2 weeks", "")).await;
        assert!(
            matches!(
                refused,
                AddRefusal::When(WhenRefusal::DaysImpossible { .. })
            ),
            "{refused:?}"
        );
    }
}
