//! Answers that are remembered for 30 seconds, and looked up once however many ask.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use kernel::PortFailure;

use super::TopCommands;
use crate::Ranking;

type Answer = Result<Arc<Ranking>, Arc<PortFailure>>;
type LookUp = Shared<BoxFuture<'static, Answer>>;

/// The answers.
#[derive(Default)]
pub(super) struct Shelf(Mutex<State>);

#[derive(Default)]
struct State {
    places: HashMap<TopCommands, Place>,
    /// Tells places of the same question apart.
    number: u64,
}

struct Place {
    number: u64,
    /// When it was asked.
    since: DateTime<Utc>,
    held: Held,
}

enum Held {
    /// It is being looked up. Held weakly: when nobody waits any more the look-up ends, and lets go of its connection.
    Asked(WeakShared<BoxFuture<'static, Answer>>),
    Known(Arc<Ranking>),
}

impl Shelf {
    pub(super) const MOST: usize = 50;
    const HOLDS_FOR: TimeDelta = TimeDelta::seconds(30);

    /// The answer to `asked` as it was at most 30 seconds ago; otherwise what `look_up` finds, for all who ask meanwhile.
    pub(super) async fn answer(
        shelf: &Arc<Self>,
        asked: TopCommands,
        now: DateTime<Utc>,
        look_up: impl Future<Output = Result<Ranking, PortFailure>> + Send + 'static,
    ) -> Result<Arc<Ranking>, PortFailure> {
        let waiting = {
            let mut state = shelf.state();
            match state.find(&asked, now) {
                Some(Found::Known(ranking)) => return Ok(ranking),
                Some(Found::Asked(waiting)) => waiting,
                None => state.begin(Arc::downgrade(shelf), asked, now, look_up),
            }
        };
        let attempted = "count commands";
        let failed = |it: Arc<PortFailure>| PortFailure::new(attempted, it.retry(), it);
        waiting.await.map_err(failed)
    }

    pub(super) fn len(&self) -> usize {
        self.state().places.len()
    }

    /// Keeps what was found; forgets that it was asked when nothing was.
    fn keep(&self, asked: TopCommands, number: u64, answer: &Answer) {
        let mut state = self.state();
        let Some(place) = state.places.get_mut(&asked) else {
            return;
        };
        if place.number != number {
            return;
        }
        match answer {
            Ok(ranking) => place.held = Held::Known(ranking.clone()),
            Err(_) => drop(state.places.remove(&asked)),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Found {
    Known(Arc<Ranking>),
    Asked(LookUp),
}

impl State {
    fn find(&self, asked: &TopCommands, now: DateTime<Utc>) -> Option<Found> {
        let place = self.places.get(asked).filter(|it| it.is_fresh(now))?;
        match &place.held {
            Held::Known(ranking) => Some(Found::Known(ranking.clone())),
            Held::Asked(waiting) => waiting.upgrade().map(Found::Asked),
        }
    }

    fn begin(
        &mut self,
        home: Weak<Shelf>,
        asked: TopCommands,
        now: DateTime<Utc>,
        look_up: impl Future<Output = Result<Ranking, PortFailure>> + Send + 'static,
    ) -> LookUp {
        self.number += 1;
        let number = self.number;
        let waiting = async move {
            let answer = look_up.await.map(Arc::new).map_err(Arc::new);
            if let Some(home) = home.upgrade() {
                home.keep(asked, number, &answer);
            }
            answer
        };
        let waiting = waiting.boxed().shared();
        if let Some(held) = waiting.downgrade() {
            self.make_room(&asked, now);
            let place = Place {
                number,
                since: now,
                held: Held::Asked(held),
            };
            self.places.insert(asked, place);
        }
        waiting
    }

    /// Lets go of what is too old, and then of the oldest.
    fn make_room(&mut self, asked: &TopCommands, now: DateTime<Utc>) {
        self.places.remove(asked);
        if self.places.len() < Shelf::MOST {
            return;
        }
        self.places.retain(|_, it| it.is_fresh(now));
        while self.places.len() >= Shelf::MOST {
            let oldest = self.places.iter().min_by_key(|(_, it)| it.number);
            let Some(oldest) = oldest.map(|(asked, _)| *asked) else {
                return;
            };
            self.places.remove(&oldest);
        }
    }
}

impl Place {
    fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now < self.since + Shelf::HOLDS_FOR
    }
}
