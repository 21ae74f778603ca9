//! Whether a message is read at all.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure};
use parsers::Reason;
use settings_core::SystemSettings;

use super::plan::Plan;
use super::understood::Understood;
use crate::announcement;
use crate::settings::EmbedWatcherSettings;
use crate::use_cases::Reminders;
use crate::{
    Announcement, Author, Origin, Recalled, Reminder, ReminderId, SourceText, Version, WatchOutcome,
};

/// How often a look is begun anew when another one was faster; then that one has done the work.
const TRIES: usize = 3;

/// What became of a message in a guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Watched {
    /// It is no announcement, nobody watches, or nothing is new: nothing was done and nothing said.
    Ignored,
    /// It became these reminders.
    Created(Vec<Reminder>),
    /// Its reminders follow what it says now.
    Updated,
    /// It is called off, and its reminders are gone.
    Cancelled,
    /// What it says now cannot be read, and its reminders stay as they are; the log says why.
    Kept(Reason),
    /// It was looked at and left alone; the log says why.
    Skipped,
    /// It looked like an event and could not be read; the log says why.
    NotUnderstood(Reason),
}

/// Why a message is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Occasion {
    /// It was just written.
    Posted,
    /// It was changed, or a preview was added to it.
    Edited,
    /// It was there already when the bot came.
    Found,
}

/// A look at a message.
pub(super) struct Look<'a> {
    pub(super) announcement: &'a Announcement,
    pub(super) occasion: Occasion,
    pub(super) watcher: EmbedWatcherSettings,
    pub(super) zone: Tz,
    pub(super) now: DateTime<Utc>,
    pub(super) version: Version,
    pub(super) recalled: Recalled,
}

impl Look<'_> {
    /// Whether a reminder of it has its event still to come.
    pub(super) fn has_live(&self) -> bool {
        self.recalled.live(self.now).next().is_some()
    }

    /// A reminder that somebody made of it where the watcher's would be posted. Elsewhere anybody may make one for
    /// their own channel, which takes nothing away from the guild.
    fn by_hand(&self) -> Option<ReminderId> {
        let target = self.watcher.target_channel_id;
        let target = target.unwrap_or(self.announcement.origin.channel);
        let mut by_hand = self.recalled.by_hand.iter();
        by_hand.find(|it| it.what.channel == target).map(|it| it.id)
    }
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

    /// Reads a new message of the announcements channel, and makes reminders of the events in it.
    ///
    /// Each content of a message is looked at once, however often it is delivered and by however many processes.
    pub async fn watch(&self, announcement: Announcement) -> Result<Watched, PortFailure> {
        self.look(&announcement, Occasion::Posted).await
    }

    /// Reads a message again that was edited, or to which Discord has added a preview: as if it were new when it has
    /// no reminder yet, else its reminders follow it as long as their events have not begun.
    pub async fn watch_edit(&self, announcement: Announcement) -> Result<Watched, PortFailure> {
        self.look(&announcement, Occasion::Edited).await
    }

    /// Reads a message again of which is only known that it has changed.
    pub async fn watch_changed(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Watched, PortFailure> {
        let found = self.ports.announcements.fetch(guild, origin).await?;
        match found {
            Some(announcement) => self.watch_edit(announcement).await,
            None => Ok(Watched::Ignored),
        }
    }

    pub(super) async fn look(
        &self,
        announcement: &Announcement,
        occasion: Occasion,
    ) -> Result<Watched, PortFailure> {
        let guild = announcement.guild;
        if !self.watches(guild, announcement.origin.channel).await {
            return Ok(Watched::Ignored);
        }
        let snapshot = self.ports.settings.snapshot(guild).await?;
        for _ in 0..TRIES {
            let look = Look {
                announcement,
                occasion,
                watcher: EmbedWatcherSettings::read(&snapshot),
                zone: SystemSettings::read(&snapshot).timezone,
                now: self.ports.clock.now(),
                version: Version::of_announcement(announcement),
                recalled: self
                    .ports
                    .watching
                    .recall(guild, announcement.origin)
                    .await?,
            };
            if let Some(watched) = self.look_once(&look).await? {
                return Ok(watched);
            }
        }
        Ok(Watched::Ignored)
    }

    /// One look; none when another one came first.
    async fn look_once(&self, look: &Look<'_>) -> Result<Option<Watched>, PortFailure> {
        let Look {
            announcement,
            watcher,
            recalled,
            ..
        } = look;
        let own = matches!(announcement.author, Author::Own(_));
        if own && !watcher.process_bot_messages {
            return Ok(Some(Watched::Ignored));
        }
        let known = recalled.seen.as_ref();
        if known
            .is_some_and(|it| it.closed.is_some() || look.version.is_covered_by(&it.sight.version))
        {
            return Ok(Some(Watched::Ignored));
        }
        let Some(texts) = texts(announcement, watcher) else {
            return if look.has_live() {
                self.keep(look, Reason::NoTime).await
            } else {
                Ok(Some(Watched::Ignored))
            };
        };
        if recalled.reminders.is_empty()
            && let Some(outcome) = self.leave_alone(look).await?
        {
            return Ok(Some(self.skip(look, outcome).await));
        }
        let read = announcement::read_best(texts.iter().copied(), look.now, look.zone);
        let Some(read) = read else {
            return Ok(Some(Watched::Ignored));
        };
        if !self.may_announce(announcement, watcher).await? {
            // What cannot be read, of somebody who is not read anyway, concerns nobody.
            return match read {
                Err(_) => Ok(Some(Watched::Ignored)),
                Ok(_) => self.not_trusted(look).await,
            };
        }
        match read {
            Ok(reading) => {
                let understood = Understood::by_rules(reading, look.zone);
                self.follow_events(look, &understood).await
            }
            Err(unreadable) => self.unread(look, &texts, &unreadable).await,
        }
    }

    /// Why a message without a reminder of the watcher's is not read, if it is not.
    async fn leave_alone(&self, look: &Look<'_>) -> Result<Option<WatchOutcome>, PortFailure> {
        if look.announcement.is_own_reminder() {
            return Ok(Some(WatchOutcome::OwnReminder));
        }
        let similar = self.similar(look.announcement).await?;
        let Some(id) = similar.or(look.by_hand()) else {
            return Ok(None);
        };
        // Remembered, since what was written just now is older when the bot starts anew.
        let plan = Plan::only_seen(&look.recalled, look.version);
        self.carry_out(look, &plan).await?;
        Ok(Some(WatchOutcome::AlreadyTracked(id)))
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
    use crate::Permission;
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
    async fn a_message_that_comes_again_is_passed_over_even_when_its_event_is_over() {
        let world = World::default();
        let created = watch(&world, party()).await;
        assert!(matches!(created, Watched::Created(_)), "{created:?}");
        for moment in ["2026-02-04 09:01", "2026-02-20 09:00"] {
            world.at(moment);
            for again in [
                world.reminders().watch(party()).await,
                world.reminders().watch_edit(party()).await,
            ] {
                assert_eq!(again.unwrap(), Watched::Ignored);
            }
        }
        assert_eq!(world.told().len(), 1, "{:?}", world.told());
    }

    #[tokio::test]
    async fn a_person_whose_roles_are_unknown_is_looked_up() {
        let world = World::default();
        is_created(&world, by(Author::Unknown(user(5)))).await;
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
            let edited = announcement(vec![embed("Party", "14/2 20:30")]);
            assert!(matches!(watch(&world, edited).await, Watched::Created(_)));
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
