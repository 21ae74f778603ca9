//! Tickets in which nobody writes any more: their requester is asked, and some days later they are closed.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Authority, GuildId, Member, PortFailure, UseCaseError, UserId};

use super::act::Changed;
use super::open::told;
use super::{Act, ActRefusal, Acted, Tickets, Which};
use crate::settings::ticketbot::TicketbotSettings;
use crate::{Action, Actor, IdleSince, Line, Refusal, Ticket, TicketId, TicketStatus, Work};

/// How many tickets are read at once.
const BATCH: u32 = 100;
/// The least that any guild can choose.
const SHORTEST: TimeDelta = TimeDelta::days(1);
/// So long a requester who was asked has time to answer.
const TIME_TO_ANSWER: TimeDelta = TimeDelta::hours(24);

/// What a sweep did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Swept {
    /// About how many tickets their requester is being asked.
    pub asked: u32,
    /// How many were closed.
    pub closed: u32,
    /// Those that nothing could be done about before the next sweep, and why.
    pub left: Vec<(TicketId, String)>,
}

/// What is to be done with a silent ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Nothing,
    Ask,
    Close,
}

impl Tickets {
    /// Looks for silent tickets in every guild that has tickets switched on, and asks about them or closes them, each guild
    /// by its own thresholds. What another process or an earlier sweep did is not done again; what fails keeps nobody
    /// else's waiting.
    pub async fn sweep_idle(&self) -> Result<Swept, PortFailure> {
        let before = self.ports.clock.now() - SHORTEST;
        let mut swept = Swept::default();
        let mut after = None;
        loop {
            let store = &self.ports.store;
            let silent = store.idle(before, after, BATCH).await?;
            for ticket in &silent {
                if let Err(failure) = self.look_after(ticket, &mut swept).await {
                    swept.left.push((ticket.id, told(&failure)));
                }
            }
            match silent.last() {
                Some(last) => after = Some(IdleSince::of(last)),
                None => return Ok(swept),
            }
        }
    }

    async fn look_after(&self, ticket: &Ticket, swept: &mut Swept) -> Result<(), PortFailure> {
        let settings = self.settings(ticket.guild).await?;
        let now = self.ports.clock.now();
        match due(ticket, settings, now) {
            Due::Nothing => {}
            Due::Ask => {
                let work = [Work::Ask, Work::Tell(Line::Idle)];
                if self.ports.store.ask_idle(ticket, &work, now).await? {
                    swept.asked += 1;
                }
            }
            Due::Close => {
                let days = settings.auto_close_days;
                let reason = format!("no activity for {days} days");
                let close = Action::Close(Some(reason));
                // Whoever has changed it meanwhile has shown that it is not idle.
                if let Changed::Done(_) = self.change(ticket, &close, Actor::System).await? {
                    swept.closed += 1;
                }
            }
        }
        Ok(())
    }

    /// The requester says that a ticket is still needed.
    pub async fn keep(
        &self,
        guild: GuildId,
        id: TicketId,
        user: UserId,
    ) -> Result<Ticket, UseCaseError<ActRefusal>> {
        if !self.settings(guild).await?.enabled {
            return Err(UseCaseError::Refused(ActRefusal::Disabled));
        }
        let found = self.ports.store.find(guild, id).await?;
        let Some(ticket) = found.filter(|it| it.requester == user) else {
            return Err(UseCaseError::Refused(ActRefusal::NotFound));
        };
        let refusal = match ticket.status {
            TicketStatus::Archived => Refusal::Archived,
            TicketStatus::Closed => Refusal::AlreadyClosed(ticket.closing_or_now()),
            _ => {
                let now = self.ports.clock.now();
                self.ports.store.note_activity(guild, id, now).await?;
                return Ok(ticket);
            }
        };
        let refused = ActRefusal::Refused(Box::new(ticket), refusal);
        Err(UseCaseError::Refused(refused))
    }

    /// The requester says that a ticket is no longer needed.
    pub async fn let_go(
        &self,
        guild: GuildId,
        id: TicketId,
        user: UserId,
    ) -> Result<Acted, UseCaseError<ActRefusal>> {
        let found = self.ports.store.find(guild, id).await?;
        if found.is_none_or(|it| it.requester != user) {
            return Err(UseCaseError::Refused(ActRefusal::NotFound));
        }
        let act = Act {
            guild,
            which: Which::Row(id),
            action: Action::Close(Some("closed by requester".to_owned())),
            member: Member {
                user,
                authority: Authority::Member,
            },
            roles: Vec::new(),
        };
        self.act(&act).await
    }
}

fn due(ticket: &Ticket, settings: TicketbotSettings, now: DateTime<Utc>) -> Due {
    let silent = now - ticket.last_activity_at;
    if !settings.enabled || silent < TimeDelta::days(settings.idle_days) {
        return Due::Nothing;
    }
    let Some(asked) = ticket.idle_notified_at else {
        return Due::Ask;
    };
    let had_time = ticket.is_unreachable || now - asked >= TIME_TO_ANSWER;
    if had_time && silent >= TimeDelta::days(settings.auto_close_days) {
        Due::Close
    } else {
        Due::Nothing
    }
}

#[cfg(test)]
mod tests {
    use settings_core::SettingValue;

    use super::*;
    use crate::settings::ticketbot::{AUTO_CLOSE_DAYS, ENABLED, IDLE_DAYS};
    use crate::testing::{World, user};
    use crate::{Ping, Target, TicketStore as _};

    async fn with_ticket() -> (World, Ticket) {
        let world = World::default();
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        (world, ticket)
    }

    async fn sweeps(world: &World) -> (u32, u32) {
        let swept = world.tickets().sweep_idle().await.unwrap();
        world.does_its_work().await;
        (swept.asked, swept.closed)
    }

    async fn now(world: &World, ticket: &Ticket) -> Ticket {
        let found = world.store.find(ticket.guild, ticket.id).await;
        found.unwrap().unwrap()
    }

    #[tokio::test]
    async fn a_ticket_that_nothing_can_be_done_about_keeps_no_other_waiting() {
        let (world, spoiled) = with_ticket().await;
        let other = world.tickets().open(World::wish(12)).await.unwrap();
        world.clock.advance(TimeDelta::days(5));
        world.store.spoils(spoiled.id);
        let swept = world.tickets().sweep_idle().await.unwrap();
        assert_eq!(swept.asked, 1);
        let [(left, why)] = &swept.left[..] else {
            panic!("{swept:?}");
        };
        assert_eq!(*left, spoiled.id);
        assert!(why.contains("no ticket can be read"), "{why}");
        assert!(now(&world, &other).await.idle_notified_at.is_some());
    }

    #[tokio::test]
    async fn a_silent_ticket_is_asked_about_once_and_closed_some_days_later() {
        let (world, ticket) = with_ticket().await;
        world
            .clock
            .advance(TimeDelta::days(5) - TimeDelta::seconds(1));
        assert_eq!(sweeps(&world).await, (0, 0));
        world.clock.advance(TimeDelta::seconds(1));
        assert_eq!(sweeps(&world).await, (1, 0));
        assert_eq!(world.rooms.asked(), [ticket.id]);
        let staff = Ping::Role(World::staff_role());
        assert_eq!(world.rooms.said(), [(Line::Idle, staff)]);
        world.clock.advance(TimeDelta::days(8));
        assert_eq!(sweeps(&world).await, (0, 0), "once for each silence");
        world.clock.advance(TimeDelta::days(1));
        assert_eq!(sweeps(&world).await, (0, 1));
        let closing = now(&world, &ticket).await.closing.unwrap();
        assert_eq!(closing.by, None);
        assert_eq!(closing.reason.as_deref(), Some("no activity for 14 days"));
        assert_eq!(sweeps(&world).await, (0, 0));
        assert_eq!(world.log.closed(), [ticket.id]);
    }

    #[tokio::test]
    async fn each_guild_has_its_own_thresholds_and_an_escalated_ticket_none() {
        let (world, _) = with_ticket().await;
        world.set(&IDLE_DAYS, SettingValue::Int(2));
        world.clock.advance(TimeDelta::days(2));
        let escalate = Action::Escalate(Some(Target::User(user(22))));
        let escalate = World::act(1, escalate, 21, &[World::staff_role()]);
        let early = world.tickets().sweep_idle().await.unwrap();
        assert_eq!(early.asked, 1);
        world.tickets().act(&escalate).await.unwrap();
        world.clock.advance(TimeDelta::days(30));
        assert_eq!(sweeps(&world).await, (0, 0));
        let (off, _) = with_ticket().await;
        off.set(&ENABLED, SettingValue::Bool(false));
        off.clock.advance(TimeDelta::days(30));
        assert_eq!(sweeps(&off).await, (0, 0), "tickets are switched off there");
    }

    #[tokio::test]
    async fn who_was_asked_has_a_day_to_answer_unless_nothing_reaches_them() {
        for (reachable, closes_at_once) in [(true, false), (false, true)] {
            let (world, ticket) = with_ticket().await;
            world.set(&AUTO_CLOSE_DAYS, SettingValue::Int(6));
            world.rooms.can_be_asked(reachable);
            // Nobody swept for two weeks.
            world.clock.advance(TimeDelta::days(14));
            assert_eq!(sweeps(&world).await, (1, 0));
            world.clock.advance(TimeDelta::hours(1));
            let closed = u32::from(closes_at_once);
            assert_eq!(sweeps(&world).await, (0, closed), "{reachable}");
            world.clock.advance(TimeDelta::hours(23));
            assert_eq!(sweeps(&world).await, (0, 1 - closed), "{reachable}");
            assert_eq!(now(&world, &ticket).await.status, TicketStatus::Closed);
        }
    }

    #[tokio::test]
    async fn a_requester_keeps_their_ticket_or_lets_it_go_and_nobody_elses() {
        let (world, ticket) = with_ticket().await;
        world.clock.advance(TimeDelta::days(5));
        sweeps(&world).await;
        let tickets = world.tickets();
        let (guild, id) = (ticket.guild, ticket.id);
        for stranger in [
            tickets.keep(guild, id, user(12)).await.map(drop),
            tickets.let_go(guild, id, user(12)).await.map(drop),
            tickets
                .keep(crate::testing::guild(2), id, user(11))
                .await
                .map(drop),
        ] {
            assert!(matches!(
                stranger,
                Err(UseCaseError::Refused(ActRefusal::NotFound))
            ));
        }
        tickets.keep(guild, id, user(11)).await.unwrap();
        let kept = now(&world, &ticket).await;
        assert_eq!(kept.idle_notified_at, None);
        world.clock.advance(TimeDelta::days(5));
        assert_eq!(sweeps(&world).await, (1, 0), "a new silence");
        let gone = tickets.let_go(guild, id, user(11)).await.unwrap();
        let closing = gone.after.closing.unwrap();
        assert_eq!(closing.by, Some(user(11)));
        assert_eq!(closing.reason.as_deref(), Some("closed by requester"));
        let late = tickets.keep(guild, id, user(11)).await;
        assert!(matches!(
            late,
            Err(UseCaseError::Refused(ActRefusal::Refused(
                _,
                Refusal::AlreadyClosed(_)
            )))
        ));
    }

    #[tokio::test]
    async fn while_tickets_are_switched_off_the_question_takes_no_answer() {
        let (world, ticket) = with_ticket().await;
        world.set(&ENABLED, SettingValue::Bool(false));
        let (tickets, id) = (world.tickets(), ticket.id);
        for answered in [
            tickets.keep(World::home(), id, user(11)).await.map(drop),
            tickets.let_go(World::home(), id, user(11)).await.map(drop),
        ] {
            assert!(matches!(
                answered,
                Err(UseCaseError::Refused(ActRefusal::Disabled))
            ));
        }
        assert_eq!(now(&world, &ticket).await.status, TicketStatus::Open);
    }

    #[tokio::test]
    async fn whoever_writes_before_the_question_goes_out_is_not_asked() {
        let (world, ticket) = with_ticket().await;
        world.clock.advance(TimeDelta::days(5));
        world.tickets().sweep_idle().await.unwrap();
        world.clock.advance(TimeDelta::seconds(1));
        let (tickets, channel) = (world.tickets(), ticket.channel.unwrap());
        let heard = tickets.heard(ticket.guild, channel, user(11)).await;
        heard.unwrap();
        world.does_its_work().await;
        assert!(world.rooms.asked().is_empty());
        assert!(world.rooms.said().is_empty());
    }
}
