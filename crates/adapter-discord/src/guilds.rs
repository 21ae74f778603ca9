//! Guilds that the gateway tells of.

use kernel::{GuildId, UserId};
use twilight_model::guild::Guild;
use twilight_model::id::Id;
use twilight_model::id::marker::{GuildMarker, UserMarker};

use crate::context::DiscordContext;
use crate::convert::FromTwilight as _;

/// What is kept of a guild that is present.
pub(crate) struct Present {
    id: Id<GuildMarker>,
    name: String,
    owner: Id<UserMarker>,
}

impl Present {
    /// What is kept of `guild`; the rest of it, which can be large, is let go.
    pub(crate) fn of(guild: &Guild) -> Self {
        Self {
            id: guild.id,
            name: guild.name.clone(),
            owner: guild.owner_id,
        }
    }

    /// Its id.
    pub(crate) fn id(&self) -> Option<GuildId> {
        GuildId::from_twilight(self.id).ok()
    }
}

/// Notes that a guild is present. Not worth a retry: the next start tells of it again.
pub(crate) async fn present(guild: Present, context: &DiscordContext) {
    let ids = GuildId::from_twilight(guild.id)
        .and_then(|id| Ok((id, UserId::from_twilight(guild.owner)?)));
    let Ok((id, owner)) = ids else { return };
    if let Err(failure) = context
        .features
        .guilds
        .present(id, &guild.name, owner)
        .await
    {
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            guild.id = id.get(),
            "a guild could not be noted"
        );
    }
}
