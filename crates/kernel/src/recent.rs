//! Who did something lately: a memory of so many and not more.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hash};

use chrono::{DateTime, Utc};

/// So many are remembered at once.
pub const MOST_RECENT: usize = 1000;

/// When somebody did it, the oldest first.
pub type Times = VecDeque<DateTime<Utc>>;

/// The times of `who`, for whom a place is made if there is none: those are forgotten who did nothing after `since`, or
/// else who did something longest ago.
pub fn times_of<K: Copy + Eq + Hash, S: BuildHasher>(
    recent: &mut HashMap<K, Times, S>,
    who: K,
    since: DateTime<Utc>,
) -> &mut Times {
    if recent.len() >= MOST_RECENT && !recent.contains_key(&who) {
        recent.retain(|_, times| times.back().is_some_and(|it| *it > since));
        let longest_ago = recent.iter().min_by_key(|(_, times)| times.back());
        let longest_ago = longest_ago.map(|it| *it.0);
        if let Some(member) = longest_ago.filter(|_| recent.len() >= MOST_RECENT) {
            recent.remove(&member);
        }
    }
    recent.entry(who).or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_thousand_are_remembered_and_whoever_was_seen_longest_ago_goes() {
        let mut recent: HashMap<u64, Times> = HashMap::new();
        let start = DateTime::UNIX_EPOCH;
        for number in 1..=10_000_u64 {
            let now = start + TimeDelta::milliseconds(number.cast_signed());
            times_of(&mut recent, number, start).push_back(now);
            assert!(recent.len() <= MOST_RECENT);
        }
        let known = |it: u64| recent.contains_key(&it);
        assert_eq!([9_000, 9_001, 10_000].map(known), [false, true, true]);
    }

    #[test]
    fn all_who_did_nothing_lately_go_first() {
        let mut recent: HashMap<u64, Times> = HashMap::new();
        let start = DateTime::UNIX_EPOCH;
        for number in 1..=1_000_u64 {
            times_of(&mut recent, number, start).push_back(start);
        }
        let later = start + TimeDelta::hours(1);
        times_of(&mut recent, 1_001, start).push_back(later);
        assert_eq!(recent.len(), 1);
    }
}
