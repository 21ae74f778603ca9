//! Tickets that were left half open by a process that died over them.

use chrono::TimeDelta;
use kernel::{ChannelId, PortFailure};

use super::{Tickets, channel_name};
use crate::{Place, RoomError, Ticket};

/// Who opens a ticket is done with it, or dead, after this.
const GRACE: TimeDelta = TimeDelta::minutes(2);

/// What was done about half-open tickets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Repaired {
    /// How many have their channel and their buttons now.
    pub finished: u32,
    /// How many were taken back.
    pub taken_back: u32,
    /// How many are to be tried again later.
    pub left: u32,
}

impl Tickets {
    /// Finishes what somebody began to open and left: a channel that was made is adopted and gets its buttons; a ticket
    /// without one is taken back, since its requester was never told of it.
    pub async fn repair(&self) -> Result<Repaired, PortFailure> {
        let before = self.ports.clock.now() - GRACE;
        let mut done = Repaired::default();
        for ticket in self.ports.store.half_open(before).await? {
            match self.repair_one(&ticket).await {
                Ok(true) => done.finished += 1,
                Ok(false) => done.taken_back += 1,
                Err(_) => done.left += 1,
            }
        }
        Ok(done)
    }

    /// Whether it is open now, rather than taken back.
    async fn repair_one(&self, ticket: &Ticket) -> Result<bool, RoomError> {
        let settings = self.settings(ticket.guild).await?;
        let Some(channel) = self.its_channel(ticket, settings.place()).await? else {
            self.clear_away(ticket).await;
            return Ok(false);
        };
        let placed = Ticket {
            channel: Some(channel),
            ..ticket.clone()
        };
        match self.adopt(&placed, settings.staff_role_id).await {
            Ok(_) => Ok(true),
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

    async fn its_channel(
        &self,
        ticket: &Ticket,
        place: Option<Place>,
    ) -> Result<Option<ChannelId>, RoomError> {
        match (ticket.channel, place) {
            (Some(channel), _) => Ok(Some(channel)),
            (None, Some(place)) => {
                let name = channel_name(ticket.number, true);
                self.ports.rooms.named(ticket.guild, place, &name).await
            }
            (None, None) => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, a_ticket, admin_of, instant, user};
    use crate::{
        Action, NewRoom, OpenOutcome, Outcome, TicketRooms as _, TicketStatus, TicketStore as _,
        decide,
    };

    /// A ticket of which only the row is there.
    async fn row(world: &World) -> Ticket {
        let what = a_ticket(World::home(), user(11));
        match world.store.open(&what, 9, instant(0)).await.unwrap() {
            OpenOutcome::Opened(ticket) => *ticket,
            OpenOutcome::TooMany(_) => panic!("nine are enough"),
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
    async fn buttons_that_nobody_lived_to_note_are_not_posted_again() {
        let world = World::default();
        let ticket = with_channel(&world).await;
        let placed = Ticket {
            channel: ChannelId::new(1001).ok(),
            ..ticket.clone()
        };
        let posted = world.rooms.post_control(&placed, None).await.unwrap();
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
