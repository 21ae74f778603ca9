//! Where a ticket stands.

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TicketStatus {
    /// Somebody asked, and nobody has taken it on.
    Open,
    /// A member of staff has taken it on.
    Claimed,
    /// Staff has asked something back.
    WaitingForUser,
    /// It was passed on to a role or a person.
    Escalated,
    /// It is answered; an admin can open it again.
    Closed,
    /// It is over for good.
    Archived,
}

impl TicketStatus {
    /// Every state, in the order in which they are listed.
    pub const ALL: [Self; 6] = [
        Self::Open,
        Self::Claimed,
        Self::WaitingForUser,
        Self::Escalated,
        Self::Closed,
        Self::Archived,
    ];

    /// Its name in the database, in options of commands and over HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Claimed => "claimed",
            Self::WaitingForUser => "waiting_for_user",
            Self::Escalated => "escalated",
            Self::Closed => "closed",
            Self::Archived => "archived",
        }
    }

    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }

    /// Whether people still work on it.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Closed | Self::Archived)
    }
}

#[cfg(test)]
mod tests {
    use super::TicketStatus;

    #[test]
    fn every_state_is_found_by_its_name() {
        for status in TicketStatus::ALL {
            assert_eq!(TicketStatus::named(status.as_str()), Some(status));
        }
        assert_eq!(TicketStatus::named("Open"), None);
    }
}
