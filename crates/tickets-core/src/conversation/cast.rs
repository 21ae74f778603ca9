//! Who is who in a ticket.

use std::collections::HashSet;

use kernel::UserId;

use crate::{Recorded, RoomMessage, StaffRoster, Target, Ticket};

/// Of so many people at most it is asked whether they are staff: more hardly meet in one ticket.
const MOST_ASKED_ABOUT: usize = 10;

/// Who is who in a ticket, for those who need not know names.
///
/// Staff are whoever has worked on it, by what they did (who claimed, passed on or closed it, or to whom it was passed on),
/// and whoever wrote in it and is staff by their roles.
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
        if user != self.requester && !self.is_staff(user) {
            let label = format!("Staff {}", self.staff.len() + 1);
            self.staff.push((user, label));
        }
        self
    }

    /// The same with those who wrote these messages and are staff there, in the order in which they first wrote.
    pub(crate) async fn with_writers(
        self,
        ticket: &Ticket,
        messages: &[RoomMessage],
        roster: &dyn StaffRoster,
    ) -> Self {
        let mut seen = HashSet::new();
        let people = messages.iter().filter(|it| it.is_human);
        let unknown = people
            .map(|it| it.author)
            .filter(|it| !self.is_requester(*it) && !self.is_staff(*it) && seen.insert(*it));
        let unknown: Vec<UserId> = unknown.take(MOST_ASKED_ABOUT).collect();
        let staff = roster.staff_among(ticket, &unknown).await;
        let staff = unknown.iter().filter(|it| staff.contains(it));
        staff.copied().fold(self, Self::with_staff)
    }

    fn is_staff(&self, user: UserId) -> bool {
        self.staff.iter().any(|it| it.0 == user)
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

    #[tokio::test]
    async fn whoever_wrote_and_is_staff_by_role_is_staff_behind_those_who_worked_on_it() {
        use crate::testing::{StaffOf, a_message};
        let mut ticket = ticket(TicketStatus::Claimed, None);
        ticket.claim = Some(Claim {
            by: user(21),
            at: instant(1),
        });
        let messages = [
            a_message(1, 11, "hi"),
            a_message(2, 24, "look here"),
            a_message(3, 99, "me too"),
            a_message(4, 23, "and here"),
            a_message(5, 24, "solved?"),
        ];
        let roster = StaffOf::role(ticket.guild, &[23, 24]);
        let cast = Cast::of(&ticket, &[]);
        let cast = cast.with_writers(&ticket, &messages, &roster).await;
        let parts = [11, 21, 24, 23, 99].map(|it| cast.part_of(user(it)).to_owned());
        assert_eq!(
            parts,
            ["Requester", "Staff 1", "Staff 2", "Staff 3", "Other"]
        );
    }
}
