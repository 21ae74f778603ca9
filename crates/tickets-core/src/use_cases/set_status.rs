//! Setting a ticket's state by its name: the same rules, effects and history as the buttons.

use kernel::{GuildId, Member, RoleId, UseCaseError, UserId};

use super::act::Changed;
use super::{Act, ActRefusal, Acted, Tickets, Which};
use crate::{
    Action, Actor, Refusal, RoomError, Standing, Target, Ticket, TicketNumber, TicketStatus, decide,
};

/// A state that an admin wants a ticket to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetStatus {
    /// Where.
    pub guild: GuildId,
    /// Which ticket.
    pub number: TicketNumber,
    /// Which state.
    pub status: TicketStatus,
    /// To which role, where it is to be escalated; else the guild's own choice.
    pub escalate_to: Option<RoleId>,
    /// Who wants it.
    pub member: Member,
    /// The roles they hold there.
    pub roles: Vec<RoleId>,
}

/// Why it is not set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusRefusal {
    /// Only admins may.
    NotAdmin,
    /// A target was given, and yet it is not to be escalated.
    TargetWithoutEscalation,
    /// It is archived by another way: with its transcript, see the button.
    ArchiveByButton,
    /// It cannot be opened again: its channel is gone, so it is archived now.
    ChannelGone,
    /// The rules of tickets say no.
    Act(ActRefusal),
}

type Refused = UseCaseError<StatusRefusal>;

impl Tickets {
    /// Sets a ticket's state.
    pub async fn set_status(&self, wish: &SetStatus) -> Result<Acted, Refused> {
        let refused = |it| Err(UseCaseError::Refused(it));
        if !wish.member.is_admin() {
            return refused(StatusRefusal::NotAdmin);
        }
        if wish.escalate_to.is_some() && wish.status != TicketStatus::Escalated {
            return refused(StatusRefusal::TargetWithoutEscalation);
        }
        let target = match wish.escalate_to {
            Some(role) => Some(Target::Role(role)),
            None => self.default_target(wish.guild).await?,
        };
        self.check(wish).await?;
        if wish.status == TicketStatus::Archived {
            // Never by the table alone: somebody may close it this moment, and its transcript would be lost.
            return refused(self.not_archived(wish).await?);
        }
        let act = Act {
            guild: wish.guild,
            which: Which::Number(wish.number),
            action: action(wish.status, target),
            member: wish.member,
            roles: wish.roles.clone(),
        };
        let acted = self.act(&act).await;
        acted.map_err(|error| match error {
            UseCaseError::Refused(refusal) => UseCaseError::Refused(StatusRefusal::Act(refusal)),
            UseCaseError::Failed(failure) => UseCaseError::Failed(failure),
        })
    }

    /// Why a ticket that was not closed a moment ago is not archived.
    async fn not_archived(&self, wish: &SetStatus) -> Result<StatusRefusal, kernel::PortFailure> {
        if !self.settings(wish.guild).await?.enabled {
            return Ok(StatusRefusal::Act(ActRefusal::Disabled));
        }
        let found = self.ports.store.by_number(wish.guild, wish.number).await?;
        let Some(ticket) = found else {
            return Ok(StatusRefusal::Act(ActRefusal::NotFound));
        };
        let refusal = match ticket.status {
            TicketStatus::Closed => return Ok(StatusRefusal::ArchiveByButton),
            TicketStatus::Archived => Refusal::Archived,
            _ => Refusal::NotClosed,
        };
        let refused = ActRefusal::Refused(Box::new(ticket), refusal);
        Ok(StatusRefusal::Act(refused))
    }

    /// A closed ticket without a channel is not opened again, and none is archived without its transcript.
    async fn check(&self, wish: &SetStatus) -> Result<(), Refused> {
        let found = self.ports.store.by_number(wish.guild, wish.number).await?;
        let Some(ticket) = found.filter(|it| it.status == TicketStatus::Closed) else {
            return Ok(());
        };
        match wish.status {
            TicketStatus::Open => {}
            TicketStatus::Archived => {
                return Err(UseCaseError::Refused(StatusRefusal::ArchiveByButton));
            }
            _ => return Ok(()),
        }
        if self.has_channel(&ticket).await? {
            return Ok(());
        }
        self.channel_is_gone(ticket).await?;
        Err(UseCaseError::Refused(StatusRefusal::ChannelGone))
    }

    /// Whether Discord still has the ticket's channel; also where it does not let the bot see it.
    pub(super) async fn has_channel(&self, ticket: &Ticket) -> Result<bool, kernel::PortFailure> {
        let Some(channel) = ticket.channel else {
            return Ok(false);
        };
        match self.ports.rooms.is_there(channel).await {
            Err(RoomError::Gone) => Ok(false),
            Err(RoomError::Failed(failure)) => Err(failure),
            Ok(()) | Err(_) => Ok(true),
        }
    }

    /// Archives a ticket whose channel was deleted, whoever changes it meanwhile.
    pub(super) async fn channel_is_gone(
        &self,
        mut ticket: Ticket,
    ) -> Result<(), kernel::PortFailure> {
        // Each round somebody else has got a change through, and an archived ticket takes none.
        loop {
            let changed = self.change(&ticket, &Action::LoseChannel, Actor::System);
            match changed.await? {
                Changed::Meanwhile(now) => ticket = *now,
                Changed::Done(_) | Changed::NotFound | Changed::Refused(_) => return Ok(()),
            }
        }
    }
}

/// The states that an admin can set a ticket to, as it is.
pub fn settable(ticket: &Ticket, admin: UserId) -> Vec<TicketStatus> {
    let actor = Actor::Person {
        user: admin,
        standing: Standing {
            is_requester: false,
            is_staff: true,
            is_admin: true,
        },
    };
    let can_be = |it: &TicketStatus| {
        let action = action(*it, None);
        *it != ticket.status && decide(ticket, &action, actor, ticket.updated_at).is_ok()
    };
    TicketStatus::ALL.into_iter().filter(can_be).collect()
}

fn action(status: TicketStatus, target: Option<Target>) -> Action {
    match status {
        TicketStatus::Open => Action::Reopen,
        TicketStatus::Claimed => Action::SetClaimed,
        TicketStatus::WaitingForUser => Action::Wait,
        TicketStatus::Escalated => Action::Escalate(target),
        TicketStatus::Closed => Action::Close(None),
        TicketStatus::Archived => Action::Archive,
    }
}

#[cfg(test)]
mod tests {
    use kernel::Authority;

    use super::*;
    use crate::testing::{World, admin_of, instant, user};
    use crate::{Outcome, TicketStore as _};

    fn wish(status: TicketStatus) -> SetStatus {
        SetStatus {
            guild: World::home(),
            number: TicketNumber::new(1).unwrap(),
            status,
            escalate_to: None,
            member: Member {
                user: user(21),
                authority: Authority::Admin,
            },
            roles: Vec::new(),
        }
    }

    async fn refusal(world: &World, wish: SetStatus) -> StatusRefusal {
        match world.tickets().set_status(&wish).await {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    async fn with_ticket() -> World {
        let world = World::default();
        world.tickets().open(World::wish(11)).await.unwrap();
        world
    }

    #[tokio::test]
    async fn an_admin_leads_a_ticket_through_all_its_states() {
        let world = with_ticket().await;
        for status in [
            TicketStatus::Claimed,
            TicketStatus::WaitingForUser,
            TicketStatus::Escalated,
            TicketStatus::Closed,
            TicketStatus::Open,
        ] {
            let acted = world.tickets().set_status(&wish(status)).await.unwrap();
            assert_eq!(acted.after.status, status);
        }
    }

    #[tokio::test]
    async fn who_is_no_admin_and_what_makes_no_sense_is_refused() {
        let world = with_ticket().await;
        let staff = SetStatus {
            member: Member {
                user: user(21),
                authority: Authority::Member,
            },
            roles: vec![World::staff_role()],
            ..wish(TicketStatus::Closed)
        };
        assert_eq!(refusal(&world, staff).await, StatusRefusal::NotAdmin);
        let aimless = SetStatus {
            escalate_to: RoleId::new(78).ok(),
            ..wish(TicketStatus::Closed)
        };
        assert_eq!(
            refusal(&world, aimless).await,
            StatusRefusal::TargetWithoutEscalation
        );
        let unknown = SetStatus {
            number: TicketNumber::new(9).unwrap(),
            ..wish(TicketStatus::Closed)
        };
        assert_eq!(
            refusal(&world, unknown).await,
            StatusRefusal::Act(ActRefusal::NotFound)
        );
        let same = refusal(&world, wish(TicketStatus::Open)).await;
        assert!(matches!(
            same,
            StatusRefusal::Act(ActRefusal::Refused(_, Refusal::Already(TicketStatus::Open)))
        ));
    }

    #[tokio::test]
    async fn a_ticket_that_is_closed_this_moment_is_not_archived_without_its_transcript() {
        let world = with_ticket().await;
        let number = TicketNumber::new(1).unwrap();
        let found = world.store.by_number(World::home(), number).await;
        let ticket = found.unwrap().unwrap();
        let close = decide(&ticket, &Action::Close(None), admin_of(22), instant(1));
        let Ok(Outcome::Changed(close)) = close else {
            panic!("{close:?}");
        };
        world.store.is_interrupted_by(*close);
        let refused = refusal(&world, wish(TicketStatus::Archived)).await;
        assert_eq!(refused, StatusRefusal::ArchiveByButton);
        world.does_its_work().await;
        let now = world.store.find(World::home(), ticket.id).await.unwrap();
        assert_eq!(now.unwrap().status, TicketStatus::Closed);
        assert_eq!(world.rooms.all().len(), 1, "its channel was deleted");
    }

    #[tokio::test]
    async fn a_closed_ticket_whose_channel_is_gone_is_archived_and_not_opened() {
        let world = with_ticket().await;
        let closed = world
            .tickets()
            .set_status(&wish(TicketStatus::Closed))
            .await;
        let ticket = closed.unwrap().after;
        world.rooms.lose_all();
        assert_eq!(
            refusal(&world, wish(TicketStatus::Open)).await,
            StatusRefusal::ChannelGone
        );
        let now = world.store.find(World::home(), ticket.id).await.unwrap();
        assert_eq!(now.unwrap().status, TicketStatus::Archived);
    }

    #[test]
    fn what_can_be_set_follows_the_state() {
        use TicketStatus::{Archived, Claimed, Closed, Escalated, Open, WaitingForUser};
        let from = |status| settable(&crate::machine::testing::ticket(status, None), user(21));
        assert_eq!(from(Open), [Claimed, WaitingForUser, Escalated, Closed]);
        assert_eq!(from(Closed), [Open, Archived]);
        assert_eq!(from(Archived), []);
    }
}
