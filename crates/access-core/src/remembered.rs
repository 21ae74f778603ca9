//! Answers that are good for a while: at most so many, each for so long.

use std::hash::Hash;

use chrono::{DateTime, TimeDelta, Utc};

use crate::Recent;

/// Answers that are good for a while, so that whoever gave them need not be asked again at once. The one that was asked
/// for longest ago goes first when there is no more room.
///
/// It neither locks nor loads by itself: its owner does both, as fits what is kept.
///
/// ```
/// use access_core::Remembered;
/// use chrono::{DateTime, TimeDelta};
///
/// let now = DateTime::UNIX_EPOCH;
/// let mut ages = Remembered::new(2);
/// ages.put("Ann", 31, now, TimeDelta::minutes(1));
/// assert_eq!(ages.get(&"Ann", now), Some(&31));
/// assert_eq!(ages.get(&"Ann", now + TimeDelta::minutes(1)), None);
/// ```
#[derive(Debug)]
pub struct Remembered<K, V>(Recent<K, Answer<V>>);

#[derive(Debug)]
struct Answer<V> {
    value: V,
    since: DateTime<Utc>,
    span: TimeDelta,
}

impl<K: Hash + Eq + Clone, V> Remembered<K, V> {
    /// Nothing yet, and never more than `most`; at least one.
    pub fn new(most: usize) -> Self {
        Self(Recent::new(most))
    }

    /// The answer, if it is still good. One that is not is let go.
    pub fn get(&mut self, key: &K, now: DateTime<Utc>) -> Option<&V> {
        if !self.0.get(key)?.is_good(now) {
            self.0.remove(key);
        }
        self.0.get(key).map(|it| &it.value)
    }

    /// Keeps an answer of `now` for `span`, in place of an earlier one; one that is good for no time at all is not kept.
    pub fn put(&mut self, key: K, value: V, now: DateTime<Utc>, span: TimeDelta) {
        if span <= TimeDelta::zero() {
            self.0.remove(&key);
            return;
        }
        let since = now;
        self.0.insert(key, Answer { value, since, span });
    }

    /// Lets an answer go.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        self.0.remove(key).map(|it| it.value)
    }

    /// Lets go of all answers that `stays` is not true of.
    pub fn retain(&mut self, stays: impl Fn(&K) -> bool) {
        self.0.retain(|key, _| stays(key));
    }

    /// How many answers are kept, good or not.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Answer<V> {
    /// A clock that went back says nothing about an answer's age, so that it is not good.
    fn is_good(&self, now: DateTime<Utc>) -> bool {
        let age = now - self.since;
        age >= TimeDelta::zero() && age < self.span
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: DateTime<Utc> = DateTime::UNIX_EPOCH;
    const SPAN: TimeDelta = TimeDelta::seconds(60);

    #[test]
    fn an_answer_is_good_until_its_time_is_over_and_then_gone() {
        let mut kept = Remembered::new(5);
        kept.put(1, 'a', NOON, SPAN);
        assert_eq!(kept.get(&1, NOON + TimeDelta::seconds(59)), Some(&'a'));
        assert_eq!(kept.get(&1, NOON + SPAN), None);
        assert!(kept.is_empty());
    }

    #[test]
    fn an_answer_from_the_future_is_not_good() {
        let mut kept = Remembered::new(5);
        kept.put(1, 'a', NOON, SPAN);
        assert_eq!(kept.get(&1, NOON - TimeDelta::seconds(1)), None);
    }

    #[test]
    fn ten_times_as_many_as_there_is_room_for_leave_the_newest() {
        let mut kept = Remembered::new(100);
        for key in 0..1000 {
            kept.put(key, key, NOON, SPAN);
            assert!(kept.len() <= 100);
        }
        assert!((900..1000).all(|key| kept.get(&key, NOON) == Some(&key)));
    }

    #[test]
    fn what_was_asked_for_longest_ago_goes_first() {
        let mut kept = Remembered::new(2);
        kept.put('a', 1, NOON, SPAN);
        kept.put('b', 2, NOON, SPAN);
        kept.get(&'a', NOON);
        kept.put('c', 3, NOON, SPAN);
        assert_eq!(kept.get(&'b', NOON), None);
        assert_eq!(kept.get(&'a', NOON), Some(&1));
    }

    #[test]
    fn an_answer_that_is_good_for_no_time_takes_the_place_of_an_older_one() {
        let mut kept = Remembered::new(2);
        kept.put('a', 1, NOON, SPAN);
        kept.put('a', 2, NOON, TimeDelta::zero());
        assert!(kept.is_empty());
    }

    #[test]
    fn some_can_be_let_go() {
        let mut kept = Remembered::new(9);
        for key in 0..4 {
            kept.put(key, key, NOON, SPAN);
        }
        kept.retain(|key| *key != 2);
        assert_eq!(
            (kept.len(), kept.remove(&2), kept.remove(&3)),
            (3, None, Some(3))
        );
    }
}
