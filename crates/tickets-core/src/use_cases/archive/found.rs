//! Transcripts that stand in the log channel already.

use kernel::{ChannelId, MessageId, PortFailure};
use settings_core::SystemSettings;

use super::Undelivered;
use crate::transcript::{is_part, is_transcript};
use crate::{
    Delivered, Page, Posted, RoomError, RoomFile, RoomMessage, TRANSCRIPT_COUNT, Ticket, Tickets,
};

/// Of the log channel at most so many pages are looked through for a transcript.
const MOST_PAGES: u32 = 10;

impl Tickets {
    /// The transcript that somebody delivered and did not live to note.
    pub(super) async fn left_behind(
        &self,
        ticket: &Ticket,
    ) -> Result<Option<Delivered>, Undelivered> {
        let Some(log) = self.log_channel(ticket).await? else {
            return Ok(None);
        };
        // The card, with the count, comes with the last part.
        let mut found = None;
        let read = self.each_transcript(ticket, (log, Page::Latest), |it| {
            found = counted(it).map(|messages| (it.id, messages));
            found.is_none()
        });
        match read.await {
            // Where nothing can be read, nothing can be posted either, of which delivering tells more.
            Ok(()) | Err(RoomError::Gone | RoomError::Forbidden(_)) => {}
            Err(error) => return Err(Undelivered::Failed(error)),
        }
        Ok(found.map(|(message, messages)| Delivered {
            channel: log,
            message,
            messages,
        }))
    }

    /// Takes away what was delivered of the ticket before `kept`, which has all that it has. Whatever cannot be taken away
    /// stays: that is no reason to keep the ticket.
    pub(super) async fn take_earlier_away(&self, ticket: &Ticket, log: ChannelId, kept: Posted) {
        let mut earlier: Vec<MessageId> = Vec::new();
        let before = (log, Page::Before(kept.first));
        let read = self.each_transcript(ticket, before, |it| {
            earlier.push(it.id);
            true
        });
        if read.await.is_err() {
            return;
        }
        for message in earlier {
            let taken = self.ports.archive.shelf.take_away(log, message).await;
            if taken.is_err() {
                return;
            }
        }
    }

    /// Takes away the parts of a transcript that never became whole; what is whole stays. Right after a part may have been
    /// posted without that anybody heard, this is too early for whoever looks for a whole one again: its end may come yet.
    pub(super) async fn take_parts_away(&self, ticket: &Ticket) {
        let Ok(Some(log)) = self.log_channel(ticket).await else {
            return;
        };
        let mut parts: Vec<MessageId> = Vec::new();
        let read = self.each_transcript(ticket, (log, Page::Latest), |it| {
            let is_of_whole = counted(it).is_some() || !has_part(it, ticket);
            if !is_of_whole {
                parts.push(it.id);
            }
            !is_of_whole
        });
        if read.await.is_err() {
            return;
        }
        for message in parts {
            let taken = self.ports.archive.shelf.take_away(log, message).await;
            if taken.is_err() {
                return;
            }
        }
    }

    /// Looks at the messages with the transcript of the ticket, or parts of it, that were posted since it was closed,
    /// newest first, for as long as `go_on` says so.
    async fn each_transcript(
        &self,
        ticket: &Ticket,
        (log, mut page): (ChannelId, Page),
        mut go_on: impl FnMut(&RoomMessage) -> bool + Send,
    ) -> Result<(), RoomError> {
        let since = ticket.closing_or_now().at;
        for _ in 0..MOST_PAGES {
            let read = self.ports.archive.messages.page(log, page).await?;
            let mut recent = read.iter().rev().filter(|it| it.at >= since);
            if !recent.all(|it| !self.is_transcript(it, ticket) || go_on(it)) {
                return Ok(());
            }
            match read.first() {
                Some(first) if first.at >= since => page = Page::Before(first.id),
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    fn is_transcript(&self, message: &RoomMessage, ticket: &Ticket) -> bool {
        let is_it = |it: &RoomFile| is_transcript(&it.name, ticket.number);
        message.author == self.ports.rooms.bot() && message.files.iter().any(is_it)
    }

    pub(super) async fn log_channel(
        &self,
        ticket: &Ticket,
    ) -> Result<Option<ChannelId>, PortFailure> {
        let snapshot = self.ports.settings.snapshot(ticket.guild).await?;
        Ok(SystemSettings::read(&snapshot).log_channel_id)
    }
}

fn has_part(message: &RoomMessage, ticket: &Ticket) -> bool {
    let mut files = message.files.iter();
    files.any(|it| is_part(&it.name, ticket.number))
}

/// How many messages the transcript has that ends with this message; none where it does not end here.
fn counted(message: &RoomMessage) -> Option<u32> {
    let fields = message.embeds.iter().flat_map(|it| &it.fields);
    let mut counts = fields.filter(|(name, _)| name == TRANSCRIPT_COUNT);
    counts
        .next()
        .and_then(|(_, count)| count.trim().parse().ok())
}
