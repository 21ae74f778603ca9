//! What the guild is told about a message that was watched.

use kernel::PortFailure;
use parsers::Unreadable;

use super::gates::Watched;
use crate::use_cases::Reminders;
use crate::{Announcement, LogEvent, WatchOutcome};

impl Reminders {
    /// Leaves a message alone, and tells why.
    pub(super) async fn skip(
        &self,
        announcement: Announcement,
        outcome: WatchOutcome,
    ) -> Result<Watched, PortFailure> {
        self.tell(announcement, outcome).await;
        Ok(Watched::Skipped)
    }

    /// Ordinary chat is passed over in silence; what looks like an event and cannot be read is reported.
    pub(super) async fn not_understood(
        &self,
        announcement: &Announcement,
        unreadable: &Unreadable,
    ) -> Result<Watched, PortFailure> {
        if !unreadable.looks_scheduled && announcement.embeds().next().is_none() {
            return Ok(Watched::Ignored);
        }
        self.tell(
            announcement.clone(),
            WatchOutcome::NotUnderstood(unreadable.reason),
        )
        .await;
        Ok(Watched::NotUnderstood(unreadable.reason))
    }

    /// Tells what came of a message.
    pub(super) async fn tell(&self, announcement: Announcement, outcome: WatchOutcome) {
        let guild = announcement.guild;
        self.ports
            .log
            .record(
                guild,
                &LogEvent::Watched {
                    announcement,
                    outcome,
                },
            )
            .await;
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use parsers::{AnnouncementText, Reason};

    use super::*;
    use crate::SourceText;
    use crate::settings::NON_EMBED;
    use crate::testing::{World, announcement, embed};

    fn world() -> World {
        let world = World::default();
        world.switch(&NON_EMBED, true);
        world
    }

    fn plain(text: &str) -> Announcement {
        announcement(vec![SourceText::Plain(AnnouncementText::plain(text))])
    }

    #[tokio::test]
    async fn chat_is_passed_over_in_silence() {
        let chat = [
            "Good morning all!",
            "see you friday",
            "it is 20:00 already",
            "",
        ];
        for said in chat.map(plain).into_iter().chain([announcement(vec![])]) {
            let world = world();
            let watched = world.reminders().watch(said.clone()).await.unwrap();
            assert_eq!(watched, Watched::Ignored, "{said:?}");
            assert!(world.told().is_empty(), "{said:?}: {:?}", world.told());
        }
    }

    #[tokio::test]
    async fn what_looks_like_an_event_and_cannot_be_read_is_told_with_its_reason() {
        for (unread, reason) in [
            (
                announcement(vec![embed("Party", "zaterdag 14 februari, uur volgt")]),
                Reason::NoTime,
            ),
            (
                announcement(vec![embed("Party", "3/2/2026 20:00")]),
                Reason::Past,
            ),
            (plain("Party on 31/2 at 20:00"), Reason::InvalidDate),
        ] {
            let world = world();
            let watched = world.reminders().watch(unread.clone()).await.unwrap();
            assert_eq!(watched, Watched::NotUnderstood(reason));
            let told = world.told();
            let [
                LogEvent::Watched {
                    announcement,
                    outcome,
                },
            ] = told.as_slice()
            else {
                panic!("{told:?}")
            };
            assert_eq!(*announcement, unread);
            assert!(
                matches!(outcome, WatchOutcome::NotUnderstood(it) if *it == reason),
                "{outcome:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_start_within_this_very_minute_is_past() {
        let world = world();
        world.clock.advance(TimeDelta::seconds(30));
        let start = world.now().timestamp() + 20;
        let soon = announcement(vec![embed("Now", &format!("<t:{start}:F>"))]);
        let watched = world.reminders().watch(soon).await.unwrap();
        assert_eq!(watched, Watched::NotUnderstood(Reason::Past));
    }
}
