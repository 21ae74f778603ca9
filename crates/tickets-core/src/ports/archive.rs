//! Putting closed tickets away: who is at it, and where what was said in them is kept.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};

use super::RoomError;
use crate::{Ticket, TicketId};

/// That somebody archives a ticket. Whoever holds an older one for the same ticket has lost it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArchiveMark {
    /// The ticket's guild.
    pub guild: GuildId,
    /// The ticket.
    pub ticket: TicketId,
    /// Who does it.
    pub by: UserId,
    /// Since when, to the microsecond.
    pub since: DateTime<Utc>,
}

/// Where a transcript is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivered {
    /// In which channel.
    pub channel: ChannelId,
    /// By which message.
    pub message: MessageId,
    /// How many messages it has.
    pub messages: u32,
}

/// What somebody left who died over archiving a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Nobody knows whether a transcript was delivered.
    Unknown,
    /// This one was.
    Delivered(Delivered),
}

/// That whoever archived a ticket has died over it, or put it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted {
    /// The mark that they left.
    pub mark: ArchiveMark,
    /// How often somebody has gone on with it since.
    pub tries: u32,
}

/// What became of the wish to archive a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveStart {
    /// It is the asker's to archive; somebody may have begun before and died over it.
    Begun(Option<Earlier>),
    /// Somebody is at it.
    Held(ArchiveMark),
    /// It is not closed, or not there.
    NotClosed,
}

/// Who archives which ticket. Another guild's ticket looks like a missing one.
#[async_trait]
pub trait ArchiveStore: Send + Sync {
    /// Notes that a closed ticket is archived by `mark`. It takes over from whoever has begun before, unless they said after
    /// `stale` that they are at it; of what was [put off](ArchiveStore::put_off) nobody is at it.
    async fn begin(
        &self,
        mark: &ArchiveMark,
        stale: DateTime<Utc>,
    ) -> Result<ArchiveStart, PortFailure>;

    /// Notes that it is still being done at `now`; false if somebody else archives the ticket by now, or it was changed
    /// meanwhile.
    async fn renew(&self, mark: &ArchiveMark, now: DateTime<Utc>) -> Result<bool, PortFailure>;

    /// Notes the transcript; false if somebody else archives the ticket by now, or it was changed meanwhile.
    async fn note_delivered(
        &self,
        mark: &ArchiveMark,
        transcript: Delivered,
    ) -> Result<bool, PortFailure>;

    /// Notes that it is not archived after all, so that the next one need not wait.
    async fn give_up(&self, mark: &ArchiveMark) -> Result<(), PortFailure>;

    /// Notes that a try has failed, and that nobody is at it before the next one.
    async fn put_off(&self, mark: &ArchiveMark) -> Result<(), PortFailure>;

    /// The same of a try that was broken off through no fault of the ticket, or that a person began: it is not counted.
    async fn put_back(&self, mark: &ArchiveMark) -> Result<(), PortFailure>;

    /// Those of all guilds, at most 100, that are closed still and that somebody began to archive at `stale` or before, who
    /// said for the last time at `stale` or before that they are at it.
    async fn interrupted(&self, stale: DateTime<Utc>) -> Result<Vec<Interrupted>, PortFailure>;

    /// Where the transcript of an archived ticket is; none where it has none.
    async fn transcript(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Delivered>, PortFailure>;
}

/// A transcript to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptFile {
    /// What it is called.
    pub name: String,
    /// What is in it: one piece after the other.
    pub pieces: Vec<String>,
    /// How many messages it has.
    pub messages: u32,
}

impl TranscriptFile {
    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.pieces.iter().map(String::len).sum()
    }
}

/// The messages by which a transcript was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// That of its first part.
    pub first: MessageId,
    /// That of its last part, which has an embed.
    pub last: MessageId,
}

impl Posted {
    /// All of it by one message.
    pub fn one(message: MessageId) -> Self {
        Self {
            first: message,
            last: message,
        }
    }
}

/// The field of the embed that ends a transcript, which has the number of its messages and nothing else: by this a
/// transcript that nobody lived to note is known, and counted.
pub const TRANSCRIPT_COUNT: &str = "Messages";

/// Where transcripts are kept: the guild's log channel.
#[async_trait]
pub trait TranscriptShelf: Send + Sync {
    /// Whether the bot may read what others write; assumed where nobody knows.
    async fn reads_texts(&self) -> bool;

    /// What a channel is called now.
    async fn channel_name(&self, channel: ChannelId) -> Result<String, RoomError>;

    /// Posts the transcript in `channel` of the ticket's guild; what ends it has an embed
    /// with [`TRANSCRIPT_COUNT`]. One that is larger than the guild
    /// may upload is compressed; one that is so even then is posted in parts.
    async fn deliver(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        file: TranscriptFile,
    ) -> Result<Posted, RoomError>;

    /// Deletes a message that has a transcript, or a part of one; one that is gone is as good.
    async fn take_away(&self, channel: ChannelId, message: MessageId) -> Result<(), RoomError>;
}
