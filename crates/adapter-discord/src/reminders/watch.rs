//! Messages of the announcements channel, on their way to the watcher.

use std::time::Duration;

use kernel::{ChannelId, GuildId, Retry};
use twilight_model::channel::Message;

use super::message;
use crate::context::DiscordContext;
use crate::convert::{self, FromTwilight as _};

/// The waits between attempts while the database is away, in seconds: about four minutes in all. Few messages wait,
/// since only those of an announcements channel get here, and looking at one again makes no second reminder.
const PAUSES: [u64; 7] = [1, 2, 5, 15, 30, 60, 120];

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
    let mut pauses = PAUSES.iter();
    while let Err(failure) = reminders.watch(announcement.clone()).await {
        let again = pauses.next().filter(|_| failure.retry() == Retry::Later);
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            guild.id = guild.get(),
            message.id = message.id.get(),
            again_in_seconds = again,
            "an announcement could not be looked at"
        );
        let Some(pause) = again else { return };
        tokio::time::sleep(Duration::from_secs(*pause)).await;
    }
}
