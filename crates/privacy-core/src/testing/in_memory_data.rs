//! What is stored of people, in memory: so many rows of each.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{PortFailure, Retry, UserId};

use crate::{Erased, Origin, PersonalData, RequestId, RowCounts, Sheet, Value, Withdrawal};

/// [`PersonalData`] in memory: check-ins, so many of each person.
#[derive(Debug, Default)]
pub struct InMemoryData {
    world: Mutex<World>,
}

#[derive(Debug, Default)]
struct World {
    rows: HashMap<UserId, u64>,
    requests: Vec<Request>,
    exports: Vec<UserId>,
    is_away: bool,
}

#[derive(Debug)]
struct Request {
    user: Option<UserId>,
    requested_at: DateTime<Utc>,
    attempts: u32,
    erased: Option<Erased>,
    origin: Origin,
}

const TABLE: &str = "growth_checkins";

impl InMemoryData {
    /// So many rows are stored of `user`.
    pub fn stores(&self, user: UserId, rows: u64) {
        self.lock().rows.insert(user, rows);
    }

    /// How many rows are stored of `user`.
    pub fn stored(&self, user: UserId) -> u64 {
        self.lock().rows.get(&user).copied().unwrap_or(0)
    }

    /// From now on rows can be neither read nor erased, or they can again; requests are stored all the same.
    pub fn go_away(&self, away: bool) {
        self.lock().is_away = away;
    }

    /// Who was given their data.
    pub fn exports(&self) -> Vec<UserId> {
        self.lock().exports.clone()
    }

    /// Who is still named by a request.
    pub fn named(&self) -> Vec<UserId> {
        self.lock()
            .requests
            .iter()
            .filter_map(|it| it.user)
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl World {
    fn there(&self) -> Result<(), PortFailure> {
        if self.is_away {
            return Err(PortFailure::new("reach it", Retry::Later, "away"));
        }
        Ok(())
    }
}

fn place(request: RequestId) -> usize {
    usize::try_from(request.0).unwrap_or(usize::MAX)
}

fn number(place: usize) -> RequestId {
    RequestId(i64::try_from(place).unwrap_or(i64::MAX))
}

#[async_trait]
impl PersonalData for InMemoryData {
    async fn gather(&self, user: UserId) -> Result<Vec<Sheet>, PortFailure> {
        let world = self.lock();
        world.there()?;
        let count = world.rows.get(&user).copied().unwrap_or(0);
        let row = |number: u64| vec![Value::Number(number.to_string())];
        let sheet = Sheet {
            table: TABLE,
            purpose: "Check-ins",
            columns: vec!["id"],
            rows: (1..=count).map(row).collect(),
        };
        Ok(Some(sheet).filter(|_| count > 0).into_iter().collect())
    }

    async fn note_export(
        &self,
        user: UserId,
        _: &RowCounts,
        _: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        self.lock().exports.push(user);
        Ok(())
    }

    async fn request_erasure(
        &self,
        user: UserId,
        origin: Origin,
        at: DateTime<Utc>,
    ) -> Result<RequestId, PortFailure> {
        let requests = &mut self.lock().requests;
        let waits = |it: &Request| it.user == Some(user) && it.erased.is_none();
        if let Some(waiting) = requests.iter().position(waits) {
            return Ok(number(waiting));
        }
        requests.push(Request {
            user: Some(user),
            requested_at: at,
            attempts: 0,
            erased: None,
            origin,
        });
        Ok(number(requests.len() - 1))
    }

    async fn erase(
        &self,
        request: RequestId,
        at: DateTime<Utc>,
    ) -> Result<Option<Erased>, PortFailure> {
        let mut world = self.lock();
        world.there()?;
        let Some(stored) = world.requests.get(place(request)) else {
            return Ok(None);
        };
        if stored.erased.is_some() || stored.user.is_none() {
            return Ok(stored.erased.clone());
        }
        let rows = stored.user.and_then(|it| world.rows.remove(&it));
        let rows = rows.filter(|it| *it > 0).map(|it| (TABLE, it));
        let erased = Erased {
            rows: rows.into_iter().collect(),
            at,
        };
        if let Some(stored) = world.requests.get_mut(place(request)) {
            stored.erased = Some(erased.clone());
        }
        Ok(Some(erased))
    }

    async fn withdraw_erasure(
        &self,
        user: UserId,
        since: DateTime<Utc>,
    ) -> Result<Withdrawal, PortFailure> {
        let requests = &mut self.lock().requests;
        let own = requests.iter_mut().filter(|it| it.user == Some(user));
        let mut come = Withdrawal::Nothing;
        for request in own {
            match &request.erased {
                Some(erased) if erased.at >= since => return Ok(Withdrawal::CarriedOut),
                None if request.origin == Origin::Command => {
                    request.user = None;
                    come = Withdrawal::Withdrawn;
                }
                Some(_) | None => {}
            }
        }
        Ok(come)
    }

    async fn note_failure(&self, request: RequestId, _: &PortFailure) -> Result<(), PortFailure> {
        if let Some(stored) = self.lock().requests.get_mut(place(request)) {
            stored.attempts += 1;
        }
        Ok(())
    }

    async fn unfinished(
        &self,
        before: DateTime<Utc>,
        at_most: u32,
    ) -> Result<Vec<RequestId>, PortFailure> {
        let world = self.lock();
        let waits = |it: &Request| it.user.is_some() && it.erased.is_none();
        let mut found: Vec<_> = world
            .requests
            .iter()
            .enumerate()
            .filter(|(_, it)| waits(it) && it.requested_at < before)
            .map(|(place, it)| (it.attempts, it.requested_at, place))
            .collect();
        found.sort_unstable();
        let most = usize::try_from(at_most).unwrap_or(usize::MAX);
        Ok(found.iter().take(most).map(|it| number(it.2)).collect())
    }

    async fn settle(&self, before: DateTime<Utc>, _: u32) -> Result<u32, PortFailure> {
        let mut settled = 0;
        for request in &mut self.lock().requests {
            let is_due = request.erased.as_ref().is_some_and(|it| it.at < before);
            if is_due && request.user.take().is_some() {
                settled += 1;
            }
        }
        Ok(settled)
    }
}
