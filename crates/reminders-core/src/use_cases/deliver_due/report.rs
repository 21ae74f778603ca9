//! What a round of sending did, for the metrics and the operator's log.

use chrono::TimeDelta;
use kernel::PortFailure;

use crate::Kind;

/// How the handling of one occurrence ended, for the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// Which moment it announced.
    pub kind: Kind,
    /// How it ended.
    pub ending: Ending,
    /// How long after its moment.
    pub lateness: TimeDelta,
}

/// How the handling of one occurrence ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Sent within the minute.
    Sent,
    /// Sent later than that.
    SentLate,
    /// Given back, to be tried again.
    Postponed,
    /// Given up: Discord will not take it.
    Failed,
    /// Its time was over.
    Missed,
    /// Not to be sent.
    Skipped,
    /// It had been sent before, and is not sent a second time.
    Deduplicated,
}

/// What is noted during a round.
#[derive(Debug)]
pub enum Note {
    /// An occurrence was handled.
    Handled(Delivered),
    /// Something went wrong outside, for the operator's log. What can be repeated will be.
    Failed(PortFailure),
}

/// What one round did.
#[derive(Debug, Default)]
pub struct DeliveryReport {
    /// The occurrences that were handled.
    pub delivered: Vec<Delivered>,
    /// What went wrong outside, for the operator's log. What could be repeated will be.
    pub failures: Vec<PortFailure>,
}
