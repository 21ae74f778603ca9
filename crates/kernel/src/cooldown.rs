//! A cooldown: so many uses in a while for each of those who are counted apart.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{GuildId, Times, UserId, times_of};

/// Counts uses in memory: a restart forgives, which harms nobody. At most [`MOST`](crate::MOST_RECENT) are remembered.
///
/// Who is counted apart is `K`: a member of a guild, or a user wherever they are.
///
/// ```
/// use chrono::{DateTime, TimeDelta};
/// use kernel::{Cooldown, UserId};
///
/// let cooldown = Cooldown::new(1, TimeDelta::seconds(30));
/// let (alice, now) = (UserId::new(7)?, DateTime::UNIX_EPOCH);
/// assert_eq!(cooldown.admit(alice, now), Ok(()));
/// assert_eq!(cooldown.admit(alice, now), Err(TimeDelta::seconds(30)));
/// # Ok::<(), kernel::InvalidId>(())
/// ```
#[derive(Debug)]
pub struct Cooldown<K = (GuildId, UserId)> {
    limit: usize,
    window: TimeDelta,
    recent: Mutex<HashMap<K, Times>>,
}

impl<K: Copy + Eq + Hash> Cooldown<K> {
    /// Allows `uses` uses in each `window`.
    pub fn new(uses: usize, window: TimeDelta) -> Self {
        Self {
            limit: uses,
            window,
            recent: Mutex::new(HashMap::new()),
        }
    }

    /// Counts a use at `now`, or tells how long to wait (at least a second) for the next one.
    pub fn admit(&self, who: K, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let mut recent = self.recent();
        let since = now - self.window;
        let mine = times_of(&mut recent, who, since);
        while mine.front().is_some_and(|it| *it <= since) {
            mine.pop_front();
        }
        match mine.front() {
            Some(oldest) if mine.len() >= self.limit => {
                Err((*oldest - since).max(TimeDelta::seconds(1)))
            }
            _ => {
                mine.push_back(now);
                Ok(())
            }
        }
    }

    /// Counts a use that was admitted elsewhere, at `at`.
    pub fn count(&self, who: K, at: DateTime<Utc>) {
        let mut recent = self.recent();
        times_of(&mut recent, who, at - self.window).push_back(at);
    }

    /// Takes back the use that was counted at `at`, because it came to nothing that was theirs to mend.
    pub fn give_back(&self, who: K, at: DateTime<Utc>) {
        if let Some(mine) = self.recent().get_mut(&who)
            && let Some(place) = mine.iter().rposition(|it| *it == at)
        {
            mine.remove(place);
        }
    }

    /// How many are remembered.
    pub fn remembered(&self) -> usize {
        self.recent().len()
    }

    fn recent(&self) -> MutexGuard<'_, HashMap<K, Times>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn start() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 2, 4, 10, 0, 0).unwrap()
    }

    fn member(guild: u64) -> (GuildId, UserId) {
        (GuildId::new(guild).unwrap(), UserId::new(2).unwrap())
    }

    #[test]
    fn the_sixth_use_in_a_minute_waits_for_the_first_to_pass() {
        let cooldown = Cooldown::new(5, TimeDelta::seconds(60));
        for second in 0..5 {
            let at = start() + TimeDelta::seconds(second);
            assert_eq!(cooldown.admit(member(1), at), Ok(()));
        }
        let sixth = start() + TimeDelta::seconds(10);
        assert_eq!(
            cooldown.admit(member(1), sixth),
            Err(TimeDelta::seconds(50))
        );
        let later = start() + TimeDelta::seconds(60);
        assert_eq!(cooldown.admit(member(1), later), Ok(()));
    }

    #[test]
    fn the_wait_is_never_shorter_than_a_second_and_others_do_not_wait() {
        let cooldown = Cooldown::new(1, TimeDelta::seconds(60));
        assert_eq!(cooldown.admit(member(1), start()), Ok(()));
        let almost = start() + TimeDelta::milliseconds(59_900);
        assert_eq!(
            cooldown.admit(member(1), almost),
            Err(TimeDelta::seconds(1))
        );
        assert_eq!(cooldown.admit(member(9), almost), Ok(()));
    }

    #[test]
    fn a_use_that_is_given_back_was_none() {
        let cooldown = Cooldown::new(1, TimeDelta::seconds(60));
        assert_eq!(cooldown.admit(member(1), start()), Ok(()));
        cooldown.give_back(member(9), start());
        assert!(cooldown.admit(member(1), start()).is_err());
        cooldown.give_back(member(1), start());
        assert_eq!(cooldown.admit(member(1), start()), Ok(()));
    }
}
