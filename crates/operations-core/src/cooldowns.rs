//! Commands that one person may not run again at once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::UserId;

/// Who ran a command when, for at most [`MOST`](Self::MOST) people.
#[derive(Debug)]
pub struct Cooldowns {
    lasts: TimeDelta,
    since: Mutex<HashMap<UserId, DateTime<Utc>>>,
}

impl Cooldowns {
    /// How many people are remembered. Whoever waited longest is forgotten first.
    pub const MOST: usize = 1000;

    /// One that lasts for so long.
    pub fn lasting(lasts: TimeDelta) -> Self {
        Self {
            lasts,
            since: Mutex::default(),
        }
    }

    /// Somebody runs the command; an error says how long they have to wait.
    ///
    /// ```
    /// use chrono::{DateTime, TimeDelta};
    /// use operations_core::Cooldowns;
    ///
    /// let cooldowns = Cooldowns::lasting(TimeDelta::seconds(10));
    /// let (user, now) = (kernel::UserId::new(7)?, DateTime::UNIX_EPOCH);
    /// assert_eq!(cooldowns.begin(user, now), Ok(()));
    /// let later = now + TimeDelta::seconds(4);
    /// assert_eq!(cooldowns.begin(user, later), Err(TimeDelta::seconds(6)));
    /// # Ok::<(), kernel::InvalidId>(())
    /// ```
    pub fn begin(&self, user: UserId, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let left = since.get(&user).map(|it| *it + self.lasts - now);
        if let Some(left) = left.filter(|it| *it > TimeDelta::zero()) {
            return Err(left.min(self.lasts));
        }
        if since.len() >= Self::MOST && !since.contains_key(&user) {
            since.retain(|_, it| now < *it + self.lasts);
            let oldest = since.iter().min_by_key(|it| (it.1, it.0)).map(|it| *it.0);
            if let Some(oldest) = oldest.filter(|_| since.len() >= Self::MOST) {
                since.remove(&oldest);
            }
        }
        since.insert(user, now);
        Ok(())
    }

    /// How many people are remembered.
    pub fn remembered(&self) -> usize {
        let since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: u64) -> UserId {
        UserId::new(id).unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_refused_try_does_not_lengthen_the_wait_and_nobody_waits_for_another() {
        let cooldowns = Cooldowns::lasting(TimeDelta::seconds(10));
        assert!(cooldowns.begin(user(1), at(0)).is_ok());
        assert!(cooldowns.begin(user(1), at(9)).is_err());
        assert!(cooldowns.begin(user(2), at(9)).is_ok());
        assert!(cooldowns.begin(user(1), at(10)).is_ok());
    }

    #[test]
    fn a_clock_that_was_set_back_lets_nobody_wait_longer_than_it_lasts() {
        let cooldowns = Cooldowns::lasting(TimeDelta::seconds(10));
        assert!(cooldowns.begin(user(1), at(1000)).is_ok());
        assert_eq!(cooldowns.begin(user(1), at(0)), Err(TimeDelta::seconds(10)));
    }

    #[test]
    fn ten_times_as_many_people_as_are_remembered_leave_the_newest() {
        let cooldowns = Cooldowns::lasting(TimeDelta::hours(9));
        let most = u64::try_from(Cooldowns::MOST).unwrap();
        for id in 1..=most * 10 {
            let now = at(id.cast_signed());
            assert!(cooldowns.begin(user(id), now).is_ok());
            assert!(cooldowns.remembered() <= Cooldowns::MOST);
        }
        let end = at(0) + TimeDelta::seconds((most * 10).cast_signed());
        assert!(
            cooldowns.begin(user(most * 9 + 1), end).is_err(),
            "the newest thousand wait"
        );
        assert!(cooldowns.begin(user(most * 9), end).is_ok());
    }
}
