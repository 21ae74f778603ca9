//! Roles that were left undone, because a process ended or Discord was away.

use kernel::PortFailure;

use super::Newcomers;
use crate::completion::HELD;

/// How many are taken in hand at a time: a try counts from then on, so nobody waits in hand for others.
const MOST: u32 = 1;

/// What came of a round.
#[derive(Debug, Default)]
pub struct LeftUndone {
    /// How many were taken in hand.
    pub taken: usize,
    /// What went wrong.
    pub failures: Vec<PortFailure>,
}

impl Newcomers {
    /// Sees to roles of completions that nobody has in hand, some at a time.
    pub async fn finish_left_undone(&self) -> Result<LeftUndone, PortFailure> {
        let ports = self.ports();
        let now = ports.clock.now();
        let claimed = ports.undone.claim_undone(now, now + HELD, MOST).await?;
        let mut round = LeftUndone {
            taken: claimed.len(),
            ..LeftUndone::default()
        };
        for undone in &claimed {
            round.failures.extend(self.wind_up(undone).await);
        }
        Ok(round)
    }
}
