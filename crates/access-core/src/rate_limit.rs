//! How often a client may ask: sliding windows of a minute, one for each kind of request.
//!
//! Not `governor` (with `tower_governor`), which was looked at first: it spreads a quota evenly over its period, so that
//! one may ask again after two seconds and twice the limit passes within a minute, where thirty in *any* minute are
//! meant; it does not know how many are left; and its map of clients grows until somebody sweeps it, where a thousand are
//! the most at any moment.

use std::collections::VecDeque;
use std::time::Duration;

use crate::{ClientKey, Recent};

/// How far back requests count.
const WINDOW: Duration = Duration::from_mins(1);

/// Kinds of requests, each of which is counted for itself: whoever reads a lot can still write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RateClass {
    /// Asks for something.
    Read,
    /// Changes something.
    Write,
    /// Another program tells of something.
    Webhook,
    /// Not a request, but a proof of identity that did not count.
    FailedProof,
}

impl RateClass {
    const ALL: [Self; 4] = [Self::Read, Self::Write, Self::Webhook, Self::FailedProof];

    /// How many a client may make within any minute.
    pub const fn limit(self) -> u32 {
        match self {
            Self::Read => 30,
            Self::Write => 10,
            Self::Webhook => 120,
            Self::FailedProof => 20,
        }
    }
}

/// Whether a request may pass, and what its client may still do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Whether it may pass.
    pub admitted: bool,
    /// How many requests of its class may be made within a minute.
    pub limit: u32,
    /// How many more may be made right now.
    pub remaining: u32,
    /// In how many whole seconds the oldest request that counts will count no more, at least one: after a refusal, that
    /// is when the next one may pass.
    pub reset_seconds: u64,
}

/// Counts the requests of at most [`MOST_CLIENTS`](Self::MOST_CLIENTS) clients; a further one takes the place of the one
/// that was seen longest ago.
///
/// Knows no clock: every call is told how much time has passed since some fixed moment, by a clock that never goes back.
///
/// ```
/// use std::net::Ipv4Addr;
/// use std::time::Duration;
///
/// use access_core::{ClientKey, RateClass, RateLimiter};
///
/// let mut limiter = RateLimiter::default();
/// let client = ClientKey::address(Ipv4Addr::LOCALHOST.into());
/// for _ in 0..10 {
///     assert!(limiter.count(client, RateClass::Write, Duration::ZERO).admitted);
/// }
/// let eleventh = limiter.count(client, RateClass::Write, Duration::from_secs(50));
/// assert!(!eleventh.admitted);
/// assert_eq!(eleventh.reset_seconds, 10);
/// assert!(limiter.count(client, RateClass::Write, Duration::from_secs(60)).admitted);
/// ```
#[derive(Debug, Clone)]
pub struct RateLimiter {
    clients: Recent<ClientKey, Windows>,
}

/// When the requests of one client passed that still count, per class; never more than the limit of each.
#[derive(Debug, Clone, Default)]
struct Windows([VecDeque<Duration>; RateClass::ALL.len()]);

impl RateLimiter {
    /// How many clients are counted at once.
    pub const MOST_CLIENTS: usize = 1000;
    /// How often [`sweep`](Self::sweep) is worth its while.
    pub const SWEEP_EVERY: Duration = Duration::from_mins(10);

    /// Counts a request of `client` at `now`. One that may not pass is not counted, so that asking in vain makes nobody
    /// wait longer.
    pub fn count(&mut self, client: ClientKey, class: RateClass, now: Duration) -> Allowance {
        let windows = self.clients.get_or_insert_with(&client, Windows::default);
        let passed = &mut windows.0[class as usize];
        forget(passed, now);
        let limit = class.limit();
        let counted = u32::try_from(passed.len()).unwrap_or(u32::MAX);
        let admitted = counted < limit;
        if admitted {
            passed.push_back(now);
        }
        let oldest = passed.front().copied().unwrap_or(now);
        Allowance {
            admitted,
            limit,
            remaining: limit.saturating_sub(counted.saturating_add(1)),
            reset_seconds: whole_seconds((oldest + WINDOW).saturating_sub(now)),
        }
    }

    /// Whether `client` has used up what it may do of a class by `now`, and if so in how many whole seconds it may do more.
    /// Counts nothing.
    pub fn used_up(&mut self, client: ClientKey, class: RateClass, now: Duration) -> Option<u64> {
        let passed = &mut self.clients.get(&client)?.0[class as usize];
        forget(passed, now);
        let used_up = passed.len() >= class.limit() as usize;
        let oldest = *passed.front()?;
        used_up.then(|| whole_seconds((oldest + WINDOW).saturating_sub(now)))
    }

    /// Forgets the clients of whom nothing counts any more; returns how many are left.
    pub fn sweep(&mut self, now: Duration) -> usize {
        self.clients.retain(|_, windows| {
            windows.0.iter_mut().any(|passed| {
                forget(passed, now);
                !passed.is_empty()
            })
        });
        self.clients.len()
    }

    /// How many clients are counted at the moment.
    pub fn clients(&self) -> usize {
        self.clients.len()
    }
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self {
            clients: Recent::new(Self::MOST_CLIENTS),
        }
    }
}

/// Drops what counts no more.
fn forget(passed: &mut VecDeque<Duration>, now: Duration) {
    while passed.front().is_some_and(|it| *it + WINDOW <= now) {
        passed.pop_front();
    }
}

/// Rounded up, so that nobody comes back too early; at least one.
fn whole_seconds(wait: Duration) -> u64 {
    let begun = u64::from(wait.subsec_nanos() > 0);
    (wait.as_secs() + begun).max(1)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use proptest::prelude::*;

    use super::*;

    fn client(number: u32) -> ClientKey {
        ClientKey::address(IpAddr::V4(Ipv4Addr::from_bits(number)))
    }

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    fn class() -> impl Strategy<Value = RateClass> {
        prop::sample::select(RateClass::ALL.to_vec())
    }

    #[test]
    fn thirty_reads_pass_and_the_next_waits_until_the_first_is_a_minute_old() {
        let mut limiter = RateLimiter::default();
        for second in 0..30 {
            let allowance = limiter.count(client(1), RateClass::Read, seconds(second));
            let expected = Allowance {
                admitted: true,
                limit: 30,
                remaining: 29 - u32::try_from(second).unwrap(),
                reset_seconds: 60 - second,
            };
            assert_eq!(allowance, expected);
        }
        let refused = limiter.count(client(1), RateClass::Read, Duration::from_millis(59_999));
        assert_eq!(
            (refused.admitted, refused.remaining, refused.reset_seconds),
            (false, 0, 1)
        );
        assert!(
            limiter
                .count(client(1), RateClass::Read, seconds(60))
                .admitted
        );
        assert!(
            !limiter
                .count(client(1), RateClass::Read, seconds(60))
                .admitted
        );
        assert!(
            limiter
                .count(client(1), RateClass::Read, seconds(61))
                .admitted
        );
    }

    #[test]
    fn the_classes_do_not_take_from_each_other_nor_the_clients() {
        let mut limiter = RateLimiter::default();
        for class in RateClass::ALL {
            for one in [client(1), client(2)] {
                let passed = (0..200).filter(|_| limiter.count(one, class, seconds(5)).admitted);
                assert_eq!(passed.count(), class.limit() as usize, "{class:?}");
            }
        }
    }

    #[test]
    fn asking_in_vain_makes_nobody_wait_longer() {
        let mut limiter = RateLimiter::default();
        for second in 0..60 {
            limiter.count(client(1), RateClass::Write, seconds(second));
        }
        let passed = (60..70).filter(|second| {
            limiter
                .count(client(1), RateClass::Write, seconds(*second))
                .admitted
        });
        assert_eq!(passed.count(), 10);
    }

    #[test]
    fn what_is_used_up_is_told_without_counting() {
        let mut limiter = RateLimiter::default();
        let class = RateClass::FailedProof;
        assert_eq!(limiter.used_up(client(1), class, seconds(0)), None);
        assert_eq!(
            limiter.clients(),
            0,
            "who is only asked about is nobody yet"
        );
        for second in 0..20 {
            assert_eq!(limiter.used_up(client(1), class, seconds(second)), None);
            limiter.count(client(1), class, seconds(second));
        }
        for _ in 0..3 {
            assert_eq!(limiter.used_up(client(1), class, seconds(20)), Some(40));
        }
        assert_eq!(
            limiter.used_up(client(1), RateClass::Read, seconds(20)),
            None
        );
        assert_eq!(limiter.used_up(client(2), class, seconds(20)), None);
        assert_eq!(limiter.used_up(client(1), class, seconds(60)), None);
    }

    #[test]
    fn ten_times_as_many_clients_stay_within_the_bound_and_the_last_seen_stay() {
        let mut limiter = RateLimiter::default();
        let most = u32::try_from(RateLimiter::MOST_CLIENTS).unwrap();
        for _ in 0..10 {
            limiter.count(client(0), RateClass::Write, seconds(1));
        }
        for number in 1..=10 * most {
            limiter.count(client(number), RateClass::Read, seconds(1));
            assert!(limiter.clients() <= RateLimiter::MOST_CLIENTS);
            if number % 500 == 0 {
                let busy = limiter.count(client(0), RateClass::Write, seconds(1));
                assert!(!busy.admitted, "who keeps asking is not forgotten");
            }
        }
        assert_eq!(limiter.clients(), RateLimiter::MOST_CLIENTS);
        let newest = limiter.count(client(10 * most), RateClass::Read, seconds(1));
        assert_eq!(newest.remaining, 28);
    }

    #[test]
    fn a_sweep_forgets_whoever_has_been_idle_for_a_minute() {
        let mut limiter = RateLimiter::default();
        limiter.count(client(1), RateClass::Read, seconds(0));
        limiter.count(client(2), RateClass::Webhook, seconds(1));
        assert_eq!(limiter.sweep(seconds(60)), 1);
        assert_eq!(limiter.sweep(seconds(61)), 0);
    }

    proptest! {
        #[test]
        fn admits_what_a_list_of_all_that_passed_would_admit(
            requests in prop::collection::vec((0_u32..3, class(), 0_u64..4_000), 0..400),
        ) {
            let mut limiter = RateLimiter::default();
            let mut passed: Vec<(u32, RateClass, Duration)> = Vec::new();
            let mut now = Duration::ZERO;
            for (number, class, pause) in requests {
                now += Duration::from_millis(pause);
                let counting: Vec<Duration> = passed
                    .iter()
                    .filter(|it| it.0 == number && it.1 == class && now < it.2 + WINDOW)
                    .map(|it| it.2)
                    .collect();
                let limit = class.limit() as usize;
                let allowance = limiter.count(client(number), class, now);
                prop_assert_eq!(allowance.admitted, counting.len() < limit);
                prop_assert_eq!(allowance.remaining as usize, limit.saturating_sub(counting.len() + 1));
                let oldest = counting.first().copied().unwrap_or(now);
                let wait = (oldest + WINDOW).saturating_sub(now);
                let reset = seconds(allowance.reset_seconds);
                prop_assert!(reset >= wait && reset < wait + seconds(1), "{:?} for {:?}", reset, wait);
                if allowance.admitted {
                    passed.push((number, class, now));
                }
                if pause > 3_900 {
                    limiter.sweep(now);
                }
            }
        }
    }
}
