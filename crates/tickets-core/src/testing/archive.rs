//! Archiving in memory: who is at it, and a shelf for transcripts in the log channel.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry};

use super::in_memory::InMemoryTickets;
use super::messages::{InMemoryMessages, a_message};
use crate::{
    ArchiveMark, ArchiveStart, ArchiveStore, Delivered, Earlier, Interrupted, Page, Permissions,
    Posted, RoomEmbed, RoomError, RoomFile, RoomMessage, RoomMessages as _, TRANSCRIPT_COUNT,
    Ticket, TicketId, TicketStatus, TranscriptFile, TranscriptShelf,
};

/// That a ticket is being archived, and what was delivered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Archiving {
    pub(super) mark: ArchiveMark,
    /// When whoever is at it said so for the last time.
    renewed_at: DateTime<Utc>,
    delivered: Option<Delivered>,
    /// How often somebody has gone on with it.
    tries: u32,
    /// Whether nobody is at it before the next try.
    is_put_off: bool,
}

impl InMemoryTickets {
    /// Where the transcript of a ticket is noted to be.
    pub fn transcript_of(&self, ticket: TicketId) -> Option<Delivered> {
        let kept = self.kept();
        kept.archiving.get(&ticket).and_then(|it| it.delivered)
    }

    /// Nobody is at it any more, and so many tries do not count.
    fn put_down(&self, mark: &ArchiveMark, uncounted: u32) {
        let mut kept = self.kept();
        let held = kept.archiving.get_mut(&mark.ticket);
        if let Some(held) = held.filter(|it| it.mark == *mark) {
            held.is_put_off = true;
            held.tries = held.tries.saturating_sub(uncounted);
        }
    }
}

#[async_trait]
impl ArchiveStore for InMemoryTickets {
    async fn begin(
        &self,
        mark: &ArchiveMark,
        stale: DateTime<Utc>,
    ) -> Result<ArchiveStart, PortFailure> {
        let mut kept = self.kept();
        let found = kept.find(mark.guild, mark.ticket);
        if found.is_none_or(|it| it.status != TicketStatus::Closed) {
            return Ok(ArchiveStart::NotClosed);
        }
        let before = kept.archiving.get(&mark.ticket).copied();
        let is_held = |it: &Archiving| !it.is_put_off && it.renewed_at > stale;
        if let Some(before) = before.filter(is_held) {
            return Ok(ArchiveStart::Held(before.mark));
        }
        let delivered = before.and_then(|it| it.delivered);
        let begun = Archiving {
            mark: *mark,
            renewed_at: mark.since,
            delivered,
            tries: before.map_or(0, |it| it.tries + 1),
            is_put_off: false,
        };
        kept.archiving.insert(mark.ticket, begun);
        let earlier = before.map(|_| delivered.map_or(Earlier::Unknown, Earlier::Delivered));
        Ok(ArchiveStart::Begun(earlier))
    }

    async fn renew(&self, mark: &ArchiveMark, now: DateTime<Utc>) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let held = kept.archiving.get_mut(&mark.ticket);
        let held = held.filter(|it| it.mark == *mark);
        Ok(held.map(|it| it.renewed_at = now).is_some())
    }

    async fn note_delivered(
        &self,
        mark: &ArchiveMark,
        transcript: Delivered,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let held = kept.archiving.get_mut(&mark.ticket);
        let held = held.filter(|it| it.mark == *mark);
        Ok(held.map(|it| it.delivered = Some(transcript)).is_some())
    }

    async fn give_up(&self, mark: &ArchiveMark) -> Result<(), PortFailure> {
        let mut kept = self.kept();
        kept.archiving.retain(|_, it| it.mark != *mark);
        Ok(())
    }

    async fn put_off(&self, mark: &ArchiveMark) -> Result<(), PortFailure> {
        self.put_down(mark, 0);
        Ok(())
    }

    async fn put_back(&self, mark: &ArchiveMark) -> Result<(), PortFailure> {
        self.put_down(mark, 1);
        Ok(())
    }

    async fn interrupted(&self, stale: DateTime<Utc>) -> Result<Vec<Interrupted>, PortFailure> {
        let kept = self.kept();
        let begun = kept.archiving.values();
        let silent = begun.filter(|it| it.renewed_at <= stale);
        let marks = silent.map(|it| Interrupted {
            mark: it.mark,
            tries: it.tries,
        });
        let is_closed = |it: &Interrupted| {
            let ticket = kept.find(it.mark.guild, it.mark.ticket);
            ticket.is_some_and(|it| it.status == TicketStatus::Closed)
        };
        Ok(marks.filter(is_closed).collect())
    }

    async fn transcript(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Delivered>, PortFailure> {
        let kept = self.kept();
        let archiving = kept.archiving.get(&ticket);
        let archiving = archiving.filter(|it| it.mark.guild == guild);
        Ok(archiving.and_then(|it| it.delivered))
    }
}

/// How a delivery fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusing {
    /// The bot may not post there.
    Forbidden,
    /// It is posted, and then the connection breaks.
    AfterPosting,
    /// Discord is out of reach.
    Unreachable,
    /// Discord takes no file this large.
    TooLarge,
    /// The first of two parts is posted, and then Discord is out of reach.
    AfterFirstPart,
    /// Discord never answers.
    Hangs,
}

/// [`TranscriptShelf`] in memory, which posts among the messages that are there.
#[derive(Debug, Default)]
pub struct InMemoryShelf {
    messages: Arc<InMemoryMessages>,
    kept: Mutex<Shelf>,
}

#[derive(Debug, Default)]
struct Shelf {
    files: Vec<(MessageId, TranscriptFile)>,
    refusing: Option<Refusing>,
    /// How many were ever posted.
    posted: u64,
    /// Written in the ticket while the next transcript is delivered.
    interruption: Option<RoomMessage>,
}

impl InMemoryShelf {
    /// A shelf in one of the channels with these messages.
    pub fn among(messages: Arc<InMemoryMessages>) -> Self {
        Self {
            messages,
            kept: Mutex::default(),
        }
    }

    fn kept(&self) -> MutexGuard<'_, Shelf> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has deliveries fail from now on; or no longer.
    pub fn refuses(&self, how: Option<Refusing>) {
        self.kept().refusing = how;
    }

    /// Has somebody write this in the ticket while the next transcript is delivered.
    pub fn is_interrupted_by(&self, message: RoomMessage) {
        self.kept().interruption = Some(message);
    }

    /// The transcripts that were delivered and are there, oldest first.
    pub fn transcripts(&self) -> Vec<TranscriptFile> {
        let kept = self.kept();
        kept.files.iter().map(|(_, it)| it.clone()).collect()
    }

    /// Without the embed that ends a transcript.
    fn keep_part(&self, file: TranscriptFile) -> RoomMessage {
        let name = format!("{}.gz.1-of-2", file.name);
        let mut part = self.keep(TranscriptFile { name, ..file });
        part.embeds.clear();
        part
    }

    fn keep(&self, file: TranscriptFile) -> RoomMessage {
        let mut kept = self.kept();
        kept.posted += 1;
        let mut posted = a_message(900_000 + kept.posted, 5, "");
        posted.is_human = false;
        let count = (TRANSCRIPT_COUNT.to_owned(), file.messages.to_string());
        posted.embeds.push(RoomEmbed {
            fields: vec![count],
            ..RoomEmbed::default()
        });
        posted.files.push(RoomFile {
            name: file.name.clone(),
            bytes: file.size() as u64,
            url: String::new(),
        });
        kept.files.push((posted.id, file));
        posted
    }
}

#[async_trait]
impl TranscriptShelf for InMemoryShelf {
    async fn reads_texts(&self) -> bool {
        true
    }

    async fn channel_name(&self, channel: ChannelId) -> Result<String, RoomError> {
        let page = self.messages.page(channel, Page::Latest).await;
        page.map(|_| "ticket-1-closed".to_owned())
    }

    async fn deliver(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        file: TranscriptFile,
    ) -> Result<Posted, RoomError> {
        self.messages.page(channel, Page::Latest).await?;
        let refusing = self.kept().refusing;
        match refusing {
            Some(Refusing::Forbidden) => return Err(RoomError::Forbidden(Permissions::NONE)),
            Some(Refusing::TooLarge) => return Err(RoomError::Full),
            Some(Refusing::Hangs) => return std::future::pending().await,
            Some(Refusing::Unreachable | Refusing::AfterFirstPart) => {
                if refusing == Some(Refusing::AfterFirstPart) {
                    let part = self.keep_part(file);
                    self.messages.write(channel, part);
                }
                let failure = PortFailure::new("deliver a transcript", Retry::Later, "no answer");
                return Err(RoomError::Failed(failure));
            }
            Some(Refusing::AfterPosting) | None => {}
        }
        let interruption = self.kept().interruption.take();
        if let (Some(interruption), Some(room)) = (interruption, ticket.channel) {
            self.messages.write(room, interruption);
        }
        let posted = self.keep(file);
        let id = posted.id;
        self.messages.write(channel, posted);
        if refusing == Some(Refusing::AfterPosting) {
            let failure = PortFailure::new("deliver a transcript", Retry::Later, "the line broke");
            return Err(RoomError::Failed(failure));
        }
        Ok(Posted::one(id))
    }

    async fn take_away(&self, channel: ChannelId, message: MessageId) -> Result<(), RoomError> {
        self.messages.take_away(channel, message);
        self.kept().files.retain(|(id, _)| *id != message);
        Ok(())
    }
}
