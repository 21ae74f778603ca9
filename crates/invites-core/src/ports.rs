//! What is needed from outside.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, PortFailure, UserId};
use settings_core::Severity;

use crate::{Attribution, Invite, Vanity, Welcome};

/// What can be seen of a guild's invites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// All of them.
    Invites(Vec<Invite>, Option<Vanity>),
    /// The bot lacks *Manage Server*.
    Forbidden,
}

/// Where a guild's invites are listed.
#[async_trait]
pub trait InviteSource: Send + Sync {
    /// The guild's invites as they are now.
    async fn read(&self, guild: GuildId) -> Result<Seen, PortFailure>;
}

/// What people are called.
#[async_trait]
pub trait People: Send + Sync {
    /// What a member is called in the guild; none when they are not there.
    async fn name(&self, guild: GuildId, user: UserId) -> Result<Option<String>, PortFailure>;
}

/// A join that was attributed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotedJoin {
    /// Who joined.
    pub member: UserId,
    /// When, as Discord says: the mark by which one join is told from the next.
    pub at: DateTime<Utc>,
    /// By whose invite.
    pub attribution: Attribution,
    /// Whether it is to be announced, and until when nobody else takes that in hand.
    pub announce: Option<NewAnnouncement>,
}

/// An announcement that is to be kept until it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAnnouncement {
    /// Who is named as the inviter.
    pub inviter: Option<UserId>,
    /// Until when it is in the hands of whoever notes it.
    pub held_until: DateTime<Utc>,
}

/// An announcement that has yet to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// Its number.
    pub id: i64,
    /// Where.
    pub guild: GuildId,
    /// Who joined.
    pub member: UserId,
    /// Who is named as the inviter, and how many they had brought by then.
    pub inviter: Option<(UserId, u32)>,
    /// When they joined.
    pub joined_at: DateTime<Utc>,
    /// How often it was taken in hand, this time included.
    pub tries: u32,
}

/// What became of a join that was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counted {
    /// It was noted before; nothing has changed.
    Repeated,
    /// It is noted.
    Noted {
        /// Whether the member had joined before, so that nobody's count has grown.
        is_return: bool,
        /// What is to be announced.
        announcement: Option<Announcement>,
    },
}

/// A place in the list of who has brought how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub user: UserId,
    /// How many.
    pub count: u32,
}

/// Keeps counts and joins. Another guild's are never seen and never changed.
#[async_trait]
pub trait InviteStore: Send + Sync {
    /// Notes a join, lets the count of whom it credits grow by one if the member never joined before, and keeps the
    /// announcement, all at once. The same join noted again changes nothing. A return leaves stored who brought the member
    /// first.
    async fn note_join(&self, guild: GuildId, join: &NotedJoin) -> Result<Counted, PortFailure>;

    /// Notes that a member who joined is gone since `at`.
    async fn note_leave(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Those who have brought the most, at most `most`: by their counts, then by their ids. Nobody without any.
    async fn leaders(&self, guild: GuildId, most: u16) -> Result<Vec<Standing>, PortFailure>;

    /// Sets somebody's count, by whose hand and when, and returns what it was.
    async fn set_count(
        &self,
        guild: GuildId,
        to: Standing,
        by: UserId,
        at: DateTime<Utc>,
    ) -> Result<u32, PortFailure>;

    /// Notes that the guild's invites cannot be seen. Whether that is news.
    async fn note_blind(&self, guild: GuildId, at: DateTime<Utc>) -> Result<bool, PortFailure>;

    /// Notes that they can be.
    async fn note_sighted(&self, guild: GuildId) -> Result<(), PortFailure>;
}

/// Keeps announcements until they stand.
#[async_trait]
pub trait Announcements: Send + Sync {
    /// Takes at most `most` in hand until `until` that are in nobody's, over all guilds, the oldest first.
    async fn claim(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<Announcement>, PortFailure>;

    /// Forgets one: it stands, or never will.
    async fn finish(&self, announcement: &Announcement) -> Result<(), PortFailure>;
}

/// What became of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// It stands there.
    There,
    /// The bot may not post there.
    Forbidden,
    /// There is no such channel.
    NoChannel,
}

/// Where guilds read of newcomers.
#[async_trait]
pub trait Announcer: Send + Sync {
    /// Posts a message in a channel of the guild, which pings whom it may and nobody else. For some minutes the same
    /// announcement is posted once there, however often this is called. A failure leaves open whether it was.
    async fn post(
        &self,
        channel: ChannelId,
        of: &Announcement,
        welcome: &Welcome,
    ) -> Result<Posted, PortFailure>;

    /// Whether the message stands in the channel, or nobody can say, as where the bot may not read.
    async fn stands(
        &self,
        channel: ChannelId,
        of: &Announcement,
        welcome: &Welcome,
    ) -> Result<bool, PortFailure>;
}

/// What a guild's log is told of invites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InviteEvent {
    /// The guild's invites cannot be seen, so nobody knows who brings whom.
    Blind,
    /// Somebody's count was set by hand.
    CountSet {
        /// Whose.
        member: UserId,
        /// By whom.
        by: UserId,
        /// What it was.
        old: u32,
        /// What it is.
        new: u32,
    },
}

impl InviteEvent {
    /// How much it matters.
    pub fn severity(self) -> Severity {
        match self {
            Self::Blind => Severity::Warning,
            Self::CountSet { .. } => Severity::ConfigurationAudit,
        }
    }
}

/// The guild's log. Best effort.
#[async_trait]
pub trait InviteLog: Send + Sync {
    /// Tells it.
    async fn record(&self, guild: GuildId, event: InviteEvent);
}
