//! Guilds whose panel is looked after.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{GuildId, PortFailure};
use onboarding_core::PanelOccasion;

use crate::context::DiscordContext;

/// The guilds whose panel was looked after since this process began: a connection that is lost and comes back is no reason
/// to look again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Panels(Arc<Mutex<HashSet<GuildId>>>);

impl Panels {
    /// Whether this is the first time that a guild can be worked with.
    pub(crate) fn is_first(&self, guild: GuildId) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(guild)
    }
}

/// A guild can be worked with: its panel should stand.
pub(crate) async fn ensure_panel(guild: GuildId, context: DiscordContext) {
    let newcomers = &context.features.newcomers;
    let ensured = newcomers.ensure_panel(guild, PanelOccasion::Anywhere).await;
    tell(guild, ensured.map(drop));
}

fn tell(guild: GuildId, done: Result<(), PortFailure>) {
    if let Err(failure) = done {
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            guild.id = guild.get(),
            "the panel could not be seen to"
        );
    }
}
