//! What the guild is told about a message that was watched.

use kernel::PortFailure;
use parsers::Unreadable;

use super::gates::{Look, Occasion, Watched};
use super::plan::Plan;
use crate::use_cases::Reminders;
use crate::{Announcement, Author, Fallback, LogEvent, WatchOutcome};

impl Reminders {
    /// Leaves a message alone, and tells why, unless it was only found.
    pub(super) async fn skip(&self, look: &Look<'_>, outcome: WatchOutcome) -> Watched {
        let own_reminder = matches!(outcome, WatchOutcome::OwnReminder);
        match look.occasion {
            Occasion::Found => return Watched::Skipped,
            // The buttons of a reminder change it, which is no news.
            Occasion::Edited if own_reminder => return Watched::Skipped,
            Occasion::Posted | Occasion::Edited => {}
        }
        self.tell(look.announcement, outcome).await;
        Watched::Skipped
    }

    /// Ordinary chat is passed over in silence; what looks like an event and cannot be read is reported.
    pub(super) async fn not_understood(
        &self,
        look: &Look<'_>,
        unreadable: &Unreadable,
        fallback: Fallback,
    ) -> Result<Option<Watched>, PortFailure> {
        if !unreadable.looks_scheduled && !is_announced(look) {
            return Ok(Some(Watched::Ignored));
        }
        let plan = Plan::only_seen(&look.recalled, look.version);
        if self.carry_out(look, &plan).await?.is_none() {
            return Ok(None);
        }
        let reason = unreadable.reason;
        let outcome = WatchOutcome::NotUnderstood { reason, fallback };
        self.tell(look.announcement, outcome).await;
        Ok(Some(Watched::NotUnderstood(reason)))
    }

    /// Leaves alone what somebody announced who may not, and tells it once for every message: again only where there are
    /// reminders that do not follow it.
    pub(super) async fn not_trusted(
        &self,
        look: &Look<'_>,
    ) -> Result<Option<Watched>, PortFailure> {
        if look.occasion != Occasion::Found {
            let plan = Plan::only_seen(&look.recalled, look.version);
            if self.carry_out(look, &plan).await?.is_none() {
                return Ok(None);
            }
            if look.recalled.seen.is_some() && !look.has_live() {
                return Ok(Some(Watched::Skipped));
            }
        }
        Ok(Some(self.skip(look, WatchOutcome::AuthorNotTrusted).await))
    }

    /// Tells what came of a message.
    pub(super) async fn tell(&self, announcement: &Announcement, outcome: WatchOutcome) {
        let announcement = announcement.clone();
        let guild = announcement.guild;
        let event = LogEvent::Watched {
            announcement,
            outcome,
        };
        self.ports.log.record(guild, &event).await;
    }
}

/// Whether somebody meant to announce something: an embed that came with the message, not the preview of a link in it,
/// which comes later and which people do not write.
fn is_announced(look: &Look<'_>) -> bool {
    let written = look.occasion == Occasion::Posted
        || !matches!(
            look.announcement.author,
            Author::Person(..) | Author::Unknown(_)
        );
    written && look.announcement.embeds().next().is_some()
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
    async fn an_author_who_may_not_announce_is_told_of_once_for_a_message() {
        use crate::Permission::{ManageMessages, MentionEveryone};
        let world = world();
        for permission in [ManageMessages, MentionEveryone] {
            let (place, author) = (World::ANNOUNCEMENTS, crate::testing::user(5));
            world
                .directory
                .take_from(crate::testing::home(), place, author, permission);
        }
        for body in ["14/2 20:00", "14/2 20:30", "14/2 21:00"] {
            let posted = announcement(vec![embed("Party", body)]);
            let watched = world.reminders().watch_edit(posted).await.unwrap();
            assert_eq!(watched, Watched::Skipped, "{body}");
        }
        assert_eq!(world.told().len(), 1, "{:?}", world.told());
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
                matches!(outcome, WatchOutcome::NotUnderstood { reason: it, .. } if *it == reason),
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
