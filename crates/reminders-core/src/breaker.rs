//! The breaker of each guild: where Discord refuses one send after the other, the next are not even asked for.
//!
//! Pure: the time is an argument. A guild is in one of three states: *closed* (sends pass), *open* (they wait), and
//! *trying* (one passes, and its end decides).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::GuildId;

/// So many refusals …
const REFUSALS: usize = 3;
/// … within this, with no success between, open a guild's breaker …
const WITHIN: TimeDelta = TimeDelta::minutes(5);
/// … for so long.
const PAUSE: TimeDelta = TimeDelta::minutes(10);
/// A trial of which nobody heard by then is followed by another one.
const TRIAL: TimeDelta = TimeDelta::minutes(1);
/// How many guilds are remembered at most; past that those are forgotten whose breakers are closed, then all.
const REMEMBERED: usize = 10_000;

/// How it stands with a guild's sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakerState {
    /// They go out.
    Closed,
    /// Discord refused several in a row: none goes out before this moment, at which one is tried.
    Open {
        /// When the next one is tried.
        until: DateTime<Utc>,
    },
    /// One is being tried; what becomes of it decides.
    Trying,
}

/// Whether a send may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permit {
    /// It may.
    Go,
    /// Not before this moment.
    Wait(DateTime<Utc>),
}

/// The breakers of all guilds.
#[derive(Debug, Default)]
pub(crate) struct Breakers {
    guilds: Mutex<HashMap<GuildId, Breaker>>,
}

#[derive(Debug)]
enum Breaker {
    /// When the latest refusals were, oldest first; fewer than [`REFUSALS`].
    Closed(Vec<DateTime<Utc>>),
    Open(DateTime<Utc>),
    /// Since when one is being tried.
    Trying(DateTime<Utc>),
}

impl Breakers {
    /// Whether a send of this guild may go out now. At the end of a pause the first who asks is the trial.
    pub(crate) fn permit(&self, guild: GuildId, now: DateTime<Utc>) -> Permit {
        let mut guilds = self.lock();
        let Some(breaker) = guilds.get_mut(&guild) else {
            return Permit::Go;
        };
        let until = match breaker {
            Breaker::Closed(_) => return Permit::Go,
            Breaker::Open(until) => *until,
            Breaker::Trying(since) => *since + TRIAL,
        };
        if now < until {
            return Permit::Wait(until);
        }
        *breaker = Breaker::Trying(now);
        Permit::Go
    }

    /// Notes that Discord refused a send.
    pub(crate) fn refused(&self, guild: GuildId, now: DateTime<Utc>) {
        let mut guilds = self.lock();
        make_room(&mut guilds);
        let breaker = guilds
            .entry(guild)
            .or_insert_with(|| Breaker::Closed(Vec::new()));
        match breaker {
            Breaker::Closed(refusals) => {
                refusals.retain(|at| now - *at < WITHIN);
                refusals.push(now);
                if refusals.len() >= REFUSALS {
                    *breaker = Breaker::Open(now + PAUSE);
                }
            }
            // Sends that were on their way when it opened change nothing.
            Breaker::Open(_) => {}
            Breaker::Trying(_) => *breaker = Breaker::Open(now + PAUSE),
        }
    }

    /// Notes that a send went through.
    pub(crate) fn succeeded(&self, guild: GuildId) {
        self.lock().remove(&guild);
    }

    /// How it stands with a guild.
    pub(crate) fn state(&self, guild: GuildId) -> BreakerState {
        match self.lock().get(&guild) {
            None | Some(Breaker::Closed(_)) => BreakerState::Closed,
            Some(Breaker::Open(until)) => BreakerState::Open { until: *until },
            Some(Breaker::Trying(_)) => BreakerState::Trying,
        }
    }

    /// How many guilds' sends wait.
    pub(crate) fn open(&self) -> usize {
        let guilds = self.lock();
        let open = guilds
            .values()
            .filter(|it| !matches!(it, Breaker::Closed(_)));
        open.count()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Breaker>> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make_room(guilds: &mut HashMap<GuildId, Breaker>) {
    if guilds.len() >= REMEMBERED {
        guilds.retain(|_, it| !matches!(it, Breaker::Closed(_)));
    }
    if guilds.len() >= REMEMBERED {
        guilds.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{guild, instant};

    fn start() -> DateTime<Utc> {
        instant("2026-02-04 12:00")
    }

    fn refuse(breakers: &Breakers, times: usize) {
        (0..times).for_each(|_| breakers.refused(guild(1), start()));
    }

    #[test]
    fn three_refusals_in_five_minutes_open_it_for_ten() {
        let breakers = Breakers::default();
        refuse(&breakers, 2);
        assert_eq!(breakers.permit(guild(1), start()), Permit::Go);
        refuse(&breakers, 1);
        let until = start() + PAUSE;
        assert_eq!(breakers.permit(guild(1), start()), Permit::Wait(until));
        assert_eq!(breakers.state(guild(1)), BreakerState::Open { until });
        assert_eq!(breakers.permit(guild(2), start()), Permit::Go);
        assert_eq!(
            (breakers.open(), breakers.state(guild(2))),
            (1, BreakerState::Closed)
        );
    }

    #[test]
    fn refusals_that_are_far_apart_or_have_a_success_between_open_nothing() {
        let breakers = Breakers::default();
        refuse(&breakers, 2);
        breakers.refused(guild(1), start() + WITHIN);
        assert_eq!(breakers.permit(guild(1), start() + WITHIN), Permit::Go);
        refuse(&breakers, 1);
        breakers.succeeded(guild(1));
        refuse(&breakers, 2);
        assert_eq!(breakers.permit(guild(1), start()), Permit::Go);
    }

    #[test]
    fn after_the_pause_one_is_tried_and_decides() {
        let breakers = Breakers::default();
        refuse(&breakers, 3);
        let end = start() + PAUSE;
        assert_eq!(breakers.permit(guild(1), end), Permit::Go);
        assert_eq!(breakers.permit(guild(1), end), Permit::Wait(end + TRIAL));
        assert_eq!(breakers.state(guild(1)), BreakerState::Trying);
        breakers.refused(guild(1), end);
        assert_eq!(breakers.permit(guild(1), end), Permit::Wait(end + PAUSE));
        assert_eq!(breakers.permit(guild(1), end + PAUSE), Permit::Go);
        breakers.succeeded(guild(1));
        assert_eq!(breakers.permit(guild(1), end + PAUSE), Permit::Go);
        assert_eq!(breakers.open(), 0);
    }

    #[test]
    fn a_trial_that_is_never_heard_of_is_followed_by_another() {
        let breakers = Breakers::default();
        refuse(&breakers, 3);
        let end = start() + PAUSE;
        assert_eq!(breakers.permit(guild(1), end), Permit::Go);
        assert_eq!(breakers.permit(guild(1), end + TRIAL), Permit::Go);
    }

    #[test]
    fn sends_that_were_on_their_way_do_not_lengthen_the_pause() {
        let breakers = Breakers::default();
        refuse(&breakers, 3);
        breakers.refused(guild(1), start() + TimeDelta::minutes(1));
        let until = start() + PAUSE;
        assert_eq!(breakers.permit(guild(1), start()), Permit::Wait(until));
    }

    #[test]
    fn it_remembers_no_more_guilds_than_it_should() {
        let breakers = Breakers::default();
        refuse(&breakers, 3);
        for number in 2..=REMEMBERED as u64 + 10 {
            breakers.refused(guild(number), start());
        }
        assert!(breakers.lock().len() <= REMEMBERED);
        assert_eq!(breakers.open(), 1);
    }
}
