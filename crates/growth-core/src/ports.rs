//! What is needed from outside.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, GuildId, PortFailure, UserId};

use crate::{Checkin, CheckinForm, CheckinId, Told};

/// A check-in that was answered and is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCheckin {
    /// Where it was made; none in a direct message.
    pub guild: Option<GuildId>,
    /// Whose it is.
    pub user: UserId,
    /// What they have filled in.
    pub form: CheckinForm,
    /// What the model said; at most [`REPLY_MAX`](crate::REPLY_MAX) characters.
    pub reply: String,
    /// When its author handed it in.
    pub asked_at: DateTime<Utc>,
    /// When it was answered.
    pub created_at: DateTime<Utc>,
}

/// Keeps check-ins. They belong to people and not to guilds: every method takes the person first, and another person's
/// check-in looks like a missing one.
#[async_trait]
pub trait CheckinStore: Send + Sync {
    /// Keeps one, and says its number; none where its author was erased after they handed it in.
    async fn add(&self, checkin: &NewCheckin) -> Result<Option<CheckinId>, PortFailure>;

    /// A person's own check-ins since `since`, the newest first, at most `most`.
    async fn newest(
        &self,
        user: UserId,
        since: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<Checkin>, PortFailure>;

    /// One of a person's own.
    async fn find(&self, user: UserId, id: CheckinId) -> Result<Option<Checkin>, PortFailure>;

    /// Notes whether it is shared. Returns whether that changed anything: of two who do the same at once, one is told so.
    async fn share(&self, user: UserId, id: CheckinId, shared: bool) -> Result<bool, PortFailure>;

    /// Deletes one of a person's own; whether there was one.
    async fn delete(&self, user: UserId, id: CheckinId) -> Result<bool, PortFailure>;
}

/// How somebody appears who shares a check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharedAs {
    /// As nobody in particular.
    Anonymous,
    /// By their name, and with their picture if they have one.
    Named {
        /// What they are called.
        name: String,
        /// Where their picture is.
        avatar: Option<String>,
    },
}

/// A check-in on its way to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The check-in.
    pub checkin: Checkin,
    /// As whose it is shown.
    pub by: SharedAs,
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

/// Where guilds read what members share.
#[async_trait]
pub trait GrowthBoard: Send + Sync {
    /// Posts a check-in in a channel of the guild. For some minutes the same one is posted once there, however often this
    /// is called. A failure leaves open whether it was.
    async fn post(
        &self,
        guild: GuildId,
        channel: ChannelId,
        shared: &Shared,
    ) -> Result<Posted, PortFailure>;

    /// Whether a check-in stands in this channel of the guild that was posted at `since` or later. Where that cannot be
    /// seen it is a failure, and never "no".
    async fn stands(
        &self,
        guild: GuildId,
        channel: ChannelId,
        shared: &Shared,
        since: DateTime<Utc>,
    ) -> Result<bool, PortFailure>;
}

/// The way to whoever asked: for Discord, the token of the interaction.
#[derive(Clone, PartialEq, Eq)]
pub struct ReplyTo {
    /// The token. Whoever has it can speak to that person, so it is never shown.
    pub token: String,
    /// Until when it works.
    pub until: DateTime<Utc>,
    /// By which the log finds what went wrong.
    pub reference: String,
}

impl ReplyTo {
    /// For so long Discord lets the bot speak to whoever asked: a quarter of an hour, less what has passed of it already.
    pub const LIFETIME: TimeDelta = TimeDelta::seconds(15 * 60 - 30);

    /// When they asked.
    pub fn asked_at(&self) -> DateTime<Utc> {
        self.until - Self::LIFETIME
    }
}

/// Hears what nobody who asks is told the reason of, for logs.
pub trait GrowthDiary: Send + Sync {
    /// Something happened that an operator may want to know.
    fn noted(&self, note: &GrowthNote<'_>);
}

/// What an operator may want to know.
#[derive(Debug)]
pub enum GrowthNote<'a> {
    /// Somebody's earlier check-ins could not be read, and the model has answered without them.
    ContextUnread(&'a PortFailure),
    /// A check-in was answered and could not be kept.
    CheckinUnkept(&'a PortFailure),
    /// A question could not be kept until the service comes back.
    WaitingUnkept(&'a PortFailure),
}

/// Tells people what they asked for minutes ago.
#[async_trait]
pub trait LateAnswers: Send + Sync {
    /// Tells whoever asked, and nobody else.
    async fn tell(&self, to: &ReplyTo, told: &Told) -> Result<(), PortFailure>;
}

/// Finds the title that a text means, in Dutch and English, with slips.
pub trait TitleRanker: Send + Sync {
    /// The place of the title that fits best; none when none fits well.
    fn best(&self, text: &str, titles: &[&str]) -> Option<usize>;
}

impl std::fmt::Debug for ReplyTo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReplyTo")
            .field("until", &self.until)
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}
