//! The guild's log channel, as far as it concerns the FAQ.

use async_trait::async_trait;
use kernel::{GuildId, UserId};
use settings_core::Severity;

use super::FaqEntry;

/// Something that the guild's log channel is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaqEvent {
    /// An entry was written, changed, pinned or removed.
    Changed {
        /// What was done.
        change: FaqChange,
        /// The entry as it is, or as it was before it was removed.
        entry: Box<FaqEntry>,
        /// Who did it.
        by: UserId,
    },
    /// Somebody asked; nobody is told who.
    Searched {
        /// What was asked, without secrets and personal data.
        query: String,
        /// How many answers there were.
        hits: usize,
    },
    /// Somebody took all entries out.
    Exported {
        /// How many.
        entries: usize,
        /// Who.
        by: UserId,
    },
}

/// What is done with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaqChange {
    /// It is new.
    Added,
    /// It says something else.
    Edited,
    /// It is gone.
    Removed,
    /// It stands before others.
    Pinned,
    /// It stands among others again.
    Unpinned,
}

impl FaqEvent {
    /// How much it matters to staff.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Changed {
                change: FaqChange::Added,
                ..
            } => Severity::Success,
            Self::Changed { .. } | Self::Exported { .. } => Severity::Info,
            Self::Searched { .. } => Severity::Debug,
        }
    }
}

/// The guild's log channel.
#[async_trait]
pub trait FaqLog: Send + Sync {
    /// Tells the guild, if it wants to be told. Best effort: a failure is logged by the adapter and nothing else.
    async fn record(&self, guild: GuildId, event: &FaqEvent);
}
