//! What the watcher remembers, and how what it made of a message is changed as a whole.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};

use crate::{Fingerprint, NewReminder, Occurrence, Origin, Reminder, Seen, Sight};

/// What is known of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recalled {
    /// What was seen when it was last looked at.
    pub seen: Option<Seen>,
    /// The watcher's reminders of it, finished ones too, by their `origin_part`.
    pub reminders: Vec<Reminder>,
    /// Reminders that members made of it and that are not finished.
    pub by_hand: Vec<Reminder>,
}

/// A reminder as it is to be from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The reminder as the look found it. One that says something else by now, or has another notice standing, makes
    /// the look begin anew.
    pub before: Reminder,
    /// What it is now. Guild, origin, part, maker and source stay what they were.
    pub what: NewReminder,
    /// Its first send when its event has moved: those under way for the old moments are left out, and the notice that
    /// stands is forgotten. While the reminder rests nothing is sent all the same. None when the sends stay as they are.
    pub anew: Option<Occurrence>,
}

/// What a look at a message leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// What had been seen when the look began; none for a message that had never been looked at.
    pub expected: Option<Fingerprint>,
    /// What is seen now.
    pub sight: Sight,
    /// Reminders to be made, each with its first send.
    pub add: Vec<(NewReminder, Occurrence)>,
    /// Reminders to be changed.
    pub change: Vec<Revision>,
    /// Reminders to be removed, as the look found them.
    pub remove: Vec<Reminder>,
}

impl Settlement {
    /// The reminders that it changes or removes, as the look found them.
    pub fn touched(&self) -> impl Iterator<Item = &Reminder> {
        self.change.iter().map(|it| &it.before).chain(&self.remove)
    }

    /// Whether a reminder is still what the look found. Finished ones are passed over, so that they are too.
    pub fn agrees_with(&self, now: &Reminder) -> bool {
        let found = self.touched().find(|it| it.id == now.id);
        now.completed
            || found.is_none_or(|it| it.what == now.what && it.pre_message == now.pre_message)
    }
}

/// What became of a settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// All of it was done; these reminders are new.
    Done(Vec<Reminder>),
    /// Nothing was done: the message was looked at, undone or deleted meanwhile, or one of the reminders to be changed
    /// or removed was edited, or its notice posted or taken down.
    Overtaken,
}

/// What became of an undoing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// These reminders were removed, perhaps none, and the message is left alone from now on.
    Removed(Vec<Reminder>),
    /// This member had done it before.
    Already(UserId),
    /// The message was deleted, or never made anything.
    Nothing,
}

/// What the watcher remembers of messages. Another guild's message looks like one that was never looked at.
#[async_trait]
pub trait WatchStore: Send + Sync {
    /// What is known of a message.
    async fn recall(&self, guild: GuildId, origin: Origin) -> Result<Recalled, PortFailure>;

    /// Does what a look led to, all of it or nothing, once for every content of a message however many processes
    /// look. Reminders that are gone or finished meanwhile are passed over.
    async fn settle(
        &self,
        guild: GuildId,
        origin: Origin,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Settled, PortFailure>;

    /// Removes the watcher's unfinished reminders of a message, and leaves the message alone from now on.
    async fn undo(
        &self,
        guild: GuildId,
        origin: Origin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Undone, PortFailure>;

    /// Removes the watcher's reminders of deleted messages, except those whose event has begun, and returns them.
    /// Where `watched` says so the messages are remembered as gone, so that a late look at one makes nothing.
    async fn close(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
        watched: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>, PortFailure>;

    /// What was last seen of the latest `limit` messages of a channel that were looked at.
    async fn seen_lately(
        &self,
        guild: GuildId,
        channel: ChannelId,
        limit: u32,
    ) -> Result<Vec<(MessageId, Seen)>, PortFailure>;

    /// Forgets the guild's messages that were last looked at before this moment and have no reminder any more.
    async fn forget_before(&self, guild: GuildId, moment: DateTime<Utc>)
    -> Result<(), PortFailure>;
}
