//! What drafts need from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};

use super::{Decision, Suggestion, SuggestionFigures, SuggestionId};
use crate::{RoomError, Ticket, TicketId};

/// A draft that is about to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSuggestion {
    /// Where.
    pub guild: GuildId,
    /// For which ticket.
    pub ticket: TicketId,
    /// Who asked for it.
    pub by: UserId,
    /// The ids of what it was made out of: `F12`, `D:roles.md#Roles`, `P1`.
    pub sources: Vec<String>,
    /// How many characters it has.
    pub chars: usize,
}

/// Where it is kept what became of drafts. Another guild's draft is never seen and never changed: it looks like a missing
/// one.
#[async_trait]
pub trait SuggestionStore: Send + Sync {
    /// Keeps a draft; none where the ticket is gone.
    async fn add(
        &self,
        what: &NewSuggestion,
        now: DateTime<Utc>,
    ) -> Result<Option<SuggestionId>, PortFailure>;

    /// The draft with this number.
    async fn find(
        &self,
        guild: GuildId,
        id: SuggestionId,
    ) -> Result<Option<Suggestion>, PortFailure>;

    /// Notes what was done with a draft, and how many characters were posted; false where somebody decided before, or there
    /// is no such draft.
    async fn decide(
        &self,
        guild: GuildId,
        id: SuggestionId,
        decision: Decision,
        chars: usize,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;

    /// Has a decided draft wait again, because what was decided could not be done; `chars` is how long it is.
    async fn reopen(
        &self,
        guild: GuildId,
        id: SuggestionId,
        chars: usize,
    ) -> Result<(), PortFailure>;

    /// What became of the guild's drafts that were asked for at `since` or later.
    async fn figures(
        &self,
        guild: GuildId,
        since: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<SuggestionFigures, PortFailure>;
}

/// A reply that is about to be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed<'a> {
    /// The draft that it was made of.
    pub draft: SuggestionId,
    /// What it says.
    pub text: &'a str,
    /// What staff is called there.
    pub name: &'a str,
}

/// Where replies are posted.
#[async_trait]
pub trait DraftRooms: Send + Sync {
    /// Posts a reply in the ticket's channel, signed; it pings at most the requester. For some minutes one draft is posted
    /// once, however often this is called. [`RoomError::Failed`] leaves open whether it was.
    async fn reply(&self, ticket: &Ticket, reply: &Signed<'_>) -> Result<(), RoomError>;

    /// Whether a reply stands in the ticket's channel that was posted at `since` or later. Where that cannot be seen it is
    /// an error, and never "no".
    async fn stands(
        &self,
        ticket: &Ticket,
        reply: &Signed<'_>,
        since: DateTime<Utc>,
    ) -> Result<bool, RoomError>;
}
