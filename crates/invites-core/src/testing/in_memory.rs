//! Counts, joins and announcements in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{Announcement, Announcements, Counted, InviteStore, NotedJoin, Standing};

/// Keeps everything in memory; fails when it is told to.
#[derive(Debug, Default)]
pub struct InMemoryInvites(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    counts: BTreeMap<(GuildId, UserId), u32>,
    joins: BTreeMap<(GuildId, UserId), DateTime<Utc>>,
    blind: BTreeSet<GuildId>,
    announcements: Vec<(Announcement, DateTime<Utc>)>,
    given: i64,
    is_away: bool,
}

impl InMemoryInvites {
    /// From now on every call fails, or none does.
    pub fn is_away(&self, is_away: bool) {
        self.lock().is_away = is_away;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, State>, PortFailure> {
        let state = self.lock();
        if state.is_away {
            let failure = PortFailure::new("keep invites", Retry::Later, "told to fail");
            return Err(failure);
        }
        Ok(state)
    }
}

#[async_trait]
impl InviteStore for InMemoryInvites {
    async fn note_join(&self, guild: GuildId, join: &NotedJoin) -> Result<Counted, PortFailure> {
        let mut state = self.working()?;
        let before = state.joins.get(&(guild, join.member)).copied();
        if before.is_some_and(|it| it >= join.at) {
            return Ok(Counted::Repeated);
        }
        state.joins.insert((guild, join.member), join.at);
        let credited = join.attribution.credits(join.member);
        if let Some(inviter) = credited.filter(|_| before.is_none()) {
            *state.counts.entry((guild, inviter)).or_default() += 1;
        }
        let announcement = join.announce.map(|announce| {
            state.given += 1;
            let count = |it| state.counts.get(&(guild, it)).copied().unwrap_or_default();
            let inviter = announce.inviter.map(|it| (it, count(it)));
            let announcement = Announcement {
                id: state.given,
                guild,
                member: join.member,
                inviter,
                joined_at: join.at,
                tries: 1,
            };
            let held = (announcement.clone(), announce.held_until);
            state.announcements.push(held);
            announcement
        });
        Ok(Counted::Noted {
            is_return: before.is_some(),
            announcement,
        })
    }

    async fn note_leave(&self, _: GuildId, _: UserId, _: DateTime<Utc>) -> Result<(), PortFailure> {
        self.working().map(drop)
    }

    async fn leaders(&self, guild: GuildId, most: u16) -> Result<Vec<Standing>, PortFailure> {
        let state = self.working()?;
        let own = state
            .counts
            .iter()
            .filter(|it| it.0.0 == guild && *it.1 > 0);
        let mut leaders: Vec<_> = own
            .map(|((_, user), count)| Standing {
                user: *user,
                count: *count,
            })
            .collect();
        leaders.sort_by_key(|it| (std::cmp::Reverse(it.count), it.user));
        leaders.truncate(usize::from(most));
        Ok(leaders)
    }

    async fn set_count(
        &self,
        guild: GuildId,
        to: Standing,
        _: UserId,
        _: DateTime<Utc>,
    ) -> Result<u32, PortFailure> {
        let mut state = self.working()?;
        let old = state.counts.insert((guild, to.user), to.count);
        Ok(old.unwrap_or_default())
    }

    async fn note_blind(&self, guild: GuildId, _: DateTime<Utc>) -> Result<bool, PortFailure> {
        Ok(self.working()?.blind.insert(guild))
    }

    async fn note_sighted(&self, guild: GuildId) -> Result<(), PortFailure> {
        self.working()?.blind.remove(&guild);
        Ok(())
    }
}

#[async_trait]
impl Announcements for InMemoryInvites {
    async fn claim(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<Announcement>, PortFailure> {
        let mut state = self.working()?;
        let free = state.announcements.iter_mut().filter(|it| it.1 <= now);
        let claimed = free.take(usize::from(most)).map(|(announcement, held)| {
            announcement.tries += 1;
            *held = until;
            announcement.clone()
        });
        Ok(claimed.collect())
    }

    async fn finish(&self, done: &Announcement) -> Result<(), PortFailure> {
        let mut state = self.working()?;
        let other = |it: &Announcement| it.guild != done.guild || it.id != done.id;
        state.announcements.retain(|it| other(&it.0));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::invite_store_contract!(#[tokio::test] fn() => Box::new(InMemoryInvites::default()));
}
