//! How a guild's reminders are doing, for its admins.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{BreakerState, GuildId, Member, PortFailure, UseCaseError};
use settings_core::SystemSettings;

use super::Reminders;
use crate::settings::RemindersSettings;
use crate::{ReminderFigures, StoredStatus};

/// How a guild's reminders are doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderStatus {
    /// What is stored.
    pub stored: StoredStatus,
    /// Whether sends go out, as far as this process knows.
    pub breaker: BreakerState,
    /// Whether reminders are switched on.
    pub enabled: bool,
    /// For how long a send that is late is still worth it when its event has begun.
    pub late_window: TimeDelta,
    /// The guild's zone.
    pub zone: Tz,
    /// The moment of all this.
    pub now: DateTime<Utc>,
}

/// Why no status is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusRefusal {
    /// Only admins may ask for it.
    AdminsOnly,
}

impl ReminderStatus {
    /// Whether nothing needs anybody's attention.
    pub fn is_well(&self) -> bool {
        let StoredStatus {
            resting,
            waiting,
            week,
            ..
        } = &self.stored;
        let flows = self.breaker == BreakerState::Closed;
        self.enabled
            && flows
            && *resting == 0
            && *waiting == 0
            && week.missed == 0
            && week.failed == 0
    }
}

impl Reminders {
    /// How many examples a status shows of each list.
    pub const STATUS_EXAMPLES: u32 = 8;

    /// What is not completed, in figures, for whoever may see the guild's; of all guilds when none is named, which is for
    /// whoever runs the bot.
    pub async fn figures(&self, guild: Option<GuildId>) -> Result<ReminderFigures, PortFailure> {
        self.ports.status.figures(guild).await
    }

    /// How the guild's reminders are doing; for admins.
    pub async fn status(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<ReminderStatus, UseCaseError<StatusRefusal>> {
        if !member.is_admin() {
            return Err(UseCaseError::Refused(StatusRefusal::AdminsOnly));
        }
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let settings = RemindersSettings::read(&snapshot);
        let now = self.ports.clock.now();
        let store = &self.ports.status;
        let stored = store.status(guild, now, Self::STATUS_EXAMPLES).await?;
        Ok(ReminderStatus {
            stored,
            breaker: self.breaker_state(guild),
            enabled: settings.enabled,
            late_window: settings.late_window,
            zone: SystemSettings::read(&snapshot).timezone,
            now,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::settings::ENABLED;
    use crate::testing::{World, a_reminder, admin, guild, home, member};

    #[tokio::test]
    async fn a_guild_whose_sends_came_on_time_is_well() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        let weekly = a_reminder().weekly([Weekday::Mon], 20, 0).build();
        world.store(weekly).await;
        world.store(a_reminder().in_guild(guild(2)).build()).await;
        world.at("2026-02-06 19:00");
        let reminders = world.reminders();
        reminders.deliver_due().await.unwrap();
        let status = reminders.status(home(), admin(7)).await.unwrap();
        assert!(status.is_well(), "{status:?}");
        let stored = &status.stored;
        assert_eq!(
            (stored.recurring, stored.one_off, stored.resting),
            (1, 1, 0)
        );
        assert_eq!((stored.day.on_time, stored.week.on_time), (1, 1));
        let next = stored.next.as_ref().unwrap();
        assert_eq!(next.1.event_at, crate::testing::instant("2026-02-06 20:00"));
    }

    #[tokio::test]
    async fn what_was_missed_or_switched_off_is_not_well() {
        let world = World::default();
        world.store(a_reminder().build()).await;
        world.at("2026-02-07 20:00");
        let reminders = world.reminders();
        reminders.deliver_due().await.unwrap();
        let status = reminders.status(home(), admin(7)).await.unwrap();
        assert!(!status.is_well());
        assert_eq!(
            (status.stored.week.missed, status.stored.week.skipped),
            (1, 1)
        );
        let world = World::default();
        world.switch(&ENABLED, false);
        let status = world.reminders().status(home(), admin(7)).await.unwrap();
        assert!(!status.is_well());
    }

    #[tokio::test]
    async fn only_admins_see_it() {
        let refused = World::default()
            .reminders()
            .status(home(), member(7))
            .await
            .unwrap_err();
        assert!(
            matches!(refused, UseCaseError::Refused(StatusRefusal::AdminsOnly)),
            "{refused:?}"
        );
    }
}
