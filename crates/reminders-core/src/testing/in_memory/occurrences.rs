//! Which sends are due, without a database.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{GuildId, PortFailure, Retry};

use super::{InMemoryReminders, Progress, Recorded, State};
use crate::{
    After, Claimed, Kind, Occurrence, OccurrenceId, OccurrenceResult, OccurrenceStore, Reminder,
    ReminderId, next_occurrence,
};

impl State {
    /// Takes on again what nobody finished in time, oldest lease first.
    fn reclaim(
        &mut self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: usize,
    ) -> Vec<OccurrenceId> {
        let expired = |it: &Recorded| match it.progress {
            Progress::Leased(until) if until <= now => Some(until),
            Progress::Leased(_) | Progress::Ended(_) => None,
        };
        let mut ids: Vec<_> = self
            .occurrences
            .iter()
            .filter_map(|(id, it)| expired(it).map(|until| (until, *id)))
            .collect();
        ids.sort_unstable();
        ids.truncate(limit);
        for (_, id) in &ids {
            let recorded = self.occurrences.get_mut(id).unwrap();
            recorded.attempt += 1;
            recorded.progress = Progress::Leased(until);
        }
        ids.into_iter().map(|(_, id)| id).collect()
    }

    /// Takes on what is due, starts before notices, and moves the reminders on.
    fn claim(
        &mut self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: usize,
    ) -> Vec<OccurrenceId> {
        let mut due: Vec<_> = self
            .reminders
            .values()
            .filter(|it| !it.completed)
            .filter_map(|it| {
                it.next
                    .filter(|next| next.fires_at <= now)
                    .map(|next| (next, it.id))
            })
            .collect();
        due.sort_by_key(|(next, id)| (next.kind, next.fires_at, *id));
        due.truncate(limit);
        due.into_iter()
            .filter_map(|(next, id)| self.take_on(id, next, now, until))
            .collect()
    }

    fn take_on(
        &mut self,
        reminder: ReminderId,
        occurrence: Occurrence,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Option<OccurrenceId> {
        let zone = self.zone(self.reminders.get(&reminder)?.what.guild);
        let stored = self.reminders.get_mut(&reminder)?;
        stored.next = following(stored, zone, After::Occurrence(occurrence));
        let same = |it: &Recorded| {
            it.reminder == reminder
                && it.occurrence.fires_at == occurrence.fires_at
                && it.occurrence.kind == occurrence.kind
        };
        if self.occurrences.values().any(same) {
            return None;
        }
        self.last_occurrence += 1;
        let id = OccurrenceId(self.last_occurrence);
        let progress = Progress::Leased(until);
        self.occurrences.insert(
            id,
            Recorded {
                reminder,
                occurrence,
                attempt: 1,
                first_claimed_at: now,
                asked_by: None,
                progress,
            },
        );
        Some(id)
    }

    fn claimed(&self, id: OccurrenceId) -> Claimed {
        let recorded = &self.occurrences[&id];
        let reminder = self.reminders[&recorded.reminder].clone();
        Claimed {
            id,
            occurrence: recorded.occurrence,
            zone: self.zone(reminder.what.guild),
            reminder,
            attempt: recorded.attempt,
            first_claimed_at: recorded.first_claimed_at,
            asked_by: recorded.asked_by,
        }
    }

    pub(super) fn zone(&self, guild: GuildId) -> Tz {
        self.zones
            .get(&guild)
            .copied()
            .unwrap_or(Tz::Europe__Brussels)
    }

    /// The record behind a claim, while it is still under way.
    fn under_way(&mut self, claimed: &Claimed) -> Option<&mut Recorded> {
        self.get(claimed.reminder.what.guild, claimed.reminder.id)?;
        let recorded = self.occurrences.get_mut(&claimed.id)?;
        let theirs = recorded.reminder == claimed.reminder.id;
        (theirs && matches!(recorded.progress, Progress::Leased(_))).then_some(recorded)
    }

    /// Leaves out what is under way for moments that are no longer a reminder's.
    pub(super) fn leave_out(&mut self, reminder: ReminderId) {
        let open = self.occurrences.values_mut().filter(|it| {
            it.reminder == reminder
                && it.occurrence.kind != Kind::Snoozed
                && matches!(it.progress, Progress::Leased(_))
        });
        open.for_each(|it| it.progress = Progress::Ended(OccurrenceResult::Skipped));
    }

    fn has_open(&self, reminder: ReminderId) -> bool {
        let mut recorded = self
            .occurrences
            .values()
            .filter(|it| it.reminder == reminder);
        recorded.any(|it| matches!(it.progress, Progress::Leased(_)))
    }
}

#[async_trait]
impl OccurrenceStore for InMemoryReminders {
    async fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<Claimed>, PortFailure> {
        let mut state = self.reach("claim due reminders")?;
        let (limit, until) = (limit as usize, now + lease);
        let mut ids = state.reclaim(now, until, limit);
        let room = limit - ids.len();
        ids.extend(state.claim(now, until, room));
        let mut claimed: Vec<_> = ids.into_iter().map(|id| state.claimed(id)).collect();
        claimed.sort_by_key(|it| (it.occurrence.kind, it.occurrence.fires_at, it.id));
        Ok(claimed)
    }

    async fn finish(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
        _now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        const ATTEMPTED: &str = "record how a reminder ended";
        let mut state = self.reach(ATTEMPTED)?;
        if state.finishes_to_fail > 0 {
            state.finishes_to_fail -= 1;
            return Err(PortFailure::new(ATTEMPTED, Retry::Later, "told to fail"));
        }
        let Some(recorded) = state.under_way(claimed) else {
            return Ok(());
        };
        recorded.progress = Progress::Ended(result.clone());
        let kind = recorded.occurrence.kind;
        let last = !state.has_open(claimed.reminder.id);
        let Some(reminder) = state.reminders.get_mut(&claimed.reminder.id) else {
            return Ok(());
        };
        if let OccurrenceResult::Sent { message, .. } = result {
            match kind {
                Kind::Pre => reminder.pre_message = Some(*message),
                Kind::T0 => reminder.pre_message = None,
                Kind::Snoozed => {}
            }
        }
        reminder.completed |= last && reminder.next.is_none() && reminder.paused.is_none();
        Ok(())
    }

    async fn postpone(
        &self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        _reason: &str,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach("postpone a reminder")?;
        let recorded = state
            .under_way(claimed)
            .filter(|it| it.attempt == claimed.attempt);
        if let Some(recorded) = recorded {
            recorded.progress = Progress::Leased(until);
        }
        Ok(())
    }

    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure> {
        let state = self.reach("find out when the next reminder is due")?;
        let due = state
            .reminders
            .values()
            .filter(|it| !it.completed)
            .filter_map(|it| it.next);
        let again = state
            .occurrences
            .values()
            .filter_map(|it| match it.progress {
                Progress::Leased(until) => Some(until),
                Progress::Ended(_) => None,
            });
        Ok(due.map(|it| it.fires_at).chain(again).min())
    }

    async fn rezone(
        &self,
        guild: GuildId,
        zone: Tz,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut state = self.reach("move reminders into another zone")?;
        let waiting = state
            .reminders
            .values_mut()
            .filter(|it| it.what.guild == guild);
        for reminder in waiting {
            let upcoming = !reminder.completed && reminder.next.is_some_and(|it| it.fires_at > now);
            if upcoming && reminder.what.schedule.is_recurring() {
                reminder.next = following(reminder, zone, After::Instant(now));
            }
        }
        Ok(())
    }
}

fn following(reminder: &Reminder, zone: Tz, after: After) -> Option<Occurrence> {
    let what = &reminder.what;
    next_occurrence(&what.schedule, what.lead, what.announce, zone, after)
}
