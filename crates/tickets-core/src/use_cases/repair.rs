//! Tickets that were left half open by a process that died over them.

use chrono::TimeDelta;
use kernel::PortFailure;

use super::Tickets;
use super::open::told;
use crate::{RoomError, Ticket, TicketId};

/// Who opens a ticket is done with it, or dead, after this.
const GRACE: TimeDelta = TimeDelta::minutes(2);
/// How many are read at once.
const BATCH: u32 = 100;

/// What was done about half-open tickets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repaired {
    /// How many have their channel and their buttons now.
    pub finished: u32,
    /// How many were taken back.
    pub taken_back: u32,
    /// Those that are to be tried again later, and why nothing could be done about them.
    pub left: Vec<(TicketId, String)>,
}

impl Tickets {
    /// Finishes what somebody began to open and left: a channel that was made is adopted and gets its buttons; a ticket
    /// without one is taken back, since its requester was never told of it. Those that nothing can be done about keep
    /// nobody else's waiting.
    pub async fn repair(&self) -> Result<Repaired, PortFailure> {
        let before = self.ports.clock.now() - GRACE;
        let mut done = Repaired::default();
        let mut after = None;
        loop {
            let found = self.ports.store.half_open(before, after, BATCH).await?;
            for ticket in &found {
                match self.repair_one(ticket).await {
                    Ok(true) => done.finished += 1,
                    Ok(false) => done.taken_back += 1,
                    Err(error) => done.left.push((ticket.id, told(&error))),
                }
            }
            match found.last() {
                Some(last) => after = Some(last.id),
                None => return Ok(done),
            }
        }
    }

    /// Whether it is open now, rather than taken back.
    async fn repair_one(&self, ticket: &Ticket) -> Result<bool, RoomError> {
        let settings = self.settings(ticket.guild).await?;
        let known = match ticket.channel {
            Some(channel) => Some(channel),
            None => self.made_for(ticket).await?,
        };
        let Some(channel) = known else {
            self.ports.store.take_back(ticket.guild, ticket.id).await?;
            return Ok(false);
        };
        let placed = Ticket {
            channel: Some(channel),
            ..ticket.clone()
        };
        match self.adopt(&placed, settings.staff_role_id).await {
            Ok(opened) => {
                // Whoever began it did not come as far as telling staff.
                if ticket.is_being_opened() {
                    self.tell_of_new(&opened).await;
                }
                Ok(true)
            }
            Err(RoomError::Gone) => {
                self.lose(ticket).await?;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Takes back a ticket whose channel is gone, or archives it where somebody has worked on it already.
    async fn lose(&self, ticket: &Ticket) -> Result<(), PortFailure> {
        let store = &self.ports.store;
        if !store.take_back(ticket.guild, ticket.id).await? {
            self.channel_is_gone(ticket.clone()).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use kernel::ChannelId;
    use settings_core::SettingValue;

    use super::*;
    use crate::settings::ticketbot::CATEGORY;
    use crate::testing::{Call, World, a_ticket, admin_of, at_most, instant, user};
    use crate::{
        Action, NewRoom, OpenOutcome, Outcome, Place, TicketRooms as _, TicketStatus,
        TicketStore as _, channel_name, decide,
    };

    /// A ticket of which only the row is there.
    async fn row(world: &World) -> Ticket {
        let what = a_ticket(World::home(), user(11));
        let opened = world.store.open(&what, at_most(999), instant(0));
        match opened.await.unwrap() {
            OpenOutcome::Opened(ticket) => *ticket,
            other => panic!("{other:?}"),
        }
    }

    async fn with_channel(world: &World) -> Ticket {
        let ticket = row(world).await;
        let room = NewRoom {
            guild: ticket.guild,
            place: Place::Category(ChannelId::new(300).unwrap()),
            name: channel_name(ticket.number, true),
            ticket: ticket.clone(),
            overwrites: Vec::new(),
        };
        world.rooms.make(&room).await.unwrap();
        ticket
    }

    async fn now(world: &World, ticket: &Ticket) -> Option<Ticket> {
        world.store.find(ticket.guild, ticket.id).await.unwrap()
    }

    #[tokio::test]
    async fn a_row_without_a_channel_is_taken_back_once_nobody_can_be_at_it() {
        let world = World::default();
        let ticket = row(&world).await;
        assert_eq!(world.tickets().repair().await.unwrap(), Repaired::default());
        assert!(now(&world, &ticket).await.is_some());
        world.clock.set(instant(3));
        let repaired = world.tickets().repair().await.unwrap();
        assert_eq!(repaired.taken_back, 1);
        assert_eq!(now(&world, &ticket).await, None);
    }

    #[tokio::test]
    async fn a_channel_that_was_made_is_adopted_and_gets_its_buttons() {
        let world = World::default();
        let ticket = with_channel(&world).await;
        world.clock.set(instant(3));
        assert_eq!(world.tickets().repair().await.unwrap().finished, 1);
        let repaired = now(&world, &ticket).await.unwrap();
        assert!(repaired.channel.is_some() && repaired.control_message.is_some());
        assert_eq!(world.rooms.all()[0].control, repaired.control_message);
        assert_eq!(world.tickets().repair().await.unwrap(), Repaired::default());
    }

    #[tokio::test]
    async fn a_channel_of_the_same_name_that_is_another_s_is_left_alone() {
        let world = World::default();
        let ticket = row(&world).await;
        world.rooms.has_another("ticket-1");
        world.clock.set(instant(3));
        assert_eq!(world.tickets().repair().await.unwrap().taken_back, 1);
        assert_eq!(now(&world, &ticket).await, None);
        assert_eq!(world.rooms.all().len(), 1, "it is there as before");
    }

    #[tokio::test]
    async fn a_channel_is_found_also_after_the_guild_has_chosen_another_place() {
        let world = World::default();
        let ticket = with_channel(&world).await;
        let other = SettingValue::Channel(ChannelId::new(301).unwrap());
        world.set(&CATEGORY, other);
        world.clock.set(instant(3));
        assert_eq!(world.tickets().repair().await.unwrap().finished, 1);
        assert!(now(&world, &ticket).await.unwrap().channel.is_some());
    }

    #[tokio::test]
    async fn those_that_nothing_can_be_done_about_are_named_and_keep_nobody_waiting() {
        let world = World::default();
        for _ in 0..BATCH {
            row(&world).await;
        }
        let last = with_channel(&world).await;
        world.rooms.fails(Call::MadeFor, BATCH);
        world.clock.set(instant(3));
        let repaired = world.tickets().repair().await.unwrap();
        assert_eq!(repaired.left.len(), BATCH as usize);
        assert!(repaired.left[0].1.contains("it is told to fail"));
        assert_eq!(repaired.finished, 1);
        assert!(now(&world, &last).await.unwrap().control_message.is_some());
    }

    #[tokio::test]
    async fn buttons_that_nobody_lived_to_note_are_not_posted_again() {
        let world = World::default();
        let ticket = with_channel(&world).await;
        let placed = Ticket {
            channel: ChannelId::new(1001).ok(),
            ..ticket.clone()
        };
        let posted = world.rooms.post_control(&placed, None, true).await.unwrap();
        world.clock.set(instant(3));
        assert_eq!(world.tickets().repair().await.unwrap().finished, 1);
        let repaired = now(&world, &ticket).await.unwrap();
        assert_eq!(repaired.control_message, Some(posted));
    }

    #[tokio::test]
    async fn a_ticket_that_somebody_works_on_is_archived_where_its_channel_is_gone() {
        let world = World::default();
        let ticket = with_channel(&world).await;
        let channel = ChannelId::new(1001).unwrap();
        assert!(
            world
                .store
                .place(ticket.guild, ticket.id, channel)
                .await
                .unwrap()
        );
        let claim = decide(&ticket, &Action::Claim, admin_of(21), instant(1)).unwrap();
        let Outcome::Changed(claim) = claim else {
            panic!("a claim changes a ticket");
        };
        world.store.apply(&claim).await.unwrap();
        world.rooms.lose_all();
        world.clock.set(instant(3));
        world.tickets().repair().await.unwrap();
        assert_eq!(
            now(&world, &ticket).await.unwrap().status,
            TicketStatus::Archived
        );
    }
}
