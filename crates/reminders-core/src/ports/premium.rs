//! Who has Premium.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure, UserId};

/// What a member has paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Nothing.
    Free,
    /// Premium, for whatever period.
    Premium,
}

impl Tier {
    /// How many active reminders a member may have in a guild; none means any number.
    pub fn reminder_quota(self) -> Option<u32> {
        match self {
            Self::Free => Some(10),
            Self::Premium => None,
        }
    }
}

/// Who has Premium.
#[async_trait]
pub trait Premium: Send + Sync {
    /// The member's tier in the guild. Callers treat a failure as [`Tier::Free`].
    async fn tier(&self, guild: GuildId, user: UserId) -> Result<Tier, PortFailure>;
}
