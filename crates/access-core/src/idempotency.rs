//! Doing once what is asked for several times: a client that never saw the answer asks again with the same key, and gets
//! the answer of the first time.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, PortFailure};

use crate::IdempotencyStore;

/// What a client calls a request that it may have to repeat: 1 to 128 visible ASCII characters.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(Vec<u8>);

/// A digest of who asks for what under which key: method, address, principal and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope(pub [u8; 32]);

/// A digest of what exactly is asked: the same key with anything else is a mistake of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Asked(pub [u8; 32]);

/// Proof of having been let through; whoever took over after the lease has another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reservation(pub i64);

/// An answer that is given again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Its status.
    pub status: u16,
    /// Its body, as it was sent.
    pub body: String,
}

/// What becomes of a request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is the first: do it, then [`end`](Idempotency::end) it.
    Run(Reservation),
    /// It was done; this was the answer.
    Replay(KeptAnswer),
    /// It is being done at this moment.
    InProgress,
    /// Something else was asked under this key.
    KeyReused,
}

/// Lets each request with a key through once. Cheap to clone.
///
/// A process that dies in the middle cannot say what became of its request; after [`LEASE`](Self::LEASE) the key is free,
/// and the next one with it is done as if it were the first.
#[derive(Clone)]
pub struct Idempotency {
    store: Arc<dyn IdempotencyStore>,
    clock: Arc<dyn Clock>,
}

impl IdempotencyKey {
    /// The longest key.
    pub const MOST_LETTERS: usize = 128;

    /// The key that a header holds; none when it cannot be one.
    ///
    /// ```
    /// use access_core::IdempotencyKey;
    ///
    /// assert!(IdempotencyKey::parse(b"a-key/1!").is_some());
    /// assert!(IdempotencyKey::parse(b"").is_none());
    /// assert!(IdempotencyKey::parse(b"two words").is_none());
    /// ```
    pub fn parse(value: &[u8]) -> Option<Self> {
        let fits = (1..=Self::MOST_LETTERS).contains(&value.len());
        (fits && value.iter().all(u8::is_ascii_graphic)).then(|| Self(value.to_vec()))
    }

    /// Its characters.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdempotencyKey")
    }
}

impl KeptAnswer {
    /// The longest body that is kept, in bytes.
    pub const MOST_BYTES: usize = 64 * 1024;

    /// Whether it is one that is given again: what the server could not do, or who was not let in, may turn out otherwise
    /// the next time.
    pub fn is_kept(&self) -> bool {
        let kept = match self.status {
            401 | 403 | 429 => false,
            status => (200..300).contains(&status) || (400..500).contains(&status),
        };
        kept && self.body.len() <= Self::MOST_BYTES && !self.body.contains('\0')
    }
}

impl Idempotency {
    /// For how long an answer is kept.
    pub const KEPT: TimeDelta = TimeDelta::minutes(10);
    /// For how long a request may be under way. Longer than the server lets any take.
    pub const LEASE: TimeDelta = TimeDelta::seconds(60);
    /// How many keys are kept; one more takes the place of the oldest that is done.
    pub const MOST_KEYS: usize = 1000;

    /// Over this store.
    pub fn new(store: Arc<dyn IdempotencyStore>, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    /// What becomes of a request.
    pub async fn begin(&self, scope: Scope, asked: Asked) -> Result<Begun, PortFailure> {
        let now = self.clock.now();
        self.store
            .reserve(scope, asked, now, now + Self::LEASE)
            .await
    }

    /// Keeps the answer, if it is one that is given again; otherwise frees the key.
    pub async fn end(
        &self,
        scope: Scope,
        reservation: Reservation,
        answer: &KeptAnswer,
    ) -> Result<(), PortFailure> {
        if !answer.is_kept() {
            return self.free(scope, reservation).await;
        }
        let until: DateTime<Utc> = self.clock.now() + Self::KEPT;
        self.store.keep(scope, reservation, answer, until).await
    }

    /// Frees the key of a request that has come to nothing.
    pub async fn free(&self, scope: Scope, reservation: Reservation) -> Result<(), PortFailure> {
        self.store.free(scope, reservation).await
    }

    /// Forgets what is over; returns how many keys are left.
    pub async fn sweep(&self) -> Result<usize, PortFailure> {
        self.store.forget(self.clock.now()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> KeptAnswer {
        KeptAnswer {
            status,
            body: body.to_owned(),
        }
    }

    #[test]
    fn a_key_is_1_to_128_visible_ascii_characters() {
        let all: Vec<u8> = (b'!'..=b'~').collect();
        for good in [&b"k"[..], &[b'k'; 128], &all] {
            assert_eq!(IdempotencyKey::parse(good).unwrap().as_bytes(), good);
        }
        for bad in [
            &b""[..],
            &[b'k'; 129],
            b"a b",
            b"a\tb",
            b"\x7f",
            "é".as_bytes(),
            b"a\0",
        ] {
            assert_eq!(IdempotencyKey::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_key_does_not_show_itself_in_logs() {
        let key = IdempotencyKey::parse(b"hunter2").unwrap();
        assert!(!format!("{key:?}").contains("hunter2"));
    }

    #[test]
    fn successes_and_refusals_are_kept_but_not_what_may_turn_out_otherwise() {
        for kept in [200, 201, 204, 400, 404, 409, 422] {
            assert!(answer(kept, "{}").is_kept(), "{kept}");
        }
        for freed in [100, 302, 401, 403, 429, 500, 503, 504] {
            assert!(!answer(freed, "{}").is_kept(), "{freed}");
        }
    }

    #[test]
    fn an_answer_that_is_too_long_is_not_kept() {
        let longest = "a".repeat(64 * 1024);
        assert!(answer(200, &longest).is_kept());
        assert!(!answer(200, &format!("{longest}a")).is_kept());
    }
}
