//! A server's channels, for what staff does in them.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry};
use reminders_core::Who;
use serde::Deserialize;
use staff_core::{Done, EmbedDraft, Newest, Notice, Permission, Seen, StaffRoom};
use tickets_core::RoomError;
use twilight_model::channel::message::{AllowedMentions, Embed};
use twilight_model::guild::Permissions;
use twilight_model::id::Id;
use twilight_model::id::marker::MessageMarker;
use twilight_util::builder::embed::{EmbedBuilder, EmbedFooterBuilder};

use crate::GuildDirectory;
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::rest::{Rest, RestError};
use crate::tickets::{post_once, post_text_once};

/// How many messages Discord gives at once.
const PAGE: u16 = 100;
/// Discord's codes of what is gone.
const UNKNOWN_CHANNEL: u64 = 10_003;
const UNKNOWN_MESSAGE: u64 = 10_008;

/// [`StaffRoom`] over Discord's REST API.
pub struct StaffChannels {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

/// All that is read of a message.
#[derive(Debug, Deserialize)]
struct Listed {
    id: Id<MessageMarker>,
    #[serde(default)]
    pinned: bool,
}

impl StaffChannels {
    /// The channels of the guilds in `directory`, over `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }

    /// What keeps the bot from something in a channel of the guild that needs these permissions, as far as is known.
    fn obstacle<T>(
        &self,
        guild: GuildId,
        channel: ChannelId,
        needed: &[Permission],
    ) -> Option<Done<T>> {
        // A channel of another guild looks like one that is not there.
        let Some((_, granted)) = self.directory.permissions(guild, channel, &Who::Bot) else {
            return Some(Done::NoChannel);
        };
        let lacking: Vec<_> = needed
            .iter()
            .copied()
            .filter(|it| !granted.contains(bit(*it)))
            .collect();
        (!lacking.is_empty()).then_some(Done::Lacks(lacking))
    }
}

fn bit(permission: Permission) -> Permissions {
    match permission {
        Permission::ViewChannel => Permissions::VIEW_CHANNEL,
        Permission::SendMessages => Permissions::SEND_MESSAGES,
        Permission::EmbedLinks => Permissions::EMBED_LINKS,
        Permission::ReadHistory => Permissions::READ_MESSAGE_HISTORY,
        Permission::ManageMessages => Permissions::MANAGE_MESSAGES,
    }
}

const SAYING: &[Permission] = &[Permission::ViewChannel, Permission::SendMessages];
const SHOWING: &[Permission] = &[
    Permission::ViewChannel,
    Permission::SendMessages,
    Permission::EmbedLinks,
];
const CLEANING: &[Permission] = &[
    Permission::ViewChannel,
    Permission::ReadHistory,
    Permission::ManageMessages,
];

#[async_trait]
impl StaffRoom for StaffChannels {
    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        notice: &Notice,
        key: &str,
    ) -> Result<Done<MessageId>, PortFailure> {
        let needed = match notice {
            Notice::Words(_) => SAYING,
            Notice::Embed(_) => SHOWING,
        };
        if let Some(obstacle) = self.obstacle(guild, channel, needed) {
            return Ok(obstacle);
        }
        let nonce = format!("s{key}");
        let posted = match notice {
            Notice::Words(text) => {
                let nobody = AllowedMentions::default();
                post_text_once(&self.rest, channel, text, nobody, &nonce).await
            }
            Notice::Embed(draft) => {
                post_once(&self.rest, channel, &embed(draft), &[], &nonce).await
            }
        };
        match posted {
            Ok(message) => Ok(Done::Done(message)),
            Err(RoomError::Forbidden(_)) => Ok(Done::Lacks(needed.to_vec())),
            Err(RoomError::Gone) => Ok(Done::NoChannel),
            Err(RoomError::Failed(failure)) => Err(failure),
            Err(error) => Err(PortFailure::new("post for staff", Retry::Later, error)),
        }
    }

    async fn newest(&self, guild: GuildId, channel: ChannelId) -> Result<Newest, PortFailure> {
        if let Some(obstacle) = self.obstacle(guild, channel, CLEANING) {
            return Ok(obstacle);
        }
        let request = self.rest.requests().channel_messages(channel.to_twilight());
        let listed: Result<Vec<Listed>, _> = self.rest.model(request.limit(PAGE)).await;
        let mut listed = match listed {
            Ok(listed) => listed,
            Err(error) => return refused(error, "read a channel's messages"),
        };
        listed.sort_unstable_by_key(|it| std::cmp::Reverse(it.id));
        let seen = listed.into_iter().filter_map(|it| {
            Some(Seen {
                id: MessageId::from_twilight(it.id).ok()?,
                is_pinned: it.pinned,
            })
        });
        Ok(Done::Done(seen.collect()))
    }

    async fn delete(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
    ) -> Result<Done<()>, PortFailure> {
        if let Some(obstacle) = self.obstacle(guild, channel, CLEANING) {
            return Ok(obstacle);
        }
        let requests = self.rest.requests();
        let place = channel.to_twilight();
        let done = match messages {
            [] => return Ok(Done::Done(())),
            // Discord deletes no single message at once.
            [one] => {
                let request = requests.delete_message(place, one.to_twilight());
                self.rest.done(request).await
            }
            several => {
                let ids: Vec<_> = several.iter().map(|it| it.to_twilight()).collect();
                self.rest.done(requests.delete_messages(place, &ids)).await
            }
        };
        match done {
            Ok(()) => Ok(Done::Done(())),
            Err(error) if error.is_unknown(UNKNOWN_MESSAGE) => Ok(Done::Done(())),
            Err(error) => refused(error, "delete a channel's messages"),
        }
    }
}

fn refused<T>(error: RestError, attempted: &'static str) -> Result<Done<T>, PortFailure> {
    match error {
        error if error.is_unknown(UNKNOWN_CHANNEL) => Ok(Done::NoChannel),
        RestError::Refused { status: 403, .. } => Ok(Done::Lacks(CLEANING.to_vec())),
        error => Err(error.failure(attempted)),
    }
}

/// The embed that an admin has written. Their markdown works; that nobody is pinged is in the message's own hands.
fn embed(draft: &EmbedDraft) -> Embed {
    let mut embed = EmbedBuilder::new();
    if let Some(title) = &draft.title {
        embed = embed.title(title);
    }
    if let Some(description) = &draft.description {
        embed = embed.description(description);
    }
    if let Some(colour) = draft.colour {
        embed = embed.color(colour.0);
    }
    if let Some(footer) = &draft.footer {
        embed = embed.footer(EmbedFooterBuilder::new(footer));
    }
    embed.build()
}
