//! What people ask for below a reminder, without a database.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, MessageId, PortFailure, UserId};

use super::pauses::OWED;
use super::{InMemoryReminders, Progress, Recorded as Kept, State};
use crate::{
    Kind, Occurrence, OccurrenceId, OccurrenceResult, Recorded, Reminder, ReminderId, SnoozeStore,
    after_event, rest_of_event,
};

impl Kept {
    fn message(&self) -> Option<MessageId> {
        match self.progress {
            Progress::Ended(OccurrenceResult::Sent { message, .. }) => Some(message),
            Progress::Ended(_) | Progress::Leased(_) => None,
        }
    }
}

impl State {
    fn kept(&self, guild: GuildId, id: OccurrenceId) -> Option<Recorded> {
        let kept = self.occurrences.get(&id)?;
        let reminder = self.get(guild, kept.reminder)?.clone();
        Some(Recorded {
            occurrence: kept.occurrence,
            message: kept.message(),
            reminder,
        })
    }

    /// Records a send as left out, unless it is on record.
    fn skip(&mut self, reminder: ReminderId, occurrence: Occurrence, now: DateTime<Utc>) {
        let mut theirs = self
            .occurrences
            .values()
            .filter(|it| it.reminder == reminder);
        if theirs.any(|it| it.occurrence == occurrence) {
            return;
        }
        self.last_occurrence += 1;
        let skipped = Kept {
            reminder,
            occurrence,
            attempt: 1,
            first_claimed_at: now,
            asked_by: None,
            postponed: false,
            progress: Progress::Ended(OccurrenceResult::Skipped),
        };
        let id = OccurrenceId(self.last_occurrence);
        self.occurrences.insert(id, skipped);
    }

    /// What was snoozed of a reminder that comes once names the moment to which its event was moved.
    pub(super) fn move_snoozes(&mut self, reminder: &Reminder, next: Occurrence) {
        let snoozed = self.occurrences.values_mut().filter(|it| {
            let open = matches!(it.progress, Progress::Leased(_));
            it.reminder == reminder.id && it.occurrence.kind == Kind::Snoozed && open
        });
        if !reminder.what.schedule.is_recurring() {
            snoozed.for_each(|it| it.occurrence.event_at = next.event_at);
        }
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
        now: DateTime<Utc>,
    ) -> Result<Option<Reminder>, PortFailure> {
        let mut state = self.reach("mark a reminder as done")?;
        let Some(sent) = state.kept(guild, id) else {
            return Ok(None);
        };
        for waiting in state.waiting(&sent) {
            waiting.progress = Progress::Ended(OccurrenceResult::Skipped);
        }
        let (id_of, event_at) = (sent.reminder.id, sent.occurrence.event_at);
        state.withdraw(id_of, event_at, id);
        let announces = state.occurrences.values().any(|it| {
            let theirs = it.reminder == id_of && it.occurrence.event_at == event_at;
            theirs && it.message().is_some() && it.message() == sent.reminder.pre_message
        });
        let zone = state.zone(guild);
        let Some(reminder) = state.reminders.get_mut(&id_of) else {
            return Ok(None);
        };
        let ahead = reminder.next.is_some_and(|it| it.event_at == event_at);
        if ahead {
            reminder.next = after_event(reminder, event_at, zone);
        }
        if ahead || announces {
            reminder.pre_message = None;
        }
        reminder.completed |= reminder.next.is_none() && reminder.paused.is_none();
        let reminder = reminder.clone();
        for send in rest_of_event(&reminder, event_at, zone, now - OWED) {
            state.skip(id_of, send, now);
        }
        Ok(Some(reminder))
    }
}
