//! Whether a message is read, whether it becomes a reminder, and what the guild is told.

use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, PortFailure};
use parsers::{Reason, Unreadable, Warning};
use settings_core::SystemSettings;

use super::compose::compose;
use crate::announcement;
use crate::settings::EmbedWatcherSettings;
use crate::use_cases::Reminders;
use crate::{
    AddOutcome, Announcement, Author, LogEvent, NewReminder, Permission, Reminder, ReminderId,
    SourceText, WatchOutcome, Who, first_occurrence,
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
        let read = announcement::read_best(texts.into_iter(), self.ports.clock.now(), zone);
        match read {
            None => Ok(Watched::Ignored),
            Some(Err(unreadable)) => self.not_understood(&announcement, &unreadable).await,
            Some(Ok(reading)) => {
                if !watcher.allow_all_authors && !self.is_trusted(&announcement).await? {
                    let outcome = WatchOutcome::AuthorNotTrusted;
                    return self.skip(announcement, outcome).await;
                }
                let what = compose(&announcement, &reading, &watcher);
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
