//! Whether one of the bot's own messages says again what it has just made a reminder of.

use std::collections::HashSet;

use chrono::TimeDelta;
use kernel::PortFailure;

use crate::use_cases::Reminders;
use crate::{Announcement, Author, ReminderId};

/// How long ago counts as just now.
const JUST_NOW: TimeDelta = TimeDelta::minutes(5);
/// So many of five words in a title make it the same title.
const SHARED_OF_FIVE: usize = 3;
/// Shorter words are in every title.
const WORD_LENGTH: usize = 3;

impl Reminders {
    /// The reminder of the last five minutes in this channel that shares most of its words with the title of one of the
    /// bot's own messages (spec section 9, step 7): a second guard against a loop, beside the footer.
    pub(super) async fn similar(
        &self,
        announcement: &Announcement,
    ) -> Result<Option<ReminderId>, PortFailure> {
        if !matches!(announcement.author, Author::Own(_)) {
            return Ok(None);
        }
        let titles = announcement
            .embeds()
            .filter_map(|it| it.text().title.as_deref());
        let titles: Vec<_> = titles.map(words).filter(|it| !it.is_empty()).collect();
        if titles.is_empty() {
            return Ok(None);
        }
        let since = self.ports.clock.now() - JUST_NOW;
        let (guild, channel) = (announcement.guild, announcement.origin.channel);
        let recent = self.ports.store.made_since(guild, channel, since).await?;
        let same = recent.into_iter().find(|it| {
            let name = words(&it.name);
            titles.iter().any(|title| is_similar(title, &name))
        });
        Ok(same.map(|it| it.id))
    }
}

fn is_similar(title: &HashSet<String>, name: &HashSet<String>) -> bool {
    title.intersection(name).count() * 5 >= title.len() * SHARED_OF_FIVE
}

fn words(text: &str) -> HashSet<String> {
    let words = text.split(|it: char| !it.is_alphanumeric());
    words
        .filter(|it| it.chars().count() >= WORD_LENGTH)
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Watched;
    use crate::settings::PROCESS_BOT;
    use crate::testing::{World, a_reminder, announcement, embed, user};

    #[test]
    fn three_of_five_words_are_enough_and_short_ones_do_not_count() {
        let title = words("Big games night at the Kroon");
        assert!(is_similar(&title, &words("games NIGHT, big!")));
        assert!(!is_similar(&title, &words("Big night at it")));
    }

    /// What becomes of an own message with this title, so many minutes after a reminder for "Big games night".
    async fn watched(title: &str, minutes: i64) -> Watched {
        let world = World::default();
        world.switch(&PROCESS_BOT, true);
        let fresh = a_reminder().named("Big games night");
        world
            .store(fresh.in_channel(World::ANNOUNCEMENTS).build())
            .await;
        world.clock.advance(TimeDelta::minutes(minutes));
        let mut own = announcement(vec![embed(title, "14/2 20:00")]);
        own.author = Author::Own(user(1));
        world.reminders().watch(own).await.unwrap()
    }

    #[tokio::test]
    async fn the_bots_own_words_about_a_fresh_reminder_make_no_second_one() {
        assert_eq!(watched("Games night, big", 4).await, Watched::Skipped);
    }

    #[tokio::test]
    async fn other_words_and_later_ones_make_a_reminder() {
        for (title, minutes) in [("Quiz in the pub", 4), ("Games night, big", 6)] {
            let outcome = watched(title, minutes).await;
            assert!(matches!(outcome, Watched::Created(_)), "{outcome:?}");
        }
    }
}
