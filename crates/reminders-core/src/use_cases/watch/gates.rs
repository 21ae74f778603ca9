//! Whether a message is read, and whether it becomes a reminder.

use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure};
use parsers::{Reason, Unreadable, Warning};
use settings_core::SystemSettings;

use super::compose::compose;
use crate::announcement;
use crate::settings::EmbedWatcherSettings;
use crate::use_cases::Reminders;
use crate::{
    AddOutcome, Announcement, Author, NewReminder, Permission, Reminder, ReminderId, SourceText,
    WatchOutcome, Who, first_occurrence,
};

/// What became of a message in a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// It is no announcement, or nobody watches: nothing was done and nothing said.
    Ignored,
    /// It became a reminder.
    Created(Box<Reminder>),
    /// It was looked at and left alone; the log says why.
    Skipped,
    /// It looked like an event and could not be read; the log says why.
    NotUnderstood(Reason),
}

impl Reminders {
    /// Whether the guild's messages in this channel are watched at all. Asked before anything is read out of a message,
    /// since most messages are not.
    pub async fn watches(&self, guild: GuildId, channel: ChannelId) -> bool {
        let Ok(snapshot) = self.ports.settings.snapshot(guild).await else {
            return false;
        };
        let watcher = EmbedWatcherSettings::read(&snapshot);
        watcher.enabled && watcher.announcements_channel_id == Some(channel)
    }

    /// Reads a message of the announcements channel, and makes a reminder of the event in it.
    ///
    /// One message makes at most one reminder, however often it is delivered and by however many processes.
    pub async fn watch(&self, announcement: Announcement) -> Result<Watched, PortFailure> {
        let guild = announcement.guild;
        if !self.watches(guild, announcement.origin.channel).await {
            return Ok(Watched::Ignored);
        }
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let watcher = EmbedWatcherSettings::read(&snapshot);
        let zone = SystemSettings::read(&snapshot).timezone;
        if matches!(announcement.author, Author::Own(_)) && !watcher.process_bot_messages {
            return Ok(Watched::Ignored);
        }
        let Some(texts) = texts(&announcement, &watcher) else {
            return Ok(Watched::Ignored);
        };
        if let Some(id) = self.tracked(&announcement).await? {
            return self
                .skip(announcement, WatchOutcome::AlreadyTracked(id))
                .await;
        }
        if announcement.is_own_reminder() {
            return self.skip(announcement, WatchOutcome::OwnReminder).await;
        }
        if let Some(id) = self.similar(&announcement).await? {
            return self
                .skip(announcement, WatchOutcome::AlreadyTracked(id))
                .await;
        }
        let read = announcement::read_best(texts.into_iter(), self.ports.clock.now(), zone);
        match read {
            None => Ok(Watched::Ignored),
            // What cannot be read, of somebody who is not read anyway, concerns nobody.
            Some(Err(_)) if !self.may_announce(&announcement, &watcher).await? => {
                Ok(Watched::Ignored)
            }
            Some(Err(unreadable)) => self.not_understood(&announcement, &unreadable).await,
            Some(Ok(reading)) => {
                if !self.may_announce(&announcement, &watcher).await? {
                    let outcome = WatchOutcome::AuthorNotTrusted;
                    return self.skip(announcement, outcome).await;
                }
                let Some(what) = compose(&announcement, &reading, &watcher) else {
                    let beyond = Unreadable {
                        reason: Reason::UnsupportedRecurrence,
                        looks_scheduled: true,
                        evidence: Vec::new(),
                    };
                    return self.not_understood(&announcement, &beyond).await;
                };
                let warnings = reading.parsed.warnings.clone();
                self.create(announcement, what, zone, warnings).await
            }
        }
    }

    /// Stores the reminder of an announcement, and tells the guild.
    async fn create(
        &self,
        announcement: Announcement,
        what: NewReminder,
        zone: Tz,
        warnings: Vec<Warning>,
    ) -> Result<Watched, PortFailure> {
        let now = self.ports.clock.now();
        let Some(next) = first_occurrence(&what, zone, now) else {
            let past = Unreadable {
                reason: Reason::Past,
                looks_scheduled: true,
                evidence: Vec::new(),
            };
            return self.not_understood(&announcement, &past).await;
        };
        match self.ports.store.add(&what, next, None, now).await? {
            AddOutcome::Stored(reminder) => {
                let outcome = WatchOutcome::Created {
                    reminder: reminder.clone(),
                    zone,
                    warnings,
                };
                self.tell(announcement, outcome).await;
                Ok(Watched::Created(reminder))
            }
            AddOutcome::AlreadyTracked(id) => {
                self.skip(announcement, WatchOutcome::AlreadyTracked(id))
                    .await
            }
            AddOutcome::QuotaReached => Ok(Watched::Skipped),
        }
    }

    /// The reminder that was made of this message before: a message that is delivered again, perhaps after its event,
    /// is nothing new to complain about.
    async fn tracked(
        &self,
        announcement: &Announcement,
    ) -> Result<Option<ReminderId>, PortFailure> {
        let (guild, origin) = (announcement.guild, announcement.origin);
        self.ports.store.find_by_origin(guild, origin).await
    }

    async fn may_announce(
        &self,
        announcement: &Announcement,
        watcher: &EmbedWatcherSettings,
    ) -> Result<bool, PortFailure> {
        Ok(watcher.allow_all_authors || self.is_trusted(announcement).await?)
    }

    /// Whether the author may speak for the guild: bots and webhooks were set up by staff; people need to manage
    /// messages or mention everyone there (design D5).
    async fn is_trusted(&self, announcement: &Announcement) -> Result<bool, PortFailure> {
        let Author::Person(user, roles) = &announcement.author else {
            return Ok(true);
        };
        let who = Who::Member(*user, roles.clone());
        let access = self
            .ports
            .directory
            .access(announcement.guild, announcement.origin.channel, &who)
            .await?;
        Ok(access.is_some_and(|it| {
            it.granted.contains(&Permission::ManageMessages)
                || it.granted.contains(&Permission::MentionEveryone)
        }))
    }
}

/// The texts that are read: the embeds, else the message's own words where that is switched on.
fn texts<'a>(
    announcement: &'a Announcement,
    watcher: &EmbedWatcherSettings,
) -> Option<Vec<&'a SourceText>> {
    if announcement.is_marked_processed() {
        return None;
    }
    let embeds: Vec<_> = announcement.embeds().collect();
    if !embeds.is_empty() {
        return Some(embeds);
    }
    let plain: Vec<_> = announcement.plain().collect();
    (watcher.non_embed_enabled && !plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use parsers::AnnouncementText;
    use settings_core::SettingValue;

    use super::*;
    use crate::LogEvent;
    use crate::settings::{
        ALL_AUTHORS, ANNOUNCEMENTS_CHANNEL, ENABLED, NON_EMBED, PROCESS_BOT, WATCHER_ENABLED,
    };
    use crate::testing::{World, announcement, embed, home, user};

    fn party() -> Announcement {
        announcement(vec![embed("Party", "14/2 20:00")])
    }

    fn with_footer(footer: &str) -> Announcement {
        let text = AnnouncementText {
            footer: Some(footer.to_owned()),
            ..AnnouncementText::plain("14/2 20:00")
        };
        let image_url = None;
        announcement(vec![SourceText::Embed { text, image_url }])
    }

    fn plain(text: &str) -> Announcement {
        announcement(vec![SourceText::Plain(AnnouncementText::plain(text))])
    }

    fn by(author: Author) -> Announcement {
        Announcement { author, ..party() }
    }

    async fn watch(world: &World, announcement: Announcement) -> Watched {
        world.reminders().watch(announcement).await.unwrap()
    }

    /// What became of it, and what the guild was told.
    async fn outcomes(world: &World, announcement: Announcement) -> (Watched, Vec<WatchOutcome>) {
        let watched = watch(world, announcement).await;
        let told = world.told().into_iter().map(|it| match it {
            LogEvent::Watched { outcome, .. } => outcome,
            other => panic!("{other:?}"),
        });
        (watched, told.collect())
    }

    async fn is_passed_over(world: &World, announcement: Announcement) {
        let watched = watch(world, announcement).await;
        assert_eq!(watched, Watched::Ignored);
        assert!(world.told().is_empty(), "{:?}", world.told());
    }

    async fn is_created(world: &World, announcement: Announcement) {
        let (watched, told) = outcomes(world, announcement).await;
        assert!(matches!(watched, Watched::Created(_)), "{watched:?}");
        assert!(
            matches!(told.as_slice(), [WatchOutcome::Created { .. }]),
            "{told:?}"
        );
    }

    #[tokio::test]
    async fn an_announcement_becomes_a_reminder_and_the_guild_is_told() {
        is_created(&World::default(), party()).await;
    }

    #[tokio::test]
    async fn nobody_watches_when_it_is_off_unset_elsewhere_or_unreadable() {
        let world = World::default();
        world.switch(&WATCHER_ENABLED, false);
        is_passed_over(&world, party()).await;

        let world = World::default();
        world.set(&ANNOUNCEMENTS_CHANNEL, SettingValue::Channel(World::OTHER));
        is_passed_over(&world, party()).await;

        let mut foreign = party();
        foreign.guild = crate::testing::guild(2);
        is_passed_over(&World::default(), foreign).await;

        let world = World::default();
        world.lose_settings_once();
        is_passed_over(&world, party()).await;
    }

    #[tokio::test]
    async fn the_watcher_works_while_the_commands_are_off() {
        let world = World::default();
        world.switch(&ENABLED, false);
        is_created(&world, party()).await;
    }

    #[tokio::test]
    async fn the_bots_own_messages_are_read_only_when_switched_on() {
        let world = World::default();
        let own = by(Author::Own(user(99)));
        is_passed_over(&world, own.clone()).await;
        world.switch(&PROCESS_BOT, true);
        is_created(&world, own).await;
    }

    #[tokio::test]
    async fn a_message_marked_as_processed_is_passed_over() {
        is_passed_over(&World::default(), with_footer("EmbedWatcher-Processed")).await;
    }

    #[tokio::test]
    async fn a_reminder_never_makes_a_reminder_whoever_posted_it() {
        for author in [Author::Own(user(99)), Author::Automatic(user(98))] {
            let world = World::default();
            world.switch(&PROCESS_BOT, true);
            let mut posted = with_footer("🤖 Auto-Reminder");
            posted.author = author;
            let (watched, told) = outcomes(&world, posted).await;
            assert_eq!(watched, Watched::Skipped);
            assert!(
                matches!(told.as_slice(), [WatchOutcome::OwnReminder]),
                "{told:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_tracked_message_is_skipped_even_when_its_event_is_over() {
        let world = World::default();
        let Watched::Created(first) = watch(&world, party()).await else {
            panic!("not created")
        };
        for moment in ["2026-02-04 09:01", "2026-02-20 09:00"] {
            world.at(moment);
            assert_eq!(watch(&world, party()).await, Watched::Skipped);
            let told = world.told();
            let Some(LogEvent::Watched { outcome, .. }) = told.last() else {
                panic!("{told:?}")
            };
            assert!(
                matches!(outcome, WatchOutcome::AlreadyTracked(id) if *id == first.id),
                "{outcome:?}"
            );
        }
    }

    #[tokio::test]
    async fn plain_text_is_read_only_when_switched_on() {
        let world = World::default();
        is_passed_over(&world, plain("Feest op 14/2 om 20:00")).await;
        world.switch(&NON_EMBED, true);
        is_created(&world, plain("Feest op 14/2 om 20:00")).await;
    }

    #[tokio::test]
    async fn people_need_a_say_in_the_channel_unless_everybody_may() {
        use Permission::{ManageMessages, MentionEveryone};
        let person = user(5);
        for (lacks, trusted) in [
            (vec![], true),
            (vec![ManageMessages], true),
            (vec![MentionEveryone], true),
            (vec![ManageMessages, MentionEveryone], false),
        ] {
            let world = World::default();
            for permission in &lacks {
                let channel = World::ANNOUNCEMENTS;
                world
                    .directory
                    .take_from(home(), channel, person, *permission);
            }
            let (watched, told) = outcomes(&world, party()).await;
            if trusted {
                assert!(matches!(watched, Watched::Created(_)), "without {lacks:?}");
                continue;
            }
            assert_eq!(watched, Watched::Skipped);
            assert!(
                matches!(told.as_slice(), [WatchOutcome::AuthorNotTrusted]),
                "{told:?}"
            );
            world.switch(&ALL_AUTHORS, true);
            assert!(matches!(watch(&world, party()).await, Watched::Created(_)));
        }
    }

    #[tokio::test]
    async fn bots_and_webhooks_need_no_say() {
        let world = World::default();
        world.directory.remove(home(), World::ANNOUNCEMENTS);
        is_created(&world, by(Author::Automatic(user(98)))).await;
    }

    #[tokio::test]
    async fn nothing_is_told_when_nothing_could_be_stored() {
        let world = World::default();
        world.store.fail_next_calls(1);
        assert!(world.reminders().watch(party()).await.is_err());
        assert!(world.told().is_empty());
        is_created(&world, party()).await;
    }
}
