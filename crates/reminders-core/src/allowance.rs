//! How many pictures a member may attach in a while.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, Times, UserId, times_of};

/// A member of a guild.
type Who = (GuildId, UserId);

/// Pictures that each member of each guild may attach in a window.
const PICTURES: usize = 3;

/// What the operator says about attaching pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureLimits {
    /// The window in which three may be attached.
    pub window: TimeDelta,
    /// How many attachments of one member in one guild are remembered at most.
    pub remembered: usize,
}

impl Default for PictureLimits {
    fn default() -> Self {
        Self {
            window: TimeDelta::hours(1),
            remembered: 100,
        }
    }
}

/// Counts attached pictures in memory: a restart forgives (spec W40).
#[derive(Debug)]
pub(crate) struct Allowance {
    limits: PictureLimits,
    taken: Mutex<HashMap<Who, Times>>,
}

/// A place in a member's allowance: held while a picture is on its way, and given back unless it is [kept](Self::keep).
#[derive(Debug)]
pub(crate) struct Place {
    of: Arc<Allowance>,
    key: Who,
    at: DateTime<Utc>,
    kept: bool,
}

impl Allowance {
    pub(crate) fn new(limits: PictureLimits) -> Self {
        Self {
            limits,
            taken: Mutex::default(),
        }
    }

    /// Takes a place at `now`, or tells how long to wait (at least a second) for the next one.
    pub(crate) fn take(
        self: &Arc<Self>,
        guild: GuildId,
        user: UserId,
        now: DateTime<Utc>,
    ) -> Result<Place, TimeDelta> {
        let since = now - self.limits.window;
        let mut taken = self.lock();
        let key = (guild, user);
        let mine = times_of(&mut taken, key, since);
        let lately = mine.iter().filter(|it| **it > since);
        if lately.clone().count() >= PICTURES {
            let oldest = lately.copied().min().unwrap_or(now);
            return Err((oldest - since).max(TimeDelta::seconds(1)));
        }
        mine.push_back(now);
        while mine.len() > self.limits.remembered.max(PICTURES) {
            mine.pop_front();
        }
        drop(taken);
        Ok(Place {
            of: Arc::clone(self),
            key,
            at: now,
            kept: false,
        })
    }

    /// How many members are remembered.
    pub(crate) fn remembered(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Who, Times>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// The picture was stored: the place stays taken until its window is over.
    pub(crate) fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        let mut taken = self.of.lock();
        let Some(mine) = taken.get_mut(&self.key) else {
            return;
        };
        if let Some(index) = mine.iter().rposition(|it| *it == self.at) {
            mine.remove(index);
        }
        if mine.is_empty() {
            taken.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{guild, instant, user};

    fn allowance() -> Arc<Allowance> {
        Arc::new(Allowance::new(PictureLimits::default()))
    }

    #[test]
    fn the_fourth_in_an_hour_waits_for_the_first_to_pass() {
        let allowance = allowance();
        let start = instant("2026-02-04 10:00");
        let take = |minute| {
            let now = start + TimeDelta::minutes(minute);
            allowance.take(guild(1), user(2), now).map(Place::keep)
        };
        assert_eq!((take(0), take(10), take(20)), (Ok(()), Ok(()), Ok(())));
        assert_eq!(take(30), Err(TimeDelta::minutes(30)));
        assert!(allowance.take(guild(9), user(2), start).is_ok());
        assert!(allowance.take(guild(1), user(9), start).is_ok());
        assert_eq!(take(60), Ok(()));
        assert_eq!(take(61), Err(TimeDelta::minutes(9)));
    }

    #[test]
    fn what_was_not_stored_costs_nothing_but_counts_while_it_is_on_its_way() {
        let allowance = allowance();
        let now = instant("2026-02-04 10:00");
        let take = || allowance.take(guild(1), user(2), now);
        let held = [take(), take(), take()];
        assert!(take().is_err(), "four at once");
        drop(held);
        assert!(allowance.lock().is_empty(), "what is over is forgotten");
        assert!(take().is_ok());
    }

    #[test]
    fn memory_is_bounded_by_those_who_attached_lately() {
        let allowance = allowance();
        let start = instant("2026-02-04 10:00");
        for number in 1..=1000 {
            let place = allowance.take(guild(1), user(number), start).unwrap();
            place.keep();
        }
        let later = start + TimeDelta::hours(2);
        allowance.take(guild(1), user(5000), later).unwrap().keep();
        assert_eq!(allowance.lock().len(), 1);
    }
}
