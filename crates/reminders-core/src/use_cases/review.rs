//! Looking at a guild's channels anew: reminders whose channel cannot be posted in rest, and go on once it can.

use kernel::{ChannelId, GuildId, PortFailure};
use settings_core::{Snapshot, SystemSettings};

use super::Reminders;
use crate::settings::RemindersSettings;
use crate::target::bot_lacks;
use crate::{ChannelTrouble, LogEvent, ReminderId, Who};

/// What a look at a guild's channels changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviewed {
    /// The reminders that rest from now on.
    pub paused: Vec<ReminderId>,
    /// The reminders that go on.
    pub resumed: Vec<ReminderId>,
}

impl Reminders {
    /// Looks at every channel that the guild's reminders are posted in. Where the bot may not post, they rest, and people
    /// are told what to mend; where it may again, they go on. Repeating it changes nothing.
    ///
    /// A channel of which nothing is known for now, as during an outage, is left as it is.
    pub async fn review_channels(&self, guild: GuildId) -> Result<Reviewed, PortFailure> {
        let mut reviewed = Reviewed::default();
        let channels = self.ports.pauses.channels_in_use(guild).await?;
        if channels.is_empty() {
            return Ok(reviewed);
        }
        let snapshot = self.ports.settings.snapshot(guild).await?;
        for channel in channels {
            let access = self.ports.directory.access(guild, channel, &Who::Bot).await;
            let trouble = match access {
                Err(_) => continue,
                Ok(None) => Some(ChannelTrouble::Gone),
                Ok(Some(access)) => Some(bot_lacks(&access.granted))
                    .filter(|it| !it.is_empty())
                    .map(ChannelTrouble::Forbidden),
            };
            if let Some(trouble) = trouble {
                let now = self.ports.clock.now();
                let store = &self.ports.pauses;
                let paused = store.pause_channel(guild, channel, &trouble, now).await?;
                reviewed.paused.extend(paused);
            } else {
                let resumed = self.resume(guild, channel, &snapshot).await?;
                reviewed.resumed.extend(resumed);
            }
        }
        Ok(reviewed)
    }

    /// The bot was removed from the guild: all its reminders rest, and nobody is told.
    pub async fn guild_left(&self, guild: GuildId) -> Result<u64, PortFailure> {
        let now = self.ports.clock.now();
        self.ports.pauses.pause_guild(guild, now).await
    }

    async fn resume(
        &self,
        guild: GuildId,
        channel: ChannelId,
        snapshot: &Snapshot,
    ) -> Result<Vec<ReminderId>, PortFailure> {
        let zone = SystemSettings::read(snapshot).timezone;
        let window = RemindersSettings::read(snapshot).late_window;
        let now = self.ports.clock.now();
        let pauses = &self.ports.pauses;
        let resumed = pauses
            .resume_channel(guild, channel, zone, window, now)
            .await?;
        let ids: Vec<_> = resumed.iter().map(|it| it.id).collect();
        if !ids.is_empty() {
            let event = LogEvent::Resumed {
                channel,
                reminders: resumed,
            };
            self.ports.log.record(guild, &event).await;
        }
        Ok(ids)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;

    use super::*;
    use crate::testing::{World, a_reminder, home, instant};
    use crate::{Ending, Kind, PauseReason, Permission, Reminder, ReminderStore as _, SendOutcome};

    async fn found(world: &World, stored: &Reminder) -> Reminder {
        let found = world.store.find(home(), stored.id).await.unwrap();
        found.unwrap()
    }

    async fn round(world: &World) -> Vec<(Kind, Ending)> {
        let report = world.reminders().deliver_due().await.unwrap();
        let handled = report.delivered.iter();
        handled.map(|it| (it.kind, it.ending)).collect()
    }

    #[tokio::test]
    async fn a_channel_without_permission_rests_and_goes_on_once_it_is_given_back() {
        let world = World::default();
        let reminders = world.reminders();
        let stored = world.store(a_reminder().build()).await;
        let may_post = Permission::SendMessages;
        assert_eq!(
            reminders.review_channels(home()).await.unwrap(),
            Reviewed::default()
        );
        world
            .directory
            .take_from_bot(home(), World::GENERAL, may_post);
        let reviewed = reminders.review_channels(home()).await.unwrap();
        assert_eq!(reviewed.paused, [stored.id]);
        let rests = found(&world, &stored).await;
        let reason = rests.paused.map(|it| it.reason);
        assert_eq!((rests.next, reason), (None, Some(PauseReason::Forbidden)));
        assert_eq!(
            reminders.review_channels(home()).await.unwrap(),
            Reviewed::default()
        );
        world
            .directory
            .give_to_bot(home(), World::GENERAL, may_post);
        let reviewed = reminders.review_channels(home()).await.unwrap();
        assert_eq!(reviewed.resumed, [stored.id]);
        assert_eq!(found(&world, &stored).await, stored);
        let told = world.told();
        assert!(
            matches!(told.as_slice(), [LogEvent::Resumed { reminders, .. }] if reminders.len() == 1),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn a_channel_that_is_gone_rests_and_others_do_not() {
        let world = World::default();
        let gone = world.store(a_reminder().build()).await;
        let there = world
            .store(a_reminder().in_channel(World::OTHER).build())
            .await;
        world.directory.remove(home(), World::GENERAL);
        let reviewed = world.reminders().review_channels(home()).await.unwrap();
        assert_eq!(reviewed.paused, [gone.id]);
        assert_eq!(found(&world, &there).await, there);
    }

    #[tokio::test]
    async fn what_failed_in_time_is_sent_late_when_the_channel_is_mended() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        world.at("2026-02-06 20:00");
        world.delivery.answer_next(SendOutcome::Forbidden(vec![]));
        let ended = round(&world).await;
        assert_eq!(
            ended,
            [(Kind::Pre, Ending::Skipped), (Kind::T0, Ending::Failed)]
        );
        world.at("2026-02-06 21:00");
        let reviewed = world.reminders().review_channels(home()).await.unwrap();
        assert_eq!(reviewed.resumed, [stored.id]);
        assert_eq!(round(&world).await, [(Kind::T0, Ending::SentLate)]);
        assert!(found(&world, &stored).await.completed);
    }

    #[tokio::test]
    async fn what_failed_and_is_too_late_stays_failed_and_a_one_off_is_over() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        world.at("2026-02-06 20:00");
        world.delivery.answer_next(SendOutcome::ChannelGone);
        round(&world).await;
        world.at("2026-02-06 22:01");
        world.reminders().review_channels(home()).await.unwrap();
        assert_eq!(round(&world).await, []);
        assert!(found(&world, &stored).await.completed);
    }

    #[tokio::test]
    async fn events_that_passed_while_it_rested_are_missed_and_told() {
        let world = World::default();
        let weekly = a_reminder().weekly([Weekday::Fri], 21, 0).build();
        let stored = world.store(weekly).await;
        world.directory.remove(home(), World::GENERAL);
        world.reminders().review_channels(home()).await.unwrap();
        world.at("2026-02-14 12:00");
        assert_eq!(round(&world).await, []);
        let world = World {
            directory: crate::testing::FixedDirectory::default().with(
                home(),
                World::GENERAL,
                crate::ChannelKind::Text,
            ),
            ..world
        };
        world.reminders().review_channels(home()).await.unwrap();
        assert_eq!(
            round(&world).await,
            [(Kind::Pre, Ending::Missed), (Kind::Pre, Ending::Missed)]
        );
        let next = found(&world, &stored).await.next.map(|it| it.fires_at);
        assert_eq!(next, Some(instant("2026-02-20 19:00")));
        let told = world.reminders().tell_pending().await.unwrap();
        assert_eq!(told.told, 2);
    }

    #[tokio::test]
    async fn a_guild_that_was_left_rests_untold_and_goes_on_when_the_bot_is_back() {
        let world = World::default();
        let stored = world.store(a_reminder().build()).await;
        let reminders = world.reminders();
        assert_eq!(reminders.guild_left(home()).await.unwrap(), 1);
        assert_eq!(reminders.guild_left(home()).await.unwrap(), 0);
        world.at("2026-02-06 19:00");
        assert_eq!(round(&world).await, []);
        assert_eq!(reminders.tell_pending().await.unwrap().told, 0);
        world.at("2026-02-06 19:30");
        reminders.review_channels(home()).await.unwrap();
        assert_eq!(round(&world).await, [(Kind::Pre, Ending::SentLate)]);
        let again = reminders.review_channels(home()).await.unwrap();
        assert_eq!(again, Reviewed::default());
        assert!(found(&world, &stored).await.paused.is_none());
    }

    #[tokio::test]
    async fn a_guild_without_reminders_asks_nobody_anything() {
        let world = World::default();
        world.lose_settings_once();
        let reviewed = world.reminders().review_channels(home()).await.unwrap();
        assert_eq!(reviewed, Reviewed::default());
    }
}
