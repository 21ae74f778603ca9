//! Where reminders are kept.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, PortFailure, UserId};

use crate::{NewReminder, Occurrence, Origin, Reminder, ReminderId};

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

/// The most reminders of a list that is not read page by page.
pub const MOST_LISTED: usize = 500;

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

/// A change of a reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderEdit {
    /// What the reminder was when the change was decided.
    pub before: NewReminder,
    /// Whether it was finished then.
    pub completed: bool,
    /// What it is to be; its guild, maker, source and origin stay.
    pub after: NewReminder,
    /// What becomes of its sends.
    pub sends: Sends,
    /// How many active reminders its maker may have, where it was finished and its sends begin anew.
    pub quota: Option<u32>,
}

/// What becomes of a reminder's sends when it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sends {
    /// They stay as they are.
    Kept,
    /// They begin anew with this one: those under way for the old moments are left out, the notice that stands is
    /// forgotten, and the reminder neither rests nor is finished any longer.
    Anew(Occurrence),
    /// There are no more: those under way and those that people asked to hear again are left out, the notice that stands
    /// is forgotten, and the reminder is finished and rests no longer.
    Over,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditOutcome {
    /// It is stored.
    Stored {
        /// The reminder as it was just before.
        before: Box<Reminder>,
        /// The reminder as it is.
        after: Box<Reminder>,
    },
    /// Somebody else changed the reminder since the change was decided, or it was finished or begun anew.
    ChangedMeanwhile,
    /// It would be active again, and its maker has as many active reminders in this guild as they may.
    QuotaReached,
    /// There is none within the scope any more.
    NotFound,
}

/// A reminder with the moments that only lists tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The reminder.
    pub reminder: Reminder,
    /// The minute for which it was last posted since its moments last changed, if it was.
    pub last_sent_at: Option<DateTime<Utc>>,
    /// When its row was last written.
    pub updated_at: DateTime<Utc>,
}

/// Where reminders are kept. Another guild's reminder is never seen and never changed: it looks like a missing one.
#[async_trait]
pub trait ReminderStore: Send + Sync {
    /// Stores `what`, whose first send is `next`.
    ///
    /// With a quota, its maker's active reminders in the guild are counted in the same transaction, so that parallel
    /// calls cannot exceed it; what the watcher made of their announcements does not count. One message makes at most one reminder by the watcher's hand, whoever comes first.
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

    /// The reminders of this member that are not finished, in all guilds or in this one: at most [`MOST_LISTED`], by the
    /// clock of their event in its guild's zone and then by name.
    async fn of_maker(
        &self,
        maker: UserId,
        guild: Option<GuildId>,
    ) -> Result<Vec<Dated>, PortFailure>;

    /// The guild's reminders: at most [`MOST_LISTED`], one-offs by their event and what comes again as if it came at
    /// `now`, then by the clock of their notice.
    async fn of_guild(
        &self,
        guild: GuildId,
        completed: Completed,
        now: DateTime<Utc>,
    ) -> Result<Vec<Dated>, PortFailure>;

    /// The reminder with this number, as lists tell it.
    async fn dated(&self, guild: GuildId, id: ReminderId) -> Result<Option<Dated>, PortFailure>;

    /// The guild of this member's reminder with this number.
    async fn guild_of(&self, maker: UserId, id: ReminderId)
    -> Result<Option<GuildId>, PortFailure>;

    /// At most `limit` reminders that are not finished and whose number or name contains `fragment` (any case),
    /// newest first.
    async fn suggest(
        &self,
        guild: GuildId,
        scope: Scope,
        fragment: &str,
        limit: u32,
    ) -> Result<Vec<Suggestion>, PortFailure>;

    /// The live sessions within `scope` that are not finished, newest first, at most 500.
    async fn live_sessions(
        &self,
        guild: GuildId,
        scope: Scope,
    ) -> Result<Vec<Reminder>, PortFailure>;

    /// Changes a reminder that lies within `scope`, if it is still what `edit` takes it for; whoever else changes it
    /// waits. A notice that stands in another channel than the new one is forgotten too, and what is under way to that
    /// channel is due again at once for the new one.
    async fn edit(
        &self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
        edit: &ReminderEdit,
        now: DateTime<Utc>,
    ) -> Result<EditOutcome, PortFailure>;

    /// Deletes a reminder that lies within `scope`, together with its occurrences, and returns it as it was.
    async fn delete(
        &self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
    ) -> Result<Option<Reminder>, PortFailure>;
}
