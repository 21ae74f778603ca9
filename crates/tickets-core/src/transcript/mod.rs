//! What was said in a ticket, as a text that staff keeps when the channel goes.
//!
//! [`Transcript`] takes one page of messages after the other and keeps only their text, so that a long ticket is never
//! in memory both as messages and as a file. What members wrote stands indented below a line of ours: nobody can write
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

/// A transcript in the making.
///
/// Of each message the writer's name stays in memory until the end, for the answers to it.
#[derive(Debug, Default)]
pub struct Transcript {
    text: String,
    messages: usize,
    is_cut: bool,
    last: Option<MessageId>,
    seen: HashMap<MessageId, Answered>,
}

impl Transcript {
    /// Adds the messages of a page, oldest first. Whether there is room for more.
    pub fn add(&mut self, page: &[RoomMessage]) -> bool {
        for message in page {
            if self.messages >= MESSAGES_MAX {
                self.is_cut = true;
                return false;
            }
            block::write(&mut self.text, message, &self.seen);
            self.seen.insert(message.id, Answered::of(message));
            self.last = Some(message.id);
            self.messages += 1;
        }
        true
    }

    /// How many messages it has.
    pub fn messages(&self) -> usize {
        self.messages
    }

    /// The message that it ends with.
    pub fn last(&self) -> Option<MessageId> {
        self.last
    }

    /// The whole file.
    pub fn finish(mut self, header: &TranscriptHeader<'_>) -> String {
        drop(self.seen);
        if self.is_cut {
            let cut = format!("\n(truncated: there are more than these {MESSAGES_MAX} messages)\n");
            self.text.push_str(&cut);
        }
        // Moved along where it is, rather than copied into a second text.
        self.text.insert_str(0, &header.written(self.messages));
        self.text
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
