//! Check-ins in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{PortFailure, Retry, UserId};

use crate::{Checkin, CheckinId, CheckinStore, NewCheckin};

/// Keeps check-ins in memory; fails when it is told to.
#[derive(Debug, Default)]
pub struct InMemoryCheckins(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    kept: Vec<Checkin>,
    given: u64,
    is_away: bool,
    erased: Vec<(UserId, DateTime<Utc>)>,
}

impl InMemoryCheckins {
    /// From now on every call fails, or none does.
    pub fn is_away(&self, is_away: bool) {
        self.lock().is_away = is_away;
    }

    /// Somebody is erased at this moment.
    pub fn erase(&self, user: UserId, at: DateTime<Utc>) {
        let mut state = self.lock();
        state.kept.retain(|it| it.user != user);
        state.erased.push((user, at));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, State>, PortFailure> {
        let state = self.lock();
        if state.is_away {
            let failure = PortFailure::new("keep check-ins", Retry::Later, "told to fail");
            return Err(failure);
        }
        Ok(state)
    }
}

#[async_trait]
impl CheckinStore for InMemoryCheckins {
    async fn add(&self, checkin: &NewCheckin) -> Result<Option<CheckinId>, PortFailure> {
        let mut state = self.working()?;
        let mut erased = state.erased.iter();
        if erased.any(|it| it.0 == checkin.user && it.1 >= checkin.asked_at) {
            return Ok(None);
        }
        state.given += 1;
        let wrong = || PortFailure::new("keep check-ins", Retry::Useless, "out of numbers");
        let id = CheckinId::new(state.given).ok_or_else(wrong)?;
        state.kept.push(Checkin {
            id,
            guild: checkin.guild,
            user: checkin.user,
            form: checkin.form.clone(),
            reply: checkin.reply.clone(),
            shared: false,
            created_at: checkin.created_at,
        });
        Ok(Some(id))
    }

    async fn newest(
        &self,
        user: UserId,
        since: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<Checkin>, PortFailure> {
        let state = self.working()?;
        let mine = state.kept.iter().rev();
        let mine = mine.filter(|it| it.user == user && it.created_at >= since);
        Ok(mine.take(usize::from(most)).cloned().collect())
    }

    async fn find(&self, user: UserId, id: CheckinId) -> Result<Option<Checkin>, PortFailure> {
        let state = self.working()?;
        let found = state.kept.iter().find(|it| it.user == user && it.id == id);
        Ok(found.cloned())
    }

    async fn share(&self, user: UserId, id: CheckinId, shared: bool) -> Result<bool, PortFailure> {
        let mut state = self.working()?;
        let mut mine = state.kept.iter_mut();
        let found = mine.find(|it| it.user == user && it.id == id && it.shared != shared);
        Ok(found.map(|it| it.shared = shared).is_some())
    }

    async fn delete(&self, user: UserId, id: CheckinId) -> Result<bool, PortFailure> {
        let mut state = self.working()?;
        let before = state.kept.len();
        state.kept.retain(|it| it.user != user || it.id != id);
        Ok(state.kept.len() < before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::checkin_store_contract!(#[tokio::test] fn() => Box::new(InMemoryCheckins::default()));
}
