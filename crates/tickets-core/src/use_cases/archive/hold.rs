//! Holding on to a ticket for as long as it takes to archive it.

use std::pin::pin;

use chrono::TimeDelta;
use futures_util::future::{Either, select};
use futures_util::lock::{Mutex, MutexGuard};

use super::Undelivered;
use crate::{ArchiveMark, Tickets};

/// How often it is noted that somebody is still at it.
pub(super) const RENEWAL: TimeDelta = TimeDelta::minutes(1);

/// Where transcripts are made, two at once: each is in memory until it is delivered.
#[derive(Debug, Default)]
pub(crate) struct Desks([Mutex<()>; 2]);

impl Desks {
    /// A desk, once one is free.
    pub(super) async fn free(&self) -> MutexGuard<'_, ()> {
        let [one, other] = &self.0;
        match select(one.lock(), other.lock()).await {
            Either::Left((desk, _)) | Either::Right((desk, _)) => desk,
        }
    }
}

impl Tickets {
    /// Does `work` at a desk. While that takes, and while it waits for the desk, nobody else begins to archive the
    /// ticket; if somebody has all the same, it is left to them.
    pub(super) async fn holding<T>(
        &self,
        mark: &ArchiveMark,
        work: impl Future<Output = Result<T, Undelivered>>,
    ) -> Result<T, Undelivered> {
        let mut work = pin!(async {
            let _desk = self.desks.free().await;
            work.await
        });
        loop {
            match select(work.as_mut(), pin!(self.is_still_ours(mark))).await {
                Either::Left((done, _)) => return done,
                Either::Right((true, _)) => {}
                Either::Right((false, _)) => return Err(Undelivered::TakenOver),
            }
        }
    }

    /// After a while, notes that it is still being done.
    async fn is_still_ours(&self, mark: &ArchiveMark) -> bool {
        let clock = &self.ports.clock;
        clock.sleep_until(clock.now() + RENEWAL).await;
        let store = &self.ports.archive.store;
        // Where it cannot be noted, there is time to try again before others may begin; and they are found out then.
        store.renew(mark, self.storable_now()).await.unwrap_or(true)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn of_three_who_want_a_desk_the_third_waits_for_whoever_is_done_first() {
        let desks = Desks::default();
        let first = desks.free().now_or_never().unwrap();
        let second = desks.free().now_or_never().unwrap();
        assert!(desks.free().now_or_never().is_none());
        drop(second);
        let third = desks.free().now_or_never().unwrap();
        assert!(desks.free().now_or_never().is_none());
        drop((first, third));
        assert!(desks.free().now_or_never().is_some());
    }
}
