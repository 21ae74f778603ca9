//! Keys and their answers in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;

use crate::{Asked, Begun, Idempotency, IdempotencyStore, KeptAnswer, Reservation, Scope};

/// An [`IdempotencyStore`] that forgets everything when it goes.
#[derive(Debug, Default)]
pub struct InMemoryIdempotency(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    keys: HashMap<Scope, Held>,
    reserved: i64,
}

#[derive(Debug)]
struct Held {
    asked: Asked,
    reservation: Reservation,
    answer: Option<KeptAnswer>,
    until: DateTime<Utc>,
    /// Its turn among all reservations.
    turn: i64,
}

impl InMemoryIdempotency {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn make_room(&mut self) {
        while self.keys.len() >= Idempotency::MOST_KEYS {
            let oldest = self
                .keys
                .iter()
                .min_by_key(|it| (it.1.answer.is_none(), it.1.turn));
            let Some(oldest) = oldest.map(|it| *it.0) else {
                return;
            };
            self.keys.remove(&oldest);
        }
    }
}

#[async_trait]
impl IdempotencyStore for InMemoryIdempotency {
    async fn reserve(
        &self,
        scope: Scope,
        asked: Asked,
        now: DateTime<Utc>,
        lease_until: DateTime<Utc>,
    ) -> Result<Begun, PortFailure> {
        let mut state = self.lock();
        if let Some(held) = state.keys.get(&scope).filter(|it| it.until > now) {
            return Ok(match &held.answer {
                _ if held.asked != asked => Begun::KeyReused,
                Some(answer) => Begun::Replay(answer.clone()),
                None => Begun::InProgress,
            });
        }
        state.keys.remove(&scope);
        state.make_room();
        state.reserved += 1;
        let turn = state.reserved;
        let reservation = Reservation(turn);
        let held = Held {
            asked,
            reservation,
            answer: None,
            until: lease_until,
            turn,
        };
        state.keys.insert(scope, held);
        Ok(Begun::Run(reservation))
    }

    async fn keep(
        &self,
        scope: Scope,
        reservation: Reservation,
        answer: &KeptAnswer,
        until: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let mut state = self.lock();
        let held = state.keys.get_mut(&scope);
        if let Some(held) = held.filter(|it| it.reservation == reservation) {
            held.answer = Some(answer.clone());
            held.until = until;
        }
        Ok(())
    }

    async fn free(&self, scope: Scope, reservation: Reservation) -> Result<(), PortFailure> {
        let mut state = self.lock();
        if state
            .keys
            .get(&scope)
            .is_some_and(|it| it.reservation == reservation)
        {
            state.keys.remove(&scope);
        }
        Ok(())
    }

    async fn forget(&self, now: DateTime<Utc>) -> Result<usize, PortFailure> {
        let mut state = self.lock();
        state.keys.retain(|_, held| held.until > now);
        Ok(state.keys.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::idempotency_contract!(#[tokio::test] fn() => Box::new(InMemoryIdempotency::default()));
}
