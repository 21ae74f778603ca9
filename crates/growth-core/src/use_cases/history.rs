//! Looking back at one's own check-ins, wherever they were made.

use chrono::{DateTime, TimeDelta};
use kernel::{PortFailure, UserId};

use super::Growth;
use crate::{Checkin, CheckinId};

/// So many of a person's check-ins can be looked at, the newest ones.
pub const HISTORY_MOST: u16 = 15;
/// So many are on a page.
pub const HISTORY_PAGE: usize = 3;

/// A page of somebody's own check-ins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// The check-ins, the newest first.
    pub checkins: Vec<Checkin>,
    /// The page's number, from 0.
    pub number: usize,
    /// How many pages there are; at least one.
    pub pages: usize,
}

impl Growth {
    /// Counts a look at the history: one in thirty seconds, or else how long to wait.
    pub fn begin_history(&self, user: UserId) -> Result<(), TimeDelta> {
        self.0.reading.admit(user, self.0.ports.clock.now())
    }

    /// A page of somebody's own check-ins; the last one when there is no such page.
    pub async fn history(&self, user: UserId, number: usize) -> Result<HistoryPage, PortFailure> {
        let ever = DateTime::UNIX_EPOCH;
        let newest = self
            .0
            .ports
            .checkins
            .newest(user, ever, HISTORY_MOST)
            .await?;
        let pages = newest.len().div_ceil(HISTORY_PAGE).max(1);
        let number = number.min(pages - 1);
        let checkins = newest.into_iter().skip(number * HISTORY_PAGE);
        Ok(HistoryPage {
            checkins: checkins.take(HISTORY_PAGE).collect(),
            number,
            pages,
        })
    }

    /// One of somebody's own check-ins.
    pub async fn look_back(
        &self,
        user: UserId,
        id: CheckinId,
    ) -> Result<Option<Checkin>, PortFailure> {
        self.0.ports.checkins.find(user, id).await
    }

    /// Deletes one of somebody's own check-ins; whether there was one.
    pub async fn forget(&self, user: UserId, id: CheckinId) -> Result<bool, PortFailure> {
        self.0.ports.checkins.delete(user, id).await
    }
}
