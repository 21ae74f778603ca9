//! Which reminders rest, without a database.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure};

use super::occurrences::{following, has};
use super::{End, InMemoryReminders, Progress, Rest, State, ToTell};
use crate::{
    After, ChannelTrouble, Claimed, Kind, Occurrence, OccurrenceResult, Pause, PauseReason,
    PauseStore, Reminder, ReminderId,
};

impl End {
    pub(super) fn new(at: DateTime<Utc>, trouble: Option<ChannelTrouble>) -> Self {
        Self {
            at,
            trouble,
            telling: ToTell::Untold,
            maker_told: false,
        }
    }
}

impl State {
    fn unfinished(&self, guild: GuildId) -> impl Iterator<Item = &Reminder> {
        self.of(guild).filter(|it| !it.completed)
    }

    fn pause(&mut self, id: ReminderId, reason: PauseReason, rest: Rest, now: DateTime<Utc>) {
        let Some(reminder) = self.reminders.get_mut(&id) else {
            return;
        };
        let owed = reminder.next.take().map_or(now, |it| it.fires_at.min(now));
        let away = |it: Pause| it.reason == PauseReason::GuildLeft;
        let since = match reminder.paused {
            Some(pause) if away(pause) => now,
            Some(pause) => pause.since,
            None => owed,
        };
        reminder.paused = Some(Pause { reason, since });
        self.rests.insert(id, rest);
    }

    fn pause_channel(
        &mut self,
        guild: GuildId,
        channel: ChannelId,
        trouble: &ChannelTrouble,
        but: Option<PauseReason>,
        now: DateTime<Utc>,
    ) -> Vec<ReminderId> {
        let reason = trouble.reason();
        let ids: Vec<_> = self
            .unfinished(guild)
            .filter(|it| it.what.channel == channel)
            .filter(|it| {
                it.paused
                    .is_none_or(|pause| pause.reason != reason && Some(pause.reason) != but)
            })
            .map(|it| it.id)
            .collect();
        for id in &ids {
            let rest = Rest {
                trouble: Some(trouble.clone()),
                telling: ToTell::Untold,
                maker_told: false,
            };
            self.pause(*id, reason, rest, now);
        }
        ids
    }

    fn resume(&mut self, id: ReminderId, zone: Tz, window: TimeDelta, now: DateTime<Utc>) {
        let since = now - window;
        let Some(reminder) = self.reminders.get(&id).cloned() else {
            return;
        };
        let still_wanted = |it: Occurrence| it.kind == Kind::Snoozed || has(&reminder, zone, it);
        for (occurrence, recorded) in &mut self.occurrences {
            let troubled = self
                .ended
                .get(occurrence)
                .is_some_and(|it| it.trouble.is_some());
            let due = recorded.occurrence;
            let in_time = due.fires_at >= since || due.event_at > now;
            if recorded.reminder == id && troubled && in_time && still_wanted(due) {
                recorded.progress = Progress::Leased(now);
                self.ended.remove(occurrence);
            }
        }
        let open = self.has_open(id);
        let Some(reminder) = self.reminders.get_mut(&id) else {
            return;
        };
        let pause = reminder.paused.take();
        let away = pause.is_some_and(|it| it.reason == PauseReason::GuildLeft);
        let over = |it: &Occurrence| away && it.fires_at < since && it.event_at <= now;
        let owed = pause.map_or(now, |it| it.since);
        let mut next = following(reminder, zone, After::Instant(owed.max(now - OWED)));
        let recorded = |next: Occurrence| {
            let mut theirs = self.occurrences.values().filter(|it| it.reminder == id);
            theirs.any(|it| {
                (it.occurrence.fires_at, it.occurrence.kind) == (next.fires_at, next.kind)
            })
        };
        while let Some(dealt_with) = next.filter(|it| recorded(*it) || over(it)) {
            next = following(reminder, zone, After::Occurrence(dealt_with));
        }
        reminder.next = next;
        reminder.completed = reminder.next.is_none() && !open;
        self.rests.remove(&id);
    }
}

pub(super) const OWED: TimeDelta = TimeDelta::days(31);

#[async_trait]
impl PauseStore for InMemoryReminders {
    async fn fail_and_pause(
        &self,
        claimed: &Claimed,
        trouble: &ChannelTrouble,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReminderId>, PortFailure> {
        let mut state = self.reach("have a channel's reminders rest")?;
        let held = |it: &&mut super::Recorded| {
            matches!(it.progress, Progress::Leased(_)) && it.attempt == claimed.attempt
        };
        let Some(recorded) = state.recorded(claimed).filter(held) else {
            return Ok(Vec::new());
        };
        let reason = match trouble {
            ChannelTrouble::Gone => "channel gone".to_owned(),
            ChannelTrouble::Forbidden(missing) => format!("missing permissions: {missing:?}"),
        };
        recorded.progress = Progress::Ended(OccurrenceResult::Failed { reason });
        let end = End::new(now, Some(trouble.clone()));
        state.ended.insert(claimed.id, end);
        let what = &claimed.reminder.what;
        Ok(state.pause_channel(
            what.guild,
            what.channel,
            trouble,
            Some(PauseReason::GuildLeft),
            now,
        ))
    }

    async fn channels_in_use(&self, guild: GuildId) -> Result<Vec<ChannelId>, PortFailure> {
        let state = self.reach("find the channels of reminders")?;
        let mut channels: Vec<_> = state.unfinished(guild).map(|it| it.what.channel).collect();
        channels.sort_unstable();
        channels.dedup();
        Ok(channels)
    }

    async fn pause_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
        trouble: &ChannelTrouble,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReminderId>, PortFailure> {
        let mut state = self.reach("have a channel's reminders rest")?;
        Ok(state.pause_channel(guild, channel, trouble, None, now))
    }

    async fn pause_guild(&self, guild: GuildId, now: DateTime<Utc>) -> Result<u64, PortFailure> {
        let mut state = self.reach("have a guild's reminders rest")?;
        let left = PauseReason::GuildLeft;
        let ids: Vec<_> = state
            .unfinished(guild)
            .filter(|it| it.paused.is_none_or(|pause| pause.reason != left))
            .map(|it| it.id)
            .collect();
        for id in &ids {
            let rest = Rest {
                trouble: None,
                telling: ToTell::Told,
                maker_told: false,
            };
            state.pause(*id, left, rest, now);
        }
        let theirs: Vec<_> = state.of(guild).map(|it| it.id).collect();
        let occurrences: Vec<_> = state
            .occurrences
            .iter()
            .filter(|(_, it)| theirs.contains(&it.reminder))
            .map(|(id, _)| *id)
            .collect();
        for id in occurrences {
            if let Some(it) = state.occurrences.get_mut(&id)
                && matches!(it.progress, Progress::Leased(_))
            {
                it.progress = Progress::Ended(OccurrenceResult::Skipped);
            }
            if let Some(end) = state.ended.get_mut(&id) {
                end.telling = ToTell::Told;
            }
        }
        Ok(ids.len() as u64)
    }

    async fn resume_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
        zone: Tz,
        window: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>, PortFailure> {
        let mut state = self.reach("have a channel's reminders go on")?;
        let ids: Vec<_> = state
            .unfinished(guild)
            .filter(|it| it.what.channel == channel && it.paused.is_some())
            .map(|it| it.id)
            .collect();
        for id in &ids {
            state.resume(*id, zone, window, now);
        }
        let resumed = ids.iter().filter_map(|id| state.reminders.get(id));
        Ok(resumed.cloned().collect())
    }
}
