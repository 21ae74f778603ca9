//! The states of a ticket, as options of commands offer them.

use tickets_core::TicketStatus;
use twilight_interactions::command::{CommandOption, CreateOption};

/// One of the states.
#[derive(Clone, Copy, CommandOption, CreateOption)]
pub(crate) enum StatusChoice {
    #[option(name = "open", value = "open")]
    Open,
    #[option(name = "claimed", value = "claimed")]
    Claimed,
    #[option(name = "waiting for user", value = "waiting_for_user")]
    WaitingForUser,
    #[option(name = "escalated", value = "escalated")]
    Escalated,
    #[option(name = "closed", value = "closed")]
    Closed,
    #[option(name = "archived", value = "archived")]
    Archived,
}

impl From<StatusChoice> for TicketStatus {
    fn from(choice: StatusChoice) -> Self {
        match choice {
            StatusChoice::Open => Self::Open,
            StatusChoice::Claimed => Self::Claimed,
            StatusChoice::WaitingForUser => Self::WaitingForUser,
            StatusChoice::Escalated => Self::Escalated,
            StatusChoice::Closed => Self::Closed,
            StatusChoice::Archived => Self::Archived,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_is_called_as_it_is_stored() {
        for choice in [
            StatusChoice::Open,
            StatusChoice::Claimed,
            StatusChoice::WaitingForUser,
            StatusChoice::Escalated,
            StatusChoice::Closed,
            StatusChoice::Archived,
        ] {
            assert_eq!(TicketStatus::from(choice).as_str(), choice.value());
        }
    }
}
