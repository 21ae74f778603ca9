//! The list of a guild's tickets, page by page: staff sees all of them, everybody else their own.

use kernel::{GuildId, Member, RoleId, UseCaseError};

use super::{ActRefusal, Tickets};
use crate::{Standing, Statuses, Ticket, TicketQuery};

/// How many tickets a page shows.
const PER_PAGE: u32 = 10;

/// A page of the list that somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTickets {
    /// Where.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// The roles they hold there.
    pub roles: Vec<RoleId>,
    /// In which states.
    pub statuses: Statuses,
    /// Whether staff wants to see those only that they opened themselves; others see no more in any case.
    pub mine: bool,
    /// Which page, counted from 1. There may be fewer by now: the last one is shown instead.
    pub page: u32,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedTickets {
    /// Its tickets, at most ten: those first in which nobody has written for longest.
    pub tickets: Vec<Ticket>,
    /// How many there are on all pages.
    pub total: u32,
    /// Which page it is, counted from 1.
    pub page: u32,
    /// How many pages there are; at least 1.
    pub pages: u32,
}

impl Tickets {
    /// A page of the guild's tickets, read anew with every call.
    pub async fn list(
        &self,
        request: &ListTickets,
    ) -> Result<ListedTickets, UseCaseError<ActRefusal>> {
        let settings = self.settings(request.guild).await?;
        if !settings.enabled {
            return Err(UseCaseError::Refused(ActRefusal::Disabled));
        }
        let standing = Standing::in_guild(request.member, &request.roles, settings.staff_role_id);
        let is_own = request.mine || !standing.is_staff;
        let query = |page: u32| TicketQuery {
            requester: is_own.then_some(request.member.user),
            statuses: request.statuses,
            offset: (page - 1).saturating_mul(PER_PAGE),
            limit: PER_PAGE,
        };
        let store = &self.ports.store;
        let mut page = request.page.max(1);
        let mut found = store.list(request.guild, query(page)).await?;
        let pages = found.total.div_ceil(PER_PAGE).max(1);
        if page > pages {
            page = pages;
            found = store.list(request.guild, query(page)).await?;
        }
        Ok(ListedTickets {
            tickets: found.tickets,
            total: found.total,
            page,
            pages,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::Authority;

    use super::*;
    use crate::Action;
    use crate::testing::{World, user};

    fn request(by: u64, roles: &[RoleId]) -> ListTickets {
        ListTickets {
            guild: World::home(),
            member: Member {
                user: user(by),
                authority: Authority::Member,
            },
            roles: roles.to_vec(),
            statuses: Statuses::Live,
            mine: false,
            page: 1,
        }
    }

    async fn opened(world: &World, requester: u64) {
        world.tickets().open(World::wish(requester)).await.unwrap();
        world.clock.advance(TimeDelta::minutes(1));
    }

    async fn numbers(world: &World, request: ListTickets) -> Vec<u32> {
        let listed = world.tickets().list(&request).await.unwrap();
        listed.tickets.iter().map(|it| it.number.get()).collect()
    }

    #[tokio::test]
    async fn staff_sees_all_and_others_their_own_whatever_they_ask_for() {
        let world = World::default();
        for requester in [11, 12, 11] {
            opened(&world, requester).await;
        }
        let staff = [World::staff_role()];
        assert_eq!(numbers(&world, request(21, &staff)).await, [1, 2, 3]);
        let mine = ListTickets {
            mine: true,
            ..request(12, &staff)
        };
        assert_eq!(numbers(&world, mine).await, [2]);
        assert_eq!(numbers(&world, request(11, &[])).await, [1, 3]);
        assert_eq!(numbers(&world, request(31, &[])).await, [] as [u32; 0]);
    }

    #[tokio::test]
    async fn a_list_keeps_to_the_states_that_were_asked_for() {
        let world = World::default();
        for _ in 0..2 {
            opened(&world, 11).await;
        }
        let close = World::act(1, Action::Close(None), 11, &[]);
        world.tickets().act(&close).await.unwrap();
        for (statuses, expected) in [
            (Statuses::Live, &[2][..]),
            (Statuses::Only(crate::TicketStatus::Closed), &[1]),
            (Statuses::All, &[2, 1]),
        ] {
            let asked = ListTickets {
                statuses,
                ..request(11, &[])
            };
            assert_eq!(numbers(&world, asked).await, expected);
        }
    }

    #[tokio::test]
    async fn a_page_that_is_gone_shows_the_last_one() {
        let world = World::default();
        world.set(
            &crate::settings::ticketbot::MAX_OPEN,
            settings_core::SettingValue::Int(20),
        );
        for _ in 0..11 {
            opened(&world, 11).await;
        }
        let asked = |page| ListTickets {
            page,
            ..request(11, &[])
        };
        let listed = world.tickets().list(&asked(9)).await.unwrap();
        assert_eq!((listed.page, listed.pages, listed.total), (2, 2, 11));
        assert_eq!(listed.tickets.len(), 1);
        assert_eq!(numbers(&world, asked(0)).await.len(), 10);
    }
}
