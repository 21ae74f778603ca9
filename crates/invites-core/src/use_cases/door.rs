//! A guild's door: who stands before it, and what its invites were when somebody looked last.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::lock;
use crate::{InviteSnapshot, Join};

/// Of so many joins it is remembered that they were seen to, in case that they are told of twice.
const RECENT: usize = 64;

/// A guild's door.
#[derive(Default)]
pub(super) struct Door {
    queue: Mutex<Queue>,
    /// What the guild's invites were; none as long as nobody could look. Whoever holds it has the turn.
    pub(super) seen: futures_util::lock::Mutex<Option<InviteSnapshot>>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Join>,
    recent: VecDeque<Join>,
}

impl Door {
    /// Queues up, unless the join was told of before. Whether it was not.
    pub(super) fn enter(&self, join: Join) -> bool {
        let mut queue = lock(&self.queue);
        if queue.recent.contains(&join) {
            return false;
        }
        if queue.recent.len() >= RECENT {
            queue.recent.pop_front();
        }
        queue.recent.push_back(join);
        queue.waiting.push(join);
        true
    }

    /// Whether the join has yet to be seen to.
    pub(super) fn has(&self, join: Join) -> bool {
        lock(&self.queue).waiting.contains(&join)
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        lock(&self.queue).waiting.len()
    }

    /// Takes the first `count` out of the queue, in the order in which they joined.
    pub(super) fn take(&self, count: usize) -> Vec<Join> {
        let mut queue = lock(&self.queue);
        let count = count.min(queue.waiting.len());
        let mut taken: Vec<_> = queue.waiting.drain(..count).collect();
        taken.sort_by_key(|it| it.at);
        taken
    }
}
