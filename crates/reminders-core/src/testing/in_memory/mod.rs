//! Reminders without a database.

mod editing;
mod figures;
mod images;
mod listing;
mod notices;
mod occurrences;
mod pauses;
mod snoozes;
mod status;
mod watching;

pub use watching::rewrite;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry, UserId};

use crate::{
    AddOutcome, ChannelTrouble, Completed, Dated, EditOutcome, Image, ListQuery, NewReminder,
    Occurrence, OccurrenceId, OccurrenceResult, Origin, Page, Reminder, ReminderEdit, ReminderId,
    ReminderStore, Scope, Source, Suggestion,
};

/// A [`ReminderStore`] and [`OccurrenceStore`](crate::OccurrenceStore) that keeps everything in memory. Clones share what
/// they keep. Every guild lives in Brussels until it is [moved](Self::set_zone).
#[derive(Debug, Clone, Default)]
pub struct InMemoryReminders {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    last_reminder: u64,
    last_occurrence: i64,
    zones: BTreeMap<GuildId, Tz>,
    reminders: BTreeMap<ReminderId, Reminder>,
    /// The last occurrence that was recorded before a reminder's moments changed.
    anew_since: BTreeMap<ReminderId, OccurrenceId>,
    /// When a reminder was last changed.
    changed: BTreeMap<ReminderId, DateTime<Utc>>,
    images: BTreeMap<ReminderId, Image>,
    occurrences: BTreeMap<OccurrenceId, Recorded>,
    /// Those that were left out because somebody was done with their event.
    withdrawn: BTreeSet<OccurrenceId>,
    seen: BTreeMap<(GuildId, ChannelId, MessageId), watching::Remembered>,
    /// What is known of occurrences that have ended.
    ended: BTreeMap<OccurrenceId, End>,
    /// What is known of reminders that rest.
    rests: BTreeMap<ReminderId, Rest>,
    left: BTreeSet<GuildId>,
    calls_to_fail: usize,
    finishes_to_fail: usize,
    tellings_to_fail: usize,
}

/// An occurrence that was claimed at least once.
#[derive(Debug)]
struct Recorded {
    reminder: ReminderId,
    occurrence: Occurrence,
    attempt: u32,
    first_claimed_at: DateTime<Utc>,
    asked_by: Option<UserId>,
    /// Whether it was given back to be tried again.
    postponed: bool,
    progress: Progress,
}

/// An occurrence that has ended.
#[derive(Debug)]
struct End {
    at: DateTime<Utc>,
    /// Whether its channel was why it failed.
    trouble: Option<ChannelTrouble>,
    telling: ToTell,
    maker_told: bool,
}

/// A reminder that rests.
#[derive(Debug)]
struct Rest {
    trouble: Option<ChannelTrouble>,
    telling: ToTell,
    maker_told: bool,
}

/// How far people have been told of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ToTell {
    /// Somebody is telling them until then.
    Until(DateTime<Utc>),
    Untold,
    Told,
}

#[derive(Debug)]
enum Progress {
    /// Taken on until then.
    Leased(DateTime<Utc>),
    Ended(OccurrenceResult),
}

impl InMemoryReminders {
    /// Moves a guild into a zone, as its setting would. Stored reminders stay where they are.
    pub fn set_zone(&self, guild: GuildId, zone: Tz) {
        self.lock().zones.insert(guild, zone);
    }

    /// Makes the next `count` calls fail, as when the database cannot be reached.
    pub fn fail_next_calls(&self, count: usize) {
        self.lock().calls_to_fail = count;
    }

    /// Makes the next `count` endings go unrecorded: the call fails and changes nothing.
    pub fn fail_next_finishes(&self, count: usize) {
        self.lock().finishes_to_fail = count;
    }

    /// Makes the next `count` tellings go unrecorded: the call fails and changes nothing.
    pub fn fail_next_tellings(&self, count: usize) {
        self.lock().tellings_to_fail = count;
    }

    /// How the occurrences of a reminder ended, in the order in which they were claimed; those under way are left out.
    pub fn endings(&self, id: ReminderId) -> Vec<(Occurrence, OccurrenceResult)> {
        let state = self.lock();
        let recorded = state.occurrences.values().filter(|it| it.reminder == id);
        recorded
            .filter_map(|it| match &it.progress {
                Progress::Leased(_) => None,
                Progress::Ended(result) => Some((it.occurrence, result.clone())),
            })
            .collect()
    }

    /// Has the bot leave a guild, or be in it again, as far as telling its people goes.
    pub fn set_left(&self, guild: GuildId, left: bool) {
        let mut state = self.lock();
        if left {
            state.left.insert(guild);
        } else {
            state.left.remove(&guild);
        }
    }

    /// The state, unless this call was told to fail.
    fn reach(&self, attempted: &'static str) -> Result<MutexGuard<'_, State>, PortFailure> {
        let mut state = self.lock();
        if state.calls_to_fail > 0 {
            state.calls_to_fail -= 1;
            return Err(PortFailure::new(attempted, Retry::Later, "told to fail"));
        }
        Ok(state)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn of(&self, guild: GuildId) -> impl Iterator<Item = &Reminder> {
        self.reminders
            .values()
            .filter(move |it| it.what.guild == guild)
    }

    fn exceeds(&self, what: &NewReminder, quota: Option<u32>) -> bool {
        let (Some(quota), Some(maker)) = (quota, what.created_by) else {
            return false;
        };
        let theirs = self
            .of(what.guild)
            .filter(|it| it.what.created_by == Some(maker) && it.what.source != Source::Watcher);
        theirs.filter(|it| !it.completed).count() >= quota as usize
    }

    fn watched(&self, guild: GuildId, origin: Origin) -> Option<ReminderId> {
        let made = self.made_of(guild, origin);
        made.min_by_key(|it| it.what.origin_part).map(|it| it.id)
    }

    /// The watcher's reminder of this event of a message.
    fn part_of(&self, guild: GuildId, origin: Origin, part: u8) -> Option<ReminderId> {
        let mut parts = self.made_of(guild, origin);
        parts.find(|it| it.what.origin_part == part).map(|it| it.id)
    }

    fn made_of(&self, guild: GuildId, origin: Origin) -> impl Iterator<Item = &Reminder> {
        self.of(guild)
            .filter(move |it| it.what.source == Source::Watcher && it.what.origin == Some(origin))
    }

    fn store(&mut self, what: &NewReminder, next: Occurrence, now: DateTime<Utc>) -> Reminder {
        self.last_reminder += 1;
        let id = ReminderId::new(self.last_reminder).unwrap();
        let stored = Reminder {
            id,
            what: what.clone(),
            next: Some(next),
            pre_message: None,
            completed: false,
            paused: None,
            created_at: now,
        };
        self.reminders.insert(id, stored.clone());
        stored
    }

    fn get(&self, guild: GuildId, id: ReminderId) -> Option<&Reminder> {
        self.reminders.get(&id).filter(|it| it.what.guild == guild)
    }
}

#[async_trait]
impl ReminderStore for InMemoryReminders {
    async fn add(
        &self,
        what: &NewReminder,
        next: Occurrence,
        quota: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<AddOutcome, PortFailure> {
        let mut state = self.reach("store a reminder")?;
        if state.exceeds(what, quota) {
            return Ok(AddOutcome::QuotaReached);
        }
        let origin = what.origin.filter(|_| what.source == Source::Watcher);
        let held = origin.and_then(|it| state.part_of(what.guild, it, what.origin_part));
        if let Some(id) = held {
            return Ok(AddOutcome::AlreadyTracked(id));
        }
        Ok(AddOutcome::Stored(Box::new(state.store(what, next, now))))
    }

    async fn find(&self, guild: GuildId, id: ReminderId) -> Result<Option<Reminder>, PortFailure> {
        Ok(self.reach("find a reminder")?.get(guild, id).cloned())
    }

    async fn find_by_origin(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<ReminderId>, PortFailure> {
        Ok(self
            .reach("find a reminder by its message")?
            .watched(guild, origin))
    }

    async fn made_since(
        &self,
        guild: GuildId,
        channel: ChannelId,
        since: DateTime<Utc>,
    ) -> Result<Vec<Suggestion>, PortFailure> {
        let state = self.reach("find recent reminders")?;
        let recent = state
            .of(guild)
            .filter(|it| it.what.channel == channel && it.created_at >= since);
        let mut recent: Vec<_> = recent
            .map(|it| Suggestion {
                id: it.id,
                name: it.what.name.as_str().to_owned(),
            })
            .collect();
        recent.sort_by_key(|it| std::cmp::Reverse(it.id));
        recent.truncate(50);
        Ok(recent)
    }

    async fn list(&self, guild: GuildId, query: ListQuery) -> Result<Page, PortFailure> {
        Ok(self.reach("list reminders")?.page(guild, query))
    }

    async fn of_maker(
        &self,
        maker: UserId,
        guild: Option<GuildId>,
    ) -> Result<Vec<Dated>, PortFailure> {
        Ok(self.reach("list reminders")?.of_maker(maker, guild))
    }

    async fn of_guild(
        &self,
        guild: GuildId,
        completed: Completed,
        now: DateTime<Utc>,
    ) -> Result<Vec<Dated>, PortFailure> {
        let state = self.reach("list reminders")?;
        Ok(state.of_guild(guild, completed, now))
    }

    async fn dated(&self, guild: GuildId, id: ReminderId) -> Result<Option<Dated>, PortFailure> {
        let state = self.reach("find a reminder")?;
        Ok(state.get(guild, id).map(|it| state.dated(it)))
    }

    async fn guild_of(
        &self,
        maker: UserId,
        id: ReminderId,
    ) -> Result<Option<GuildId>, PortFailure> {
        let state = self.reach("find a reminder")?;
        let theirs = |it: &&Reminder| it.what.created_by == Some(maker);
        Ok(state
            .reminders
            .get(&id)
            .filter(theirs)
            .map(|it| it.what.guild))
    }

    async fn suggest(
        &self,
        guild: GuildId,
        scope: Scope,
        fragment: &str,
        limit: u32,
    ) -> Result<Vec<Suggestion>, PortFailure> {
        let state = self.reach("suggest reminders")?;
        let fragment = fragment.to_lowercase();
        let mut found: Vec<_> = state
            .of(guild)
            .filter(|it| !it.completed && admits(scope, it))
            .map(|it| Suggestion {
                id: it.id,
                name: it.what.name.as_str().to_owned(),
            })
            .filter(|it| {
                it.name.to_lowercase().contains(&fragment) || it.id.to_string().contains(&fragment)
            })
            .collect();
        found.reverse();
        found.truncate(limit as usize);
        Ok(found)
    }

    async fn live_sessions(
        &self,
        guild: GuildId,
        scope: Scope,
    ) -> Result<Vec<Reminder>, PortFailure> {
        let state = self.reach("find live sessions")?;
        let found = state
            .of(guild)
            .filter(|it| it.what.is_live_session() && !it.completed && admits(scope, it));
        let mut found: Vec<_> = found.cloned().collect();
        found.reverse();
        found.truncate(500);
        Ok(found)
    }

    async fn edit(
        &self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
        edit: &ReminderEdit,
        now: DateTime<Utc>,
    ) -> Result<EditOutcome, PortFailure> {
        let mut state = self.reach("change a reminder")?;
        Ok(state.edit(guild, id, scope, edit, now))
    }

    async fn delete(
        &self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
    ) -> Result<Option<Reminder>, PortFailure> {
        let mut state = self.reach("delete a reminder")?;
        if !state.get(guild, id).is_some_and(|it| admits(scope, it)) {
            return Ok(None);
        }
        state.occurrences.retain(|_, it| it.reminder != id);
        Ok(state.reminders.remove(&id))
    }
}

fn admits(scope: Scope, reminder: &Reminder) -> bool {
    match scope {
        Scope::Guild => true,
        Scope::CreatedBy(user) => reminder.what.created_by == Some(user),
        Scope::CreatedByOrIn(user, channel) => {
            reminder.what.created_by == Some(user) || reminder.what.channel == channel
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::reminder_store_contract!(#[tokio::test] fn() => InMemoryReminders::default());

    #[tokio::test]
    async fn fails_as_often_as_it_is_told() {
        let store = InMemoryReminders::default();
        store.fail_next_calls(1);
        let (guild, id) = (super::super::guild(1), ReminderId::new(1).unwrap());
        assert!(store.find(guild, id).await.is_err());
        assert_eq!(store.find(guild, id).await.unwrap(), None);
    }
}
