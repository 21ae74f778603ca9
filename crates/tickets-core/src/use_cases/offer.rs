//! What a new ticket is offered of the FAQ.

use chrono::TimeDelta;

use super::Tickets;
use crate::{ClaimedWork, RoomError, Ticket};

/// So long after it was opened a ticket is new. Later people are talking already: one that an earlier release opened is first
/// looked after when somebody presses its buttons, say.
const NEW: TimeDelta = TimeDelta::hours(1);

impl Tickets {
    /// What the FAQ says to the description of a new ticket, if that may help.
    pub(super) async fn offer(
        &self,
        ticket: &Ticket,
        piece: &ClaimedWork,
    ) -> Result<(), RoomError> {
        if self.ports.clock.now() - ticket.created_at > NEW {
            return Ok(());
        }
        let faq = &self.ports.faq;
        let answers = faq.help_for(ticket.guild, &ticket.description).await?;
        if answers.is_empty() {
            return Ok(());
        }
        self.ports.rooms.offer(ticket, &answers, piece.id).await
    }
}

#[cfg(test)]
mod tests {
    use crate::faq::testing::{admin, entry};
    use crate::testing::World;
    use crate::{Action, OpenTicket, TicketStore as _};

    /// A guild whose FAQ knows about roles that are gone.
    async fn with_answers() -> World {
        let world = World::default();
        let faq = world.faq();
        for (title, answer) in [
            ("My role is gone", "React to the rules again."),
            ("Music", "Use /play."),
        ] {
            faq.add(entry(title, answer, "")).await.unwrap();
        }
        world
    }

    #[tokio::test]
    async fn a_new_ticket_is_offered_what_may_help_once_and_stays_as_it_is() {
        let world = with_answers().await;
        let ticket = world.tickets().open(World::wish(11)).await.unwrap();
        world.does_its_work().await;
        world.does_its_work().await;
        let offered = world.rooms.offered();
        assert_eq!(offered.iter().map(Vec::len).collect::<Vec<_>>(), [1]);
        let best = world
            .faq()
            .view(World::home(), offered[0][0])
            .await
            .unwrap();
        assert_eq!(best.title.as_str(), "My role is gone");
        let now = world.store.find(World::home(), ticket.id).await.unwrap();
        let now = now.unwrap();
        assert_eq!(now.revision, ticket.revision);
        assert_eq!(now.status, ticket.status);
    }

    #[tokio::test]
    async fn a_ticket_that_nothing_answers_or_that_is_closed_already_is_offered_nothing() {
        let world = with_answers().await;
        let wish = OpenTicket {
            description: "The door of the hall is locked".to_owned(),
            ..World::wish(11)
        };
        world.tickets().open(wish).await.unwrap();
        world.does_its_work().await;
        assert_eq!(world.rooms.offered(), [] as [Vec<_>; 0]);
        world.tickets().open(World::wish(12)).await.unwrap();
        let mut close = World::act(2, Action::Close(None), 21, &[]);
        close.member = admin(21);
        world.tickets().act(&close).await.unwrap();
        world.does_its_work().await;
        assert_eq!(world.rooms.offered(), [] as [Vec<_>; 0]);
    }

    #[tokio::test]
    async fn a_conversation_that_has_gone_on_for_long_is_not_disturbed() {
        let world = with_answers().await;
        world.tickets().open(World::wish(11)).await.unwrap();
        world.clock.advance(chrono::TimeDelta::minutes(61));
        world.does_its_work().await;
        assert_eq!(world.rooms.offered(), [] as [Vec<_>; 0]);
    }

    #[tokio::test]
    async fn a_message_that_could_not_be_posted_is_posted_later() {
        let world = with_answers().await;
        world.tickets().open(World::wish(11)).await.unwrap();
        world.rooms.fails(crate::testing::Call::Say, 1);
        world.does_its_work().await;
        assert_eq!(world.rooms.offered().len(), 0);
        world.clock.advance(chrono::TimeDelta::seconds(15));
        world.does_its_work().await;
        assert_eq!(world.rooms.offered().len(), 1);
    }
}
