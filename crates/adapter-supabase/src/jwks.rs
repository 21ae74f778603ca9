//! The project's public keys: fetched once for all who wait, kept for ten minutes, good for a day should nobody answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, PortFailure};
use reqwest::{StatusCode, Url};

use crate::http::{self, Http};
use crate::keys::KeySet;

const ATTEMPT: &str = "fetch the public keys of tokens";
/// The longest set, in bytes.
const MOST_BYTES: usize = 64 * 1024;
/// For how long keys are used without asking again.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// For how long they are used when nobody answers.
const STALE: TimeDelta = TimeDelta::hours(24);
/// How long to wait after having asked in vain: those who come in between need not find out for themselves.
const PAUSE: TimeDelta = TimeDelta::seconds(1);
/// How long after a look for a key of an unknown name the next one may be, whoever wants it.
const BETWEEN_LOOKS: TimeDelta = TimeDelta::seconds(60);

/// The project's public keys.
pub(crate) struct Jwks {
    http: Http,
    address: Url,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
    /// Held by whoever is asking.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// When somebody was asked in vain, since the last answer.
    failed: Option<DateTime<Utc>>,
    /// When keys were last looked for because of an unknown name.
    looked: Option<DateTime<Utc>>,
}

#[derive(Clone)]
struct Kept {
    keys: Arc<KeySet>,
    since: DateTime<Utc>,
}

#[derive(Debug, thiserror::Error)]
enum Unanswered {
    #[error("the answer was {0}")]
    Status(StatusCode),
    #[error("nobody answered a moment ago")]
    JustNow,
}

impl Jwks {
    /// The keys at this address.
    pub(crate) fn new(http: Http, address: Url, clock: Arc<dyn Clock>) -> Self {
        Self {
            http,
            address,
            clock,
            state: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// The keys, asked for anew where that is due.
    pub(crate) async fn keys(&self) -> Result<Arc<KeySet>, PortFailure> {
        if let Some(keys) = self.lock().within(FRESH, self.clock.now()) {
            return Ok(keys);
        }
        let stale = self.lock().within(STALE, self.clock.now());
        let _turn = match (self.turn.try_lock(), &stale) {
            (Ok(turn), _) => turn,
            // Somebody is asking already; these will do until they are done.
            (Err(_), Some(stale)) => return Ok(Arc::clone(stale)),
            (Err(_), None) => self.turn.lock().await,
        };
        let now = self.clock.now();
        if let Some(keys) = self.lock().within(FRESH, now) {
            return Ok(keys);
        }
        let fetched = if self.lock().has_just_failed(now) {
            Err(http::later(ATTEMPT, Unanswered::JustNow))
        } else {
            self.fetch().await
        };
        match (fetched, stale) {
            (Err(_), Some(stale)) => Ok(stale),
            (fetched, _) => fetched,
        }
    }

    /// The keys after a look for one of an unknown name, which is not taken more often than once a minute.
    pub(crate) async fn keys_anew(&self) -> Result<Arc<KeySet>, PortFailure> {
        let turn = self.turn.lock().await;
        let now = self.clock.now();
        let may_look = {
            let mut state = self.lock();
            let recent = state
                .looked
                .is_some_and(|it| is_within(BETWEEN_LOOKS, it, now));
            if !recent {
                state.looked = Some(now);
            }
            !recent
        };
        let fetched = if may_look {
            self.fetch().await.ok()
        } else {
            None
        };
        drop(turn);
        match fetched {
            Some(keys) => Ok(keys),
            None => self.keys().await,
        }
    }

    /// How many keys are kept.
    pub(crate) fn len(&self) -> usize {
        self.lock().kept.as_ref().map_or(0, |it| it.keys.len())
    }

    /// Asks, and keeps what comes. Only whoever has the turn does.
    async fn fetch(&self) -> Result<Arc<KeySet>, PortFailure> {
        let fetched = self.read().await;
        let now = self.clock.now();
        let mut state = self.lock();
        match fetched {
            Ok(keys) => {
                let keys = Arc::new(keys);
                state.failed = None;
                state.kept = Some(Kept {
                    keys: Arc::clone(&keys),
                    since: now,
                });
                Ok(keys)
            }
            Err(failure) => {
                state.failed = Some(now);
                tracing::warn!(
                    error = &failure as &dyn std::error::Error,
                    "the public keys of tokens could not be fetched"
                );
                Err(failure)
            }
        }
    }

    async fn read(&self) -> Result<KeySet, PortFailure> {
        let answer = http::answer(self.http.get(&self.address), MOST_BYTES, ATTEMPT).await?;
        if answer.status != StatusCode::OK {
            return Err(http::later(ATTEMPT, Unanswered::Status(answer.status)));
        }
        KeySet::read(&answer.body).map_err(|error| http::later(ATTEMPT, error))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn within(&self, span: TimeDelta, now: DateTime<Utc>) -> Option<Arc<KeySet>> {
        let kept = self.kept.as_ref()?;
        is_within(span, kept.since, now).then(|| Arc::clone(&kept.keys))
    }

    fn has_just_failed(&self, now: DateTime<Utc>) -> bool {
        self.failed.is_some_and(|it| is_within(PAUSE, it, now))
    }
}

/// Whether `now` is less than `span` after `then`. A clock that went back says nothing, so that it is not.
fn is_within(span: TimeDelta, then: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let age = now - then;
    age >= TimeDelta::zero() && age < span
}
