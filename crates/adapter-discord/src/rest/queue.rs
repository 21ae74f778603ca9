//! The queue before one rate limit: first come, first served, and a request that has to be repeated keeps its place.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::bucket::{Ready, Window};

/// How long to wait is unknown when only an answer can tell.
const UNTOLD: Duration = Duration::from_secs(1);

/// A rate limit and those who wait for it.
#[derive(Debug)]
pub(super) struct Queue {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    window: Window,
    waiting: BTreeMap<u64, Arc<Notify>>,
}

impl Queue {
    /// An empty queue before a limit of which nothing is known.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                window: Window::unknown(),
                waiting: BTreeMap::new(),
            }),
        })
    }

    /// Waits for this ticket's turn; the error is how long it would have had to wait beyond the deadline.
    pub(super) async fn enter(
        self: &Arc<Self>,
        ticket: u64,
        deadline: Instant,
    ) -> Result<Permit, Duration> {
        let place = Place::take(self, ticket);
        loop {
            let now = Instant::now();
            let wake = match place.try_enter(now) {
                Ok(permit) => return Ok(permit),
                Err(Ready::At(at)) if at > deadline => return Err(at - now),
                Err(_) if now >= deadline => return Err(UNTOLD),
                Err(Ready::At(at)) => at,
                Err(_) => deadline,
            };
            tokio::select! {
                () = place.notify.notified() => {}
                () = sleep_until(wake) => {}
            }
        }
    }

    /// Changes the window, and lets the first in the queue look again.
    pub(super) fn change(&self, change: impl FnOnce(&mut Window)) {
        let mut state = self.lock();
        change(&mut state.window);
        state.wake_first();
    }

    /// Whether nobody needs it.
    pub(super) fn idle(&self, now: Instant) -> bool {
        let state = self.lock();
        state.waiting.is_empty() && state.window.idle(now)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake_first(&self) {
        if let Some(notify) = self.waiting.values().next() {
            notify.notify_one();
        }
    }
}

/// The right to send one request; dropped without a word, it counts as lost.
#[derive(Debug)]
pub(super) struct Permit {
    queue: Arc<Queue>,
    settled: bool,
}

impl Permit {
    /// Ends with what is known of the request.
    pub(super) fn settle(mut self, change: impl FnOnce(&mut Window)) {
        self.settled = true;
        self.queue.change(change);
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if !self.settled {
            self.queue.change(Window::lost);
        }
    }
}

/// A place in the queue, given up when dropped.
struct Place {
    queue: Arc<Queue>,
    ticket: u64,
    notify: Arc<Notify>,
}

impl Place {
    fn take(queue: &Arc<Queue>, ticket: u64) -> Self {
        let notify = Arc::new(Notify::new());
        queue.lock().waiting.insert(ticket, Arc::clone(&notify));
        Self {
            queue: Arc::clone(queue),
            ticket,
            notify,
        }
    }

    /// Enters, or says what to wait for; whoever is not first waits for the one before.
    fn try_enter(&self, now: Instant) -> Result<Permit, Ready> {
        let mut state = self.queue.lock();
        let first = state.waiting.keys().next() == Some(&self.ticket);
        match state.window.ready(now) {
            Ready::Now if first => {
                state.window.start();
                drop(state);
                Ok(Permit {
                    queue: Arc::clone(&self.queue),
                    settled: false,
                })
            }
            Ready::Now => Err(Ready::AfterAnswer),
            ready => Err(ready),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.waiting.remove(&self.ticket);
        state.wake_first();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::super::rate_headers::Standing;
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    async fn after(seconds: u32) -> Instant {
        tokio::task::yield_now().await;
        Instant::now() + SECOND * seconds
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_repeats_goes_before_whoever_came_later() {
        let queue = Queue::new();
        let deadline = after(60).await;
        let permit = queue.enter(1, deadline).await.unwrap();
        let mut later = Box::pin(queue.enter(2, deadline));
        assert!(later.as_mut().now_or_never().is_none());
        let reopened = Instant::now() + SECOND;
        permit.settle(|window| {
            window.withdraw();
            window.close(reopened);
        });
        let again = tokio::select! {
            biased;
            _ = &mut later => panic!("the later one went first"),
            again = queue.enter(1, deadline) => again.unwrap(),
        };
        assert!(Instant::now() >= reopened);
        again.settle(Window::answered_without_limit);
        assert!(later.await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn says_at_once_when_the_wait_would_be_too_long() {
        let queue = Queue::new();
        let now = Instant::now();
        queue.change(|window| window.close(now + SECOND * 20));
        assert_eq!(
            queue.enter(1, now + SECOND * 15).await.unwrap_err(),
            SECOND * 20
        );
        assert_eq!(Instant::now(), now);
    }

    #[tokio::test(start_paused = true)]
    async fn somebody_who_gives_up_does_not_hold_up_the_next() {
        let queue = Queue::new();
        let deadline = after(60).await;
        let standing = Standing {
            bucket: None,
            limit: 1,
            remaining: 0,
            reset_after: SECOND,
        };
        queue.change(|window| window.observe(Instant::now(), &standing));
        let mut first = Box::pin(queue.enter(1, deadline));
        assert!(first.as_mut().now_or_never().is_none());
        drop(first);
        drop(queue.enter(2, deadline).await.unwrap());
        assert!(queue.idle(Instant::now()));
    }
}
