//! What all requests share: the limits of each route, the gate, the budget of invalid requests, the token's validity.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::bucket::Window;
use super::budget::Budget;
use super::gate::Gate;
use super::limits::Limits;
use super::queue::{Permit, Queue};
use super::rate_headers::{Standing, TooMany};
use super::route_key::{Lane, RouteKey};

/// Added to every wait: Discord rounds, and our request may arrive faster than its answer did.
const MARGIN: Duration = Duration::from_millis(50);

/// When to ask again where so many wait that no turn came in time.
const A_TURN: Duration = Duration::from_secs(1);

/// The guard before all requests.
#[derive(Debug)]
pub(super) struct Guard {
    limits: Mutex<Limits>,
    gate: Mutex<Gate>,
    /// Whose turn at the gate it is; who comes later waits longer.
    turn: tokio::sync::Mutex<()>,
    budget: Mutex<Budget>,
    tickets: AtomicU64,
    unauthorized: AtomicBool,
}

/// The right to send one request now.
#[derive(Debug)]
pub(super) struct Pass {
    permit: Permit,
    queue: Arc<Queue>,
}

impl Guard {
    /// A guard that knows nothing yet.
    pub(super) fn new(requests_per_second: u32) -> Self {
        Self {
            limits: Mutex::default(),
            gate: Mutex::new(Gate::new(
                usize::try_from(requests_per_second).unwrap_or(usize::MAX),
            )),
            turn: tokio::sync::Mutex::default(),
            budget: Mutex::default(),
            tickets: AtomicU64::new(0),
            unauthorized: AtomicBool::new(false),
        }
    }

    /// A place in the order of calls, kept over repetitions.
    pub(super) fn ticket(&self) -> u64 {
        self.tickets.fetch_add(1, Ordering::Relaxed)
    }

    /// Waits until a request of this route may start; the error is the wait that there was no time for.
    pub(super) async fn enter(
        &self,
        key: &RouteKey,
        lane: Lane,
        ticket: u64,
        deadline: Instant,
    ) -> Result<Pass, Duration> {
        loop {
            let queue = lock(&self.limits).of(key);
            let permit = queue.enter(ticket, deadline).await?;
            // While we waited, an answer may have told that this route shares the limit of another.
            if !Arc::ptr_eq(&queue, &lock(&self.limits).of(key)) {
                permit.settle(Window::withdraw);
                continue;
            }
            if lane == Lane::Ordinary
                && let Err(wait) = self.pass_gate(deadline).await
            {
                permit.settle(Window::withdraw);
                return Err(wait);
            }
            return Ok(Pass { permit, queue });
        }
    }

    /// Waits at the gate in the order of coming, so that a single request gets through beside any number of others.
    async fn pass_gate(&self, deadline: Instant) -> Result<(), Duration> {
        let Ok(_turn) = timeout_at(deadline, self.turn.lock()).await else {
            return Err(A_TURN);
        };
        loop {
            let now = Instant::now();
            let Err(at) = lock(&self.gate).start(now) else {
                return Ok(());
            };
            if at > deadline {
                return Err(at - now);
            }
            sleep_until(at).await;
        }
    }

    /// An answer that is no 429 came.
    pub(super) fn answered(
        &self,
        key: &RouteKey,
        pass: Pass,
        standing: Option<&Standing>,
        success: bool,
    ) {
        let now = Instant::now();
        let Some(standing) = standing else {
            let change = if success {
                Window::answered_without_limit
            } else {
                Window::lost
            };
            return pass.permit.settle(change);
        };
        let standing = Standing {
            reset_after: standing.reset_after + MARGIN,
            ..standing.clone()
        };
        let shared = standing
            .bucket
            .as_deref()
            .and_then(|name| lock(&self.limits).learn(key, name, &pass.queue));
        pass.permit.settle(|window| {
            window.withdraw();
            window.observe(now, &standing);
        });
        if let Some(shared) = shared {
            shared.change(|window| window.observe(now, &standing));
        }
    }

    /// A 429 came: nobody of this route, or nobody at all, starts until it is over.
    pub(super) fn refused(&self, pass: Pass, too_many: &TooMany) {
        let until = Instant::now() + too_many.retry_after + MARGIN;
        if too_many.global {
            lock(&self.gate).close(until);
        }
        pass.permit.settle(|window| {
            window.withdraw();
            window.close(until);
        });
    }

    /// An invalid request was counted against this address.
    pub(super) fn spend(&self) {
        lock(&self.budget).spend(Instant::now());
        metrics::counter!("discord_invalid_requests_total").increment(1);
    }

    /// Whether further requests would risk a ban.
    pub(super) fn exhausted(&self) -> bool {
        lock(&self.budget).exhausted(Instant::now())
    }

    /// Notes that Discord refused the bot's token.
    pub(super) fn note_unauthorized(&self) {
        self.unauthorized.store(true, Ordering::Relaxed);
    }

    /// Whether Discord ever refused the bot's token.
    pub(super) fn unauthorized(&self) -> bool {
        self.unauthorized.load(Ordering::Relaxed)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn key(route: &str) -> RouteKey {
        RouteKey {
            route: route.to_owned(),
            major: "channels/1".to_owned(),
        }
    }

    fn far() -> Instant {
        Instant::now() + SECOND * 60
    }

    #[tokio::test(start_paused = true)]
    async fn routes_that_discord_gives_one_name_share_one_limit() {
        let guard = Guard::new(50);
        let standing = |remaining| Standing {
            bucket: Some("b".to_owned()),
            limit: 2,
            remaining,
            reset_after: SECOND,
        };
        for (route, remaining) in [("GET a", 1), ("GET b", 0)] {
            let pass = guard
                .enter(&key(route), Lane::Ordinary, guard.ticket(), far())
                .await
                .unwrap();
            guard.answered(&key(route), pass, Some(&standing(remaining)), true);
        }
        let before = Instant::now();
        guard
            .enter(&key("GET a"), Lane::Ordinary, guard.ticket(), far())
            .await
            .unwrap();
        assert!(Instant::now() - before >= SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_at_the_gate_goes_in_the_order_of_coming() {
        let (guard, gone) = (Guard::new(1), Mutex::new(Vec::new()));
        let goes = async |name: usize| {
            let key = key(&format!("GET {name}"));
            let pass = guard.enter(&key, Lane::Ordinary, guard.ticket(), far());
            let pass = pass.await.unwrap();
            lock(&gone).push(name);
            guard.answered(&key, pass, None, true);
        };
        let crowd = async {
            for name in [0, 2, 4] {
                goes(name).await;
            }
        };
        let newcomers = async {
            for name in [5, 6] {
                goes(name).await;
            }
        };
        tokio::join!(crowd, goes(1), newcomers);
        assert_eq!(*lock(&gone), [0, 2, 1, 5, 4, 6]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_global_429_stops_everything_but_interactions() {
        let guard = Guard::new(50);
        let pass = guard
            .enter(&key("GET a"), Lane::Ordinary, guard.ticket(), far())
            .await
            .unwrap();
        guard.refused(
            pass,
            &TooMany {
                retry_after: SECOND * 5,
                global: true,
                shared: false,
            },
        );
        let before = Instant::now();
        for lane in [Lane::Callback, Lane::ByToken] {
            guard
                .enter(&key("POST i"), lane, guard.ticket(), far())
                .await
                .unwrap();
        }
        assert_eq!(Instant::now(), before);
        guard
            .enter(&key("GET b"), Lane::Ordinary, guard.ticket(), far())
            .await
            .unwrap();
        assert_eq!(Instant::now() - before, SECOND * 5 + MARGIN);
    }
}
