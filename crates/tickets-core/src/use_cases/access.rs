//! Who reads and writes in a ticket's channel or thread, as its state says; and whom a silent ticket's question goes to.

use kernel::{ChannelId, UserId};

use super::Tickets;
use crate::{ClaimedWork, Overwrite, RoomError, RoomKind, Target, Ticket, locked};

impl Tickets {
    pub(super) async fn ask(&self, ticket: &Ticket, piece: &ClaimedWork) -> Result<(), RoomError> {
        if !self.ports.rooms.ask(ticket, piece.id).await? {
            let store = &self.ports.store;
            store.note_unreachable(ticket.guild, ticket.id).await?;
        }
        Ok(())
    }

    pub(super) async fn admit(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
        target: Target,
        piece: &ClaimedWork,
    ) -> Result<(), RoomError> {
        let rooms = &self.ports.rooms;
        match (ticket.room, target) {
            (RoomKind::Channel, target) => rooms.set(ticket, Overwrite::of_target(target)).await,
            (RoomKind::Thread, Target::User(user)) => rooms.invite(channel, user).await,
            (RoomKind::Thread, Target::Role(role)) => {
                rooms.invite_role(ticket, role, piece.id).await
            }
        }
    }

    /// The requester can write again, also one who left the thread, or the guild, and came back.
    pub(super) async fn unlock(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
    ) -> Result<(), RoomError> {
        let rooms = &self.ports.rooms;
        match ticket.room {
            RoomKind::Channel => {
                let overwrite = Overwrite::of_requester(ticket.requester);
                rooms.set(ticket, overwrite).await
            }
            RoomKind::Thread => {
                rooms.seal(channel, false).await?;
                rooms.invite(channel, ticket.requester).await
            }
        }
    }

    /// The requester, and whoever else was let in by hand, may read and no longer write.
    pub(super) async fn lock(&self, ticket: &Ticket, channel: ChannelId) -> Result<(), RoomError> {
        let rooms = &self.ports.rooms;
        if ticket.room == RoomKind::Thread {
            return rooms.seal(channel, true).await;
        }
        let mut members = vec![ticket.requester];
        let may_stay =
            |it: &UserId| ticket.target() == Some(Target::User(*it)) || *it == ticket.requester;
        let others = rooms.speakers(channel).await?.into_iter();
        members.extend(others.filter(|it| !may_stay(it)));
        // Whoever cannot be locked out keeps nobody else in.
        let mut outcome = Ok(());
        for member in members {
            let set = rooms.set(ticket, locked(member)).await;
            outcome = outcome.and(set);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use kernel::RoleId;
    use settings_core::SettingValue;

    use super::*;
    use crate::settings::ticketbot::THREAD_CHANNEL;
    use crate::testing::{Room, World, user};
    use crate::{Action, OpenRefusal};

    /// A guild whose tickets are threads in channel 400.
    async fn of_threads() -> World {
        let world = World::default();
        let channel = ChannelId::new(400).unwrap();
        world.set(&THREAD_CHANNEL, SettingValue::Channel(channel));
        world.tickets().open(World::wish(11)).await.unwrap();
        world
    }

    async fn after(world: &World, action: Action) -> Room {
        let mut act = World::act(1, action, 21, &[World::staff_role()]);
        act.member.authority = kernel::Authority::Admin;
        world.tickets().act(&act).await.unwrap();
        world.does_its_work().await;
        world.rooms.all().remove(0)
    }

    #[tokio::test]
    async fn a_thread_is_joined_by_its_requester_and_whom_it_is_escalated_to() {
        let world = of_threads().await;
        let room = world.rooms.all().remove(0);
        assert_eq!(room.members, [user(11)]);
        assert!(room.overwrites.is_empty(), "threads have none");
        let second = RoleId::new(78).unwrap();
        after(&world, Action::Escalate(Some(Target::Role(second)))).await;
        let room = after(&world, Action::Escalate(Some(Target::User(user(22))))).await;
        assert_eq!(room.roles, [second]);
        assert_eq!(room.members, [user(11), user(22)]);
        assert!(room.overwrites.is_empty());
    }

    #[tokio::test]
    async fn a_closed_thread_is_sealed_and_a_reopened_one_is_not() {
        let world = of_threads().await;
        let closed = after(&world, Action::Close(None)).await;
        assert!(closed.is_sealed);
        assert_eq!(closed.name, "ticket-1-closed");
        let reopened = after(&world, Action::Reopen).await;
        assert!(!reopened.is_sealed);
        assert_eq!(reopened.name, "ticket-1");
        assert_eq!(reopened.members.last(), Some(&user(11)));
    }

    #[tokio::test]
    async fn a_channel_for_threads_that_is_gone_is_said_to_be() {
        let world = of_threads().await;
        world.rooms.has_category(None);
        let refused = world.tickets().open(World::wish(12)).await;
        let expected = OpenRefusal::ThreadChannelGone(ChannelId::new(400).unwrap());
        assert!(matches!(refused, Err(kernel::UseCaseError::Refused(it)) if it == expected));
    }
}
