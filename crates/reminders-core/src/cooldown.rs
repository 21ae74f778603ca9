//! A cooldown: so many uses a minute for each member of each guild.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::recent::{self, Times, Who};

/// Counts uses in memory: a restart forgives, which harms nobody.
#[derive(Debug)]
pub struct Cooldown {
    limit: usize,
    window: TimeDelta,
    recent: Mutex<HashMap<Who, Times>>,
}

impl Cooldown {
    /// Allows `uses` uses in each `window`.
    pub fn new(uses: usize, window: TimeDelta) -> Self {
        Self {
            limit: uses,
            window,
            recent: Mutex::new(HashMap::new()),
        }
    }

    /// Counts a use at `now`, or tells how long to wait (at least a second) for the next one.
    pub fn admit(&self, guild: GuildId, user: UserId, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let since = now - self.window;
        let mine = recent::times_of(&mut recent, (guild, user), since);
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

    /// How many members are remembered.
    pub(crate) fn remembered(&self) -> usize {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.len()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn the_sixth_use_in_a_minute_waits_for_the_first_to_pass() {
        let cooldown = Cooldown::new(5, TimeDelta::seconds(60));
        let (guild, user) = (GuildId::new(1).unwrap(), UserId::new(2).unwrap());
        let start = Utc.with_ymd_and_hms(2026, 2, 4, 10, 0, 0).unwrap();
        for second in 0..5 {
            assert_eq!(
                cooldown.admit(guild, user, start + TimeDelta::seconds(second)),
                Ok(())
            );
        }
        let sixth = start + TimeDelta::seconds(10);
        assert_eq!(
            cooldown.admit(guild, user, sixth),
            Err(TimeDelta::seconds(50))
        );
        assert_eq!(
            cooldown.admit(guild, user, start + TimeDelta::seconds(60)),
            Ok(())
        );
    }

    #[test]
    fn the_wait_is_never_shorter_than_a_second_and_others_do_not_wait() {
        let cooldown = Cooldown::new(1, TimeDelta::seconds(60));
        let (guild, user) = (GuildId::new(1).unwrap(), UserId::new(2).unwrap());
        let start = Utc.with_ymd_and_hms(2026, 2, 4, 10, 0, 0).unwrap();
        assert_eq!(cooldown.admit(guild, user, start), Ok(()));
        let almost = start + TimeDelta::milliseconds(59_900);
        assert_eq!(
            cooldown.admit(guild, user, almost),
            Err(TimeDelta::seconds(1))
        );
        assert_eq!(
            cooldown.admit(GuildId::new(9).unwrap(), user, almost),
            Ok(())
        );
    }
}
