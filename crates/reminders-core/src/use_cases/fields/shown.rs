//! Reminders as programs see them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure, UserId};
use parsers::WeekdaySet;
use settings_core::SystemSettings;

use crate::use_cases::Reminders;
use crate::{Completed, Dated, Reminder, ReminderId, Schedule};

/// A reminder, and what its guild's clocks show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The reminder.
    pub reminder: Reminder,
    /// The minute for which it was last posted, if it was.
    pub last_sent_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Its guild's zone.
    pub zone: Tz,
}

impl Shown {
    pub(super) fn new(dated: Dated, zone: Tz) -> Self {
        Self {
            reminder: dated.reminder,
            last_sent_at: dated.last_sent_at,
            updated_at: dated.updated_at,
            zone,
        }
    }

    /// The clocks of the advance notice and of the event.
    pub fn clocks(&self) -> (NaiveTime, NaiveTime) {
        self.reminder.what.clocks(self.zone)
    }

    /// The clock of the advance notice.
    pub fn time(&self) -> NaiveTime {
        self.clocks().0
    }

    /// The clock of the event.
    pub fn call_time(&self) -> NaiveTime {
        self.clocks().1
    }

    /// The weekdays of what comes every week; none for everything else.
    pub fn days(&self) -> WeekdaySet {
        match &self.reminder.what.schedule {
            Schedule::OneOff { .. } => WeekdaySet::EMPTY,
            Schedule::Recurring { recurrence, .. } => {
                recurrence.plain_weekly().unwrap_or(WeekdaySet::EMPTY)
            }
        }
    }

    /// The instant of what comes once.
    pub fn event_time(&self) -> Option<DateTime<Utc>> {
        match self.reminder.what.schedule {
            Schedule::OneOff { at } => Some(at),
            Schedule::Recurring { .. } => None,
        }
    }
}

impl Reminders {
    /// The unfinished reminders of a member, in all guilds or in this one: at most
    /// [`MOST_LISTED`](crate::MOST_LISTED), by the clock of their event and their name. Whether a guild has its reminders
    /// switched on does not matter to whom they belong.
    pub async fn of_maker(
        &self,
        maker: UserId,
        guild: Option<GuildId>,
    ) -> Result<Vec<Shown>, PortFailure> {
        let found = self.ports.store.of_maker(maker, guild).await?;
        self.shown(found).await
    }

    /// The reminders of a guild: at most [`MOST_LISTED`](crate::MOST_LISTED), by their event and the clock of their
    /// notice; what comes again stands where the present moment is.
    pub async fn of_guild(
        &self,
        guild: GuildId,
        completed: Completed,
    ) -> Result<Vec<Shown>, PortFailure> {
        let now = self.ports.clock.now();
        let found = self.ports.store.of_guild(guild, completed, now).await?;
        self.shown(found).await
    }

    /// The guild of a member's reminder; none when they have none with this number.
    pub async fn guild_of(
        &self,
        maker: UserId,
        id: ReminderId,
    ) -> Result<Option<GuildId>, PortFailure> {
        self.ports.store.guild_of(maker, id).await
    }

    pub(super) async fn zone_of(&self, guild: GuildId) -> Result<Tz, PortFailure> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        Ok(SystemSettings::read(&snapshot).timezone)
    }

    async fn shown(&self, found: Vec<Dated>) -> Result<Vec<Shown>, PortFailure> {
        let mut zones = HashMap::new();
        let mut shown = Vec::with_capacity(found.len());
        for dated in found {
            let guild = dated.reminder.what.guild;
            let zone = if let Some(zone) = zones.get(&guild) {
                *zone
            } else {
                let zone = self.zone_of(guild).await?;
                zones.insert(guild, zone);
                zone
            };
            shown.push(Shown::new(dated, zone));
        }
        Ok(shown)
    }
}
