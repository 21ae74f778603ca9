//! What people ask for below a reminder that stands in its channel: to be told again later, or that it is done.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, Member, UseCaseError};
use settings_core::SystemSettings;

use super::Reminders;
use crate::{LogEvent, OccurrenceId, Recorded, Reminder};

/// Somebody presses a button below a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnoozeReminder {
    /// The guild where it is pressed.
    pub guild: GuildId,
    /// Who presses.
    pub member: Member,
    /// Which send stands there.
    pub occurrence: OccurrenceId,
}

/// For how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozeFor {
    /// Ten minutes.
    TenMinutes,
    /// An hour.
    OneHour,
    /// Until nine o'clock of the next morning, by the guild's clock.
    TomorrowMorning,
}

impl SnoozeFor {
    fn until(self, now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
        match self {
            Self::TenMinutes => now + TimeDelta::minutes(10),
            Self::OneHour => now + TimeDelta::hours(1),
            Self::TomorrowMorning => {
                let tomorrow = parsers::local(now, zone).date() + Days::new(1);
                parsers::resolve(tomorrow, NaiveTime::MIN + TimeDelta::hours(9), zone)
            }
        }
    }
}

/// A reminder that will be posted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snoozed {
    /// The reminder.
    pub reminder: Reminder,
    /// When it is posted again.
    pub until: DateTime<Utc>,
}

/// Why a button below a reminder does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnoozeRefusal {
    /// Reminders are switched off in this guild.
    Disabled,
    /// The reminder was deleted, or is another guild's.
    Gone,
    /// It belongs to another member.
    NotYours,
}

type Refused = UseCaseError<SnoozeRefusal>;

impl Reminders {
    /// Posts a reminder again later, for whoever asks. Only its owner and admins may ask.
    pub async fn snooze(
        &self,
        request: SnoozeReminder,
        how_long: SnoozeFor,
    ) -> Result<Snoozed, Refused> {
        let recorded = self.pressed(request).await?;
        let snapshot = self.ports.settings.snapshot(request.guild).await?;
        let now = self.ports.clock.now();
        let until = how_long.until(now, SystemSettings::read(&snapshot).timezone);
        let (guild, by) = (request.guild, request.member.user);
        let store = &self.ports.snoozes;
        if !store
            .snooze(guild, request.occurrence, by, until, now)
            .await?
        {
            return Err(UseCaseError::Refused(SnoozeRefusal::Gone));
        }
        Ok(Snoozed {
            reminder: recorded.reminder,
            until,
        })
    }

    /// Marks an event as done: nothing more is posted about it. Only its owner and admins may.
    pub async fn done(&self, request: SnoozeReminder) -> Result<Reminder, Refused> {
        let pressed = self.pressed(request).await?;
        let (guild, now) = (request.guild, self.ports.clock.now());
        let ended = self.ports.snoozes.done(guild, request.occurrence, now);
        let reminder = ended
            .await?
            .ok_or(UseCaseError::Refused(SnoozeRefusal::Gone))?;
        self.take_down_standing(&pressed, &reminder).await;
        let event = LogEvent::Done {
            reminder: reminder.clone(),
            by: request.member.user,
        };
        self.ports.log.record(guild, &event).await;
        Ok(reminder)
    }

    /// Takes the notice of an event that is done down, unless it is the message whose button was pressed: that one says so
    /// itself. Nobody is refused because that failed.
    async fn take_down_standing(&self, pressed: &Recorded, after: &Reminder) {
        let before = &pressed.reminder;
        if let Some(notice) = before.pre_message
            && after.pre_message.is_none()
            && pressed.message != Some(notice)
        {
            let delivery = &self.ports.delivery;
            let _ = delivery.take_down(before.what.channel, notice).await;
        }
    }

    /// The send below which the button was pressed, if whoever pressed it has a say.
    async fn pressed(&self, request: SnoozeReminder) -> Result<Recorded, Refused> {
        if !self.enabled(request.guild).await? {
            return Err(UseCaseError::Refused(SnoozeRefusal::Disabled));
        }
        let recorded = self
            .ports
            .snoozes
            .recorded(request.guild, request.occurrence);
        let recorded = recorded
            .await?
            .ok_or(UseCaseError::Refused(SnoozeRefusal::Gone))?;
        let owner = recorded.reminder.what.created_by;
        if !request.member.is_admin() && owner != Some(request.member.user) {
            return Err(UseCaseError::Refused(SnoozeRefusal::NotYours));
        }
        Ok(recorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::ENABLED;
    use crate::testing::{World, a_reminder, admin, guild, home, instant, member, user};
    use crate::{Announce, Ending, Kind, Ping};

    /// Posts what is due, and returns how each send ended.
    async fn round(world: &World) -> Vec<(Kind, Ending)> {
        let report = world.reminders().deliver_due().await.unwrap();
        let handled = report.delivered.iter();
        handled.map(|it| (it.kind, it.ending)).collect()
    }

    /// The notice of the usual reminder stands in its channel; it is 20:00 in Brussels on Friday 6 February.
    async fn posted(world: &World) -> OccurrenceId {
        world.store(a_reminder().build()).await;
        world.at("2026-02-06 19:00");
        assert_eq!(round(world).await, [(Kind::Pre, Ending::Sent)]);
        world.delivery.posts()[0].id
    }

    fn pressed_by(member: Member, occurrence: OccurrenceId) -> SnoozeReminder {
        SnoozeReminder {
            guild: home(),
            member,
            occurrence,
        }
    }

    #[tokio::test]
    async fn ten_minutes_later_it_is_posted_again_for_who_asked() {
        let world = World::default();
        let id = posted(&world).await;
        let asked = pressed_by(admin(8), id);
        let reminders = world.reminders();
        let snoozed = reminders.snooze(asked, SnoozeFor::TenMinutes);
        assert_eq!(snoozed.await.unwrap().until, instant("2026-02-06 19:10"));
        world.at("2026-02-06 19:09");
        assert_eq!(round(&world).await, []);
        world.at("2026-02-06 19:10");
        assert_eq!(round(&world).await, [(Kind::Snoozed, Ending::Sent)]);
        let again = &world.delivery.posts()[1];
        assert_eq!(again.ping, Ping::Member(user(8)));
        world.at("2026-02-06 20:00");
        assert_eq!(round(&world).await, [(Kind::T0, Ending::Sent)]);
        // The start takes down the notice, and not what somebody asked for.
        assert_eq!(world.delivery.taken_down().len(), 1);
    }

    #[tokio::test]
    async fn an_hour_is_sixty_minutes_and_tomorrow_is_nine_by_the_guilds_clock() {
        for (how_long, until) in [
            (SnoozeFor::OneHour, "2026-02-06 20:00"),
            (SnoozeFor::TomorrowMorning, "2026-02-07 08:00"),
        ] {
            let world = World::default();
            let asked = pressed_by(member(7), posted(&world).await);
            let snoozed = world.reminders().snooze(asked, how_long).await.unwrap();
            assert_eq!(snoozed.until, instant(until));
        }
        // In the night to 29 March the clock goes forward.
        let spring =
            SnoozeFor::TomorrowMorning.until(instant("2026-03-28 12:00"), Tz::Europe__Brussels);
        assert_eq!(spring, instant("2026-03-29 07:00"));
    }

    #[tokio::test]
    async fn what_is_over_can_still_be_told_again() {
        let world = World::default();
        world
            .store(a_reminder().announced(Announce::AtStart).build())
            .await;
        world.at("2026-02-06 20:00");
        assert_eq!(round(&world).await, [(Kind::T0, Ending::Sent)]);
        let asked = pressed_by(member(7), world.delivery.posts()[0].id);
        let reminders = world.reminders();
        let snoozed = reminders.snooze(asked, SnoozeFor::TomorrowMorning);
        snoozed.await.unwrap();
        world.at("2026-02-07 08:00");
        assert_eq!(round(&world).await, [(Kind::Snoozed, Ending::Sent)]);
        world.at("2026-02-08 08:00");
        assert_eq!(round(&world).await, []);
    }

    #[tokio::test]
    async fn only_its_owner_and_admins_have_a_say() {
        let world = World::default();
        let id = posted(&world).await;
        let theirs = pressed_by(member(9), id);
        let refused = UseCaseError::Refused(SnoozeRefusal::NotYours);
        let reminders = world.reminders();
        let snoozed = reminders.snooze(theirs, SnoozeFor::OneHour).await;
        assert_eq!(
            format!("{:?}", snoozed.unwrap_err()),
            format!("{refused:?}")
        );
        let done = reminders.done(theirs).await;
        assert_eq!(format!("{:?}", done.unwrap_err()), format!("{refused:?}"));
        assert!(reminders.done(pressed_by(member(7), id)).await.is_ok());
    }

    #[tokio::test]
    async fn done_ends_the_event_and_what_was_snoozed_of_it() {
        let world = World::default();
        let id = posted(&world).await;
        let mine = pressed_by(member(7), id);
        world
            .reminders()
            .snooze(mine, SnoozeFor::TenMinutes)
            .await
            .unwrap();
        let done = world.reminders().done(mine).await.unwrap();
        assert!(done.completed);
        world.at("2026-02-06 21:00");
        assert_eq!(round(&world).await, []);
        let told = world.told();
        assert!(
            matches!(told.last(), Some(LogEvent::Done { by, .. }) if *by == user(7)),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn done_below_what_was_snoozed_takes_the_notice_down() {
        let world = World::default();
        let id = posted(&world).await;
        let notice = world.delivery.message_of(id).unwrap();
        let reminders = world.reminders();
        let snoozed = reminders.snooze(pressed_by(member(7), id), SnoozeFor::TenMinutes);
        snoozed.await.unwrap();
        world.at("2026-02-06 19:10");
        assert_eq!(round(&world).await, [(Kind::Snoozed, Ending::Sent)]);
        let copy = world.delivery.posts()[1].id;
        reminders.done(pressed_by(member(7), copy)).await.unwrap();
        assert_eq!(world.delivery.taken_down(), [(World::GENERAL, notice)]);
    }

    #[tokio::test]
    async fn done_below_the_notice_itself_leaves_it_standing() {
        let world = World::default();
        let id = posted(&world).await;
        let done = world.reminders().done(pressed_by(member(7), id)).await;
        assert_eq!(done.unwrap().pre_message, None);
        assert_eq!(world.delivery.taken_down(), []);
    }

    #[tokio::test]
    async fn elsewhere_and_while_switched_off_nothing_happens() {
        let world = World::default();
        let id = posted(&world).await;
        let elsewhere = SnoozeReminder {
            guild: guild(2),
            ..pressed_by(admin(7), id)
        };
        let gone = world.reminders().done(elsewhere).await.unwrap_err();
        assert!(matches!(gone, UseCaseError::Refused(SnoozeRefusal::Gone)));
        world.switch(&ENABLED, false);
        let off = world.reminders().done(pressed_by(member(7), id)).await;
        let off = off.unwrap_err();
        assert!(matches!(
            off,
            UseCaseError::Refused(SnoozeRefusal::Disabled)
        ));
    }
}
