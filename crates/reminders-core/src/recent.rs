//! Who did something lately: a memory of so many members and not more.

use std::collections::{HashMap, VecDeque};

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};

/// Members remembered at once.
pub(crate) const MOST: usize = 1000;

/// A member of a guild.
pub(crate) type Who = (GuildId, UserId);

/// When somebody did it, the oldest first.
pub(crate) type Times = VecDeque<DateTime<Utc>>;

/// The times of `who`, for whom a place is made if there is none: those are forgotten who did nothing after `since`, or
/// else who did something longest ago.
pub(crate) fn times_of(
    recent: &mut HashMap<Who, Times>,
    who: Who,
    since: DateTime<Utc>,
) -> &mut Times {
    if recent.len() >= MOST && !recent.contains_key(&who) {
        recent.retain(|_, times| times.back().is_some_and(|it| *it > since));
        let longest_ago = recent.iter().min_by_key(|(_, times)| times.back());
        let longest_ago = longest_ago.map(|it| *it.0);
        if let Some(member) = longest_ago.filter(|_| recent.len() >= MOST) {
            recent.remove(&member);
        }
    }
    recent.entry(who).or_default()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::testing::{guild, instant, user};

    #[test]
    fn a_thousand_are_remembered_and_whoever_was_seen_longest_ago_goes() {
        let mut recent = HashMap::new();
        let start = instant("2026-02-04 10:00");
        for number in 1..=10_000_u64 {
            let who = (guild(1), user(number));
            let now = start + TimeDelta::milliseconds(number.cast_signed());
            times_of(&mut recent, who, start).push_back(now);
            assert!(recent.len() <= MOST);
        }
        let known = |it| recent.contains_key(&(guild(1), user(it)));
        assert_eq!([9_000, 9_001, 10_000].map(known), [false, true, true]);
    }

    #[test]
    fn all_who_did_nothing_lately_go_first() {
        let mut recent = HashMap::new();
        let start = instant("2026-02-04 10:00");
        for number in 1..=1_000_u64 {
            times_of(&mut recent, (guild(1), user(number)), start).push_back(start);
        }
        let later = start + TimeDelta::hours(1);
        times_of(&mut recent, (guild(1), user(1_001)), start).push_back(later);
        assert_eq!(recent.len(), 1);
    }
}
