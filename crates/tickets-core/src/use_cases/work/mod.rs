//! Doing the work that follows from changes: each piece at least once, in its ticket's order, whoever has died over it.
//!
//! A piece looks at the ticket as it is now, not as it was: a lock that comes after the ticket was opened again is left.

mod ending;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use kernel::{GuildId, PortFailure};

use super::{Tickets, channel_name};
use crate::settings::ticketbot::TicketbotSettings;
use crate::{ClaimedWork, Event, Lane, Line, LogEvent, RoomError, Ticket, TicketStatus, Work};
pub(super) use ending::{End, again};

/// How much is taken on at once, and how long nobody else takes it on.
const BATCH: u32 = 20;
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// The same of what is slow.
const SLOW_BATCH: u32 = 4;
const SLOW_LEASE: TimeDelta = TimeDelta::minutes(4);
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

    fn add(&mut self, more: Self) {
        self.done += more.done;
        self.put_off += more.put_off;
        self.given_up += more.given_up;
    }
}

impl Tickets {
    /// How many summaries of a guild are still to be written.
    pub async fn waiting_summaries(&self, guild: GuildId) -> Result<u64, PortFailure> {
        self.ports.work.waiting_summaries(guild).await
    }

    /// Takes on what is due, and does it. There may be more when it returns as much as fits into a round.
    pub async fn work(&self, lane: Lane) -> Result<Worked, PortFailure> {
        let now = self.ports.clock.now();
        let (lease, batch) = match lane {
            Lane::Quick => (LEASE, BATCH),
            Lane::Slow => (SLOW_LEASE, SLOW_BATCH),
        };
        let claimed = self.ports.work.claim(lane, now, now + lease, batch).await?;
        // Each is of another ticket, and none waits for a channel that Discord is slow with.
        let each = claimed.iter().map(async |piece| {
            let end = self.perform(piece).await;
            self.settle(piece, end).await
        });
        let mut worked = Worked::default();
        for settled in join_all(each).await {
            worked.add(settled?);
        }
        Ok(worked)
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
            Err(RoomError::Forbidden(lacking)) => End::Forbidden(lacking),
            Err(RoomError::Full) => End::Useless("there is no room".to_owned()),
            Err(RoomError::Gone) => self.lost(piece).await.unwrap_or_else(|it| again(&it)),
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
            Work::Tell(Line::NotLocked { .. } | Line::NotArchived { .. })
                if ticket.status != TicketStatus::Closed =>
            {
                Ok(())
            }
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
        let saved = match what.event {
            Event::Archived => {
                let archive = &self.ports.archive.store;
                archive.transcript(ticket.guild, ticket.id).await?
            }
            _ => None,
        };
        let event = LogEvent::Changed {
            ticket: Box::new(ticket.clone()),
            what,
            saved: saved.map(|it| it.messages),
        };
        self.ports.log.record(ticket.guild, &event).await;
        Ok(())
    }

    /// Where the channel is gone, the ticket is over, and what else waits for it has nothing left to do. It may also be
    /// a message in it that is gone, of which the ticket does not end: then the piece is tried with a new one.
    async fn lost(&self, piece: &ClaimedWork) -> Result<End, PortFailure> {
        let found = self.ports.store.find(piece.guild, piece.ticket).await?;
        let Some(ticket) = found.filter(|it| it.status != TicketStatus::Archived) else {
            return Ok(End::Done);
        };
        if self.has_channel(&ticket).await? {
            return Ok(End::Again {
                after: None,
                error: "a message is gone".to_owned(),
            });
        }
        self.channel_is_gone(ticket).await?;
        Ok(End::Done)
    }
}

/// Whether nothing has happened since its requester was asked about it.
fn is_silent(ticket: &Ticket) -> bool {
    ticket.status.is_live() && ticket.idle_notified_at.is_some()
}

#[cfg(test)]
mod tests;
