//! Members who join, and guilds whose panel is looked after.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{GuildId, PortFailure, UserId};
use onboarding_core::{Arrived, PanelOccasion};
use twilight_model::gateway::payload::incoming::{MemberAdd, MemberUpdate};

use crate::context::DiscordContext;
use crate::convert::{self, FromTwilight as _};

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

/// A member has joined.
pub(crate) async fn arrived(joined: MemberAdd, context: DiscordContext) {
    let (guild, user) = (joined.guild_id, &joined.user);
    let ids =
        GuildId::from_twilight(guild).and_then(|it| Ok((it, UserId::from_twilight(user.id)?)));
    let Ok((guild, member)) = ids else { return };
    let arrived = Arrived {
        guild,
        member,
        is_bot: user.bot,
        is_pending: joined.member.pending,
        roles: convert::roles(&joined.member.roles),
    };
    let newcomers = &context.features.newcomers;
    tell(guild, newcomers.joined(&arrived).await);
}

/// Something about a member has changed: perhaps they have passed the membership screening.
pub(crate) async fn changed(update: MemberUpdate, context: DiscordContext) {
    let ids = GuildId::from_twilight(update.guild_id)
        .and_then(|it| Ok((it, UserId::from_twilight(update.user.id)?)));
    let Ok((guild, member)) = ids else { return };
    let arrived = Arrived {
        guild,
        member,
        is_bot: update.user.bot,
        is_pending: update.pending,
        roles: convert::roles(&update.roles),
    };
    let newcomers = &context.features.newcomers;
    tell(guild, newcomers.changed(&arrived).await);
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
            "a newcomer or the panel could not be seen to"
        );
    }
}
