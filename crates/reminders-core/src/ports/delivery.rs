//! How a reminder reaches its channel.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, MessageId, PortFailure, UserId};

use super::Permission;
use crate::{Kind, OccurrenceId, Punctuality, Reminder};

/// A reminder on its way to its channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderPost {
    /// The occurrence; the same number is the same message.
    pub id: OccurrenceId,
    /// Which of the event's moments is announced.
    pub kind: Kind,
    /// When it is due.
    pub fires_at: DateTime<Utc>,
    /// When the event starts.
    pub event_at: DateTime<Utc>,
    /// The reminder.
    pub reminder: Reminder,
    /// The guild's zone.
    pub zone: Tz,
    /// Whether it comes late, and says so.
    pub punctuality: Punctuality,
    /// Whom it pings.
    pub ping: Ping,
    /// The present moment, which the message carries as its time.
    pub now: DateTime<Utc>,
    /// When it was first taken on: before that, nobody can have posted it.
    pub first_claimed_at: DateTime<Utc>,
}

/// Whom a message pings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ping {
    /// Nobody.
    Nobody,
    /// Everyone in the channel.
    Everyone,
    /// The one who asked to be told again.
    Member(UserId),
}

/// Whether the operator lets guilds have their reminders ping everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EveryonePolicy {
    /// Each guild's own setting counts.
    AsGuildsChoose,
    /// Never, whatever a guild has set.
    Never,
}

/// How a send ended.
#[derive(Debug)]
pub enum SendOutcome {
    /// The message stands in the channel.
    Sent(MessageId),
    /// The channel does not exist, or not in this guild.
    ChannelGone,
    /// The bot may not post there; what it lacks, as far as that is known.
    Forbidden(Vec<Permission>),
    /// Nobody knows whether it was sent: repeat the send, not before `after` has passed.
    TryLater {
        /// How long Discord asks us to wait.
        after: Option<TimeDelta>,
        /// What happened, for the log.
        cause: PortFailure,
    },
    /// Discord will not take this message.
    Rejected(PortFailure),
}

/// What a look at the channel brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadBack {
    /// The reminder stands there.
    Found(MessageId),
    /// It does not.
    NotThere,
    /// The bot may not read what stands there, or not far enough.
    Unreadable,
}

/// Posts reminders.
#[async_trait]
pub trait ReminderDelivery: Send + Sync {
    /// Posts a reminder. Repeating it with the same occurrence within some minutes gives the same message, not a second
    /// one.
    async fn send(&self, post: &ReminderPost) -> SendOutcome;

    /// Looks whether the reminder stands in its channel already, because somebody posted it and nobody noted that.
    async fn find(&self, post: &ReminderPost) -> Result<ReadBack, PortFailure>;

    /// Takes a message down; one that is gone already counts as taken down.
    async fn take_down(&self, channel: ChannelId, message: MessageId) -> Result<(), PortFailure>;
}
