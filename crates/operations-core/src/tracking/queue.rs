//! What waits to be written: bounded, the oldest giving way, every step in constant time.

use std::collections::VecDeque;
use std::task::Waker;

use crate::Execution;

/// The queue behind the tracker's lock.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: VecDeque<Execution>,
    /// How many a flusher has in its hands. They count against the bound, since they may come back.
    in_hand: usize,
    dropped: u64,
    closed: bool,
    /// Whoever waits for a full batch.
    waker: Option<Waker>,
}

impl Queue {
    pub(super) const MOST: usize = 10_000;
    pub(super) const BATCH: usize = 1000;

    /// Adds one at the back. Where there is no room the oldest of those that wait goes. A batch in somebody's hands takes
    /// room as well: so it can always come back, and what waits for nothing but its answer is not thrown away.
    pub(super) fn put(&mut self, execution: Execution) {
        if self.closed {
            self.dropped += 1;
            return;
        }
        if self.len() >= Self::MOST && self.waiting.pop_front().is_some() {
            self.dropped += 1;
        }
        self.waiting.push_back(execution);
        if self.is_batch_full()
            && let Some(waker) = self.waker.take()
        {
            waker.wake();
        }
    }

    /// Takes the oldest, at most a batch of them.
    pub(super) fn take(&mut self) -> VecDeque<Execution> {
        let count = self.waiting.len().min(Self::BATCH);
        let batch: VecDeque<_> = self.waiting.drain(..count).collect();
        self.in_hand += batch.len();
        batch
    }

    /// `count` of what was taken is written, or out of the world otherwise.
    pub(super) fn done(&mut self, count: usize) {
        self.in_hand = self.in_hand.saturating_sub(count);
    }

    /// One of what was taken cannot be written.
    pub(super) fn discard(&mut self) {
        self.done(1);
        self.dropped += 1;
    }

    /// What was taken comes back before everything else, in its order.
    pub(super) fn give_back(&mut self, mut batch: VecDeque<Execution>) {
        self.done(batch.len());
        while let Some(execution) = batch.pop_back() {
            self.waiting.push_front(execution);
        }
    }

    /// Takes nothing any more.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// How many are not written yet.
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + self.in_hand
    }

    pub(super) fn is_batch_full(&self) -> bool {
        self.waiting.len() >= Self::BATCH
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(super) fn wake_when_full(&mut self, waker: &Waker) {
        self.waker = Some(waker.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::executions;

    fn names(queue: &mut Queue) -> Vec<String> {
        let batch = queue.take();
        let names = batch.iter().map(|it| it.name.to_string()).collect();
        queue.done(batch.len());
        names
    }

    #[test]
    fn ten_times_its_bound_leaves_the_newest_and_counts_the_rest() {
        let mut queue = Queue::default();
        for execution in executions(10 * Queue::MOST) {
            queue.put(execution);
            assert!(queue.len() <= Queue::MOST);
        }
        assert_eq!((queue.len(), queue.dropped()), (10_000, 90_000));
        assert_eq!(names(&mut queue)[0], "command 90000");
    }

    #[test]
    fn what_comes_back_stands_before_what_came_meanwhile() {
        let mut queue = Queue::default();
        let mut all = executions(4);
        let late = all.split_off(2);
        for it in all {
            queue.put(it);
        }
        let batch = queue.take();
        for it in late {
            queue.put(it);
        }
        queue.give_back(batch);
        let expected = ["command 0", "command 1", "command 2", "command 3"];
        assert_eq!(names(&mut queue), expected);
    }

    #[test]
    fn what_comes_back_to_a_queue_that_is_full_by_now_keeps_the_bound() {
        let mut queue = Queue::default();
        let mut all = executions(2 * Queue::MOST);
        let late = all.split_off(Queue::MOST);
        for execution in all {
            queue.put(execution);
        }
        let batch = queue.take();
        assert_eq!(batch.len(), 1000);
        for execution in late {
            queue.put(execution);
            assert!(queue.len() <= Queue::MOST);
        }
        queue.give_back(batch);
        assert_eq!(queue.len(), Queue::MOST);
        assert_eq!(queue.dropped(), 10_000);
    }

    #[test]
    fn a_closed_queue_keeps_what_it_has_and_takes_nothing() {
        let mut queue = Queue::default();
        let mut late = executions(2);
        late.drain(..1).for_each(|it| queue.put(it));
        queue.close();
        for it in late {
            queue.put(it);
        }
        assert_eq!((queue.len(), queue.dropped()), (1, 1));
    }
}
