//! What happens around tickets without anybody pressing a button: somebody writes, a channel or its buttons are deleted,
//! a requester leaves.

use std::collections::HashSet;

use chrono::TimeDelta;
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};

use super::Tickets;
use super::act::Changed;
use crate::{
    Action, Actor, Heard, Line, LogEvent, Standing, Statuses, Ticket, TicketQuery, TicketStatus,
    Work,
};

/// That somebody left is told once in this time, however many processes hear it and however often Discord says it.
const LEFT_ONCE: TimeDelta = TimeDelta::minutes(5);
/// How many tickets are read at once.
const BATCH: u32 = 100;

impl Tickets {
    /// A person wrote in a channel. If it belongs to a live ticket, that is not idle; and where the requester was waited
    /// for, they have answered.
    pub async fn heard(
        &self,
        guild: GuildId,
        channel: ChannelId,
        author: UserId,
    ) -> Result<(), PortFailure> {
        let now = self.ports.clock.now();
        if self.quiet.contains(channel, now) {
            return Ok(());
        }
        let store = &self.ports.store;
        let Some(heard) = store.heard(guild, channel, now).await? else {
            self.quiet.note(channel, now);
            return Ok(());
        };
        if heard.requester == author && heard.status == TicketStatus::WaitingForUser {
            self.answered(guild, heard).await?;
        }
        Ok(())
    }

    async fn answered(&self, guild: GuildId, heard: Heard) -> Result<(), PortFailure> {
        let by = Actor::Person {
            user: heard.requester,
            standing: Standing {
                is_requester: true,
                ..Standing::default()
            },
        };
        let mut ticket = self.ports.store.find(guild, heard.id).await?;
        // Each further round somebody else has got a change through.
        while let Some(now) = ticket {
            ticket = match self.change(&now, &Action::Answer, by).await? {
                Changed::Meanwhile(now) => Some(*now),
                Changed::Done(_) | Changed::Refused(_) | Changed::NotFound => None,
            };
        }
        Ok(())
    }

    /// A channel was deleted; if a ticket had it, that is over.
    pub async fn channel_deleted(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<(), PortFailure> {
        match self.ports.store.in_channel(guild, channel).await? {
            Some(ticket) => self.channel_is_gone(ticket).await,
            None => Ok(()),
        }
    }

    /// Messages were deleted. If the buttons of a ticket were among them, they are posted anew.
    pub async fn messages_deleted(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
    ) -> Result<(), PortFailure> {
        let now = self.ports.clock.now();
        if self.quiet.contains(channel, now) {
            return Ok(());
        }
        let Some(ticket) = self.ports.store.in_channel(guild, channel).await? else {
            return Ok(());
        };
        let is_control = ticket
            .control_message
            .is_some_and(|it| messages.contains(&it));
        if !is_control || ticket.status == TicketStatus::Archived {
            return Ok(());
        }
        let work = &self.ports.work;
        work.add(guild, ticket.id, &[Work::RefreshControl], now)
            .await
    }

    /// Somebody left the guild. Their tickets stay as they are; who works on them is told.
    pub async fn member_left(&self, guild: GuildId, member: UserId) -> Result<(), PortFailure> {
        let now = self.ports.clock.now();
        for ticket in self.all(guild, Some(member), Statuses::Live).await? {
            let (work, line) = (&self.ports.work, Work::Tell(Line::Left));
            let is_news = work.add_unless_there(guild, ticket.id, &line, now - LEFT_ONCE, now);
            if is_news.await? {
                let left = LogEvent::Left(Box::new(ticket));
                self.ports.log.record(guild, &left).await;
            }
        }
        Ok(())
    }

    /// Looks after the tickets of a guild of which one has just heard that it has the channels `there`: those whose channel
    /// is not among them are asked for, and archived where it is gone. Tells how many were.
    pub async fn check_channels(
        &self,
        guild: GuildId,
        there: &HashSet<ChannelId>,
    ) -> Result<u32, PortFailure> {
        let mut gone = 0;
        for ticket in self.all(guild, None, Statuses::Unarchived).await? {
            // One without a channel was left half open, which is looked after elsewhere.
            let is_there = ticket.channel.is_none_or(|it| there.contains(&it));
            if !is_there && !self.has_channel(&ticket).await? {
                self.channel_is_gone(ticket).await?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// The message with a ticket's buttons is known from a press of one of them, where it was not noted before.
    pub async fn note_control(
        &self,
        ticket: &Ticket,
        message: MessageId,
    ) -> Result<(), PortFailure> {
        if ticket.control_message.is_some() {
            return Ok(());
        }
        let store = &self.ports.store;
        store.note_control(ticket.guild, ticket.id, message).await
    }

    async fn all(
        &self,
        guild: GuildId,
        requester: Option<UserId>,
        statuses: Statuses,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let mut all = Vec::new();
        loop {
            let query = TicketQuery {
                requester,
                statuses,
                offset: u32::try_from(all.len()).unwrap_or(u32::MAX),
                limit: BATCH,
            };
            let page = self.ports.store.list(guild, query).await?;
            let is_last = page.tickets.len() < BATCH as usize;
            all.extend(page.tickets);
            if is_last {
                return Ok(all);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Clock as _;

    use super::*;
    use crate::testing::{World, user};
    use crate::{Event, TicketStore as _};

    async fn with_ticket() -> (World, Ticket) {
        let world = World::default();
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        (world, ticket)
    }

    async fn now(world: &World, ticket: &Ticket) -> Ticket {
        let found = world.store.find(ticket.guild, ticket.id).await;
        found.unwrap().unwrap()
    }

    #[tokio::test]
    async fn a_requester_who_was_waited_for_answers_by_writing() {
        for (claims, expected) in [(true, TicketStatus::Claimed), (false, TicketStatus::Open)] {
            let (world, ticket) = with_ticket().await;
            let staff = [World::staff_role()];
            let tickets = world.tickets();
            if claims {
                let claim = World::act(1, Action::Claim, 21, &staff);
                tickets.act(&claim).await.unwrap();
            }
            let wait = World::act(1, Action::Wait, 21, &staff);
            tickets.act(&wait).await.unwrap();
            world.does_its_work().await;
            let lines = world.rooms.said().len();
            let channel = ticket.channel.unwrap();
            tickets
                .heard(ticket.guild, channel, user(21))
                .await
                .unwrap();
            let status = now(&world, &ticket).await.status;
            assert_eq!(status, TicketStatus::WaitingForUser, "staff is not awaited");
            tickets
                .heard(ticket.guild, channel, user(11))
                .await
                .unwrap();
            assert_eq!(now(&world, &ticket).await.status, expected);
            world.does_its_work().await;
            assert_eq!(world.rooms.said().len(), lines, "no line is said of it");
        }
    }

    #[tokio::test]
    async fn whoever_writes_keeps_a_ticket_from_being_idle() {
        let (world, ticket) = with_ticket().await;
        world.clock.advance(TimeDelta::days(2));
        let channel = ticket.channel.unwrap();
        let tickets = world.tickets();
        tickets
            .heard(ticket.guild, channel, user(31))
            .await
            .unwrap();
        let seen = now(&world, &ticket).await;
        assert_eq!(seen.last_activity_at, world.clock.now());
        assert_eq!(seen.status, TicketStatus::Open);
    }

    #[tokio::test]
    async fn a_ticket_is_heard_from_its_first_message_on() {
        let world = World::default();
        let tickets = world.tickets();
        let channel = ChannelId::new(1001).unwrap();
        tickets
            .heard(World::home(), channel, user(11))
            .await
            .unwrap();
        let ticket = tickets.open(World::wish(11)).await.unwrap();
        assert_eq!(ticket.channel, Some(channel), "the same one");
        world.clock.advance(TimeDelta::seconds(1));
        tickets
            .heard(World::home(), channel, user(11))
            .await
            .unwrap();
        let seen = now(&world, &ticket).await;
        assert_eq!(seen.last_activity_at, world.clock.now());
    }

    #[tokio::test]
    async fn a_ticket_whose_channel_was_deleted_is_over_once() {
        let (world, ticket) = with_ticket().await;
        let channel = ticket.channel.unwrap();
        world.rooms.lose_all();
        for _ in 0..2 {
            let tickets = world.tickets();
            let deleted = tickets.channel_deleted(ticket.guild, channel).await;
            deleted.unwrap();
        }
        assert_eq!(now(&world, &ticket).await.status, TicketStatus::Archived);
        let history = world.store.history(ticket.guild, ticket.id).await.unwrap();
        let events: Vec<Event> = history.iter().map(|it| it.event).collect();
        assert_eq!(events, [Event::Created, Event::Deleted]);
        assert_eq!(history[1].by, None);
    }

    #[tokio::test]
    async fn channels_that_went_while_nobody_looked_are_found() {
        let (world, ticket) = with_ticket().await;
        let other = world.tickets().open(World::wish(12)).await.unwrap();
        let there = HashSet::from([other.channel.unwrap()]);
        let check = async || world.tickets().check_channels(ticket.guild, &there).await;
        assert_eq!(check().await.unwrap(), 0, "Discord was asked, and has both");
        world.rooms.lose_all();
        assert_eq!(check().await.unwrap(), 1);
        assert_eq!(now(&world, &ticket).await.status, TicketStatus::Archived);
        assert_eq!(now(&world, &other).await.status, TicketStatus::Open);
    }

    #[tokio::test]
    async fn buttons_that_were_deleted_come_back_and_other_messages_do_not() {
        let (world, ticket) = with_ticket().await;
        let channel = ticket.channel.unwrap();
        let control = ticket.control_message.unwrap();
        let deleted = async |id: MessageId| {
            let tickets = world.tickets();
            let told = tickets.messages_deleted(ticket.guild, channel, &[id]).await;
            told.unwrap();
            world.does_its_work().await;
            world.rooms.all()[0].control
        };
        world.rooms.loses_buttons();
        assert_eq!(deleted(MessageId::new(9).unwrap()).await, None);
        assert!(deleted(control).await.is_some());
    }

    #[tokio::test]
    async fn staff_is_told_of_a_requester_who_leaves() {
        let (world, ticket) = with_ticket().await;
        let tickets = world.tickets();
        tickets.member_left(ticket.guild, user(12)).await.unwrap();
        // Another process hears it as well, and Discord says it again once that is told.
        for _ in 0..2 {
            let tickets = world.tickets();
            tickets.member_left(ticket.guild, user(11)).await.unwrap();
            world.does_its_work().await;
        }
        let said = || -> Vec<Line> { world.rooms.said().into_iter().map(|it| it.0).collect() };
        assert_eq!(said(), [Line::Left]);
        assert_eq!(now(&world, &ticket).await.status, TicketStatus::Open);
        let told = world.log.told();
        let left = { told.iter() }.filter(|it| matches!(it, LogEvent::Left(_)));
        assert_eq!(left.count(), 1);
        assert!(matches!(told.last(), Some(LogEvent::Left(it)) if it.id == ticket.id));
        // They came back, and left again another day.
        world.clock.advance(TimeDelta::days(1));
        tickets.member_left(ticket.guild, user(11)).await.unwrap();
        world.does_its_work().await;
        assert_eq!(said(), [Line::Left, Line::Left]);
    }

    #[tokio::test]
    async fn buttons_that_nobody_noted_are_noted_when_they_are_pressed() {
        let (world, ticket) = with_ticket().await;
        let pressed = MessageId::new(77).unwrap();
        let tickets = world.tickets();
        tickets.note_control(&ticket, pressed).await.unwrap();
        let noted = now(&world, &ticket).await.control_message;
        assert_eq!(noted, ticket.control_message, "it had one");
        let unknown = Ticket {
            control_message: None,
            ..ticket.clone()
        };
        tickets.note_control(&unknown, pressed).await.unwrap();
        assert_eq!(now(&world, &ticket).await.control_message, Some(pressed));
    }
}
