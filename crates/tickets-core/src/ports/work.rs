//! The work that follows from changes of tickets, kept until it is done.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
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
    /// What went wrong with the last try, as it was put off.
    pub error: Option<String>,
}

/// Work that takes moments, and work that others are slow at: each is done beside the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Whatever takes Discord a moment.
    Quick,
    /// [`Work::Summarise`], over which a model may think for a minute.
    Slow,
}

/// Where work waits.
#[async_trait]
pub trait WorkStore: Send + Sync {
    /// Takes at most `limit` pieces that are due at `now`, oldest first, for nobody else to take before `until`.
    ///
    /// Of each ticket only what is not behind an earlier piece that is due or in hand, so that nothing overtakes;
    /// what was put off for later holds nothing up, and what is [slow](Lane::Slow) holds nothing up that is quick.
    ///
    /// Work that this release does not know is left to a newer one, which may run beside it during a rolling update; it
    /// holds nothing up. Nobody having taken it after a day, it is ended.
    async fn claim(
        &self,
        lane: Lane,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ClaimedWork>, PortFailure>;

    /// Stores work that follows from no change of the ticket, to be done behind what waits already; nothing if there is no
    /// such ticket in the guild.
    async fn add(
        &self,
        guild: GuildId,
        ticket: TicketId,
        work: &[Work],
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Like [`WorkStore::add`] of one piece; but nothing as well where the same piece waits for the ticket, or was ended
    /// after `since`. Tells whether it was stored: of parallel calls, one is.
    async fn add_unless_there(
        &self,
        guild: GuildId,
        ticket: TicketId,
        work: &Work,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// Notes that it is done, or given up with what went wrong; false if another process has it by now.
    async fn finish(
        &self,
        work: &ClaimedWork,
        error: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// How many summaries of a guild are still to be written.
    async fn waiting_summaries(&self, guild: GuildId) -> Result<u64, PortFailure>;

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
    /// Does it, or what is left of it: this is the how-manieth `attempt`. Doing it again changes nothing.
    async fn closed(&self, ticket: &Ticket, attempt: u32) -> Result<(), NotYet>;
}

/// Why something is to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum NotYet {
    /// Whoever does it asks for another try, this much later.
    #[error("{why}")]
    After {
        /// How much later.
        wait: TimeDelta,
        /// What went wrong, for operators.
        why: String,
    },
    /// Something failed; whether another try can help is for the failure to say.
    #[error(transparent)]
    Failed(#[from] PortFailure),
}
