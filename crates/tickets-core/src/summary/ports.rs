//! What summaries need from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, MessageId, PortFailure};

use crate::topics::Topic;
use crate::{RoomError, Ticket, TicketId};

/// A summary to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSummary {
    /// Whose it is.
    pub guild: GuildId,
    /// Of which ticket.
    pub ticket: TicketId,
    /// Of which of its closings: when that was. There is one summary of each.
    pub closed_at: DateTime<Utc>,
    /// What happened; 1 to [`SUMMARY_MAX`](super::SUMMARY_MAX) characters.
    pub text: String,
    /// What it was about; nothing where there was too little to tell.
    pub topic: Topic,
    /// Which model wrote it; none where there was too little for one.
    pub model: Option<String>,
}

/// A summary that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What was written.
    pub what: NewSummary,
    /// The message in the ticket's channel that shows it; none until it is posted.
    pub posted: Option<MessageId>,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// Where summaries are kept. Another guild's summary is never seen and never changed: it looks like a missing one.
#[async_trait]
pub trait SummaryStore: Send + Sync {
    /// Keeps a summary, or finds the one that there is of the same closing: whoever was first wins. None where the ticket
    /// is gone.
    async fn add(
        &self,
        what: &NewSummary,
        now: DateTime<Utc>,
    ) -> Result<Option<Summary>, PortFailure>;

    /// The summary of a closing.
    async fn of_closing(
        &self,
        guild: GuildId,
        ticket: TicketId,
        closed_at: DateTime<Utc>,
    ) -> Result<Option<Summary>, PortFailure>;

    /// The newest summary of a ticket.
    async fn latest(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Summary>, PortFailure>;

    /// Remembers which message shows the summary of a closing; false where there is none.
    async fn note_posted(
        &self,
        guild: GuildId,
        ticket: TicketId,
        closed_at: DateTime<Utc>,
        message: MessageId,
    ) -> Result<bool, PortFailure>;
}

/// Where a summary is shown.
#[async_trait]
pub trait SummaryRooms: Send + Sync {
    /// Posts a summary in the ticket's channel, pinging nobody. For some minutes the same summary is posted once, however
    /// often this is called.
    async fn post(&self, ticket: &Ticket, summary: &Summary) -> Result<MessageId, RoomError>;

    /// The message that shows this summary already, which whoever posted it may have died before noting, however long ago.
    async fn find(
        &self,
        ticket: &Ticket,
        summary: &Summary,
    ) -> Result<Option<MessageId>, RoomError>;
}

/// Which guilds have their tickets summed up.
#[async_trait]
pub trait SummaryRights: Send + Sync {
    /// Whether this one does.
    async fn may_sum_up(&self, guild: GuildId) -> Result<bool, PortFailure>;
}

/// [`SummaryRights`] where nothing is sold: all of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct EveryGuild;

#[async_trait]
impl SummaryRights for EveryGuild {
    async fn may_sum_up(&self, _: GuildId) -> Result<bool, PortFailure> {
        Ok(true)
    }
}
