//! Reading messages that nobody told of just now.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, PortFailure, RoleId, UserId};
use reminders_core::{Announcement, AnnouncementSource, Latest, Origin, Permission, Who};
use twilight_model::channel::{ChannelType, Message};
use twilight_model::guild::{Member, Permissions};

use super::message;
use crate::GuildDirectory;
use crate::convert::{self, ToTwilight as _};
use crate::rest::{Rest, RestError};

/// [`AnnouncementSource`] over Discord's REST API.
pub struct ChannelMessages {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl ChannelMessages {
    /// Messages as the bot may read them.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }
}

#[async_trait]
impl AnnouncementSource for ChannelMessages {
    async fn fetch(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<Announcement>, PortFailure> {
        let readable = Permissions::VIEW_CHANNEL | Permissions::READ_MESSAGE_HISTORY;
        let access = self.directory.permissions(guild, origin.channel, &Who::Bot);
        if !access.is_some_and(|(_, granted)| granted.contains(readable)) {
            return Ok(None);
        }
        let request = self
            .rest
            .requests()
            .message(origin.channel.to_twilight(), origin.message.to_twilight());
        match self.rest.model::<Message>(request).await {
            Ok(found) => Ok(message::read(&found, guild, self.directory.bot(), None)),
            Err(RestError::Refused { .. }) => Ok(None),
            Err(error) => Err(error.failure("read a linked message")),
        }
    }

    async fn latest(
        &self,
        guild: GuildId,
        channel: ChannelId,
        limit: u16,
    ) -> Result<Latest, PortFailure> {
        let Some((kind, granted)) = self.directory.permissions(guild, channel, &Who::Bot) else {
            return Ok(Latest::NoChannel);
        };
        if !is_text(kind) {
            return Ok(Latest::NoChannel);
        }
        let lacking = NEEDED.iter().filter(|(flag, _)| !granted.contains(*flag));
        let lacking: Vec<Permission> = lacking.map(|it| it.1).collect();
        if !lacking.is_empty() {
            return Ok(Latest::Lacking(lacking));
        }
        let requests = self.rest.requests();
        let request = requests
            .channel_messages(channel.to_twilight())
            .limit(limit.clamp(1, 50));
        match self.rest.model::<Vec<Message>>(request).await {
            Ok(found) => {
                let bot = self.directory.bot();
                let read = found
                    .iter()
                    .filter_map(|it| message::read_any(it, guild, bot, None));
                Ok(Latest::Messages(read.collect()))
            }
            Err(RestError::Refused { status: 404, .. }) => Ok(Latest::NoChannel),
            Err(RestError::Refused { .. }) => Ok(Latest::Lacking(Vec::new())),
            Err(error) => Err(error.failure("read the latest messages of a channel")),
        }
    }

    async fn roles(&self, guild: GuildId, user: UserId) -> Result<Vec<RoleId>, PortFailure> {
        let requests = self.rest.requests();
        let request = requests.guild_member(guild.to_twilight(), user.to_twilight());
        match self.rest.model::<Member>(request).await {
            Ok(member) => Ok(convert::roles(&member.roles)),
            Err(RestError::Refused { .. }) => Ok(Vec::new()),
            Err(error) => Err(error.failure("look up a member")),
        }
    }
}

/// What it takes to read a channel's messages.
const NEEDED: [(Permissions, Permission); 2] = [
    (Permissions::VIEW_CHANNEL, Permission::ViewChannel),
    (
        Permissions::READ_MESSAGE_HISTORY,
        Permission::ReadMessageHistory,
    ),
];

fn is_text(kind: ChannelType) -> bool {
    let text = [ChannelType::GuildText, ChannelType::GuildAnnouncement];
    text.contains(&kind) || kind.is_thread()
}
