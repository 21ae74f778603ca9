//! The work that follows from changes of tickets, kept until it is done.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};

use crate::{Ticket, TicketId, Work};

/// The number of a piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkId(pub i64);

/// A piece of work that a process has in hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedWork {
    /// Its number; those of one ticket are done in order.
    pub id: WorkId,
    /// The guild of its ticket.
    pub guild: GuildId,
    /// Its ticket.
    pub ticket: TicketId,
    /// What is to be done.
    pub work: Work,
    /// The how-manieth try this is; whoever holds an earlier one has lost it.
    pub attempt: u32,
    /// When the change was stored that it follows from.
    pub since: DateTime<Utc>,
}

/// Where work waits.
#[async_trait]
pub trait WorkStore: Send + Sync {
    /// Takes at most `limit` pieces that are due at `now`, oldest first, for nobody else to take before `until`.
    ///
    /// Of each ticket only what is not behind an earlier piece that is due or in hand, so that nothing overtakes;
    /// what was put off for later holds nothing up.
    async fn claim(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ClaimedWork>, PortFailure>;

    /// Notes that it is done, or given up with what went wrong; false if another process has it by now.
    async fn finish(
        &self,
        work: &ClaimedWork,
        error: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// Gives it back, to be tried again at `at`; false if another process has it by now.
    async fn put_off(
        &self,
        work: &ClaimedWork,
        at: DateTime<Utc>,
        error: &str,
    ) -> Result<bool, PortFailure>;
}

/// What is done with a ticket that was closed: it is summed up, and the guild's figures are taken.
#[async_trait]
pub trait AfterClose: Send + Sync {
    /// Does it; a failure that a later try can mend has it tried again.
    async fn closed(&self, ticket: &Ticket) -> Result<(), PortFailure>;
}
