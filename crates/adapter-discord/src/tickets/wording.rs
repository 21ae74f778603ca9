//! The words for tickets that several views share.

use sanitizer::{safe_embed_body, safe_embed_text};
use tickets_core::{Target, TicketNumber, TicketStatus};

use crate::text::Rich;

/// How a state looks to people.
pub(super) fn chip(status: TicketStatus) -> &'static str {
    match status {
        TicketStatus::Open => "🟢 Open",
        TicketStatus::Claimed => "🟡 Claimed",
        TicketStatus::WaitingForUser => "⏳ Waiting for user",
        TicketStatus::Escalated => "🚩 Escalated",
        TicketStatus::Closed => "🔒 Closed",
        TicketStatus::Archived => "🗄 Archived",
    }
}

/// `#12`.
pub(super) fn number(number: TicketNumber) -> Rich {
    Rich::own("#").number(number.get())
}

/// That nothing can be done with tickets here.
pub(crate) fn switched_off() -> Rich {
    Rich::denied("🚫 Tickets are switched off here. Please ask an admin of this server.")
}

/// The role or person that a ticket is passed on to.
pub(super) fn target(target: Target) -> Rich {
    match target {
        Target::Role(role) => Rich::default().role(role),
        Target::User(user) => Rich::default().user(user),
    }
}

/// What somebody wrote for others to work with, in at most `max` characters: its lines and links stay.
pub(super) fn written(text: &str, max: usize) -> Rich {
    Rich::from(&safe_embed_body(text, max))
}

/// What somebody typed, on one line of at most `max` characters.
pub(super) fn typed(text: &str, max: usize) -> Rich {
    Rich::from(&safe_embed_text(text, max))
}
