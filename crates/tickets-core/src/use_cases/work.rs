//! Doing the work that follows from changes: each piece at least once, in its ticket's order, whoever has died over it.
//!
//! A piece looks at the ticket as it is now, not as it was: a lock that comes after the ticket was opened again is left.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use kernel::PortFailure;

use super::{Tickets, channel_name};
use crate::settings::ticketbot::TicketbotSettings;
use crate::{ClaimedWork, Lane, Line, LogEvent, RoomError, Ticket, TicketStatus, Work};

/// How much is taken on at once, and how long nobody else takes it on.
const BATCH: u32 = 20;
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// The same of what is slow. It is done side by side, each well within that time.
const SLOW_BATCH: u32 = 4;
const SLOW_LEASE: TimeDelta = TimeDelta::minutes(4);
/// After the first failure a piece waits for so long, and twice as long after each further one …
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(15);
/// … but no longer than this.
const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(10);
/// After so many failures it is given up, and staff is told.
const MOST_TRIES: u32 = 8;

/// What became of a round of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Worked {
    /// How many pieces are done.
    pub done: u32,
    /// How many are to be tried again later.
    pub put_off: u32,
    /// How many were given up.
    pub given_up: u32,
}

impl Worked {
    /// How many pieces it had in hand.
    pub fn all(self) -> u32 {
        self.done + self.put_off + self.given_up
    }
}

/// How a piece ended.
pub(super) enum End {
    Done,
    /// To be tried again.
    Again {
        after: Option<TimeDelta>,
        error: String,
    },
    /// It cannot be done before somebody mends something.
    Useless(String),
}

impl Tickets {
    /// Takes on what is due, and does it. There may be more when it returns as much as fits into a round.
    pub async fn work(&self, lane: Lane) -> Result<Worked, PortFailure> {
        let now = self.ports.clock.now();
        let store = &self.ports.work;
        let mut worked = Worked::default();
        if lane == Lane::Slow {
            let claimed = store.claim(lane, now, now + SLOW_LEASE, SLOW_BATCH).await?;
            // Each is of another ticket.
            let ends = join_all(claimed.iter().map(|it| self.perform(it))).await;
            for (piece, end) in claimed.iter().zip(ends) {
                self.settle(piece, end, &mut worked).await?;
            }
            return Ok(worked);
        }
        for piece in store.claim(lane, now, now + LEASE, BATCH).await? {
            let end = self.perform(&piece).await;
            self.settle(&piece, end, &mut worked).await?;
        }
        Ok(worked)
    }

    async fn settle(
        &self,
        piece: &ClaimedWork,
        end: End,
        worked: &mut Worked,
    ) -> Result<(), PortFailure> {
        let now = self.ports.clock.now();
        let store = &self.ports.work;
        match end {
            End::Done => {
                store.finish(piece, None, now).await?;
                worked.done += 1;
            }
            End::Again { after, error } if piece.attempt < MOST_TRIES || after.is_some() => {
                let pause = after.unwrap_or_else(|| pause(piece.attempt));
                store.put_off(piece, now + pause, &error).await?;
                worked.put_off += 1;
            }
            End::Again { error, .. } | End::Useless(error) => {
                store.finish(piece, Some(&error), now).await?;
                let event = LogEvent::GivenUp {
                    ticket: piece.ticket,
                    work: piece.work.clone(),
                };
                self.ports.log.record(piece.guild, &event).await;
                worked.given_up += 1;
            }
        }
        Ok(())
    }

    async fn perform(&self, piece: &ClaimedWork) -> End {
        if piece.work == Work::Summarise {
            return self.close_up(piece).await;
        }
        let done = match self.now(piece).await {
            Ok(Some((ticket, settings))) => self.perform_on(&ticket, settings, piece).await,
            // It was taken back, or erased.
            Ok(None) => Ok(()),
            Err(failure) => Err(failure.into()),
        };
        match done {
            Ok(()) => End::Done,
            Err(RoomError::Wait(wait)) => End::Again {
                after: Some(wait),
                error: "Discord asks to wait".to_owned(),
            },
            Err(RoomError::Forbidden(_)) => End::Again {
                after: None,
                error: "the bot lacks permissions".to_owned(),
            },
            Err(RoomError::Full) => End::Useless("there is no room".to_owned()),
            Err(RoomError::Gone) => match self.lost(piece).await {
                Ok(()) => End::Done,
                Err(failure) => again(&failure),
            },
            Err(RoomError::Failed(failure)) => again(&failure),
        }
    }

    async fn now(
        &self,
        piece: &ClaimedWork,
    ) -> Result<Option<(Ticket, TicketbotSettings)>, PortFailure> {
        let Some(ticket) = self.ports.store.find(piece.guild, piece.ticket).await? else {
            return Ok(None);
        };
        let settings = self.settings(piece.guild).await?;
        Ok(Some((ticket, settings)))
    }

    async fn perform_on(
        &self,
        ticket: &Ticket,
        settings: TicketbotSettings,
        piece: &ClaimedWork,
    ) -> Result<(), RoomError> {
        let Some(channel) = ticket.channel else {
            return Ok(());
        };
        let rooms = &self.ports.rooms;
        match &piece.work {
            Work::RefreshControl => self.refresh(ticket, settings).await,
            Work::Tell(Line::Idle) if !is_silent(ticket) => Ok(()),
            Work::Tell(line) => self.say(line, ticket, settings, piece).await,
            Work::Ask if is_silent(ticket) => self.ask(ticket, piece).await,
            Work::Admit(target) => self.admit(ticket, channel, *target, piece).await,
            Work::Lock if ticket.status == TicketStatus::Closed => self.lock(ticket, channel).await,
            Work::Unlock if ticket.status.is_live() => self.unlock(ticket, channel).await,
            Work::Rename if ticket.status != TicketStatus::Archived => {
                let name = channel_name(ticket.number, ticket.status.is_live());
                rooms.rename(ticket, &name).await
            }
            Work::DeleteChannel if ticket.status == TicketStatus::Archived => {
                rooms.delete(channel, ticket).await
            }
            Work::OfferAnswers if ticket.status.is_live() => self.offer(ticket, piece).await,
            Work::Ask
            | Work::Lock
            | Work::Unlock
            | Work::Rename
            | Work::DeleteChannel
            | Work::OfferAnswers
            | Work::Summarise => Ok(()),
            Work::Log => Ok(self.tell_staff(ticket, piece.since).await?),
        }
    }

    /// The message with the buttons, or a new one where somebody deleted it.
    async fn refresh(&self, ticket: &Ticket, settings: TicketbotSettings) -> Result<(), RoomError> {
        if ticket.status == TicketStatus::Archived {
            return Ok(());
        }
        match self.ports.rooms.refresh_control(ticket).await {
            Err(RoomError::Gone) => self.adopt(ticket, settings.staff_role_id).await.map(|_| ()),
            refreshed => refreshed,
        }
    }

    async fn tell_staff(&self, ticket: &Ticket, since: DateTime<Utc>) -> Result<(), PortFailure> {
        let history = self.ports.store.history(ticket.guild, ticket.id).await?;
        let Some(what) = history.into_iter().rfind(|it| it.at == since) else {
            return Ok(());
        };
        let event = LogEvent::Changed {
            ticket: Box::new(ticket.clone()),
            what,
        };
        self.ports.log.record(ticket.guild, &event).await;
        Ok(())
    }

    /// Where the channel is gone, the ticket is over, and what else waits for it has nothing left to do. It may also be
    /// a message in it that is gone, of which the ticket does not end.
    async fn lost(&self, piece: &ClaimedWork) -> Result<(), PortFailure> {
        let found = self.ports.store.find(piece.guild, piece.ticket).await?;
        match found.filter(|it| it.status != TicketStatus::Archived) {
            Some(ticket) if !self.has_channel(&ticket).await? => self.channel_is_gone(ticket).await,
            _ => Ok(()),
        }
    }
}

pub(super) fn again(failure: &PortFailure) -> End {
    let error = failure.to_string();
    match failure.retry() {
        kernel::Retry::Later => End::Again { after: None, error },
        kernel::Retry::Useless => End::Useless(error),
    }
}

fn pause(attempt: u32) -> TimeDelta {
    let doubled = 2_i32.saturating_pow(attempt.saturating_sub(1).min(10));
    (FIRST_PAUSE * doubled).min(LONGEST_PAUSE)
}

/// Whether nothing has happened since its requester was asked about it.
fn is_silent(ticket: &Ticket) -> bool {
    ticket.status.is_live() && ticket.idle_notified_at.is_some()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::{Clock as _, RoleId};
    use settings_core::SettingValue;

    use super::*;
    use crate::TicketStore as _;
    use crate::settings::ticketbot::NOTIFY_ON_STATUS;
    use crate::testing::{Call, World, user};
    use crate::{Act, Action, Event, Line, Overwrite, Permissions, Ping, Subject, Target, locked};

    async fn with_ticket() -> (World, Ticket) {
        let world = World::default();
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        world.does_its_work().await;
        (world, ticket)
    }

    fn by_admin(action: Action) -> Act {
        let mut act = World::act(1, action, 21, &[]);
        act.member.authority = kernel::Authority::Admin;
        act
    }

    async fn does(world: &World, action: Action) {
        world.tickets().act(&by_admin(action)).await.unwrap();
    }

    /// Works until nothing is due.
    async fn works(world: &World) -> Worked {
        let mut all = Worked::default();
        loop {
            let quick = world.tickets().work(Lane::Quick).await.unwrap();
            let slow = world.tickets().work(Lane::Slow).await.unwrap();
            if quick.all() + slow.all() == 0 {
                return all;
            }
            for round in [quick, slow] {
                all.done += round.done;
                all.put_off += round.put_off;
                all.given_up += round.given_up;
            }
        }
    }

    fn overwrite_of(world: &World, member: u64) -> Overwrite {
        let room = world.rooms.all().remove(0);
        let found = room.overwrites.into_iter();
        let is_theirs = |it: &Overwrite| it.subject == Subject::Member(user(member));
        { found }.find(is_theirs).unwrap()
    }

    #[tokio::test]
    async fn a_closed_ticket_is_told_locked_named_and_summed_up() {
        let (world, ticket) = with_ticket().await;
        world.rooms.adds(user(12));
        does(&world, Action::Close(Some("solved".to_owned()))).await;
        assert_eq!(works(&world).await.done, 6);
        assert_eq!(overwrite_of(&world, 11), locked(user(11)));
        assert_eq!(overwrite_of(&world, 12), locked(user(12)));
        assert_eq!(world.rooms.all()[0].name, "ticket-1-closed");
        assert_eq!(world.log.closed(), [ticket.id]);
        let said = world.rooms.said();
        assert!(
            matches!(&said[..], [(Line::Closed { .. }, Ping::Nobody)]),
            "{said:?}"
        );
        let told = world.log.told();
        let last = told.last().unwrap();
        assert!(matches!(last, LogEvent::Changed { what, .. } if what.event == Event::Closed));
    }

    #[tokio::test]
    async fn a_name_that_has_to_wait_holds_nothing_up() {
        let (world, _) = with_ticket().await;
        world.rooms.fails(Call::Rename, 1);
        does(&world, Action::Close(None)).await;
        let worked = works(&world).await;
        assert_eq!((worked.done, worked.put_off), (5, 1));
        assert_eq!(world.log.closed().len(), 1);
        assert_eq!(world.rooms.all()[0].name, "ticket-1");
        world.clock.advance(TimeDelta::minutes(10));
        works(&world).await;
        assert_eq!(world.rooms.all()[0].name, "ticket-1-closed");
    }

    #[tokio::test]
    async fn a_ticket_that_was_opened_again_at_once_stays_open_and_writable() {
        let (world, _) = with_ticket().await;
        does(&world, Action::Close(None)).await;
        does(&world, Action::Reopen).await;
        works(&world).await;
        assert!(
            overwrite_of(&world, 11)
                .allow
                .contains(Permissions::SEND_MESSAGES)
        );
        assert_eq!(world.rooms.all()[0].name, "ticket-1");
    }

    #[tokio::test]
    async fn people_are_pinged_when_it_is_their_turn_where_the_guild_wants_it() {
        for (wanted, expected) in [
            (
                true,
                [Ping::User(user(11)), Ping::Role(RoleId::new(78).unwrap())],
            ),
            (false, [Ping::Nobody, Ping::Nobody]),
        ] {
            let (world, _) = with_ticket().await;
            world.set(&NOTIFY_ON_STATUS, SettingValue::Bool(wanted));
            does(&world, Action::Wait).await;
            let target = Target::Role(RoleId::new(78).unwrap());
            does(&world, Action::Escalate(Some(target))).await;
            works(&world).await;
            let pinged: Vec<Ping> = world.rooms.said().into_iter().map(|it| it.1).collect();
            assert_eq!(pinged, expected);
            let room = world.rooms.all().remove(0);
            assert!(room.overwrites.contains(&Overwrite::of_target(target)));
        }
    }

    #[tokio::test]
    async fn buttons_that_somebody_deleted_are_posted_anew() {
        let (world, ticket) = with_ticket().await;
        world.rooms.loses_buttons();
        does(&world, Action::Claim).await;
        assert_eq!(works(&world).await.given_up, 0);
        let control = world.rooms.all()[0].control;
        assert!(control.is_some());
        let now = world.store.find(World::home(), ticket.id).await.unwrap();
        assert_eq!(now.unwrap().control_message, control);
    }

    #[tokio::test]
    async fn a_ticket_whose_channel_is_gone_is_over() {
        let (world, ticket) = with_ticket().await;
        world.rooms.lose_all();
        does(&world, Action::Claim).await;
        works(&world).await;
        let now = world
            .store
            .find(World::home(), ticket.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(now.status, TicketStatus::Archived);
        assert_eq!(now.closing.unwrap().by, None);
    }

    #[tokio::test]
    async fn what_fails_is_tried_with_growing_pauses_and_then_told_to_staff() {
        let (world, _) = with_ticket().await;
        world.rooms.fails(Call::Set, 100);
        does(&world, Action::Close(None)).await;
        let start = world.clock.now();
        let mut given_up = 0;
        while given_up == 0 && world.clock.now() - start < TimeDelta::hours(3) {
            given_up += works(&world).await.given_up;
            world.clock.advance(TimeDelta::seconds(15));
        }
        assert_eq!(given_up, 1);
        // 15 + 30 + 60 + 120 + 240 + 480 + 600 seconds
        let took = world.clock.now() - start;
        assert!(
            took >= TimeDelta::seconds(1545) && took < TimeDelta::seconds(1545 + 120),
            "{took}"
        );
        let told = world.log.told();
        assert!(told.iter().any(|it| matches!(
            it,
            LogEvent::GivenUp {
                work: Work::Lock,
                ..
            }
        )));
    }

    #[tokio::test]
    async fn a_process_that_dies_over_a_line_has_it_said_once() {
        let (world, _) = with_ticket().await;
        does(&world, Action::Claim).await;
        world.tickets().work(Lane::Quick).await.unwrap();
        let now = world.clock.now();
        let tickets = world.tickets();
        let claim = tickets
            .ports
            .work
            .claim(Lane::Quick, now, now + LEASE, 1)
            .await;
        let piece = claim.unwrap().remove(0);
        let end = world.tickets().perform(&piece).await;
        assert!(matches!(end, End::Done), "and then it died");
        world.clock.advance(LEASE);
        world.rooms.forgets_nonces();
        works(&world).await;
        assert_eq!(world.rooms.said().len(), 1);
    }
}
