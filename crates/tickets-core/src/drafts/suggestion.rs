//! What is kept of a draft: whose it is, and what became of it. Its text is in the message that shows it.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};

use crate::TicketId;

kernel::row_number!(
    /// The number of a draft. Unique over all guilds, yet only valid together with its guild.
    SuggestionId,
    /// A text that is no number of a draft.
    InvalidSuggestionId,
    "not the number of a draft"
);

/// A draft that was shown to somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its number.
    pub id: SuggestionId,
    /// Where.
    pub guild: GuildId,
    /// For which ticket.
    pub ticket: TicketId,
    /// Who asked for it, and alone may use it.
    pub by: UserId,
    /// What became of it.
    pub state: SuggestionState,
    /// When it was asked for.
    pub at: DateTime<Utc>,
}

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SuggestionState {
    /// Nothing yet.
    Drafted,
    /// Somebody decided.
    Decided(Decision),
}

/// What somebody did with a draft.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decision {
    /// It was posted as it was.
    Posted,
    /// It was changed and posted; from 0, hardly changed, to 1, nothing left of it.
    Edited(f32),
    /// It was not wanted.
    Dismissed,
}
