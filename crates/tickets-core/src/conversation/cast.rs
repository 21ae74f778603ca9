//! Who is who in a ticket.

use kernel::UserId;

use crate::{Recorded, Target, Ticket};

/// Who is who in a ticket, for those who need not know names.
///
/// Staff are whoever has worked on it: who claimed, passed on or closed it, or to whom it was passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cast {
    requester: UserId,
    staff: Vec<(UserId, String)>,
}

impl Cast {
    /// The people of a ticket with this history.
    pub(crate) fn of(ticket: &Ticket, history: &[Recorded]) -> Self {
        let cast = Self {
            requester: ticket.requester,
            staff: Vec::new(),
        };
        let target = match ticket.target() {
            Some(Target::User(user)) => Some(user),
            _ => None,
        };
        let claimer = ticket.claim.map(|it| it.by);
        let closer = ticket.closing.as_ref().and_then(|it| it.by);
        let acted = history.iter().filter_map(|it| it.by);
        let all = acted.chain(claimer).chain(target).chain(closer);
        all.fold(cast, Self::with_staff)
    }

    /// The same with one more who works on it.
    #[must_use]
    pub(crate) fn with_staff(mut self, user: UserId) -> Self {
        if user != self.requester && self.staff.iter().all(|it| it.0 != user) {
            let label = format!("Staff {}", self.staff.len() + 1);
            self.staff.push((user, label));
        }
        self
    }

    /// Whether they opened the ticket.
    pub(crate) fn is_requester(&self, user: UserId) -> bool {
        user == self.requester
    }

    /// Their part: `Requester`, `Staff 1`, `Staff 2` or `Other`.
    pub(crate) fn part_of(&self, user: UserId) -> &str {
        if self.is_requester(user) {
            return "Requester";
        }
        let staff = self.staff.iter().find(|it| it.0 == user);
        staff.map_or("Other", |it| &it.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::testing::{ticket, user};
    use crate::testing::instant;
    use crate::{Claim, Escalation, Event, TicketStatus};

    #[test]
    fn whoever_worked_on_it_is_staff_in_the_order_in_which_they_came() {
        let mut ticket = ticket(TicketStatus::Claimed, None);
        ticket.claim = Some(Claim {
            by: user(21),
            at: instant(1),
        });
        ticket.escalation = Some(Escalation {
            to: Some(Target::User(user(31))),
        });
        let recorded = |by| Recorded {
            event: Event::Waiting,
            from: None,
            to: TicketStatus::Open,
            by: Some(user(by)),
            at: instant(0),
        };
        let cast = Cast::of(&ticket, &[recorded(11), recorded(22)]);
        let parts = [11, 22, 21, 31, 99].map(|it| cast.part_of(user(it)).to_owned());
        assert_eq!(
            parts,
            ["Requester", "Staff 1", "Staff 2", "Staff 3", "Other"]
        );
    }
}
