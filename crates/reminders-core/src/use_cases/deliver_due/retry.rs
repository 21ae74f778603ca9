//! When what did not go through is tried again, and whose sends wait without being tried.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{BreakerState, GuildId, Permit, PortFailure};

use super::report::Ending;
use crate::use_cases::Reminders;
use crate::{Claimed, OccurrenceId};

/// The wait after the first attempt; each further one doubles it …
const BACK_OFF: TimeDelta = TimeDelta::seconds(5);
/// … up to this. There is no last attempt: a send is tried until its time is over, which `judge` decides.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(2);

impl Reminders {
    /// How it stands with a guild's sends.
    pub fn breaker_state(&self, guild: GuildId) -> BreakerState {
        self.breakers.state(guild)
    }

    /// How many guilds' sends wait, because Discord refused several in a row.
    pub fn open_breakers(&self) -> usize {
        self.breakers.open()
    }

    /// Until when the guild's sends wait, if they do.
    pub(super) fn held_back(&self, claimed: &Claimed, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.breakers.permit(claimed.reminder.what.guild, now) {
            Permit::Go => None,
            Permit::Wait(until) => Some(until),
        }
    }

    /// Gives an occurrence back whose send did not go through, for later.
    pub(super) async fn retry(
        &self,
        claimed: &Claimed,
        after: Option<TimeDelta>,
        cause: PortFailure,
        failures: &mut Vec<PortFailure>,
    ) -> Result<Ending, PortFailure> {
        let reason = cause.to_string();
        failures.push(cause);
        let wait = spread(after.unwrap_or_else(|| back_off(claimed.attempt)), claimed);
        let until = self.ports.clock.now() + wait;
        self.postpone(claimed, until, &reason).await
    }

    pub(super) async fn postpone(
        &self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        reason: &str,
    ) -> Result<Ending, PortFailure> {
        self.ports
            .occurrences
            .postpone(claimed, until, reason)
            .await?;
        Ok(Ending::Postponed)
    }
}

/// The wait after so many attempts.
fn back_off(attempt: u32) -> TimeDelta {
    // Past the fifth doubling the longest wait holds.
    let doublings = attempt.saturating_sub(1).min(5);
    (BACK_OFF * (1 << doublings)).min(LONGEST_WAIT)
}

/// Between the whole and a quarter more, so that those who failed together do not come back together. Always the same
/// for the same attempt at the same occurrence.
fn spread(wait: TimeDelta, claimed: &Claimed) -> TimeDelta {
    let OccurrenceId(id) = claimed.id;
    let seed = id.cast_unsigned() ^ (u64::from(claimed.attempt) << 48);
    // The multiplier of splitmix64: neighbours become strangers.
    let chance = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
    let quarter = wait / 4;
    wait + quarter * i32::try_from(chance).unwrap_or(0) / 255
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;
    use crate::testing::{claimed, guild};

    #[test]
    fn each_wait_doubles_up_to_two_minutes() {
        let waits: Vec<_> = (1..=8).map(|it| back_off(it).num_seconds()).collect();
        assert_eq!(waits, [5, 10, 20, 40, 80, 120, 120, 120]);
    }

    #[test]
    fn those_who_failed_together_come_back_apart_and_always_alike() {
        let wait = TimeDelta::seconds(100);
        let spread_of = |id| spread(wait, &claimed(id, guild(1), Kind::Pre, 0));
        let mut waits: Vec<_> = (0..50).map(spread_of).collect();
        assert_eq!(spread_of(7), waits[7]);
        assert!(
            waits.iter().all(|it| *it >= wait && *it <= wait * 5 / 4),
            "{waits:?}"
        );
        waits.sort_unstable();
        waits.dedup();
        assert!(waits.len() > 40, "{waits:?}");
    }
}
