//! What was said in a ticket, as a text that staff keeps when the channel goes.
//!
//! [`Transcript`] takes one page of messages after the other and keeps only their text, up to a limit, so that a long
//! ticket is never in memory both as messages and as a file. What members wrote stands indented below a line of ours: nobody can write
//! a message that looks like somebody else's.

mod block;
mod header;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use kernel::MessageId;

use block::Answered;

use crate::{RoomMessage, TicketNumber};

pub use header::TranscriptHeader;

/// A transcript has at most so many messages; of a ticket with more it says that it is cut.
pub const MESSAGES_MAX: usize = 10_000;

/// A transcript has at most so many bytes below its header; of a ticket with more it says that it is cut. All of it is in
/// memory until it is delivered.
pub const BYTES_MAX: usize = 32 * 1024 * 1024;

/// A transcript in the making.
///
/// Of each message the writer's name stays in memory until the end, for the answers to it.
#[derive(Debug)]
pub struct Transcript {
    /// A text for each page, so that whoever packs them can let go of one after the other.
    pages: Vec<String>,
    messages: usize,
    /// How many bytes there is room for.
    room: usize,
    is_cut: bool,
    last: Option<MessageId>,
    seen: HashMap<MessageId, Answered>,
}

impl Default for Transcript {
    fn default() -> Self {
        Self::of_at_most(BYTES_MAX)
    }
}

impl Transcript {
    fn of_at_most(room: usize) -> Self {
        Self {
            pages: Vec::new(),
            messages: 0,
            room,
            is_cut: false,
            last: None,
            seen: HashMap::new(),
        }
    }

    /// Adds the messages of a page, oldest first. Whether there is room for more.
    pub fn add(&mut self, page: &[RoomMessage]) -> bool {
        let mut text = String::new();
        self.write(&mut text, page);
        self.room -= text.len();
        text.shrink_to_fit();
        self.pages.push(text);
        !self.is_cut
    }

    fn write(&mut self, text: &mut String, page: &[RoomMessage]) {
        for message in page {
            let end = text.len();
            if self.messages < MESSAGES_MAX {
                block::write(text, message, &self.seen);
            }
            if self.messages >= MESSAGES_MAX || text.len() > self.room {
                text.truncate(end);
                self.is_cut = true;
                return;
            }
            self.seen.insert(message.id, Answered::of(message));
            self.last = Some(message.id);
            self.messages += 1;
        }
    }

    /// How many messages it has.
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// The message that it ends with.
    pub fn last(&self) -> Option<MessageId> {
        self.last
    }

    /// The whole file, one piece after the other.
    pub fn finish(mut self, header: &TranscriptHeader<'_>) -> Vec<String> {
        drop(self.seen);
        if self.is_cut {
            let messages = self.messages;
            let cut = format!("\n(truncated: there are more than these {messages} messages)\n");
            self.pages.push(cut);
        }
        self.pages.insert(0, header.written(self.messages));
        self.pages
    }
}

/// What the file is called.
///
/// ```
/// use tickets_core::TicketNumber;
/// use tickets_core::transcript::file_name;
///
/// let number = TicketNumber::new(42).ok_or("a number")?;
/// assert_eq!(file_name(number), "ticket-42-transcript.txt");
/// # Ok::<(), &str>(())
/// ```
pub fn file_name(number: TicketNumber) -> String {
    format!("ticket-{number}-transcript.txt")
}

/// Whether a file of this name is the ticket's transcript: all of it, compressed or not, or a part of it.
///
/// ```
/// use tickets_core::TicketNumber;
/// use tickets_core::transcript::is_transcript;
///
/// let number = TicketNumber::new(42).ok_or("a number")?;
/// assert!(is_transcript("ticket-42-transcript.txt.gz", number));
/// assert!(is_transcript("ticket-42-transcript.txt.gz.2-of-3", number));
/// assert!(!is_transcript("ticket-4-transcript.txt", number));
/// # Ok::<(), &str>(())
/// ```
pub fn is_transcript(name: &str, number: TicketNumber) -> bool {
    let rest = name.strip_prefix(&file_name(number));
    rest.is_some_and(|it| it.is_empty() || it.starts_with(".gz"))
}

/// Whether a file of this name is a part of the ticket's transcript, as opposed to all of it.
pub(crate) fn is_part(name: &str, number: TicketNumber) -> bool {
    let rest = name.strip_prefix(&file_name(number));
    rest.is_some_and(|it| it.starts_with(".gz.") && it.contains("-of-"))
}
