//! A store in memory.

mod opening;
mod work;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, Retry, UserId};

use self::work::Waiting;
use super::archive::Archiving;
use super::stats::KeptFigures;
use crate::{
    ApplyOutcome, Heard, IdleSince, NewTicket, Numbers, OpenOutcome, OpeningLimits, Recorded,
    RoomKind, Statuses, Ticket, TicketId, TicketNumber, TicketPage, TicketQuery, TicketSearch,
    TicketStatus, TicketStore, Transition, Work,
};

/// [`TicketStore`] and [`WorkStore`] in memory.
#[derive(Debug, Default)]
pub struct InMemoryTickets {
    kept: Mutex<Kept>,
    /// What somebody else does as soon as a ticket was looked up by its number.
    interruption: Mutex<Option<Transition>>,
}

#[derive(Debug, Default)]
pub(super) struct Kept {
    /// In the order of their ids, which are never given again.
    tickets: Vec<Ticket>,
    opened: u64,
    numbers: HashMap<GuildId, u32>,
    pub(super) history: Vec<(TicketId, Recorded)>,
    work: Vec<Waiting>,
    pub(super) figures: KeptFigures,
    pub(super) archiving: HashMap<TicketId, Archiving>,
    /// Whose rows no ticket can be read from.
    unreadable: Vec<TicketId>,
    /// Those that cost their requester no turn.
    given_back: Vec<TicketId>,
}

impl InMemoryTickets {
    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the row of a ticket hold what no ticket can be.
    pub fn spoils(&self, ticket: TicketId) {
        self.kept().unreadable.push(ticket);
    }

    /// Has somebody else make this change after the next look at a ticket by its number.
    pub fn is_interrupted_by(&self, transition: Transition) {
        let interruption = self.interruption.lock();
        *interruption.unwrap_or_else(PoisonError::into_inner) = Some(transition);
    }

    fn first(&self, is_it: impl Fn(&Ticket) -> bool) -> Option<Ticket> {
        self.kept().tickets.iter().find(|it| is_it(it)).cloned()
    }

    fn change(&self, guild: GuildId, id: TicketId, change: impl FnOnce(&mut Ticket)) {
        let mut kept = self.kept();
        let mut tickets = kept.tickets.iter_mut();
        if let Some(ticket) = tickets.find(|it| (it.guild, it.id) == (guild, id)) {
            change(ticket);
        }
    }
}

impl Kept {
    fn read(&self, id: TicketId) -> Result<(), PortFailure> {
        let failure = || PortFailure::new("read a ticket", Retry::Useless, "no ticket can be read");
        let is_spoiled = self.unreadable.contains(&id);
        is_spoiled.then(failure).map_or(Ok(()), Err)
    }

    pub(super) fn of_guild(&self, guild: GuildId) -> impl DoubleEndedIterator<Item = &Ticket> {
        self.tickets.iter().filter(move |it| it.guild == guild)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Ticket> {
        self.tickets.iter()
    }

    fn record(&mut self, id: TicketId, recorded: Recorded) {
        self.history.push((id, recorded));
    }

    pub(super) fn find(&self, guild: GuildId, id: TicketId) -> Option<&Ticket> {
        self.of_guild(guild).find(|it| it.id == id)
    }
}

fn can_be_idle(status: TicketStatus) -> bool {
    status.is_live() && status != TicketStatus::Escalated
}

impl Ticket {
    fn stirs(&mut self, at: DateTime<Utc>) {
        self.last_activity_at = self.last_activity_at.max(at);
        self.idle_notified_at = None;
        self.is_unreachable = false;
    }
}

fn contains(ticket: &Ticket, fragment: &str) -> bool {
    let fragment = fragment.to_lowercase();
    let fields = [
        ticket.number.to_string(),
        ticket.username.to_lowercase(),
        ticket.description.to_lowercase(),
    ];
    fields.iter().any(|it| it.contains(&fragment))
}

fn is_asked_for(ticket: &Ticket, statuses: Statuses, requester: Option<UserId>) -> bool {
    statuses.each().any(|it| it == ticket.status)
        && requester.is_none_or(|it| it == ticket.requester)
}

#[async_trait]
impl TicketStore for InMemoryTickets {
    async fn open(
        &self,
        what: &NewTicket,
        limits: OpeningLimits,
        now: DateTime<Utc>,
    ) -> Result<OpenOutcome, PortFailure> {
        Ok(self.kept().open(what, limits, now))
    }

    async fn give_turn_back(&self, guild: GuildId, id: TicketId) -> Result<(), PortFailure> {
        let mut kept = self.kept();
        if kept.find(guild, id).is_some() {
            kept.given_back.push(id);
        }
        Ok(())
    }

    async fn find(&self, guild: GuildId, id: TicketId) -> Result<Option<Ticket>, PortFailure> {
        self.kept().read(id)?;
        Ok(self.first(|it| (it.guild, it.id) == (guild, id)))
    }

    async fn by_number(
        &self,
        guild: GuildId,
        number: TicketNumber,
    ) -> Result<Option<Ticket>, PortFailure> {
        let found = self.first(|it| (it.guild, it.number) == (guild, number));
        let interruption = self.interruption.lock();
        let interruption = interruption.unwrap_or_else(PoisonError::into_inner).take();
        if let Some(transition) = interruption {
            self.apply(&transition).await?;
        }
        Ok(found)
    }

    async fn in_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<Option<Ticket>, PortFailure> {
        Ok(self.first(|it| (it.guild, it.channel) == (guild, Some(channel))))
    }

    async fn place(
        &self,
        guild: GuildId,
        id: TicketId,
        channel: ChannelId,
    ) -> Result<bool, PortFailure> {
        let mut is_placed = false;
        self.change(guild, id, |it| {
            is_placed = *it.channel.get_or_insert(channel) == channel;
        });
        Ok(is_placed)
    }

    async fn note_control(
        &self,
        guild: GuildId,
        id: TicketId,
        message: MessageId,
    ) -> Result<(), PortFailure> {
        let mut first = None;
        self.change(guild, id, |it| {
            if it.control_message.replace(message).is_none() {
                first = Some(it.created_at);
            }
        });
        if let Some(since) = first {
            self.kept().put(guild, id, &[Work::OfferAnswers], since);
        }
        Ok(())
    }

    async fn take_back(&self, guild: GuildId, id: TicketId) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        let is_it = |it: &Ticket| (it.guild, it.id, it.revision) == (guild, id, 0);
        let before = kept.tickets.len();
        kept.tickets.retain(|it| !is_it(it));
        let is_gone = kept.tickets.len() < before;
        if is_gone {
            kept.history.retain(|(of, _)| *of != id);
        }
        Ok(is_gone)
    }

    async fn apply(&self, transition: &Transition) -> Result<ApplyOutcome, PortFailure> {
        let mut kept = self.kept();
        let after = &transition.after;
        let Some(now) = kept.find(after.guild, after.id).cloned() else {
            return Ok(ApplyOutcome::NotFound);
        };
        if now.revision.wrapping_add(1) != after.revision {
            return Ok(ApplyOutcome::ChangedMeanwhile(Box::new(now)));
        }
        // What is noted beside the changes stays as it is noted.
        let stored = Ticket {
            channel: now.channel,
            control_message: now.control_message,
            ..after.clone()
        };
        let place = kept.tickets.iter().position(|it| it.id == after.id);
        kept.tickets[place.unwrap()] = stored;
        // Where its transcript is stays known of a ticket that has been put away.
        if after.status != TicketStatus::Archived {
            kept.archiving.remove(&after.id);
        }
        let recorded = Recorded {
            event: transition.event,
            from: Some(transition.from),
            to: after.status,
            by: transition.by,
            at: after.updated_at,
        };
        kept.record(after.id, recorded);
        kept.put(after.guild, after.id, &transition.work, after.updated_at);
        Ok(ApplyOutcome::Stored)
    }

    async fn note_activity(
        &self,
        guild: GuildId,
        id: TicketId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        self.change(guild, id, |it| {
            if it.status.is_live() && it.last_activity_at < at {
                it.stirs(at);
            }
        });
        Ok(())
    }

    async fn heard(
        &self,
        guild: GuildId,
        channel: ChannelId,
        at: DateTime<Utc>,
    ) -> Result<Option<Heard>, PortFailure> {
        let mut kept = self.kept();
        let mut tickets = kept.tickets.iter_mut();
        let its = |it: &&mut Ticket| (it.guild, it.channel) == (guild, Some(channel));
        let Some(ticket) = tickets.find(its) else {
            return Ok(None);
        };
        if ticket.status.is_live() {
            ticket.stirs(at);
        }
        let is_over = ticket.status == TicketStatus::Archived;
        Ok((!is_over).then_some(Heard {
            id: ticket.id,
            requester: ticket.requester,
            status: ticket.status,
        }))
    }

    async fn idle(
        &self,
        before: DateTime<Utc>,
        after: Option<IdleSince>,
        limit: u32,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let place = |it: &Ticket| (it.last_activity_at, it.id);
        let is_behind = |it: &Ticket| after.is_none_or(|after| place(it) > (after.at, after.id));
        let is_idle = |it: &Ticket| can_be_idle(it.status) && it.last_activity_at <= before;
        let kept = self.kept();
        let found = kept
            .tickets
            .iter()
            .filter(|it| is_idle(it) && is_behind(it));
        let mut found: Vec<Ticket> = found.cloned().collect();
        found.sort_by_key(place);
        found.truncate(limit as usize);
        Ok(found)
    }

    async fn ask_idle(
        &self,
        ticket: &Ticket,
        work: &[Work],
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let mut kept = self.kept();
        kept.read(ticket.id)?;
        let is_still = |it: &&mut Ticket| {
            let seen = (ticket.guild, ticket.id, ticket.last_activity_at);
            (it.guild, it.id, it.last_activity_at) == seen
                && can_be_idle(it.status)
                && it.idle_notified_at.is_none()
        };
        let Some(found) = kept.tickets.iter_mut().find(is_still) else {
            return Ok(false);
        };
        found.idle_notified_at = Some(now);
        kept.put(ticket.guild, ticket.id, work, now);
        Ok(true)
    }

    async fn note_unreachable(&self, guild: GuildId, id: TicketId) -> Result<(), PortFailure> {
        self.change(guild, id, |it| {
            it.is_unreachable = it.idle_notified_at.is_some();
        });
        Ok(())
    }

    async fn list(&self, guild: GuildId, query: TicketQuery) -> Result<TicketPage, PortFailure> {
        let kept = self.kept();
        let mut tickets: Vec<Ticket> = kept
            .of_guild(guild)
            .filter(|it| is_asked_for(it, query.statuses, query.requester))
            .cloned()
            .collect();
        tickets.sort_by_key(|it| (it.last_activity_at, it.id));
        let total = u32::try_from(tickets.len()).unwrap();
        let shown = tickets.into_iter().skip(query.offset as usize);
        Ok(TicketPage {
            tickets: shown.take(query.limit as usize).collect(),
            total,
        })
    }

    async fn numbers(&self, guild: GuildId, ids: &[TicketId]) -> Result<Numbers, PortFailure> {
        let kept = self.kept();
        let asked = kept.of_guild(guild).filter(|it| ids.contains(&it.id));
        Ok(asked.map(|it| (it.id, it.number)).collect())
    }

    async fn suggest(
        &self,
        guild: GuildId,
        search: TicketSearch<'_>,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let kept = self.kept();
        let is_free = |it: &Ticket| it.claim.is_none() || it.status == TicketStatus::Escalated;
        let is_meant = |it: &&Ticket| {
            is_asked_for(it, search.statuses, search.requester)
                && (!search.claimable_only || is_free(it))
                && contains(it, search.fragment)
        };
        let found = kept.of_guild(guild).rev().filter(is_meant);
        Ok(found.take(search.limit as usize).cloned().collect())
    }

    async fn half_open(
        &self,
        before: DateTime<Utc>,
        after: Option<TicketId>,
        limit: u32,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let kept = self.kept();
        let is_half_open = |it: &&Ticket| {
            it.status.is_live()
                && Some(it.id) > after
                && it.created_at < before
                && (it.channel.is_none() || it.control_message.is_none())
        };
        let found = kept.tickets.iter().filter(is_half_open);
        Ok(found.take(limit as usize).cloned().collect())
    }

    async fn archivable(&self, guild: GuildId, room: RoomKind) -> Result<u32, PortFailure> {
        let kept = self.kept();
        let found = kept.of_guild(guild).filter(|it| {
            (it.status, it.room) == (TicketStatus::Closed, room) && it.channel.is_some()
        });
        Ok(u32::try_from(found.count()).unwrap_or(u32::MAX))
    }

    async fn history(&self, guild: GuildId, id: TicketId) -> Result<Vec<Recorded>, PortFailure> {
        let kept = self.kept();
        if kept.find(guild, id).is_none() {
            return Ok(Vec::new());
        }
        let of_ticket = kept.history.iter().filter(|(of, _)| *of == id);
        Ok(of_ticket.map(|(_, it)| *it).collect())
    }
}

#[cfg(test)]
mod tests;
