//! Waits that are cut short when the program stops, so that whoever is being seen to is seen to before it ends.

use std::collections::HashMap;
use std::sync::Mutex;

use futures_util::future::{AbortHandle, abortable};

use super::lock;

/// The waits of a process.
#[derive(Default)]
pub(super) struct Waits(Mutex<State>);

#[derive(Default)]
struct State {
    is_over: bool,
    given: u64,
    waiting: HashMap<u64, AbortHandle>,
}

impl Waits {
    /// Nobody waits any more.
    pub(super) fn end(&self) {
        let mut state = lock(&self.0);
        state.is_over = true;
        for (_, wait) in state.waiting.drain() {
            wait.abort();
        }
    }

    /// Waits for this; false when there is no time for it.
    pub(super) async fn wait(&self, until: impl Future<Output = ()>) -> bool {
        let (until, handle) = abortable(until);
        let number = {
            let mut state = lock(&self.0);
            if state.is_over {
                return false;
            }
            state.given += 1;
            let number = state.given;
            state.waiting.insert(number, handle);
            number
        };
        let has_waited = until.await.is_ok();
        lock(&self.0).waiting.remove(&number);
        has_waited
    }
}
