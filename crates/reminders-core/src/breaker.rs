//! The breaker of each guild: where Discord refuses one send after the other, the next are not even asked for.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Breaker, BreakerRule, BreakerState, GuildId, Permit};

/// How long sends of a guild wait.
const PAUSE: TimeDelta = TimeDelta::minutes(10);
/// Three refusals within five minutes, with no success between, make them wait.
const RULE: BreakerRule = BreakerRule {
    failures: 3,
    within: Some(TimeDelta::minutes(5)),
    pause: PAUSE,
    trial: TimeDelta::minutes(1),
};
/// How many guilds are remembered at most; past that those are forgotten whose breakers are closed, then all.
const REMEMBERED: usize = 10_000;

/// The breakers of all guilds.
#[derive(Debug, Default)]
pub(crate) struct Breakers {
    guilds: Mutex<HashMap<GuildId, Breaker>>,
}

impl Breakers {
    /// Whether a send of this guild may go out now. At the end of a pause the first who asks is the trial.
    pub(crate) fn permit(&self, guild: GuildId, now: DateTime<Utc>) -> Permit {
        let mut guilds = self.lock();
        let breaker = guilds.get_mut(&guild);
        breaker.map_or(Permit::Go, |it| it.permit(now))
    }

    /// Notes that Discord refused a send.
    pub(crate) fn refused(&self, guild: GuildId, now: DateTime<Utc>) {
        let mut guilds = self.lock();
        make_room(&mut guilds);
        let breaker = guilds.entry(guild);
        breaker.or_insert(Breaker::closed(RULE)).failed(now);
    }

    /// Notes that a send went through.
    pub(crate) fn succeeded(&self, guild: GuildId) {
        self.lock().remove(&guild);
    }

    /// How it stands with a guild.
    pub(crate) fn state(&self, guild: GuildId) -> BreakerState {
        let guilds = self.lock();
        let breaker = guilds.get(&guild);
        breaker.map_or(BreakerState::Closed, Breaker::state)
    }

    /// How many guilds' sends wait.
    pub(crate) fn open(&self) -> usize {
        let guilds = self.lock();
        guilds.values().filter(|it| !is_closed(it)).count()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<GuildId, Breaker>> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_closed(breaker: &Breaker) -> bool {
    breaker.state() == BreakerState::Closed
}

fn make_room(guilds: &mut HashMap<GuildId, Breaker>) {
    if guilds.len() >= REMEMBERED {
        guilds.retain(|_, it| !is_closed(it));
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
        breakers.refused(guild(1), start() + TimeDelta::minutes(5));
        assert_eq!(
            breakers.permit(guild(1), start() + TimeDelta::minutes(5)),
            Permit::Go
        );
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
        assert_eq!(
            breakers.permit(guild(1), end),
            Permit::Wait(end + TimeDelta::minutes(1))
        );
        assert_eq!(breakers.state(guild(1)), BreakerState::Trying);
        breakers.refused(guild(1), end);
        assert_eq!(breakers.permit(guild(1), end), Permit::Wait(end + PAUSE));
        assert_eq!(breakers.permit(guild(1), end + PAUSE), Permit::Go);
        breakers.succeeded(guild(1));
        assert_eq!(breakers.permit(guild(1), end + PAUSE), Permit::Go);
        assert_eq!(breakers.open(), 0);
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
