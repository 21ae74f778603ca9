//! Suggesting reminders while a member types.

use kernel::{GuildId, Member};

use super::Reminders;
use super::delete::manageable;
use crate::Suggestion;

/// What a member has typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestReminders {
    /// The guild.
    pub guild: GuildId,
    /// Who types.
    pub member: Member,
    /// A part of a number or name.
    pub fragment: String,
}

/// Discord shows at most this many choices.
const CHOICES: u32 = 25;

impl Reminders {
    /// The newest reminders that match and that the member may change; nothing when reminders are off or the store
    /// cannot be reached, since a choice list has no place for an error.
    pub async fn suggest(&self, request: SuggestReminders) -> Vec<Suggestion> {
        if !matches!(self.enabled(request.guild).await, Ok(true)) {
            return Vec::new();
        }
        let scope = manageable(request.member);
        self.ports
            .store
            .suggest(request.guild, scope, request.fragment.trim(), CHOICES)
            .await
            .unwrap_or_default()
    }
}
