//! Preparing a reminder out of a message that a member points at: what the form shows before they send it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, UseCaseError};
use parsers::{Kind, ParsedAnnouncement};
use settings_core::SystemSettings;

use super::Reminders;
use super::watch::{cut, message_of};
use crate::announcement::{self, Reading};
use crate::settings::RemindersSettings;
use crate::{Announcement, Message, Name, ReminderId};

/// A message that a member wants to be reminded of.
#[derive(Debug, Clone)]
pub struct Prepare {
    /// The guild.
    pub guild: GuildId,
    /// The message.
    pub announcement: Announcement,
}

/// A form, filled in as far as the message could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedReminder {
    /// A short title; empty when there is none.
    pub name: String,
    /// The date (`31/12/2026`) or the weekdays (`Monday, Friday`); empty when unreadable.
    pub when: String,
    /// The clock (`20:00`); empty when unreadable.
    pub time: String,
    /// What the message says, within the limit of a reminder.
    pub message: String,
    /// The guild's default channel, else the message's own.
    pub channel: ChannelId,
}

/// Why no form is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrepareRefusal {
    /// Reminders are switched off in this guild.
    Disabled,
    /// The watcher made a reminder of this message already.
    AlreadyTracked(ReminderId),
}

impl Reminders {
    /// Fills in the form for a reminder out of a message.
    pub async fn prepare(
        &self,
        request: Prepare,
    ) -> Result<PreparedReminder, UseCaseError<PrepareRefusal>> {
        let Prepare {
            guild,
            announcement,
        } = request;
        if !self.enabled(guild).await? {
            return Err(UseCaseError::Refused(PrepareRefusal::Disabled));
        }
        if let Some(id) = self
            .ports
            .store
            .find_by_origin(guild, announcement.origin)
            .await?
        {
            return Err(UseCaseError::Refused(PrepareRefusal::AlreadyTracked(id)));
        }
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let zone = SystemSettings::read(&snapshot).timezone;
        let channel = RemindersSettings::read(&snapshot)
            .default_channel_id
            .unwrap_or(announcement.origin.channel);
        Ok(fill(&announcement, channel, self.ports.clock.now(), zone))
    }
}

fn fill(
    announcement: &Announcement,
    channel: ChannelId,
    now: DateTime<Utc>,
    zone: Tz,
) -> PreparedReminder {
    let read = announcement::read_best(announcement.texts.iter(), now, zone);
    let (when, time) = match &read {
        Some(Ok(Reading { parsed, .. })) => moment(parsed, zone),
        _ => (String::new(), String::new()),
    };
    let (source, title) = match &read {
        Some(Ok(Reading { source, parsed })) => (Some(*source), parsed.title.clone()),
        _ => (announcement.texts.first(), None),
    };
    let text = source.map(|it| it.text().clone()).unwrap_or_default();
    let title = parsers::short_title(title.as_deref().or(text.title.as_deref()), &text.body);
    PreparedReminder {
        name: cut(&title, Name::MAX),
        when,
        time,
        message: cut(&message_of(&text), Message::MAX),
        channel,
    }
}

/// Date or days, and clock, in the words that the form reads back.
fn moment(parsed: &ParsedAnnouncement, zone: Tz) -> (String, String) {
    match &parsed.kind {
        Kind::OneOff { start, .. } => {
            let local = parsers::local(*start, zone);
            (
                local.format("%d/%m/%Y").to_string(),
                local.format("%H:%M").to_string(),
            )
        }
        Kind::Weekly { days, clock, .. } => (
            parsers::format_days(*days),
            clock.format("%H:%M").to_string(),
        ),
    }
}
