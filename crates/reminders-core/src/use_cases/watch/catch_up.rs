//! Announcements that were written, edited or deleted while nobody listened.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, MessageId, PortFailure};

use super::gates::{Occasion, Watched};
use crate::settings::EmbedWatcherSettings;
use crate::use_cases::Reminders;
use crate::{Announcement, Latest, Seen, Version};

/// How many messages are looked at.
const MESSAGES: u16 = 50;
/// How many messages are known of at most; more than are looked at, since deleted ones are among them.
const KNOWN: u32 = 200;
/// How old an announcement may be that nobody has looked at.
const FRESH: TimeDelta = TimeDelta::hours(24);
/// How long a message is remembered that has no reminder any more. Nothing older is delivered again.
const REMEMBERED: TimeDelta = TimeDelta::days(90);
/// The moment from which Discord's ids count, in milliseconds.
const DISCORD_EPOCH: i64 = 1_420_070_400_000;

impl Reminders {
    /// Looks at the latest messages of the guild's announcements channel, in the order in which they were written: those
    /// of the last day that were never looked at, those that say something else now, and those that are gone. Called
    /// when the guild becomes available, since nobody knows what was missed until then. One request, none where nobody
    /// watches; nothing is said of messages that are skipped.
    pub async fn catch_up(&self, guild: GuildId) -> Result<Vec<Watched>, PortFailure> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let settings = EmbedWatcherSettings::read(&snapshot);
        let channel = settings.announcements_channel_id;
        let channel = channel.filter(|_| settings.enabled);
        let Some(channel) = channel else {
            return Ok(Vec::new());
        };
        let now = self.ports.clock.now();
        let store = &self.ports.watching;
        store.forget_before(guild, now - REMEMBERED).await?;
        // First what is known, then what is there: what is written in between is not taken for deleted.
        let known = store.seen_lately(guild, channel, KNOWN).await?;
        let latest = self
            .ports
            .announcements
            .latest(guild, channel, MESSAGES)
            .await?;
        let Latest::Messages(messages) = latest else {
            return Ok(Vec::new());
        };
        self.messages_deleted(guild, channel, &missing(&known, &messages))
            .await?;
        let known: HashMap<MessageId, Seen> = known.into_iter().collect();
        let mut watched = Vec::new();
        for announcement in messages.iter().rev() {
            if is_new(announcement, known.get(&announcement.origin.message), now) {
                watched.push(self.look(announcement, Occasion::Found).await?);
            }
        }
        Ok(watched)
    }
}

/// Whether a message has to be looked at.
fn is_new(announcement: &Announcement, seen: Option<&Seen>, now: DateTime<Utc>) -> bool {
    match seen {
        Some(seen) => !Version::of_announcement(announcement).is_covered_by(&seen.sight.version),
        None => {
            !announcement.texts.is_empty() && written_at(announcement.origin.message) > now - FRESH
        }
    }
}

/// Those of the known messages that should be among the latest ones, and are not.
fn missing(known: &[(MessageId, Seen)], latest: &[Announcement]) -> Vec<MessageId> {
    let there: HashSet<MessageId> = latest.iter().map(|it| it.origin.message).collect();
    let oldest = there.iter().min();
    let open = known.iter().filter(|(_, seen)| seen.closed.is_none());
    let open = open.map(|(message, _)| *message);
    // A channel that was read and is empty has lost them all.
    open.filter(|it| oldest.is_none_or(|oldest| it > oldest) && !there.contains(it))
        .collect()
}

/// When a message was written, which its id tells.
fn written_at(message: MessageId) -> DateTime<Utc> {
    let millis = message.as_i64() >> 22;
    DateTime::from_timestamp_millis(millis + DISCORD_EPOCH).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::WATCHER_ENABLED;
    use crate::testing::{World, announcement, embed, home};
    use crate::{Author, LogEvent, Origin, SourceText, WatchOutcome};

    /// A message that was written so many hours ago.
    fn written(hours: i64, texts: Vec<SourceText>) -> Announcement {
        let at = World::default().now() - TimeDelta::hours(hours);
        let id = (at.timestamp_millis() - DISCORD_EPOCH) << 22;
        let mut written = announcement(texts);
        written.origin = Origin {
            message: MessageId::try_from(id).unwrap(),
            ..written.origin
        };
        written.author = Author::Unknown(written.author.user());
        written
    }

    async fn caught_up(world: &World) -> Vec<Watched> {
        world.reminders().catch_up(home()).await.unwrap()
    }

    #[tokio::test]
    async fn what_was_missed_for_a_day_is_made_up_for_once() {
        let missed = written(3, vec![embed("Party", "14/2 20:00")]);
        let old = written(25, vec![embed("Old party", "15/2 20:00")]);
        let world = World::default().with_message(old).with_message(missed);
        let watched = caught_up(&world).await;
        assert!(
            matches!(watched.as_slice(), [Watched::Created(_)]),
            "{watched:?}"
        );
        assert_eq!(caught_up(&world).await, []);
        assert_eq!(world.told().len(), 1);
    }

    #[tokio::test]
    async fn an_edit_that_was_missed_is_followed_however_old_the_message_is() {
        let world = World::default();
        let before = written(30, vec![embed("Party", "14/2 20:00")]);
        world.reminders().watch(before).await.unwrap();
        let world = world.with_message(written(30, vec![embed("Party", "15/2 20:00")]));
        assert_eq!(caught_up(&world).await, [Watched::Updated]);
    }

    #[tokio::test]
    async fn a_deletion_that_was_missed_takes_the_reminders_along() {
        let world = World::default();
        let gone = written(3, vec![embed("Party", "14/2 20:00")]);
        let older = written(9, vec![embed("Other party", "14/2 20:00")]);
        for party in [gone, older] {
            world.reminders().watch(party).await.unwrap();
        }
        let world = world.with_message(written(5, vec![embed("Hello", "there")]));
        caught_up(&world).await;
        let told = world.told();
        let deleted = told.iter().filter_map(|it| match it {
            LogEvent::AnnouncementDeleted { removed, .. } => Some(removed.len()),
            _ => None,
        });
        assert_eq!(
            deleted.collect::<Vec<_>>(),
            [1],
            "the older one may be there: {told:?}"
        );
    }

    #[tokio::test]
    async fn a_channel_that_is_empty_now_has_lost_its_announcements_and_one_that_cannot_be_read_has_not()
     {
        use crate::testing::FixedAnnouncements;
        let world = World::default();
        let party = written(3, vec![embed("Party", "14/2 20:00")]);
        let Watched::Created(made) = world.reminders().watch(party).await.unwrap() else {
            panic!("nothing was made")
        };
        let is_there = async || {
            let found = crate::ReminderStore::find(&world.store, home(), made[0].id).await;
            found.unwrap().is_some()
        };
        for unreadable in [
            FixedAnnouncements::failing(),
            FixedAnnouncements::forbidden(),
        ] {
            let world = World {
                announcements: unreadable,
                ..world.clone()
            };
            let _ = world.reminders().catch_up(home()).await;
            assert!(is_there().await, "{:?}", world.announcements);
        }
        caught_up(&world).await;
        assert!(!is_there().await, "its only message is gone");
    }

    #[tokio::test]
    async fn nothing_is_said_of_what_is_skipped_and_a_failure_is_told_once() {
        let unread = written(1, vec![embed("Party", "14/2, om 25:00, uur volgt 20u61")]);
        let unread_too = written(2, vec![embed("Party", "31/2 20:00")]);
        let world = World::default()
            .with_message(unread_too)
            .with_message(unread);
        for permission in [
            crate::Permission::ManageMessages,
            crate::Permission::MentionEveryone,
        ] {
            let place = World::ANNOUNCEMENTS;
            world
                .directory
                .take_from(home(), place, crate::testing::user(5), permission);
        }
        caught_up(&world).await;
        assert!(world.told().is_empty(), "{:?}", world.told());
        let trusted = World {
            directory: World::default().directory,
            ..world
        };
        caught_up(&trusted).await;
        caught_up(&trusted).await;
        let told = trusted.told();
        let failures = told.iter().filter(|it| {
            let LogEvent::Watched { outcome, .. } = it else {
                return false;
            };
            matches!(outcome, WatchOutcome::NotUnderstood { .. })
        });
        assert_eq!((failures.count(), told.len()), (1, 1), "{told:?}");
    }

    #[tokio::test]
    async fn nobody_reads_where_nobody_watches() {
        let world = World::default();
        world.switch(&WATCHER_ENABLED, false);
        let failing = World {
            announcements: crate::testing::FixedAnnouncements::failing(),
            ..world.clone()
        };
        assert_eq!(caught_up(&failing).await, []);
        world.switch(&WATCHER_ENABLED, true);
        assert!(failing.reminders().catch_up(home()).await.is_err());
    }
}
