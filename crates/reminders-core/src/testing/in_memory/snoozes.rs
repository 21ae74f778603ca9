//! What people ask for below a reminder, without a database.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};

use super::{InMemoryReminders, Progress, Recorded as Kept, State};
use crate::{
    After, Kind, Occurrence, OccurrenceId, OccurrenceResult, Recorded, Reminder, SnoozeStore,
    next_occurrence,
};

impl State {
    fn kept(&self, guild: GuildId, id: OccurrenceId) -> Option<Recorded> {
        let kept = self.occurrences.get(&id)?;
        let reminder = self.get(guild, kept.reminder)?.clone();
        Some(Recorded {
            occurrence: kept.occurrence,
            reminder,
        })
    }

    /// The snoozes of an event that nobody has claimed yet.
    fn waiting(&mut self, of: &Recorded) -> impl Iterator<Item = &mut Kept> {
        let (reminder, event_at) = (of.reminder.id, of.occurrence.event_at);
        self.occurrences.values_mut().filter(move |it| {
            it.reminder == reminder
                && it.occurrence.event_at == event_at
                && it.occurrence.kind == Kind::Snoozed
                && it.attempt == 0
                && matches!(it.progress, Progress::Leased(_))
        })
    }
}

#[async_trait]
impl SnoozeStore for InMemoryReminders {
    async fn recorded(
        &self,
        guild: GuildId,
        id: OccurrenceId,
    ) -> Result<Option<Recorded>, PortFailure> {
        Ok(self.reach("find a send")?.kept(guild, id))
    }

    async fn snooze(
        &self,
        guild: GuildId,
        id: OccurrenceId,
        by: UserId,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let mut state = self.reach("snooze a reminder")?;
        let Some(sent) = state.kept(guild, id) else {
            return Ok(false);
        };
        if let Some(waiting) = state.waiting(&sent).find(|it| it.asked_by == Some(by)) {
            waiting.occurrence.fires_at = until;
            waiting.progress = Progress::Leased(until);
            return Ok(true);
        }
        state.last_occurrence += 1;
        let id = OccurrenceId(state.last_occurrence);
        let snoozed = Kept {
            reminder: sent.reminder.id,
            occurrence: Occurrence {
                fires_at: until,
                kind: Kind::Snoozed,
                event_at: sent.occurrence.event_at,
            },
            attempt: 0,
            first_claimed_at: now,
            asked_by: Some(by),
            postponed: false,
            progress: Progress::Leased(until),
        };
        state.occurrences.insert(id, snoozed);
        Ok(true)
    }

    async fn done(
        &self,
        guild: GuildId,
        id: OccurrenceId,
        _now: DateTime<Utc>,
    ) -> Result<Option<Reminder>, PortFailure> {
        let mut state = self.reach("mark a reminder as done")?;
        let Some(sent) = state.kept(guild, id) else {
            return Ok(None);
        };
        for waiting in state.waiting(&sent) {
            waiting.progress = Progress::Ended(OccurrenceResult::Skipped);
        }
        let zone = state.zone(guild);
        let Some(reminder) = state.reminders.get_mut(&sent.reminder.id) else {
            return Ok(None);
        };
        let what = &reminder.what;
        let event_at = sent.occurrence.event_at;
        if let Some(next) = reminder.next.filter(|it| it.event_at == event_at) {
            let after = After::Occurrence(next);
            reminder.next = next_occurrence(&what.schedule, what.lead, what.announce, zone, after);
            reminder.pre_message = None;
        }
        reminder.completed |= reminder.next.is_none() && reminder.paused.is_none();
        Ok(Some(reminder.clone()))
    }
}
