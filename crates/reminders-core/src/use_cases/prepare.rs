//! Preparing a reminder out of a message that a member points at: what the form shows before they send it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, Member, RoleId, UseCaseError};
use parsers::{Kind, ParsedAnnouncement};
use settings_core::SystemSettings;

use super::Reminders;
use super::watch::{cut, message_of};
use crate::announcement::{self, Reading};
use crate::settings::RemindersSettings;
use crate::{Announcement, Message, Name, Origin, ReminderId};

/// A message that a member wants to be reminded of.
#[derive(Debug, Clone)]
pub struct Prepare {
    /// The guild.
    pub guild: GuildId,
    /// The message.
    pub announcement: Announcement,
}

/// A message that a member points at by its place.
#[derive(Debug, Clone)]
pub struct PrepareFrom {
    /// The guild.
    pub guild: GuildId,
    /// Who points.
    pub member: Member,
    /// Their roles in the guild.
    pub roles: Vec<RoleId>,
    /// The message.
    pub origin: Origin,
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
    /// The message is gone, says nothing, or is not for the member or the bot to read.
    Unreadable,
}

impl Reminders {
    /// Fills in the form out of a message that is fetched first, as far as the member may read it themselves.
    pub async fn prepare_from(
        &self,
        request: PrepareFrom,
    ) -> Result<PreparedReminder, UseCaseError<PrepareRefusal>> {
        let PrepareFrom {
            guild,
            member,
            roles,
            origin,
        } = request;
        let asker = (member.user, roles.as_slice());
        if !self.member_may_read(guild, asker, origin.channel).await? {
            return Err(UseCaseError::Refused(PrepareRefusal::Unreadable));
        }
        let found = self.ports.announcements.fetch(guild, origin).await?;
        let announcement = found.ok_or(UseCaseError::Refused(PrepareRefusal::Unreadable))?;
        self.prepare(Prepare {
            guild,
            announcement,
        })
        .await
    }

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
        Kind::Recurring {
            recurrence, clock, ..
        } => (
            parsers::format_recurrence(recurrence),
            clock.format("%H:%M").to_string(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use settings_core::{ApplyChanges, Change, ChangeSource, SettingsStore as _};

    use super::*;
    use crate::settings::{DEFAULT_CHANNEL, ENABLED};
    use crate::testing::{World, announcement, embed, home};
    use crate::{SourceText, Watched};

    async fn prepare(
        world: &World,
        texts: Vec<SourceText>,
    ) -> Result<PreparedReminder, UseCaseError<PrepareRefusal>> {
        let request = Prepare {
            guild: home(),
            announcement: announcement(texts),
        };
        world.reminders().prepare(request).await
    }

    #[tokio::test]
    async fn an_event_fills_in_everything() {
        let texts = vec![embed("Party", "Come on 14/2 at 20:00!")];
        let prepared = prepare(&World::default(), texts).await.unwrap();
        let expected = PreparedReminder {
            name: "Party".to_owned(),
            when: "14/02/2026".to_owned(),
            time: "20:00".to_owned(),
            message: "Party\n\nCome on 14/2 at 20:00!".to_owned(),
            channel: World::GENERAL,
        };
        assert_eq!(prepared, expected);
    }

    #[tokio::test]
    async fn a_weekly_event_fills_in_its_days() {
        let texts = vec![embed("Yoga", "Each Monday & Friday, 6:45 pm")];
        let prepared = prepare(&World::default(), texts).await.unwrap();
        assert_eq!(
            (prepared.when.as_str(), prepared.time.as_str()),
            ("Monday, Friday", "18:45")
        );
    }

    #[tokio::test]
    async fn what_is_filled_in_can_be_read_back() {
        let world = World::default();
        for text in ["14/2 20:00", "Each Monday & Friday, 6:45 pm"] {
            let prepared = prepare(&world, vec![embed("Party", text)]).await.unwrap();
            let zone = chrono_tz::Tz::Europe__Brussels;
            let date = parsers::parse_date(&prepared.when, world.now(), zone);
            let days = parsers::parse_days(&prepared.when);
            let is_days = days.unknown.is_empty() && !days.days.is_empty();
            assert!(date.is_ok() != is_days, "{}", prepared.when);
            assert!(
                parsers::parse_clock(&prepared.time).is_ok(),
                "{}",
                prepared.time
            );
        }
    }

    #[tokio::test]
    async fn a_message_without_an_event_fills_in_its_words() {
        let chat = vec![SourceText::Plain(parsers::AnnouncementText::plain(
            "Bring cake",
        ))];
        let prepared = prepare(&World::default(), chat).await.unwrap();
        assert_eq!((prepared.when.as_str(), prepared.time.as_str()), ("", ""));
        assert_eq!(prepared.name, "Bring cake");
        assert_eq!(prepared.message, "Bring cake");
        let nothing = prepare(&World::default(), vec![]).await.unwrap();
        assert_eq!((nothing.name.as_str(), nothing.message.as_str()), ("", ""));
    }

    #[tokio::test]
    async fn a_message_that_is_too_long_is_cut_to_what_the_form_takes() {
        let long = vec![embed(
            "Party",
            &format!("14/2 20:00\n\n{}", "zo lang ".repeat(400)),
        )];
        let prepared = prepare(&World::default(), long).await.unwrap();
        assert_eq!(prepared.message.chars().count(), Message::MAX);
        assert!(prepared.name.chars().count() <= Name::MAX);
    }

    #[tokio::test]
    async fn without_a_default_channel_it_is_the_messages_own() {
        let world = World::default();
        let unset = ApplyChanges {
            guild: home(),
            changes: vec![Change::to(&DEFAULT_CHANNEL, None)],
            actor: None,
            source: ChangeSource::Command,
            constraints: Vec::new(),
            request_id: None,
        };
        world.settings.apply(unset).await.unwrap();
        let prepared = prepare(&world, vec![embed("Party", "14/2 20:00")]).await;
        assert_eq!(prepared.unwrap().channel, World::ANNOUNCEMENTS);
    }

    #[tokio::test]
    async fn a_message_that_has_a_reminder_gets_no_form() {
        let world = World::default();
        let texts = vec![embed("Party", "14/2 20:00")];
        let watched = world.reminders().watch(announcement(texts.clone())).await;
        let Watched::Created(reminder) = watched.unwrap() else {
            panic!("not created")
        };
        let refused = prepare(&world, texts).await.unwrap_err();
        assert!(
            matches!(refused, UseCaseError::Refused(PrepareRefusal::AlreadyTracked(id)) if id == reminder[0].id),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn reminders_that_are_off_or_unreadable_give_no_form() {
        let world = World::default();
        world.lose_settings_once();
        let failed = prepare(&world, vec![]).await.unwrap_err();
        assert!(matches!(failed, UseCaseError::Failed(_)), "{failed:?}");
        world.switch(&ENABLED, false);
        let refused = prepare(&world, vec![]).await.unwrap_err();
        assert!(
            matches!(refused, UseCaseError::Refused(PrepareRefusal::Disabled)),
            "{refused:?}"
        );
    }
}
