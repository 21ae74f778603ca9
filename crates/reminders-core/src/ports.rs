//! What reminders need from outside.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, RoleId, UserId};

use crate::{
    Announcement, Claimed, Kind, LogEvent, NewReminder, Occurrence, OccurrenceId, OccurrenceResult,
    Origin, Punctuality, Reminder, ReminderId,
};

/// Whose reminders a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All of the guild's.
    Guild,
    /// Those that this member made.
    CreatedBy(UserId),
    /// Those that this member made, and those that are posted in this channel.
    CreatedByOrIn(UserId, ChannelId),
}

/// Which kinds of reminders a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReminderKinds {
    /// All.
    All,
    /// Those that come again.
    Recurring,
    /// Those that come once.
    OneOff,
}

/// Which page of which reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListQuery {
    /// Whose.
    pub scope: Scope,
    /// Of which kinds.
    pub kinds: ReminderKinds,
    /// With the finished ones, or without them.
    pub completed: Completed,
    /// How many are left out before the first one shown.
    pub offset: u32,
    /// How many are shown at most.
    pub limit: u32,
}

/// Whether finished reminders are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completed {
    /// Left out.
    Hidden,
    /// Listed like the others.
    Included,
}

/// Some of the reminders that a question found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The reminders: recurring ones by their clock and name, then one-offs by their event.
    pub reminders: Vec<Reminder>,
    /// How many recurring ones there are in all.
    pub recurring: u32,
    /// How many one-offs there are in all.
    pub one_off: u32,
}

/// A reminder that a member may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Its number.
    pub id: ReminderId,
    /// Its name.
    pub name: String,
}

/// What became of a new reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddOutcome {
    /// It is stored.
    Stored(Box<Reminder>),
    /// Its maker has as many active reminders in this guild as they may.
    QuotaReached,
    /// The watcher made this reminder out of the same message earlier.
    AlreadyTracked(ReminderId),
}

/// Where reminders are kept. Another guild's reminder is never seen and never changed: it looks like a missing one.
#[async_trait]
pub trait ReminderStore: Send + Sync {
    /// Stores `what`, whose first send is `next`.
    ///
    /// With a quota, its maker's active reminders in the guild are counted in the same transaction, so that parallel
    /// calls cannot exceed it. One message makes at most one reminder by the watcher's hand, whoever comes first.
    async fn add(
        &self,
        what: &NewReminder,
        next: Occurrence,
        quota: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<AddOutcome, PortFailure>;

    /// The reminder with this number.
    async fn find(&self, guild: GuildId, id: ReminderId) -> Result<Option<Reminder>, PortFailure>;

    /// The reminder that the watcher made out of this message.
    async fn find_by_origin(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<ReminderId>, PortFailure>;

    /// The newest reminders, at most 50, that are posted in this channel and were stored at `since` or later.
    async fn made_since(
        &self,
        guild: GuildId,
        channel: ChannelId,
        since: DateTime<Utc>,
    ) -> Result<Vec<Suggestion>, PortFailure>;

    /// A page of the guild's reminders.
    async fn list(&self, guild: GuildId, query: ListQuery) -> Result<Page, PortFailure>;

    /// At most `limit` reminders that are not finished and whose number or name contains `fragment` (any case),
    /// newest first.
    async fn suggest(
        &self,
        guild: GuildId,
        scope: Scope,
        fragment: &str,
        limit: u32,
    ) -> Result<Vec<Suggestion>, PortFailure>;

    /// Deletes a reminder that lies within `scope`, together with its occurrences, and returns it as it was.
    async fn delete(
        &self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
    ) -> Result<Option<Reminder>, PortFailure>;
}

/// Which sends are due, who has taken them on, and how they ended.
#[async_trait]
pub trait OccurrenceStore: Send + Sync {
    /// Takes on at most `limit` occurrences that are due at `now`, for as long as `lease`.
    ///
    /// In one transaction the occurrence is recorded and its reminder moves on to the next one, so that no two
    /// processes ever take on the same. An occurrence whose lease ran out without an end is taken on again, with a
    /// higher `attempt`. Starts of events come before advance notices.
    async fn claim_due(
        &self,
        now: DateTime<Utc>,
        lease: TimeDelta,
        limit: u32,
    ) -> Result<Vec<Claimed>, PortFailure>;

    /// Records how an occurrence ended.
    ///
    /// A sent advance notice is remembered on its reminder and a sent start forgets it; a one-off with nothing left to
    /// send is completed. Repeating the call, or making it for a reminder that was deleted meanwhile, changes nothing.
    async fn finish(
        &self,
        claimed: &Claimed,
        result: &OccurrenceResult,
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure>;

    /// Gives an occurrence back: it is taken on again at `until`, not before.
    async fn postpone(
        &self,
        claimed: &Claimed,
        until: DateTime<Utc>,
        reason: &str,
    ) -> Result<(), PortFailure>;

    /// When the next occurrence is due, or taken on again; none when there is nothing to wait for.
    async fn next_due(&self) -> Result<Option<DateTime<Utc>>, PortFailure>;

    /// Computes the next occurrence of each of the guild's weekly reminders anew, since its zone is now `zone`.
    async fn rezone(&self, guild: GuildId, zone: Tz, now: DateTime<Utc>)
    -> Result<(), PortFailure>;
}

/// A reminder on its way to its channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderPost {
    /// The occurrence; the same number is the same message.
    pub id: OccurrenceId,
    /// Which of the event's moments is announced.
    pub kind: Kind,
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
}

/// Whom a message pings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ping {
    /// Nobody.
    Nobody,
    /// Everyone in the channel.
    Everyone,
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

/// Posts reminders.
#[async_trait]
pub trait ReminderDelivery: Send + Sync {
    /// Posts a reminder. Repeating it with the same occurrence within some minutes gives the same message, not a second
    /// one. Answers within the lease of [`OccurrenceStore::claim_due`].
    async fn send(&self, post: &ReminderPost) -> SendOutcome;

    /// Takes a message down; one that is gone already counts as taken down.
    async fn take_down(&self, channel: ChannelId, message: MessageId) -> Result<(), PortFailure>;
}

/// What a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    /// An ordinary text channel.
    Text,
    /// An announcement channel.
    Announcement,
    /// A thread of either.
    Thread,
    /// Anything else: a category, voice, a forum.
    Other,
}

/// A permission in a channel that reminders depend on, by Discord's name for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// *View Channel*.
    ViewChannel,
    /// *Send Messages*.
    SendMessages,
    /// *Embed Links*.
    EmbedLinks,
    /// *Read Message History*.
    ReadMessageHistory,
    /// *Manage Messages*.
    ManageMessages,
    /// *Mention @everyone, @here, and All Roles*.
    MentionEveryone,
}

/// Whose permissions are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// This bot.
    Bot,
    /// A member, with their roles.
    Member(UserId, Vec<RoleId>),
}

/// What somebody may do in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelAccess {
    /// What the channel is.
    pub kind: ChannelKind,
    /// What they may do there.
    pub granted: Vec<Permission>,
}

/// The guild's channels, and who may do what in them.
#[async_trait]
pub trait ChannelDirectory: Send + Sync {
    /// What `who` may do in the channel; none when the guild has no such channel.
    async fn access(
        &self,
        guild: GuildId,
        channel: ChannelId,
        who: &Who,
    ) -> Result<Option<ChannelAccess>, PortFailure>;
}

/// Reads messages that somebody points at.
#[async_trait]
pub trait AnnouncementSource: Send + Sync {
    /// The message; none when it does not exist or the bot may not read it.
    async fn fetch(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<Announcement>, PortFailure>;
}

/// The guild's log channel.
#[async_trait]
pub trait ReminderLog: Send + Sync {
    /// Tells the guild, if it wants to be told. Best effort: a failure is logged by the adapter and nothing else.
    async fn record(&self, guild: GuildId, event: &LogEvent);
}

/// What a member has paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Nothing.
    Free,
    /// Premium, for whatever period.
    Premium,
}

impl Tier {
    /// How many active reminders a member may have in a guild; none means any number.
    pub fn reminder_quota(self) -> Option<u32> {
        match self {
            Self::Free => Some(10),
            Self::Premium => None,
        }
    }
}

/// Who has Premium.
#[async_trait]
pub trait Premium: Send + Sync {
    /// The member's tier in the guild. Callers treat a failure as [`Tier::Free`].
    async fn tier(&self, guild: GuildId, user: UserId) -> Result<Tier, PortFailure>;
}
