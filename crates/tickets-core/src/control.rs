//! The buttons below a ticket's control message: which there are, and which can be pressed now.

use crate::{Ticket, TicketStatus};

/// A button of the control message, in their order: the first four in one row, the others below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Button {
    /// Take the ticket on.
    Claim,
    /// Wait for its requester.
    Wait,
    /// Pass it on.
    Escalate,
    /// Have an answer drafted.
    Suggest,
    /// Close it.
    Close,
    /// Put it away, with its channel.
    Archive,
}

/// A button, and whether it can be pressed.
///
/// That is a convenience: whoever presses a stale one is decided on by the ticket as it is then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlButton {
    /// Which.
    pub button: Button,
    /// Whether it can be pressed.
    pub is_enabled: bool,
}

impl Button {
    /// Every button, in order.
    pub const ALL: [Self; 6] = [
        Self::Claim,
        Self::Wait,
        Self::Escalate,
        Self::Suggest,
        Self::Close,
        Self::Archive,
    ];
}

/// The buttons of `ticket`; those that cannot be pressed stay visible.
pub fn buttons(ticket: &Ticket) -> [ControlButton; 6] {
    Button::ALL.map(|button| ControlButton {
        button,
        is_enabled: is_enabled(button, ticket),
    })
}

fn is_enabled(button: Button, ticket: &Ticket) -> bool {
    use TicketStatus::{Claimed, Closed, Escalated, Open, WaitingForUser};
    let status = ticket.status;
    match button {
        Button::Claim => match status {
            Open | Escalated => true,
            WaitingForUser => ticket.claim.is_none(),
            _ => false,
        },
        Button::Wait => matches!(status, Open | Claimed | Escalated),
        Button::Escalate => matches!(status, Open | Claimed | WaitingForUser),
        Button::Suggest | Button::Close => status.is_live(),
        Button::Archive => status == Closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::testing::ticket;

    /// Which of claim, wait, escalate, suggest, close and archive can be pressed.
    fn pressable(status: TicketStatus, claimer: Option<u64>) -> String {
        let ticket = ticket(status, claimer);
        let mark = |it: ControlButton| if it.is_enabled { 'x' } else { '.' };
        buttons(&ticket).into_iter().map(mark).collect()
    }

    #[test]
    fn what_can_be_pressed_follows_the_state() {
        assert_eq!(pressable(TicketStatus::Open, None), "xxxxx.");
        assert_eq!(pressable(TicketStatus::Claimed, Some(21)), ".xxxx.");
        assert_eq!(pressable(TicketStatus::WaitingForUser, None), "x.xxx.");
        assert_eq!(pressable(TicketStatus::WaitingForUser, Some(21)), "..xxx.");
        assert_eq!(pressable(TicketStatus::Escalated, Some(21)), "xx.xx.");
        assert_eq!(pressable(TicketStatus::Closed, None), ".....x");
        assert_eq!(pressable(TicketStatus::Archived, None), "......");
    }
}
