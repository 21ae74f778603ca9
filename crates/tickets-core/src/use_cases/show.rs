//! Looking at one ticket.

use kernel::{GuildId, Member, RoleId, UseCaseError};

use super::{ActRefusal, Tickets};
use crate::{Recorded, Standing, Ticket, TicketNumber};

/// A ticket that somebody wants to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowTicket {
    /// Where.
    pub guild: GuildId,
    /// Which ticket.
    pub number: TicketNumber,
    /// Who asks.
    pub member: Member,
    /// The roles they hold there.
    pub roles: Vec<RoleId>,
}

/// A ticket with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// What happened to it, oldest first.
    pub history: Vec<Recorded>,
}

impl Tickets {
    /// A ticket as it is at this moment; one that is not theirs to see looks like one that does not exist.
    pub async fn show(
        &self,
        request: &ShowTicket,
    ) -> Result<ShownTicket, UseCaseError<ActRefusal>> {
        let settings = self.settings(request.guild).await?;
        if !settings.enabled {
            return Err(UseCaseError::Refused(ActRefusal::Disabled));
        }
        let store = &self.ports.store;
        let found = store.by_number(request.guild, request.number).await?;
        let is_theirs = |ticket: &Ticket| {
            let staff_role = settings.staff_role_id;
            let standing = Standing::of(request.member, &request.roles, staff_role, ticket);
            standing.is_staff || standing.is_requester
        };
        let Some(ticket) = found.filter(is_theirs) else {
            return Err(UseCaseError::Refused(ActRefusal::NotFound));
        };
        let history = store.history(request.guild, ticket.id).await?;
        Ok(ShownTicket { ticket, history })
    }
}

#[cfg(test)]
mod tests {
    use kernel::Authority;

    use super::*;
    use crate::testing::{World, guild, user};
    use crate::{Action, Event};

    fn request(by: u64, roles: &[RoleId]) -> ShowTicket {
        ShowTicket {
            guild: World::home(),
            number: TicketNumber::new(1).unwrap(),
            member: Member {
                user: user(by),
                authority: Authority::Member,
            },
            roles: roles.to_vec(),
        }
    }

    #[tokio::test]
    async fn a_ticket_comes_with_what_happened_to_it_for_staff_and_its_requester() {
        let world = World::default();
        world.tickets().open(World::wish(11)).await.unwrap();
        let staff = [World::staff_role()];
        let claim = World::act(1, Action::Claim, 21, &staff);
        world.tickets().act(&claim).await.unwrap();
        for request in [request(21, &staff), request(11, &[])] {
            let shown = world.tickets().show(&request).await.unwrap();
            let events: Vec<_> = shown.history.iter().map(|it| it.event).collect();
            assert_eq!(events, [Event::Created, Event::Claimed]);
            assert_eq!(shown.ticket.requester, user(11));
        }
    }

    #[tokio::test]
    async fn to_others_and_to_other_guilds_it_looks_missing() {
        let world = World::default();
        world.tickets().open(World::wish(11)).await.unwrap();
        let elsewhere = ShowTicket {
            guild: guild(2),
            ..request(11, &[World::staff_role()])
        };
        for request in [request(12, &[]), elsewhere] {
            let shown = world.tickets().show(&request).await;
            assert!(
                matches!(shown, Err(UseCaseError::Refused(ActRefusal::NotFound))),
                "{shown:?}"
            );
        }
    }
}
