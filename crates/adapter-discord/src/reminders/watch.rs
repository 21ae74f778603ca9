//! Messages of the announcements channel, on their way to the watcher.

use kernel::{ChannelId, GuildId};
use twilight_model::channel::Message;

use super::message;
use crate::context::DiscordContext;
use crate::convert::{self, FromTwilight as _};

/// Hands a new message to the watcher, if anybody watches its channel.
pub(crate) async fn message_created(message: Message, context: DiscordContext) {
    let Some(guild) = message
        .guild_id
        .and_then(|it| GuildId::from_twilight(it).ok())
    else {
        return;
    };
    let Ok(channel) = ChannelId::from_twilight(message.channel_id) else {
        return;
    };
    let reminders = &context.features.reminders;
    if !reminders.watches(guild, channel).await {
        return;
    }
    let roles = message
        .member
        .as_ref()
        .map(|it| convert::roles(&it.roles))
        .unwrap_or_default();
    let Some(announcement) = message::read(&message, guild, context.directory.bot(), &roles) else {
        return;
    };
    if let Err(failure) = reminders.watch(announcement).await {
        tracing::error!(
            error = &failure as &dyn std::error::Error,
            guild.id = guild.get(),
            message.id = message.id.get(),
            "an announcement could not be looked at"
        );
    }
}
