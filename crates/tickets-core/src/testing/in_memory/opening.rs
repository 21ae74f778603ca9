//! Opening a ticket in memory.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};

use super::Kept;
use crate::{
    Event, NewTicket, OpenOutcome, OpeningLimits, Recorded, Ticket, TicketId, TicketNumber,
    TicketStatus,
};

impl Kept {
    pub(super) fn open(
        &mut self,
        what: &NewTicket,
        limits: OpeningLimits,
        now: DateTime<Utc>,
    ) -> OpenOutcome {
        let last = self.last_of(what.guild, what.requester);
        if let Some(last) = last.filter(|it| *it > limits.none_since) {
            return OpenOutcome::TooSoon(last);
        }
        let live = self.live_of(what.guild, what.requester);
        if live.len() >= limits.most_live as usize {
            return OpenOutcome::TooMany(live);
        }
        self.opened += 1;
        let ticket = Ticket {
            id: TicketId::new(self.opened).unwrap(),
            number: self.next_number(what.guild),
            guild: what.guild,
            requester: what.requester,
            username: what.username.clone(),
            description: what.description.clone(),
            status: TicketStatus::Open,
            room: what.room,
            channel: None,
            control_message: None,
            claim: None,
            escalation: None,
            closing: None,
            revision: 0,
            created_at: now,
            updated_at: now,
            last_activity_at: now,
            idle_notified_at: None,
            is_unreachable: false,
        };
        let recorded = Recorded {
            event: Event::Created,
            from: None,
            to: TicketStatus::Open,
            by: Some(what.requester),
            at: now,
        };
        self.record(ticket.id, recorded);
        self.tickets.push(ticket.clone());
        OpenOutcome::Opened(Box::new(ticket))
    }

    fn live_of(&self, guild: GuildId, requester: UserId) -> Vec<Ticket> {
        let is_theirs = |it: &&Ticket| {
            it.requester == requester && it.status.is_live() && self.read(it.id).is_ok()
        };
        self.of_guild(guild).filter(is_theirs).cloned().collect()
    }

    fn last_of(&self, guild: GuildId, requester: UserId) -> Option<DateTime<Utc>> {
        let costs_a_turn =
            |it: &&Ticket| it.requester == requester && !self.given_back.contains(&it.id);
        let theirs = self.of_guild(guild).filter(costs_a_turn);
        theirs.map(|it| it.created_at).max()
    }

    fn next_number(&mut self, guild: GuildId) -> TicketNumber {
        let last = self.numbers.entry(guild).or_default();
        *last += 1;
        TicketNumber::new(*last).unwrap()
    }
}
