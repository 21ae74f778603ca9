//! The channels of tickets on Discord.

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, RoleId, UserId};

use crate::{Line, Overwrite, Permissions, Ticket, WorkId};

/// What Discord says now of the category in which tickets are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryLook {
    /// What the bot may do in it.
    pub held: Permissions,
    /// How many channels it has; Discord takes 50.
    pub channels: u32,
    /// How many channels the guild has, categories among them; Discord takes 500.
    pub guild_channels: u32,
}

/// A channel to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRoom {
    /// In which guild.
    pub guild: GuildId,
    /// In which category.
    pub category: ChannelId,
    /// What it is called: `ticket-12`.
    pub name: String,
    /// For which ticket, which its topic and Discord's audit log name.
    pub ticket: Ticket,
    /// Who sees and writes in it.
    pub overwrites: Vec<Overwrite>,
}

/// Why something was not done with a channel.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// The bot may not: it lacks these, as far as one knows.
    #[error("the bot lacks permissions")]
    Forbidden(Permissions),
    /// The channel, or the message, is not there any more.
    #[error("it is gone")]
    Gone,
    /// The category or the guild takes no more channels.
    #[error("there is no room for another channel")]
    Full,
    /// Not before so long.
    #[error("Discord asks to wait")]
    Wait(TimeDelta),
    /// Discord did not do it.
    #[error(transparent)]
    Failed(#[from] PortFailure),
}

/// Who is pinged by a message, beside nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ping {
    /// Nobody.
    Nobody,
    /// This person.
    User(UserId),
    /// Whoever holds this role.
    Role(RoleId),
}

/// The channels of tickets. Every call asks Discord, never what is remembered of it.
#[async_trait]
pub trait TicketRooms: Send + Sync {
    /// The bot's own user.
    fn bot(&self) -> UserId;

    /// The category as it is; none if there is none by that id, or it is something else, or cannot be seen.
    async fn look(
        &self,
        guild: GuildId,
        category: ChannelId,
    ) -> Result<Option<CategoryLook>, PortFailure>;

    /// Makes a channel.
    async fn make(&self, room: &NewRoom) -> Result<ChannelId, RoomError>;

    /// The channel of this name in the category, where a process died between making it and noting it.
    async fn named(
        &self,
        guild: GuildId,
        category: ChannelId,
        name: &str,
    ) -> Result<Option<ChannelId>, RoomError>;

    /// Posts the message with the buttons, pings the requester and `staff` with it, and pins it where that is possible.
    async fn post_control(
        &self,
        ticket: &Ticket,
        staff: Option<RoleId>,
    ) -> Result<MessageId, RoomError>;

    /// Shows the ticket as it is on the message with its buttons; [`RoomError::Gone`] if that was deleted.
    async fn refresh_control(&self, ticket: &Ticket) -> Result<(), RoomError>;

    /// Says a line in the ticket's channel. For some minutes, the same line of the same work is said once, however often
    /// this is called.
    async fn say(
        &self,
        ticket: &Ticket,
        line: &Line,
        ping: Ping,
        of: WorkId,
    ) -> Result<(), RoomError>;

    /// Writes one overwrite of the channel, and leaves all others alone.
    async fn set(&self, channel: ChannelId, overwrite: Overwrite) -> Result<(), RoomError>;

    /// The members, beside the bot, who may write in the channel by an overwrite of their own.
    async fn speakers(&self, channel: ChannelId) -> Result<Vec<UserId>, RoomError>;

    /// Whether the channel is there; [`RoomError::Gone`] if it is not, and [`RoomError::Forbidden`] where the bot may not
    /// see it.
    async fn is_there(&self, channel: ChannelId) -> Result<(), RoomError>;

    /// Names the channel.
    async fn rename(&self, channel: ChannelId, name: &str) -> Result<(), RoomError>;

    /// Deletes the channel; that it is gone already is no error.
    async fn delete(&self, channel: ChannelId, ticket: &Ticket) -> Result<(), RoomError>;
}
