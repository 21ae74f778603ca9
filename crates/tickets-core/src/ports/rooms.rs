//! The channels of tickets on Discord.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry, RoleId, UserId};

use crate::faq::Hit;
use crate::{Line, Overwrite, Permissions, RoomKind, Ticket, WorkId};

/// Where tickets are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// As channels in this category.
    Category(ChannelId),
    /// As private threads in this channel.
    Threads(ChannelId),
}

impl Place {
    /// The category or channel.
    pub fn parent(self) -> ChannelId {
        match self {
            Self::Category(channel) | Self::Threads(channel) => channel,
        }
    }

    /// What is made there.
    pub fn room(self) -> RoomKind {
        match self {
            Self::Category(_) => RoomKind::Channel,
            Self::Threads(_) => RoomKind::Thread,
        }
    }
}

/// What Discord says now of the place in which tickets are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryLook {
    /// What the bot may do in it.
    pub held: Permissions,
    /// How many channels it has; Discord takes 50. Threads are not among them.
    pub channels: u32,
    /// How many channels the guild has, categories among them; Discord takes 500.
    pub guild_channels: u32,
}

/// A channel to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRoom {
    /// In which guild.
    pub guild: GuildId,
    /// Where in it.
    pub place: Place,
    /// What it is called: `ticket-12`.
    pub name: String,
    /// For which ticket, which its topic and Discord's audit log name.
    pub ticket: Ticket,
    /// Who sees and writes in it; of a thread its members do.
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

impl RoomError {
    /// The same for whoever has no other way on: waiting helps only where Discord asks for it.
    pub(crate) fn failure(self, attempted: &'static str) -> PortFailure {
        match self {
            Self::Failed(failure) => failure,
            Self::Wait(_) => PortFailure::new(attempted, Retry::Later, self),
            Self::Forbidden(_) | Self::Gone | Self::Full => {
                PortFailure::new(attempted, Retry::Useless, self)
            }
        }
    }
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

    /// Whether the guild has this role, as far as is known.
    fn has_role(&self, guild: GuildId, role: RoleId) -> bool;

    /// The place as it is; none if there is none by that id, or it is something else, or cannot be seen.
    async fn look(&self, guild: GuildId, place: Place)
    -> Result<Option<CategoryLook>, PortFailure>;

    /// The role that stands in for that of staff where a guild has chosen none: the first of those who look after every
    /// guild that this one is known to have.
    fn stand_in(&self, guild: GuildId) -> Option<RoleId>;

    /// Makes a channel or thread, without the bits in its overwrites that the bot does not hold itself.
    async fn make(&self, room: &NewRoom) -> Result<ChannelId, RoomError>;

    /// The channel or thread that the bot made for this ticket, and called so, wherever in the guild it stands: somebody did
    /// not live, or hear, to note it. One that is only called so is another's.
    async fn made_for(&self, ticket: &Ticket, name: &str) -> Result<Option<ChannelId>, RoomError>;

    /// Posts the message with the buttons, which names the requester and `staff`, and pings them if it `pings`; and pins it
    /// where that is possible.
    async fn post_control(
        &self,
        ticket: &Ticket,
        staff: Option<RoleId>,
        pings: bool,
    ) -> Result<MessageId, RoomError>;

    /// The message with the buttons that stands in the ticket's channel already, where whoever posted it did not live to
    /// note it. It is pinned where that is possible.
    async fn find_control(&self, ticket: &Ticket) -> Result<Option<MessageId>, RoomError>;

    /// Shows the ticket as it is on the message with its buttons; [`RoomError::Gone`] if that was deleted.
    async fn refresh_control(&self, ticket: &Ticket) -> Result<(), RoomError>;

    /// Says a line in the ticket's channel, which names whom it pings. For some minutes, the same line of the same work is
    /// said once, however often this is called.
    async fn say(
        &self,
        ticket: &Ticket,
        line: &Line,
        ping: Ping,
        of: WorkId,
    ) -> Result<(), RoomError>;

    /// Says in the ticket's channel that these answers of the FAQ may help, and pings nobody. For some minutes the same
    /// work says it once, however often this is called.
    async fn offer(&self, ticket: &Ticket, answers: &[Hit], of: WorkId) -> Result<(), RoomError>;

    /// Whether a line with this ping stands in the ticket's channel already, said since then. [`TicketRooms::say`] alone
    /// keeps a line from being said again some minutes later only. Where that cannot be seen it is an error, and never "no";
    /// so it is with everything that is looked for here.
    async fn has_said(
        &self,
        ticket: &Ticket,
        line: &Line,
        ping: Ping,
        since: DateTime<Utc>,
    ) -> Result<bool, RoomError>;

    /// Asks the requester by a direct message whether a silent ticket is still needed; false if they take none. For some
    /// minutes the same work asks once, however often this is called.
    async fn ask(&self, ticket: &Ticket, of: WorkId) -> Result<bool, RoomError>;

    /// Lets a person into a thread.
    async fn invite(&self, thread: ChannelId, member: UserId) -> Result<(), RoomError>;

    /// Lets those who hold a role into a thread, as many as Discord adds by a mention (100), and pings nobody. For some
    /// minutes the same work says it once.
    async fn invite_role(&self, ticket: &Ticket, role: RoleId, of: WorkId)
    -> Result<(), RoomError>;

    /// Has only staff write in a thread, or its members again.
    async fn seal(&self, thread: ChannelId, is_sealed: bool) -> Result<(), RoomError>;

    /// Writes one overwrite of the ticket's channel, without the bits that the bot does not hold itself, and leaves all
    /// others alone.
    async fn set(&self, ticket: &Ticket, overwrite: Overwrite) -> Result<(), RoomError>;

    /// The members, beside the bot, who may write in the channel by an overwrite of their own.
    async fn speakers(&self, channel: ChannelId) -> Result<Vec<UserId>, RoomError>;

    /// Whether the channel is there; [`RoomError::Gone`] if it is not, and [`RoomError::Forbidden`] where the bot may not
    /// see it.
    async fn is_there(&self, channel: ChannelId) -> Result<(), RoomError>;

    /// Names the ticket's channel.
    async fn rename(&self, ticket: &Ticket, name: &str) -> Result<(), RoomError>;

    /// Deletes the channel; that it is gone already is no error.
    async fn delete(&self, channel: ChannelId, ticket: &Ticket) -> Result<(), RoomError>;

    /// The same of a channel whose ticket was erased.
    async fn take_away(&self, guild: GuildId, channel: ChannelId) -> Result<(), RoomError>;
}
