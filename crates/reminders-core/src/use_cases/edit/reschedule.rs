//! The moments of a reminder after a change.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use parsers::Recurrence;

use super::exact;
use super::request::{Change, EditRefusal, ReminderPatch};
use crate::use_cases::when::{
    Asked, WhenRefusal, bounded, clock_of, read_clock, read_date, read_days, upcoming,
};
use crate::{Reminder, Schedule};

/// A changed schedule, and for a one-off the date and clock that were asked for.
pub(super) type Rescheduled = (Schedule, Option<Asked>);

/// The schedule after the change; as it was when nothing about it is to change (W20: a one-off's clock moves on its own
/// local date).
pub(super) fn reschedule(
    reminder: &Reminder,
    patch: &ReminderPatch,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Rescheduled, EditRefusal> {
    if let Some(exactly) = &patch.exactly {
        return exact::reschedule(reminder, exactly, now, zone);
    }
    let before = reminder.what.schedule;
    let clock = match &patch.time {
        Some(time) => read_clock(time).map_err(EditRefusal::When)?,
        None => clock_of(&before, zone),
    };
    let once = |date| {
        let asked = Asked { date, clock };
        match upcoming(asked, now, zone) {
            Ok(schedule) => Ok((schedule, Some(asked))),
            Err(refusal) => Err(EditRefusal::When(refusal)),
        }
    };
    let (days, date) = typed(reminder, patch, now, zone)?;
    let (schedule, asked) = match (before, days, date) {
        (_, Some(_), Some(_)) => return Err(EditRefusal::When(WhenRefusal::DaysAndDate)),
        (_, Some(days), None) => {
            let read = read_days(days, now, zone).map_err(EditRefusal::When)?;
            let recurrence = with_old_bounds(read, &before);
            (Schedule::recurring(recurrence, clock), None)
        }
        (_, None, Some(date)) => once(read_date(date, now, zone).map_err(EditRefusal::When)?)?,
        (Schedule::OneOff { at }, None, None) if patch.time.is_some() => {
            once(parsers::local(at, zone).date())?
        }
        (Schedule::OneOff { .. }, None, None) => (before, None),
        (Schedule::Recurring { recurrence, .. }, None, None) => {
            (Schedule::recurring(recurrence, clock), None)
        }
    };
    let schedule = with_bounds(schedule, patch, now, zone).map_err(EditRefusal::When)?;
    Ok((schedule, asked))
}

/// The days and the date that were typed, the form's words by what the reminder is.
fn typed<'a>(
    reminder: &Reminder,
    patch: &'a ReminderPatch,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<(Option<&'a str>, Option<&'a str>), EditRefusal> {
    let (days, date) = (patch.days.as_deref(), patch.date.as_deref());
    let Some(dates) = patch.dates.as_deref() else {
        return Ok((days, date));
    };
    if reminder.what.schedule.is_recurring() {
        return Ok((days.or(Some(dates)), date));
    }
    let is_date = read_date(dates, now, zone).is_ok();
    if !is_date && read_days(dates, now, zone).is_ok() {
        return Err(EditRefusal::DaysForOneOff(reminder.id));
    }
    Ok((days, date.or(Some(dates))))
}

/// New days keep the bounds of the old ones, as far as they have none of their own and both agree.
pub(super) fn with_old_bounds(days: Recurrence, before: &Schedule) -> Recurrence {
    let Schedule::Recurring {
        recurrence: old, ..
    } = before
    else {
        return days;
    };
    let mut days = days;
    if days.starts_on().is_none() {
        days = days.starting_on(old.starts_on()).unwrap_or(days);
    }
    if days.ends_on().is_none() && old.count().is_none() {
        days = days.ending_on(old.ends_on()).unwrap_or(days);
    }
    days
}

fn with_bounds(
    schedule: Schedule,
    patch: &ReminderPatch,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Schedule, WhenRefusal> {
    let schedule = match (schedule, &patch.starts_on, &patch.ends_on) {
        (_, None, None) => return Ok(schedule),
        (Schedule::OneOff { .. }, _, _) => return Err(WhenRefusal::BoundsWithoutDays),
        (Schedule::Recurring { recurrence, clock }, starts_on, ends_on) => {
            let cleared = cleared(recurrence, starts_on.as_ref(), ends_on.as_ref())?;
            Schedule::recurring(cleared, clock)
        }
    };
    bounded(
        schedule,
        text(patch.starts_on.as_ref()),
        text(patch.ends_on.as_ref()),
        now,
        zone,
    )
}

fn cleared(
    recurrence: Recurrence,
    starts_on: Option<&Change>,
    ends_on: Option<&Change>,
) -> Result<Recurrence, WhenRefusal> {
    let contradict = |_| WhenRefusal::BoundsContradict;
    let mut recurrence = recurrence;
    if ends_on == Some(&Change::Clear) {
        recurrence = recurrence.ending_on(None).map_err(contradict)?;
    }
    if starts_on == Some(&Change::Clear) {
        recurrence = recurrence.starting_on(None).map_err(contradict)?;
    }
    Ok(recurrence)
}

fn text(change: Option<&Change>) -> Option<&str> {
    match change {
        Some(Change::To(text)) => Some(text),
        Some(Change::Clear) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveTime, Weekday};
    use settings_core::SettingValue;

    use super::super::trial::{edit, owned, refusal, stored, weekly};
    use super::*;
    use crate::settings::OFFSET;
    use crate::testing::{World, a_reminder, instant};
    use crate::{Announce, MoveCause};

    #[tokio::test]
    async fn a_one_offs_clock_moves_on_its_own_day_and_its_notice_is_taken_down() {
        let world = World::default();
        let before = world.store(a_reminder().build()).await;
        world.at("2026-02-06 19:00");
        world.reminders().deliver_due().await.unwrap();
        let notice = stored(&world, before.id).await.pre_message.unwrap();
        let patch = ReminderPatch {
            time: Some(owned("22:30")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, patch).await;
        let expected = Schedule::one_off(instant("2026-02-06 21:30"));
        assert_eq!(edited.reminder.what.schedule, expected);
        assert_eq!(
            edited.reminder.next.unwrap().fires_at,
            instant("2026-02-06 20:30")
        );
        assert_eq!(edited.reminder.pre_message, None);
        assert_eq!(world.delivery.taken_down(), [(World::GENERAL, notice)]);
        // The old moment announces nothing any more, the new ones do.
        world.at("2026-02-06 20:00");
        assert!(
            world
                .reminders()
                .deliver_due()
                .await
                .unwrap()
                .delivered
                .is_empty()
        );
        world.at("2026-02-06 20:30");
        world.reminders().deliver_due().await.unwrap();
        world.at("2026-02-06 21:30");
        world.reminders().deliver_due().await.unwrap();
        assert_eq!(world.delivery.posts().len(), 3);
    }

    #[tokio::test]
    async fn a_one_off_moves_to_another_day_and_never_into_the_past() {
        let world = World::default();
        let before = world.store(a_reminder().build()).await;
        let on = |text: &str| ReminderPatch {
            dates: Some(owned(text)),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, on("14/2/2026")).await;
        let expected = Schedule::one_off(instant("2026-02-14 20:00"));
        assert_eq!(edited.reminder.what.schedule, expected);
        let early = ReminderPatch {
            time: Some(owned("9:00")),
            ..on("today")
        };
        let refused = refusal(&world, &before, early).await;
        assert_eq!(
            refused,
            EditRefusal::When(WhenRefusal::Past(instant("2026-02-04 08:00")))
        );
    }

    #[tokio::test]
    async fn a_recurring_one_gets_other_days_and_keeps_its_bounds() {
        let world = World::default();
        let before = weekly(&world).await;
        let bounded = ReminderPatch {
            ends_on: Some(Change::To("30/6".to_owned())),
            ..ReminderPatch::default()
        };
        edit(&world, &before, bounded).await;
        let days = ReminderPatch {
            dates: Some(owned("tue, wo")),
            time: Some(owned("21u")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, days).await;
        let Schedule::Recurring { recurrence, clock } = edited.reminder.what.schedule else {
            panic!("{edited:?}")
        };
        assert_eq!(clock, NaiveTime::from_hms_opt(21, 0, 0).unwrap());
        assert_eq!(recurrence.ends_on(), NaiveDate::from_ymd_opt(2026, 6, 30));
        assert_eq!(
            edited.reminder.next.unwrap().fires_at,
            instant("2026-02-04 19:00")
        );
        let cleared = ReminderPatch {
            ends_on: Some(Change::Clear),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, cleared).await;
        let Schedule::Recurring { recurrence, .. } = edited.reminder.what.schedule else {
            panic!("{edited:?}")
        };
        assert_eq!(recurrence.ends_on(), None);
    }

    #[tokio::test]
    async fn what_comes_again_keeps_a_day_and_words_that_are_none_are_named() {
        let world = World::default();
        let before = weekly(&world).await;
        for (typed, expected) in [
            ("", WhenRefusal::NoDays),
            ("  ", WhenRefusal::NoDays),
            (
                "mon, blursday",
                WhenRefusal::DaysUnreadable(vec!["blursday".to_owned()]),
            ),
        ] {
            let patch = ReminderPatch {
                dates: Some(owned(typed)),
                ..ReminderPatch::default()
            };
            let refused = refusal(&world, &before, patch).await;
            assert_eq!(refused, EditRefusal::When(expected));
        }
        assert_eq!(stored(&world, before.id).await, before);
    }

    #[tokio::test]
    async fn a_one_off_comes_again_only_when_that_is_said_plainly() {
        let world = World::default();
        let before = world.store(a_reminder().build()).await;
        let typed = ReminderPatch {
            dates: Some(owned("mon, wed")),
            ..ReminderPatch::default()
        };
        let refused = refusal(&world, &before, typed).await;
        assert_eq!(refused, EditRefusal::DaysForOneOff(before.id));
        let plainly = ReminderPatch {
            days: Some(owned("mon, wed")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, plainly).await;
        assert!(edited.reminder.what.schedule.is_recurring());
        assert_eq!(edited.reminder.what.announce, Announce::Before);
        let back = ReminderPatch {
            date: Some(owned("14/2")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, back).await;
        let expected = Schedule::one_off(instant("2026-02-14 20:00"));
        assert_eq!(edited.reminder.what.schedule, expected);
        assert_eq!(edited.reminder.what.announce, Announce::Both);
        let both = ReminderPatch {
            days: Some(owned("mon")),
            date: Some(owned("14/2")),
            ..ReminderPatch::default()
        };
        let refused = refusal(&world, &before, both).await;
        assert_eq!(refused, EditRefusal::When(WhenRefusal::DaysAndDate));
    }

    #[tokio::test]
    async fn a_new_time_takes_the_guilds_present_lead_and_tells_of_clock_changes() {
        let world = World::default();
        let before = world
            .store(a_reminder().weekly([Weekday::Sun], 20, 0).build())
            .await;
        world.set(&OFFSET, SettingValue::Int(0));
        let patch = ReminderPatch {
            time: Some(owned("2:30")),
            ..ReminderPatch::default()
        };
        let edited = edit(&world, &before, patch).await;
        assert_eq!(edited.reminder.what.lead.as_minutes(), 0);
        assert_eq!(edited.moves[0].cause, MoveCause::Skipped);
        let renamed = ReminderPatch {
            name: Some(owned("B")),
            ..ReminderPatch::default()
        };
        world.set(&OFFSET, SettingValue::Int(30));
        let edited = edit(&world, &before, renamed).await;
        assert_eq!(edited.reminder.what.lead.as_minutes(), 0);
        assert_eq!(edited.moves, []);
    }
}
