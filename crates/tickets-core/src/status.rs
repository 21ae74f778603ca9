//! Where a ticket stands.

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Whether people still work on it.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Closed | Self::Archived)
    }

    /// Whether a ticket that stands here may go there. Who may send it there is a question of its own.
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Closed, Self::Archived | Self::Open) => true,
            (Self::Closed | Self::Archived, _) | (_, Self::Archived) => false,
            (from, to) => from != to,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TicketStatus::{self, Archived, Claimed, Closed, Escalated, Open, WaitingForUser};

    const ALL: [TicketStatus; 6] = [Open, Claimed, WaitingForUser, Escalated, Closed, Archived];

    #[test]
    fn live_tickets_go_anywhere_but_the_archive() {
        for from in ALL.into_iter().filter(|it| it.is_live()) {
            for to in ALL.into_iter().filter(|it| *it != from) {
                assert_eq!(from.may_become(to), to != Archived, "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn a_closed_ticket_is_opened_again_or_archived_and_an_archived_one_stays() {
        let after = |from: TicketStatus| {
            ALL.into_iter()
                .filter(move |it| from.may_become(*it))
                .collect::<Vec<_>>()
        };
        assert_eq!(after(Closed), [Open, Archived]);
        assert_eq!(after(Archived), []);
    }
}
