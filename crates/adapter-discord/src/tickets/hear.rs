//! What the gateway tells that concerns tickets: messages, channels that are deleted, members who leave.

use std::collections::HashSet;

use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};
use tickets_core::Tickets;
use twilight_gateway::Event;
use twilight_model::channel::Message;
use twilight_model::channel::message::MessageType;
use twilight_model::gateway::payload::incoming::GuildCreate;
use twilight_model::guild::Guild;
use twilight_model::id::Id;
use twilight_model::id::marker::{ChannelMarker, GuildMarker, MessageMarker};

use crate::convert::FromTwilight as _;

/// Something that happened in a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Happened {
    /// A person wrote.
    Written(ChannelId, UserId),
    /// A channel or thread was deleted.
    ChannelDeleted(ChannelId),
    /// Messages were deleted.
    MessagesDeleted(ChannelId, Vec<MessageId>),
    /// A member left, or was removed.
    Left(UserId),
    /// The guild is there, with these channels and active threads.
    Present(HashSet<ChannelId>),
}

/// What concerns tickets in an event; none for what no ticket can care about.
pub(crate) fn happened(event: &Event) -> Option<(GuildId, Happened)> {
    let guild = |id: Id<GuildMarker>| GuildId::from_twilight(id).ok();
    let channel = |id: Id<ChannelMarker>| ChannelId::from_twilight(id).ok();
    match event {
        Event::MessageCreate(message) => written(message),
        Event::MessageDelete(gone) => {
            let happened = deleted(gone.channel_id, &[gone.id])?;
            Some((guild(gone.guild_id?)?, happened))
        }
        Event::MessageDeleteBulk(gone) => {
            let happened = deleted(gone.channel_id, &gone.ids)?;
            Some((guild(gone.guild_id?)?, happened))
        }
        Event::ChannelDelete(gone) => {
            let happened = Happened::ChannelDeleted(channel(gone.id)?);
            Some((guild(gone.guild_id?)?, happened))
        }
        Event::ThreadDelete(gone) => {
            let happened = Happened::ChannelDeleted(channel(gone.id)?);
            Some((guild(gone.guild_id)?, happened))
        }
        Event::MemberRemove(gone) => {
            let happened = Happened::Left(UserId::from_twilight(gone.user.id).ok()?);
            Some((guild(gone.guild_id)?, happened))
        }
        Event::GuildCreate(created) => match created.as_ref() {
            GuildCreate::Available(present) => Some((guild(present.id)?, channels(present))),
            GuildCreate::Unavailable(_) => None,
        },
        _ => None,
    }
}

/// A message that a person typed: not a bot's, not a webhook's, and none of Discord's own.
fn written(message: &Message) -> Option<(GuildId, Happened)> {
    let is_typed = matches!(message.kind, MessageType::Regular | MessageType::Reply);
    if message.author.bot || message.webhook_id.is_some() || !is_typed {
        return None;
    }
    let channel = ChannelId::from_twilight(message.channel_id).ok()?;
    let author = UserId::from_twilight(message.author.id).ok()?;
    let guild = GuildId::from_twilight(message.guild_id?).ok()?;
    Some((guild, Happened::Written(channel, author)))
}

fn deleted(channel: Id<ChannelMarker>, messages: &[Id<MessageMarker>]) -> Option<Happened> {
    let ids = messages.iter();
    let ids = ids.filter_map(|it| MessageId::from_twilight(*it).ok());
    let channel = ChannelId::from_twilight(channel).ok()?;
    Some(Happened::MessagesDeleted(channel, ids.collect()))
}

fn channels(guild: &Guild) -> Happened {
    let all = guild.channels.iter().chain(&guild.threads);
    let ids = all.filter_map(|it| ChannelId::from_twilight(it.id).ok());
    Happened::Present(ids.collect())
}

/// Has the tickets of the guild follow. Best effort: what is missed here is found when the guild is seen next, or when the
/// ticket is worked on.
pub(crate) async fn follow(guild: GuildId, happened: Happened, tickets: Tickets) {
    if let Err(failure) = tell(guild, happened, &tickets).await {
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            guild.id = guild.get(),
            "the tickets of a guild could not follow what happened"
        );
    }
}

async fn tell(guild: GuildId, happened: Happened, tickets: &Tickets) -> Result<(), PortFailure> {
    match happened {
        Happened::Written(channel, author) => tickets.heard(guild, channel, author).await,
        Happened::ChannelDeleted(channel) => tickets.channel_deleted(guild, channel).await,
        Happened::MessagesDeleted(channel, messages) => {
            tickets.messages_deleted(guild, channel, &messages).await
        }
        Happened::Left(member) => tickets.member_left(guild, member).await,
        Happened::Present(there) => {
            let gone = tickets.check_channels(guild, &there).await?;
            if gone > 0 {
                tracing::warn!(
                    guild.id = guild.get(),
                    gone,
                    "channels of tickets were deleted"
                );
            }
            Ok(())
        }
    }
}
