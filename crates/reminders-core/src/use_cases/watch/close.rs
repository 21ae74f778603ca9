//! Announcements that were deleted: their reminders go with them.

use kernel::{ChannelId, GuildId, MessageId, PortFailure};

use crate::use_cases::Reminders;
use crate::{LogEvent, Reminder};

impl Reminders {
    /// Removes the watcher's reminders of messages that were deleted, except those whose event has begun, and tells the
    /// guild (spec W45). Reminders that members made of them stay. Any channel may hold such a message: the one that is
    /// watched may have been another one earlier.
    pub async fn messages_deleted(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
    ) -> Result<Vec<Reminder>, PortFailure> {
        let (watched, now) = (self.watches(guild, channel).await, self.ports.clock.now());
        let store = &self.ports.watching;
        let removed = store.close(guild, channel, messages, watched, now).await?;
        for reminder in &removed {
            self.take_down_notice(reminder).await;
        }
        if !removed.is_empty() {
            let removed = removed.clone();
            let event = LogEvent::AnnouncementDeleted { channel, removed };
            self.ports.log.record(guild, &event).await;
        }
        Ok(removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, a_reminder, announcement, embed, home};
    use crate::{ReminderStore as _, Watched};

    async fn deleted(world: &World) -> Vec<Reminder> {
        let origin = announcement(vec![]).origin;
        let messages = [origin.message];
        let reminders = world.reminders();
        let removed = reminders.messages_deleted(home(), origin.channel, &messages);
        removed.await.unwrap()
    }

    #[tokio::test]
    async fn the_reminders_of_a_deleted_announcement_go_and_the_guild_is_told() {
        let world = World::default();
        let party = announcement(vec![embed(
            "Party",
            "4/2 20:00\nevery Friday is another matter",
        )]);
        world.reminders().watch(party.clone()).await.unwrap();
        let by_hand = world
            .store(a_reminder().made_from(party.origin).build())
            .await;
        world.at("2026-02-04 18:00");
        world.reminders().deliver_due().await.unwrap();
        let removed = deleted(&world).await;
        assert_eq!(removed.len(), 1);
        assert_eq!(
            world.delivery.taken_down().len(),
            1,
            "its notice stood there"
        );
        assert!(
            world
                .store
                .find(home(), by_hand.id)
                .await
                .unwrap()
                .is_some()
        );
        let told = world.told();
        let Some(LogEvent::AnnouncementDeleted { removed: told, .. }) = told.last() else {
            panic!("{told:?}")
        };
        assert_eq!(*told, removed);
        assert_eq!(deleted(&world).await, []);
        let late = world.reminders().watch(party).await.unwrap();
        assert_eq!(late, Watched::Ignored, "a late look makes nothing");
    }

    #[tokio::test]
    async fn an_event_that_has_begun_keeps_its_reminder() {
        let world = World::default();
        let party = announcement(vec![embed("Party", "4/2 20:00")]);
        world.reminders().watch(party).await.unwrap();
        world.at("2026-02-04 19:00");
        assert_eq!(deleted(&world).await, []);
        assert!(matches!(
            world.told().as_slice(),
            [LogEvent::Watched { .. }]
        ));
    }
}
