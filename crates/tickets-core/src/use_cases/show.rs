//! Looking at one ticket.

use kernel::{GuildId, Member, PortFailure, RoleId, UseCaseError};

use super::{ActRefusal, Tickets};
use crate::summary::Summary;
use crate::{Numbers, Recorded, Standing, Ticket, TicketId, TicketNumber};

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
    /// What staff keeps of its last closing; none where it was never summed up.
    pub summary: Option<Summary>,
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
        let summaries = &self.ports.summaries;
        let summary = summaries.latest(request.guild, ticket.id).await?;
        Ok(ShownTicket {
            ticket,
            history,
            summary,
        })
    }

    /// The numbers that people know these tickets by; what is none of the guild's is left out.
    pub async fn numbers(&self, guild: GuildId, ids: &[TicketId]) -> Result<Numbers, PortFailure> {
        self.ports.store.numbers(guild, ids).await
    }
}

#[cfg(test)]
mod tests {
    use kernel::Authority;

    use super::*;
    use crate::summary::{NewSummary, SummaryStore as _};
    use crate::testing::{World, guild, instant, user};
    use crate::topics::Topic;
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
            assert_eq!(shown.summary, None);
        }
    }

    #[tokio::test]
    async fn what_staff_keeps_of_it_is_that_of_its_last_closing() {
        let world = World::default();
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        for (text, closed_at) in [("The first.", instant(5)), ("The last.", instant(9))] {
            let what = NewSummary {
                guild: ticket.guild,
                ticket: ticket.id,
                closed_at,
                text: text.to_owned(),
                topic: Topic::of("role"),
                model: Some("small".to_owned()),
            };
            world.summaries.add(&what, closed_at).await.unwrap();
        }
        let shown = world.tickets().show(&request(11, &[])).await.unwrap();
        let summary = shown.summary.unwrap();
        assert_eq!(summary.what.text, "The last.");
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
