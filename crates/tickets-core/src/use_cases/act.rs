//! Doing something with a ticket: find it, decide, store; and decide anew when somebody was faster.

use kernel::{ChannelId, GuildId, Member, PortFailure, RoleId, UseCaseError};

use super::Tickets;
use crate::{
    Action, Actor, ApplyOutcome, LogEvent, Outcome, Refusal, Standing, Target, Ticket, TicketId,
    TicketNumber, Work, decide,
};

/// How often a ticket that others change at the same time is decided on.
const TRIES: u32 = 5;

/// Something that a person wants to do with a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Where.
    pub guild: GuildId,
    /// Which ticket.
    pub which: Which,
    /// What.
    pub action: Action,
    /// Who.
    pub member: Member,
    /// The roles they hold there.
    pub roles: Vec<RoleId>,
}

/// How a ticket is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// By the number that people say.
    Number(TicketNumber),
    /// By the channel it belongs to.
    Channel(ChannelId),
    /// By its row, as buttons name it.
    Row(TicketId),
}

impl Which {
    /// What is said where there is no such ticket.
    pub(super) fn unknown(self) -> ActRefusal {
        match self {
            Self::Number(_) | Self::Row(_) => ActRefusal::NotFound,
            Self::Channel(_) => ActRefusal::NoTicketHere,
        }
    }
}

/// Why it is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActRefusal {
    /// Tickets are switched off here.
    Disabled,
    /// There is no such ticket; or none that is theirs to know of.
    NotFound,
    /// The channel belongs to no ticket.
    NoTicketHere,
    /// The rules of tickets say no; the ticket is as it was read last.
    Refused(Box<Ticket>, Refusal),
    /// Too many others change it at the same time.
    Busy,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// The ticket before.
    pub before: Ticket,
    /// The ticket after.
    pub after: Ticket,
    /// The role that it was to be passed on to, where that is gone or everybody's: it is passed on to nobody instead.
    pub lost_target: Option<RoleId>,
}

impl Tickets {
    /// Does something with a ticket. Its effects outside the database follow by the work that is stored with it.
    pub async fn act(&self, act: &Act) -> Result<Acted, UseCaseError<ActRefusal>> {
        let refused = |it| Err(UseCaseError::Refused(it));
        let settings = self.settings(act.guild).await?;
        if !settings.enabled {
            return refused(ActRefusal::Disabled);
        }
        let Some(mut ticket) = self.which(act.guild, act.which).await? else {
            return refused(act.which.unknown());
        };
        let lost_target = self.lost_target(act);
        let action = match lost_target {
            Some(_) => Action::Escalate(None),
            None => act.action.clone(),
        };
        for _ in 0..TRIES {
            let standing = Standing::of(act.member, &act.roles, settings.staff_role_id, &ticket);
            let actor = Actor::Person {
                user: act.member.user,
                standing,
            };
            match self.change(&ticket, &action, actor).await? {
                Changed::Done(after) => {
                    if let Some(role) = lost_target {
                        self.tell_of_lost_target(act, &after, role).await;
                    }
                    return Ok(Acted {
                        before: ticket,
                        after: *after,
                        lost_target,
                    });
                }
                Changed::Refused(refusal) => {
                    return refused(ActRefusal::Refused(Box::new(ticket), refusal));
                }
                Changed::Meanwhile(now) => ticket = *now,
                Changed::NotFound => return refused(ActRefusal::NotFound),
            }
        }
        refused(ActRefusal::Busy)
    }

    /// Whoever pressed a button below a ticket and was refused may have seen a state that it is no longer in: its buttons
    /// are shown anew.
    pub async fn show_anew(&self, refusal: &ActRefusal) -> Result<(), PortFailure> {
        let ActRefusal::Refused(ticket, refusal) = refusal else {
            return Ok(());
        };
        if !refusal.is_for_state() {
            return Ok(());
        }
        let (work, now) = (&self.ports.work, self.ports.clock.now());
        let refresh =
            work.add_unless_there(ticket.guild, ticket.id, &Work::RefreshControl, now, now);
        refresh.await.map(drop)
    }

    /// A ticket is not passed on to a role that was deleted: rather to nobody in particular.
    fn lost_target(&self, act: &Act) -> Option<RoleId> {
        match act.action {
            Action::Escalate(Some(Target::Role(role))) => {
                let is_there = self.ports.rooms.has_role(act.guild, role);
                (!is_there).then_some(role)
            }
            _ => None,
        }
    }

    async fn tell_of_lost_target(&self, act: &Act, ticket: &Ticket, role: RoleId) {
        let event = LogEvent::TargetGone {
            ticket: ticket.number,
            role,
            by: act.member.user,
        };
        self.ports.log.record(act.guild, &event).await;
    }

    pub(super) async fn which(
        &self,
        guild: GuildId,
        which: Which,
    ) -> Result<Option<Ticket>, PortFailure> {
        match which {
            Which::Number(number) => self.ports.store.by_number(guild, number).await,
            Which::Channel(channel) => self.ports.store.in_channel(guild, channel).await,
            Which::Row(id) => self.ports.store.find(guild, id).await,
        }
    }

    /// One look, one decision, one try to store it.
    pub(super) async fn change(
        &self,
        ticket: &Ticket,
        action: &Action,
        actor: Actor,
    ) -> Result<Changed, PortFailure> {
        let transition = match decide(ticket, action, actor, self.ports.clock.now()) {
            Ok(Outcome::Changed(transition)) => transition,
            Ok(Outcome::Nothing) => return Ok(Changed::Done(Box::new(ticket.clone()))),
            Err(refusal) => return Ok(Changed::Refused(refusal)),
        };
        Ok(match self.ports.store.apply(&transition).await? {
            ApplyOutcome::Stored => Changed::Done(Box::new(transition.after)),
            ApplyOutcome::ChangedMeanwhile(now) => Changed::Meanwhile(now),
            ApplyOutcome::NotFound => Changed::NotFound,
        })
    }
}

/// What became of one try.
pub(super) enum Changed {
    Done(Box<Ticket>),
    Refused(Refusal),
    Meanwhile(Box<Ticket>),
    NotFound,
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use kernel::Clock as _;

    use super::*;
    use crate::settings::ticketbot::ENABLED;
    use crate::testing::World;
    use crate::{Lane, TicketStatus, WorkStore as _};

    async fn refusal(world: &World, act: &Act) -> ActRefusal {
        match world.tickets().act(act).await {
            Err(UseCaseError::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn of_all_who_claim_one_has_it_and_the_others_hear_who() {
        let world = World::default();
        world.tickets().open(World::wish(11)).await.unwrap();
        let staff = [World::staff_role()];
        let acts: Vec<Act> = (21..41)
            .map(|by| World::act(1, Action::Claim, by, &staff))
            .collect();
        let tickets = world.tickets();
        let done = join_all(acts.iter().map(|it| tickets.act(it))).await;
        let mut winners = 0;
        for outcome in done {
            match outcome {
                Ok(acted) => {
                    winners += 1;
                    assert_eq!(acted.after.status, TicketStatus::Claimed);
                }
                Err(UseCaseError::Refused(ActRefusal::Refused(ticket, refusal))) => {
                    assert_eq!(refusal, Refusal::Claimed(ticket.claim.unwrap()));
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(winners, 1);
    }

    #[tokio::test]
    async fn whoever_presses_what_the_state_no_longer_has_sees_it_anew() {
        let world = World::default();
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        let staff = [World::staff_role()];
        let claim = World::act(1, Action::Claim, 21, &staff);
        world.tickets().act(&claim).await.unwrap();
        world.does_its_work().await;
        let waits = async || {
            let (now, lane) = (world.clock.now(), Lane::Quick);
            let waiting = world.store.claim(lane, now, now, 9).await.unwrap();
            let work = waiting.into_iter().map(|it| (it.ticket, it.work));
            work.collect::<Vec<_>>()
        };
        let stranger = refusal(&world, &World::act(1, Action::Claim, 12, &[])).await;
        world.tickets().show_anew(&stranger).await.unwrap();
        assert_eq!(waits().await, [], "its buttons are right");
        for late in [22, 23] {
            let late = refusal(&world, &World::act(1, Action::Claim, late, &staff)).await;
            world.tickets().show_anew(&late).await.unwrap();
        }
        assert_eq!(waits().await, [(ticket.id, Work::RefreshControl)]);
        world.does_its_work().await;
        assert_eq!(waits().await, [], "once for both");
    }

    #[tokio::test]
    async fn a_ticket_is_named_by_its_number_or_its_channel() {
        let world = World::default();
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        let staff = [World::staff_role()];
        let mut act = World::act(1, Action::Claim, 21, &staff);
        act.which = Which::Channel(ticket.channel.unwrap());
        assert!(world.tickets().act(&act).await.is_ok());
        act.which = Which::Channel(ChannelId::new(9).unwrap());
        assert_eq!(refusal(&world, &act).await, ActRefusal::NoTicketHere);
        let unknown = World::act(2, Action::Claim, 21, &staff);
        assert_eq!(refusal(&world, &unknown).await, ActRefusal::NotFound);
    }

    #[tokio::test]
    async fn a_ticket_is_not_passed_on_to_a_role_that_is_gone() {
        let world = World::default();
        world.tickets().open(World::wish(11)).await.unwrap();
        let role = RoleId::new(78).unwrap();
        world.rooms.loses_role(role);
        let escalate = Action::Escalate(Some(Target::Role(role)));
        let act = World::act(1, escalate, 21, &[World::staff_role()]);
        let acted = world.tickets().act(&act).await.unwrap();
        assert_eq!(acted.after.status, TicketStatus::Escalated);
        assert_eq!(acted.after.target(), None);
        assert_eq!(acted.lost_target, Some(role));
        let told = world.log.told().pop();
        assert!(
            matches!(told, Some(LogEvent::TargetGone { role: gone, .. }) if gone == role),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn nothing_is_done_where_tickets_are_switched_off() {
        let world = World::default();
        world.tickets().open(World::wish(11)).await.unwrap();
        world.set(&ENABLED, settings_core::SettingValue::Bool(false));
        let act = World::act(1, Action::Close(None), 11, &[]);
        assert_eq!(refusal(&world, &act).await, ActRefusal::Disabled);
    }
}
