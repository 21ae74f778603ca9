//! How long the history of settings is kept: the newest changes of each setting for ever, older ones for two years.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::PortFailure;

/// So many changes of each setting of a guild are kept however old they are.
pub const HISTORY_KEPT: u32 = 200;
/// Beyond them, changes are kept for this long: two years.
pub const HISTORY_KEPT_FOR: TimeDelta = TimeDelta::days(2 * 365);
/// More lines are not deleted at once, so that nobody waits for it.
const BATCH: u32 = 5000;

/// Forgets old lines of the history, over all guilds.
#[async_trait]
pub trait OldHistory: Send + Sync {
    /// Deletes at most `at_most` lines that were written before `before` and are not among the `newest` of their
    /// setting, and says how many it deleted.
    async fn forget(
        &self,
        newest: u32,
        before: DateTime<Utc>,
        at_most: u32,
    ) -> Result<u64, PortFailure>;
}

/// Forgets what need not be kept any more, batch by batch, and says how many lines that were.
pub async fn forget_old_history(
    history: &dyn OldHistory,
    now: DateTime<Utc>,
) -> Result<u64, PortFailure> {
    let mut forgotten = 0;
    loop {
        let batch = history
            .forget(HISTORY_KEPT, now - HISTORY_KEPT_FOR, BATCH)
            .await?;
        forgotten += batch;
        if batch < u64::from(BATCH) {
            return Ok(forgotten);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use futures_util::FutureExt as _;

    use super::*;

    /// So many old lines are left.
    struct Left(Mutex<u64>);

    #[async_trait]
    impl OldHistory for Left {
        async fn forget(
            &self,
            newest: u32,
            before: DateTime<Utc>,
            at_most: u32,
        ) -> Result<u64, PortFailure> {
            assert_eq!(newest, 200);
            assert_eq!(before.to_string(), "2024-11-21 00:00:00 UTC");
            let mut left = self.0.lock().unwrap();
            let batch = (*left).min(u64::from(at_most));
            *left -= batch;
            Ok(batch)
        }
    }

    #[test]
    fn goes_on_batch_by_batch_until_nothing_is_left() {
        let now = "2026-11-21T00:00:00Z".parse().unwrap();
        for lines in [0, 3, 5000, 12_000] {
            let history = Left(Mutex::new(lines));
            let forgotten = forget_old_history(&history, now).now_or_never().unwrap();
            assert_eq!(forgotten.unwrap(), lines);
            assert_eq!(*history.0.lock().unwrap(), 0);
        }
    }
}
