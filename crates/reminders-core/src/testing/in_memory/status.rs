//! How a guild's reminders are doing, without a database.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure};

use super::{InMemoryReminders, Progress, Recorded, State};
use crate::{
    Lateness, OccurrenceId, OccurrenceResult, Punctuality, Reminder, ReminderFigures, Resting,
    SendCounts, StatusStore, StoredStatus, WaitingRetry,
};

impl State {
    fn occurrences_of(&self, guild: GuildId) -> impl Iterator<Item = (OccurrenceId, &Recorded)> {
        let theirs = move |it: &Recorded| self.get(guild, it.reminder).is_some();
        self.occurrences
            .iter()
            .filter(move |(_, it)| theirs(it))
            .map(|(id, it)| (*id, it))
    }

    fn counts(&self, guild: GuildId, since: DateTime<Utc>, until: DateTime<Utc>) -> SendCounts {
        let mut counts = SendCounts::default();
        let mut delays = Vec::new();
        for (id, recorded) in self.occurrences_of(guild) {
            let fires_at = recorded.occurrence.fires_at;
            let Progress::Ended(result) = &recorded.progress else {
                continue;
            };
            if fires_at <= since || fires_at > until {
                continue;
            }
            counts.retried += u32::from(recorded.attempt > 1);
            match result {
                OccurrenceResult::Sent { punctuality, .. } => {
                    match punctuality {
                        Punctuality::OnTime => counts.on_time += 1,
                        Punctuality::Late => counts.late += 1,
                    }
                    delays.extend(self.ended.get(&id).map(|it| it.at - fires_at));
                }
                OccurrenceResult::Failed { .. } => counts.failed += 1,
                OccurrenceResult::Missed => counts.missed += 1,
                OccurrenceResult::Skipped => counts.skipped += 1,
            }
        }
        delays.sort_unstable();
        counts.lateness = lateness(&delays);
        counts
    }
}

/// As Postgres' `percentile_disc` has it: the first value whose place covers the share.
fn lateness(delays: &[TimeDelta]) -> Option<Lateness> {
    let at = |percent: usize| {
        let place = (delays.len() * percent).div_ceil(100).max(1);
        delays.get(place - 1).copied()
    };
    Some(Lateness {
        median: at(50)?,
        p95: at(95)?,
        most: at(100)?,
    })
}

#[async_trait]
impl StatusStore for InMemoryReminders {
    async fn status(
        &self,
        guild: GuildId,
        now: DateTime<Utc>,
        examples: u32,
    ) -> Result<StoredStatus, PortFailure> {
        let state = self.reach("sum up a guild's reminders")?;
        let unfinished: Vec<&Reminder> = state.of(guild).filter(|it| !it.completed).collect();
        let (mut resting, active): (Vec<_>, Vec<_>) =
            unfinished.into_iter().partition(|it| it.paused.is_some());
        resting.sort_by_key(|it| (std::cmp::Reverse(it.paused.map(|pause| pause.since)), it.id));
        let recurring = active
            .iter()
            .filter(|it| it.what.schedule.is_recurring())
            .count();
        let mut waiting: Vec<_> = state
            .occurrences_of(guild)
            .filter_map(|(id, it)| match it.progress {
                Progress::Leased(until) if it.postponed => Some((until, id, it)),
                Progress::Leased(_) | Progress::Ended(_) => None,
            })
            .collect();
        waiting.sort_by_key(|it| (it.0, it.1));
        let next = active.iter().filter_map(|it| Some((it.next?, it.id, *it)));
        let next = next.min_by_key(|it| (it.0.fires_at, it.1));
        Ok(StoredStatus {
            recurring: number(recurring),
            one_off: number(active.len() - recurring),
            resting: number(resting.len()),
            some_resting: resting
                .iter()
                .take(examples as usize)
                .map(|it| Resting {
                    reminder: (*it).clone(),
                    missing: state.missing(it),
                })
                .collect(),
            next: next.map(|(next, _, reminder)| (reminder.clone(), next)),
            day: state.counts(guild, now - TimeDelta::days(1), now),
            week: state.counts(guild, now - TimeDelta::days(7), now),
            waiting: number(waiting.len()),
            some_waiting: waiting
                .iter()
                .take(examples as usize)
                .map(|(until, id, it)| WaitingRetry {
                    id: *id,
                    name: state.reminders[&it.reminder].what.name.as_str().to_owned(),
                    kind: it.occurrence.kind,
                    fires_at: it.occurrence.fires_at,
                    again_at: *until,
                    attempts: it.attempt,
                })
                .collect(),
        })
    }

    async fn figures(&self, guild: Option<GuildId>) -> Result<ReminderFigures, PortFailure> {
        let state = self.reach("count reminders")?;
        Ok(state.figures(guild))
    }
}

impl State {
    fn missing(&self, reminder: &Reminder) -> Vec<crate::Permission> {
        let rest = self.rests.get(&reminder.id);
        let trouble = rest.and_then(|it| it.trouble.as_ref());
        trouble.map_or_else(Vec::new, |it| it.missing().to_vec())
    }
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
