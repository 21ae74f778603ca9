//! Lists of reminders kept in memory.

use chrono::{DateTime, DurationRound as _, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, UserId};

use super::{Progress, State, admits};
use crate::{
    Completed, Dated, ListQuery, MOST_LISTED, OccurrenceResult, Page, Reminder, ReminderId,
    ReminderKinds, Schedule,
};

impl State {
    pub(super) fn page(&self, guild: GuildId, query: ListQuery) -> Page {
        let mut found: Vec<_> = self
            .of(guild)
            .filter(|it| admits(query.scope, it) && of_kind(query.kinds, it))
            .filter(|it| query.completed == Completed::Included || !it.completed)
            .collect();
        found.sort_by_key(|it| list_order(it));
        let recurring = found
            .iter()
            .filter(|it| it.what.schedule.is_recurring())
            .count();
        let one_off = found.len() - recurring;
        let shown = found
            .into_iter()
            .skip(query.offset as usize)
            .take(query.limit as usize);
        Page {
            reminders: shown.cloned().collect(),
            recurring: u32::try_from(recurring).unwrap(),
            one_off: u32::try_from(one_off).unwrap(),
        }
    }

    pub(super) fn of_maker(&self, maker: UserId, guild: Option<GuildId>) -> Vec<Dated> {
        let theirs = self.reminders.values().filter(|it| {
            let here = guild.is_none_or(|guild| guild == it.what.guild);
            here && it.what.created_by == Some(maker) && !it.completed
        });
        let mut found: Vec<_> = theirs.collect();
        found.sort_by_key(|it| {
            let name = it.what.name.as_str().to_owned();
            (self.clocks(it).1, name, it.id)
        });
        self.first(found)
    }

    pub(super) fn of_guild(
        &self,
        guild: GuildId,
        completed: Completed,
        now: DateTime<Utc>,
    ) -> Vec<Dated> {
        let shown = |it: &&Reminder| completed == Completed::Included || !it.completed;
        let mut found: Vec<_> = self.of(guild).filter(shown).collect();
        found.sort_by_key(|it| {
            let at = match it.what.schedule {
                Schedule::OneOff { at } => at,
                Schedule::Recurring { .. } => now,
            };
            (at, self.clocks(it).0, it.id)
        });
        self.first(found)
    }

    pub(super) fn dated(&self, reminder: &Reminder) -> Dated {
        let anew_since = self.anew_since.get(&reminder.id);
        let sent = self.occurrences.iter().filter(|(id, it)| {
            let stands = matches!(it.progress, Progress::Ended(OccurrenceResult::Sent { .. }));
            it.reminder == reminder.id && stands && anew_since.is_none_or(|since| *id > since)
        });
        let minute = |at: DateTime<Utc>| at.duration_trunc(TimeDelta::minutes(1)).unwrap();
        let changed = self.changed.get(&reminder.id);
        Dated {
            reminder: reminder.clone(),
            last_sent_at: sent.map(|(_, it)| minute(it.occurrence.fires_at)).max(),
            updated_at: changed.copied().unwrap_or(reminder.created_at),
        }
    }

    fn first(&self, found: Vec<&Reminder>) -> Vec<Dated> {
        let first = found.into_iter().take(MOST_LISTED);
        first.map(|it| self.dated(it)).collect()
    }

    /// The clocks of the notice and of the event.
    fn clocks(&self, reminder: &Reminder) -> (NaiveTime, NaiveTime) {
        let zone = self.zones.get(&reminder.what.guild).copied();
        let zone = zone.unwrap_or(Tz::Europe__Brussels);
        reminder.what.clocks(zone)
    }
}

fn of_kind(kinds: ReminderKinds, reminder: &Reminder) -> bool {
    match kinds {
        ReminderKinds::All => true,
        ReminderKinds::Recurring => reminder.what.schedule.is_recurring(),
        ReminderKinds::OneOff => !reminder.what.schedule.is_recurring(),
    }
}

type ListOrder = (Option<DateTime<Utc>>, Option<NaiveTime>, String, ReminderId);

/// Recurring ones first (they have no instant), by clock and name; one-offs by their instant and name.
fn list_order(reminder: &Reminder) -> ListOrder {
    let name = reminder.what.name.as_str().to_owned();
    match reminder.what.schedule {
        Schedule::OneOff { at } => (Some(at), None, name, reminder.id),
        Schedule::Recurring { clock, .. } => (None, Some(clock), name, reminder.id),
    }
}
