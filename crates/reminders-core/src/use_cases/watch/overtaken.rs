//! What happens to reminders while a look at their announcement is under way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};

use super::Watched;
use crate::testing::{World, announcement, embed, home, instant, name, rewrite};
use crate::{
    Announcement, NewReminder, Origin, Recalled, Reminder, Reminders, Schedule, Seen, Settled,
    Settlement, Undone, WatchStore,
};

/// What comes in between.
#[derive(Clone, Copy)]
enum Meanwhile {
    Delivery,
    Edit,
}

/// A [`WatchStore`] on which something else happens right after the first recall.
struct Interrupted {
    world: World,
    meanwhile: Meanwhile,
    happened: AtomicBool,
}

#[async_trait]
impl WatchStore for Interrupted {
    async fn recall(&self, guild: GuildId, origin: Origin) -> Result<Recalled, PortFailure> {
        let recalled = self.world.store.recall(guild, origin).await?;
        if !self.happened.swap(true, Ordering::SeqCst) {
            match self.meanwhile {
                Meanwhile::Delivery => {
                    self.world.reminders().deliver_due().await.unwrap();
                }
                Meanwhile::Edit => {
                    let held = recalled.reminders[0].clone();
                    let by_staff = NewReminder {
                        name: name("By staff"),
                        ..held.what
                    };
                    rewrite(&self.world.store, held.id, by_staff);
                }
            }
        }
        Ok(recalled)
    }

    async fn settle(
        &self,
        guild: GuildId,
        origin: Origin,
        settlement: &Settlement,
        now: DateTime<Utc>,
    ) -> Result<Settled, PortFailure> {
        let store = &self.world.store;
        store.settle(guild, origin, settlement, now).await
    }

    async fn undo(
        &self,
        guild: GuildId,
        origin: Origin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<Undone, PortFailure> {
        self.world.store.undo(guild, origin, by, now).await
    }

    async fn close(
        &self,
        guild: GuildId,
        channel: ChannelId,
        messages: &[MessageId],
        watched: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<Reminder>, PortFailure> {
        let store = &self.world.store;
        store.close(guild, channel, messages, watched, now).await
    }

    async fn seen_lately(
        &self,
        guild: GuildId,
        channel: ChannelId,
        limit: u32,
    ) -> Result<Vec<(MessageId, Seen)>, PortFailure> {
        self.world.store.seen_lately(guild, channel, limit).await
    }

    async fn forget_before(
        &self,
        guild: GuildId,
        moment: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        self.world.store.forget_before(guild, moment).await
    }
}

fn posted(body: &str) -> Announcement {
    announcement(vec![embed("Games night", body)])
}

/// The world in which an event of this evening is announced, shortly before its notice is due.
async fn announced() -> World {
    let world = World::default();
    let watched = world.reminders().watch(posted("4/2 20:00")).await.unwrap();
    assert!(matches!(watched, Watched::Created(_)), "{watched:?}");
    world.at("2026-02-04 18:00");
    world
}

async fn edit_during(world: &World, meanwhile: Meanwhile, body: &str) -> Vec<Reminder> {
    let mut ports = world.ports();
    ports.watching = Arc::new(Interrupted {
        world: world.clone(),
        meanwhile,
        happened: AtomicBool::new(false),
    });
    let watched = Reminders::new(ports).watch_edit(posted(body)).await;
    watched.unwrap();
    let recalled = world.store.recall(home(), posted("").origin).await;
    recalled.unwrap().reminders
}

#[tokio::test]
async fn a_notice_that_was_posted_during_the_look_is_taken_down() {
    for body in ["5/2 20:00", "4/2 20:00 is cancelled"] {
        let world = announced().await;
        let left = edit_during(&world, Meanwhile::Delivery, body).await;
        assert_eq!(world.delivery.posts().len(), 1, "{body}");
        assert_eq!(world.delivery.taken_down().len(), 1, "{body}");
        assert!(left.iter().all(|it| it.pre_message.is_none()), "{left:?}");
    }
}

#[tokio::test]
async fn what_staff_changed_during_the_look_stays() {
    let world = announced().await;
    let left = edit_during(&world, Meanwhile::Edit, "5/2 20:00").await;
    assert_eq!(left[0].what.name.as_str(), "By staff");
    let moved = Schedule::one_off(instant("2026-02-05 19:00"));
    assert_eq!(left[0].what.schedule, moved);
}
