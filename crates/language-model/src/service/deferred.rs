//! Questions that were not answered and wait for the service to come back, for as long as whoever asked can still be
//! answered.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use super::deferred_wait;
use crate::{CompletionRequest, ModelError, UsageKey};

/// Whoever can be answered for no longer than this is told at once that there is no answer.
const LEAST_LEFT: TimeDelta = TimeDelta::seconds(60);

/// A question that waits, and the way to whoever asked: for Discord, the token of the interaction.
#[derive(Debug, Clone, PartialEq)]
pub struct DeferredAsk<D> {
    /// The question: with guild, user, feature, model and how long the answer may be.
    pub request: CompletionRequest,
    /// What was counted for it, to be given back if no answer comes.
    pub charge: Option<UsageKey>,
    /// The way to whoever asked.
    pub delivery: D,
    /// Until when that way is open.
    pub answerable_until: DateTime<Utc>,
    /// Whether the answer is part of a reflection, which the person may keep.
    pub is_reflection: bool,
}

/// A question on its way to another try.
#[derive(Debug, Clone, PartialEq)]
pub struct DeferredItem<D> {
    /// The question.
    pub ask: DeferredAsk<D>,
    /// How often it has been tried since it waits.
    pub tries: u32,
    due: DateTime<Utc>,
}

/// The questions that wait, in the order in which they came.
#[derive(Debug)]
pub struct Deferred<D> {
    items: VecDeque<DeferredItem<D>>,
    dropped: u64,
}

impl<D> Deferred<D> {
    /// No more wait; past that the oldest is given up.
    pub const MOST: usize = 50;

    /// Whether a question that failed with `error` may wait: it may be answered in some minutes, and whoever asked can
    /// still be reached for more than one.
    pub fn accepts(
        error: &ModelError,
        answerable_until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> bool {
        error.class.may_pass() && answerable_until - now > LEAST_LEFT
    }

    /// Lets a question wait. Returns those that are given up for it: their people are to be told, and what was counted for
    /// them given back. `error` is why there was no answer, and `chance` is from 0 to 1.
    pub fn push(
        &mut self,
        ask: DeferredAsk<D>,
        error: &ModelError,
        now: DateTime<Utc>,
        chance: f64,
    ) -> Vec<DeferredAsk<D>> {
        let item = DeferredItem {
            ask,
            tries: 0,
            due: now,
        };
        let refused = self.put_back(item, error, now, chance);
        let mut given_up: Vec<_> = refused.into_iter().collect();
        while self.items.len() > Self::MOST
            && let Some(oldest) = self.items.pop_front()
        {
            self.dropped += 1;
            given_up.push(oldest.ask);
        }
        given_up
    }

    /// Takes out one that is due, which counts as a try.
    pub fn take_due(&mut self, now: DateTime<Utc>) -> Option<DeferredItem<D>> {
        let place = self.items.iter().position(|it| it.due <= now)?;
        let mut item = self.items.remove(place)?;
        item.tries += 1;
        Some(item)
    }

    /// Lets one wait for its next try; gives it up if there is none, or whoever asked could not be reached by then.
    pub fn put_back(
        &mut self,
        mut item: DeferredItem<D>,
        error: &ModelError,
        now: DateTime<Utc>,
        chance: f64,
    ) -> Option<DeferredAsk<D>> {
        let due = deferred_wait(item.tries + 1, error, chance).map(|wait| now + wait);
        let Some(due) = due.filter(|due| *due < item.ask.answerable_until) else {
            self.dropped += 1;
            return Some(item.ask);
        };
        item.due = due;
        self.items.push_back(item);
        None
    }

    /// When the next one is due.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        self.items.iter().map(|it| it.due).min()
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many were given up so far.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

impl<D> Default for Deferred<D> {
    fn default() -> Self {
        Self {
            items: VecDeque::new(),
            dropped: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureClass;
    use crate::testing::question;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn down() -> ModelError {
        ModelError::new(FailureClass::Upstream5xx, "")
    }

    fn ask(number: usize) -> DeferredAsk<usize> {
        DeferredAsk {
            request: question("learn_topic", at(60)),
            charge: None,
            delivery: number,
            answerable_until: at(900),
            is_reflection: false,
        }
    }

    #[test]
    fn a_question_waits_30_60_120_240_and_300_seconds_while_it_can_be_answered() {
        let mut waiting = Deferred::default();
        let long = DeferredAsk {
            answerable_until: at(100_000),
            ..ask(1)
        };
        assert!(waiting.push(long, &down(), at(0), 0.5).is_empty());
        let mut now = 0;
        for wait in [30, 60, 120, 240, 300] {
            assert_eq!(waiting.take_due(at(now + wait - 1)), None);
            now += wait;
            assert_eq!(waiting.next_due(), Some(at(now)));
            let item = waiting.take_due(at(now)).unwrap();
            let given_up = waiting.put_back(item, &down(), at(now), 0.5);
            assert_eq!(given_up.is_some(), wait == 300);
        }
        assert_eq!((waiting.len(), waiting.dropped()), (0, 1));
    }

    #[test]
    fn whoever_could_not_be_answered_by_the_next_try_is_told_now() {
        let mut waiting = Deferred::default();
        assert!(waiting.push(ask(1), &down(), at(869), 0.5).is_empty());
        let given_up = waiting.push(ask(2), &down(), at(870), 0.5);
        assert_eq!(
            given_up.iter().map(|it| it.delivery).collect::<Vec<_>>(),
            [2]
        );
    }

    #[test]
    fn the_fifty_first_takes_the_place_of_the_oldest() {
        let mut waiting = Deferred::default();
        for number in 0..50 {
            assert!(waiting.push(ask(number), &down(), at(0), 0.5).is_empty());
        }
        let given_up = waiting.push(ask(50), &down(), at(0), 0.5);
        assert_eq!(
            given_up.iter().map(|it| it.delivery).collect::<Vec<_>>(),
            [0]
        );
        assert_eq!((waiting.len(), waiting.dropped()), (50, 1));
    }

    #[test]
    fn only_what_may_pass_waits_and_only_for_whoever_can_be_answered_for_a_minute() {
        let accepts = |class, left| {
            let error = ModelError::new(class, "");
            Deferred::<()>::accepts(&error, at(left), at(0))
        };
        assert!(accepts(FailureClass::RateLimited, 61));
        assert!(accepts(FailureClass::CircuitOpen, 61));
        assert!(!accepts(FailureClass::RateLimited, 60));
        assert!(!accepts(FailureClass::Unauthorized, 900));
        assert!(!accepts(FailureClass::ContentFilter, 900));
    }
}
