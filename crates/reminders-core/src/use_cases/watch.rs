//! Watching the announcements channel: messages become reminders.

use kernel::{ChannelId, GuildId, PortFailure};
use parsers::{AnnouncementText, Kind, ParsedAnnouncement, Reason, Unreadable};
use settings_core::SystemSettings;

use super::Reminders;
use crate::announcement::{self, Reading};
use crate::settings::EmbedWatcherSettings;
use crate::{
    AddOutcome, Announce, Announcement, Author, Location, LogEvent, Message, Name, NewReminder,
    Permission, Reminder, Schedule, Source, SourceText, WatchOutcome, Who, first_occurrence,
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
        if announcement.is_own_reminder() {
            return self.skip(announcement, WatchOutcome::OwnReminder).await;
        }
        let now = self.ports.clock.now();
        let read = announcement::read_best(texts.into_iter(), now, zone);
        match read {
            None => Ok(Watched::Ignored),
            Some(Err(unreadable)) => self.not_understood(&announcement, &unreadable).await,
            Some(Ok(reading)) => {
                if let Some(outcome) = self.hindrance(&announcement, &watcher).await? {
                    return self.skip(announcement, outcome).await;
                }
                let what = compose(&announcement, &reading, &watcher);
                let Some(next) = first_occurrence(&what, zone, now) else {
                    let past = Unreadable {
                        reason: Reason::Past,
                        looks_scheduled: true,
                        evidence: Vec::new(),
                    };
                    return self.not_understood(&announcement, &past).await;
                };
                let warnings = reading.parsed.warnings.clone();
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
        }
    }

    /// Why an announcement that can be read makes no reminder all the same.
    async fn hindrance(
        &self,
        announcement: &Announcement,
        watcher: &EmbedWatcherSettings,
    ) -> Result<Option<WatchOutcome>, PortFailure> {
        let tracked = self
            .ports
            .store
            .find_by_origin(announcement.guild, announcement.origin)
            .await?;
        if let Some(id) = tracked {
            return Ok(Some(WatchOutcome::AlreadyTracked(id)));
        }
        let trusted = watcher.allow_all_authors || self.is_trusted(announcement).await?;
        Ok((!trusted).then_some(WatchOutcome::AuthorNotTrusted))
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

    async fn skip(
        &self,
        announcement: Announcement,
        outcome: WatchOutcome,
    ) -> Result<Watched, PortFailure> {
        self.tell(announcement, outcome).await;
        Ok(Watched::Skipped)
    }

    /// Ordinary chat is passed over in silence; what looks like an event and cannot be read is reported.
    async fn not_understood(
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

    async fn tell(&self, announcement: Announcement, outcome: WatchOutcome) {
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

fn compose(
    announcement: &Announcement,
    reading: &Reading<'_>,
    watcher: &EmbedWatcherSettings,
) -> NewReminder {
    let text = reading.source.text();
    let schedule = schedule_of(&reading.parsed);
    let title = parsers::short_title(reading.parsed.title.as_deref(), &text.body);
    NewReminder {
        guild: announcement.guild,
        name: Name::new(&cut(&title, Name::MAX)).unwrap_or_else(|_| Name::fallback()),
        channel: watcher
            .target_channel_id
            .unwrap_or(announcement.origin.channel),
        schedule,
        lead: watcher.reminder_offset,
        announce: Announce::default_for(&schedule),
        message: Message::new(&cut(&message_of(text), Message::MAX)).unwrap_or_default(),
        location: reading
            .parsed
            .location
            .as_deref()
            .and_then(|it| Location::new(&cut(it, Location::MAX)).ok().flatten()),
        image_url: None,
        origin: Some(announcement.origin),
        created_by: Some(announcement.author.user()),
        source: Source::Watcher,
    }
}

/// The schedule that an announcement names.
pub(crate) fn schedule_of(parsed: &ParsedAnnouncement) -> Schedule {
    match &parsed.kind {
        Kind::OneOff { start, .. } => Schedule::one_off(*start),
        Kind::Weekly { days, clock, .. } => Schedule::Weekly {
            days: *days,
            clock: *clock,
        },
    }
}

/// What an announcement says, as the body of a reminder.
pub(crate) fn message_of(text: &AnnouncementText) -> String {
    let body = parsers::message_text(text.title.as_deref(), &text.body, text.footer.as_deref());
    parsers::format_paragraphs(&body)
}

/// The first `max` characters.
pub(crate) fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}
