//! A ticket's transcript: read, delivered, noted; or found where a process died between these.

use kernel::{ChannelId, MessageId, PortFailure, Retry};

use crate::Tickets;
use crate::transcript::{Transcript, TranscriptHeader, file_name};
use crate::{
    ArchiveMark, Delivered, Earlier, Page, Posted, RoomError, Ticket, TranscriptFile, Unarchived,
};

/// A transcript is made anew at most so often because somebody still writes.
const MOST_DRAFTS: u32 = 3;

/// Why a transcript is nowhere.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// The guild has no log channel.
    #[error("the guild has no log channel")]
    NoLogChannel,
    /// The log channel was deleted.
    #[error("the log channel is gone")]
    LogChannelGone,
    /// The bot may not post files in the log channel.
    #[error("the bot may not post in the log channel")]
    LogChannelClosed,
    /// The bot may not read the ticket's channel.
    #[error("the bot may not read the ticket's channel")]
    Unreadable,
    /// Discord takes no file this large.
    #[error("Discord takes no file this large")]
    TooLarge,
    /// Discord did not do it now; it may soon.
    #[error("Discord did not do it")]
    Failed(#[source] RoomError),
    /// The ticket's channel was deleted.
    #[error("the ticket's channel is gone")]
    ChannelGone,
    /// Somebody else archives the ticket by now.
    #[error("somebody else is at it")]
    TakenOver,
}

impl From<PortFailure> for Undelivered {
    fn from(failure: PortFailure) -> Self {
        Self::Failed(failure.into())
    }
}

impl Undelivered {
    /// Whether waiting may help.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Failed(RoomError::Failed(failure)) => failure.retry() == Retry::Later,
            Self::Failed(error) => matches!(error, RoomError::Wait(_)),
            Self::NoLogChannel
            | Self::LogChannelGone
            | Self::LogChannelClosed
            | Self::Unreadable
            | Self::TooLarge
            | Self::ChannelGone
            | Self::TakenOver => false,
        }
    }

    /// Why it stays closed, for people.
    pub fn why(&self) -> Unarchived {
        match self {
            Self::NoLogChannel => Unarchived::NoLogChannel,
            Self::LogChannelGone => Unarchived::LogChannelGone,
            Self::LogChannelClosed => Unarchived::LogChannelClosed,
            Self::Unreadable => Unarchived::Unreadable,
            Self::TooLarge => Unarchived::TooLarge,
            Self::Failed(_) | Self::ChannelGone | Self::TakenOver => Unarchived::Failed,
        }
    }

    /// Whether some parts of it may have been posted before.
    pub(super) fn may_leave_parts(&self) -> bool {
        match self {
            Self::LogChannelClosed | Self::TooLarge | Self::Failed(_) => true,
            Self::NoLogChannel
            | Self::LogChannelGone
            | Self::Unreadable
            | Self::ChannelGone
            | Self::TakenOver => false,
        }
    }

    fn reading(error: RoomError) -> Self {
        match error {
            RoomError::Gone => Self::ChannelGone,
            RoomError::Forbidden(_) => Self::Unreadable,
            error => Self::Failed(error),
        }
    }

    fn posting(error: RoomError) -> Self {
        match error {
            RoomError::Gone => Self::LogChannelGone,
            RoomError::Forbidden(_) => Self::LogChannelClosed,
            RoomError::Full => Self::TooLarge,
            error => Self::Failed(error),
        }
    }
}

/// A transcript that was delivered and noted.
struct Made {
    transcript: Delivered,
    /// Its messages; none where only its last one is known.
    posted: Option<Posted>,
    /// As of the draft.
    until: Option<MessageId>,
}

/// A transcript before it is delivered.
struct Draft {
    file: TranscriptFile,
    /// After which message somebody may have written more; none where it is cut, or nobody ever wrote.
    until: Option<MessageId>,
}

impl Tickets {
    /// Where the ticket's transcript is, once it is there.
    pub(super) async fn transcribed(
        &self,
        ticket: &Ticket,
        mark: &ArchiveMark,
        earlier: Option<Earlier>,
    ) -> Result<Delivered, Undelivered> {
        let channel = ticket.channel.ok_or(Undelivered::ChannelGone)?;
        let (left, is_noted) = match earlier {
            Some(Earlier::Delivered(left)) => (Some(left), true),
            Some(Earlier::Unknown) => (self.left_behind(ticket).await?, false),
            None => (None, false),
        };
        if let Some(left) = left
            && !self.is_added_to(channel, left.message).await?
        {
            let store = &self.ports.archive.store;
            if is_noted || store.note_delivered(mark, left).await? {
                return Ok(left);
            }
            return Err(Undelivered::TakenOver);
        }
        let mut is_another = earlier.is_some();
        if is_another {
            self.take_parts_away(ticket).await;
        }
        let stands = left.map(|it| it.message);
        let mut made = self.make(ticket, channel, mark, stands).await?;
        for _ in 1..MOST_DRAFTS {
            let Some(until) = made.until else { break };
            if !self.is_added_to(channel, until).await? {
                break;
            }
            let stands = Some(made.transcript.message);
            made = self.make(ticket, channel, mark, stands).await?;
            is_another = true;
        }
        if let Some(posted) = made.posted.filter(|_| is_another) {
            let log = made.transcript.channel;
            self.take_earlier_away(ticket, log, posted).await;
        }
        Ok(made.transcript)
    }

    /// Makes it, delivers it, and notes where it is. What `stands` there is an earlier one, which lacks something.
    async fn make(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        mark: &ArchiveMark,
        stands: Option<MessageId>,
    ) -> Result<Made, Undelivered> {
        let log = self.log_channel(ticket).await?;
        let log = log.ok_or(Undelivered::NoLogChannel)?;
        let draft = self.draft(ticket, channel, mark).await?;
        let messages = draft.file.messages;
        let archive = &self.ports.archive;
        if !archive.store.renew(mark, self.storable_now()).await? {
            return Err(Undelivered::TakenOver);
        }
        let posted = archive.shelf.deliver(ticket, log, draft.file).await;
        let (message, posted) = match posted.map_err(Undelivered::posting) {
            // Discord may have done it, and only its answer was lost.
            Err(Undelivered::Failed(error)) => match self.left_behind(ticket).await? {
                Some(left) if Some(left.message) > stands => (left.message, None),
                _ => return Err(Undelivered::Failed(error)),
            },
            posted => posted.map(|it| (it.last, Some(it)))?,
        };
        let transcript = Delivered {
            channel: log,
            message,
            messages,
        };
        if archive.store.note_delivered(mark, transcript).await? {
            Ok(Made {
                transcript,
                posted,
                until: draft.until,
            })
        } else {
            Err(Undelivered::TakenOver)
        }
    }

    /// Everything that was said, page by page.
    async fn draft(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        mark: &ArchiveMark,
    ) -> Result<Draft, Undelivered> {
        let ports = &self.ports.archive;
        let channel_name = ports.shelf.channel_name(channel).await;
        let channel_name = channel_name.map_err(Undelivered::reading)?;
        let mut transcript = Transcript::default();
        let mut page = Page::First;
        let mut is_cut = false;
        // A page that Discord calls full may come shorter, so only an empty one is the end.
        while !is_cut {
            let read = ports.messages.page(channel, page).await;
            let read = read.map_err(Undelivered::reading)?;
            let Some(last) = read.last() else { break };
            page = Page::After(last.id);
            is_cut = !transcript.add(&read);
        }
        let messages = transcript.messages();
        // The message with the buttons is in every ticket. Discord shows an empty channel to a bot that may not read its
        // history, and nothing may be deleted then.
        if messages == 0 {
            return Err(Undelivered::Unreadable);
        }
        let until = transcript.last().filter(|_| !is_cut);
        let summary = self.ports.summaries.latest(ticket.guild, ticket.id).await?;
        let pieces = transcript.finish(&TranscriptHeader {
            ticket,
            channel_name: &channel_name,
            summary: summary.as_ref().map(|it| &*it.what.text),
            reads_texts: ports.shelf.reads_texts().await,
            at: mark.since,
        });
        Ok(Draft {
            file: TranscriptFile {
                name: file_name(ticket.number),
                pieces,
                messages: u32::try_from(messages).unwrap_or(u32::MAX),
            },
            until,
        })
    }

    /// Whether a person has written after this message.
    async fn is_added_to(&self, channel: ChannelId, after: MessageId) -> Result<bool, Undelivered> {
        let messages = &self.ports.archive.messages;
        let more = messages.page(channel, Page::After(after)).await;
        let more = more.map_err(Undelivered::reading)?;
        Ok(more.iter().any(|it| it.is_human))
    }
}
