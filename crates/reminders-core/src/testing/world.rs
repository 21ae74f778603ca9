//! A guild with everything that reminders need from outside, all of it in memory.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{Authority, ChannelId, GuildId, ManualClock, Member};
use settings_core::testing::InMemorySettings;
use settings_core::{Definition, SettingValue};

use super::{
    EverybodyHas, FixedAnnouncements, FixedDirectory, FixedFiles, InMemoryReminders,
    RecordingBulletins, RecordingDelivery, RecordingLog, ScriptedModel, guild, instant, user,
};
use crate::{
    AddReminder, Announcement, Author, ChannelKind, EveryonePolicy, LogEvent, NewReminder, Origin,
    PictureLimits, Ports, Reminder, Reminders, SourceText, Tier, WhenInput, first_occurrence,
};

/// Guild 1 on Wednesday 4 February 2026 at 10:00 in Brussels. Channel 10 is an ordinary one and the default for
/// reminders, channel 20 is watched for announcements, 30 is another one, and everybody may do everything in them.
///
/// The fakes share their state with the [`Reminders`] that were [made](Self::reminders) from them.
#[derive(Clone)]
pub struct World {
    /// The reminders.
    pub store: InMemoryReminders,
    /// What was posted.
    pub delivery: RecordingDelivery,
    /// What people were told of what was not sent.
    pub bulletins: RecordingBulletins,
    /// The channels.
    pub directory: FixedDirectory,
    /// The messages that can be read.
    pub announcements: FixedAnnouncements,
    /// The model that is asked about what the rules cannot read.
    pub model: ScriptedModel,
    /// What the guild was told.
    pub log: RecordingLog,
    /// The files that members attach.
    pub files: FixedFiles,
    /// What everybody has paid for.
    pub tier: Tier,
    /// The settings.
    pub settings: InMemorySettings,
    /// The time.
    pub clock: ManualClock,
}

impl Default for World {
    fn default() -> Self {
        let world = Self {
            store: InMemoryReminders::default(),
            delivery: RecordingDelivery::default(),
            bulletins: RecordingBulletins::default(),
            directory: FixedDirectory::default()
                .with(guild(1), Self::GENERAL, ChannelKind::Text)
                .with(guild(1), Self::ANNOUNCEMENTS, ChannelKind::Announcement)
                .with(guild(1), Self::OTHER, ChannelKind::Text),
            announcements: FixedAnnouncements::default(),
            model: ScriptedModel::default(),
            log: RecordingLog::default(),
            files: FixedFiles::default(),
            tier: Tier::Free,
            settings: InMemorySettings::default(),
            clock: ManualClock::at(instant("2026-02-04 09:00")),
        };
        let channel = SettingValue::Channel;
        world.set(&crate::settings::DEFAULT_CHANNEL, channel(Self::GENERAL));
        world.set(
            &crate::settings::ANNOUNCEMENTS_CHANNEL,
            channel(Self::ANNOUNCEMENTS),
        );
        world
    }
}

impl World {
    /// An ordinary channel, the default for reminders.
    pub const GENERAL: ChannelId = id(10);
    /// The channel that is watched.
    pub const ANNOUNCEMENTS: ChannelId = id(20);
    /// Another channel.
    pub const OTHER: ChannelId = id(30);

    /// Everything that reminders need, for a test that replaces a part of it.
    pub fn ports(&self) -> Ports {
        Ports {
            store: Arc::new(self.store.clone()),
            occurrences: Arc::new(self.store.clone()),
            snoozes: Arc::new(self.store.clone()),
            pauses: Arc::new(self.store.clone()),
            notices: Arc::new(self.store.clone()),
            status: Arc::new(self.store.clone()),
            telling: Arc::new(self.bulletins.clone()),
            delivery: Arc::new(self.delivery.clone()),
            directory: Arc::new(self.directory.clone()),
            watching: Arc::new(self.store.clone()),
            model: Some(Arc::new(self.model.clone())),
            announcements: Arc::new(self.announcements.clone()),
            log: Arc::new(self.log.clone()),
            image_source: Arc::new(self.files.clone()),
            images: Arc::new(self.store.clone()),
            picture_limits: PictureLimits::default(),
            premium: Arc::new(EverybodyHas(self.tier)),
            settings: settings_core::testing::settings(&self.settings),
            clock: Arc::new(self.clock.clone()),
            everyone: EveryonePolicy::AsGuildsChoose,
        }
    }

    /// The reminders of this world; each has a cooldown of its own, as after a restart.
    pub fn reminders(&self) -> Reminders {
        Reminders::new(self.ports())
    }

    /// The same world with a message that can be read.
    pub fn with_message(mut self, announcement: Announcement) -> Self {
        self.announcements = self.announcements.with(announcement);
        self
    }

    /// Changes a setting of guild 1.
    pub fn set(&self, definition: &Definition, value: SettingValue) {
        self.settings.set(guild(1), definition, value);
    }

    /// Switches a setting of guild 1 on or off.
    pub fn switch(&self, definition: &Definition, value: bool) {
        self.set(definition, SettingValue::Bool(value));
    }

    /// Makes the settings unreadable for whoever asks next; a read is tried twice.
    pub fn lose_settings_once(&self) {
        self.settings.fail_next_reads(2);
    }

    /// Stores a reminder, as of now.
    pub async fn store(&self, what: NewReminder) -> Reminder {
        use crate::{AddOutcome, ReminderStore as _};
        let now = kernel::Clock::now(&self.clock);
        let next = first_occurrence(&what, chrono_tz::Tz::Europe__Brussels, now).unwrap();
        match self.store.add(&what, next, None, now).await.unwrap() {
            AddOutcome::Stored(reminder) => *reminder,
            other => panic!("the reminder was not stored: {other:?}"),
        }
    }

    /// Moves the clock to this moment in Greenwich, as in `"2026-02-06 20:00"`.
    pub fn at(&self, text: &str) {
        self.clock.set(instant(text));
    }

    /// The present moment.
    pub fn now(&self) -> DateTime<Utc> {
        kernel::Clock::now(&self.clock)
    }

    /// What guild 1 was told, in order.
    pub fn told(&self) -> Vec<LogEvent> {
        let events = self.log.events();
        let ours = events.into_iter().filter(|(to, _)| *to == guild(1));
        ours.map(|(_, event)| event).collect()
    }
}

/// The guild that a [`World`] has.
pub fn home() -> GuildId {
    guild(1)
}

/// A member without a say.
pub fn member(id: u64) -> Member {
    Member {
        user: user(id),
        authority: Authority::Member,
    }
}

/// A member who may see and change everything.
pub fn admin(id: u64) -> Member {
    Member {
        user: user(id),
        authority: Authority::Admin,
    }
}

/// Message 77 in the watched channel of guild 1, by person 5, with these texts.
pub fn announcement(texts: Vec<SourceText>) -> Announcement {
    Announcement {
        guild: guild(1),
        origin: Origin {
            channel: World::ANNOUNCEMENTS,
            message: super::message(77),
        },
        author: Author::Person(user(5), Vec::new()),
        written: DateTime::UNIX_EPOCH,
        texts,
    }
}

/// An embed with a title, perhaps empty, and a description.
pub fn embed(title: &str, body: &str) -> SourceText {
    SourceText::Embed {
        text: parsers::AnnouncementText {
            title: Some(title.to_owned()).filter(|it| !it.is_empty()),
            ..parsers::AnnouncementText::plain(body)
        },
        image_url: None,
    }
}

/// A wish of member 7 for a reminder in guild 1 that is called so, without a moment yet.
pub fn wish(name: &str) -> AddReminder {
    AddReminder {
        guild: guild(1),
        member: member(7),
        roles: Vec::new(),
        name: name.to_owned(),
        channel: None,
        when: WhenInput::default(),
        message: None,
        location: None,
        link: None,
        picture: None,
        announce: None,
        mention_everyone: false,
        origin: None,
    }
}

/// The link to a message of guild 1.
pub fn link_to(origin: Origin) -> String {
    let (channel, message) = (origin.channel, origin.message);
    format!("https://discord.com/channels/1/{channel}/{message}")
}

const fn id(number: u64) -> ChannelId {
    match ChannelId::new(number) {
        Ok(id) => id,
        Err(_) => panic!("above zero"),
    }
}
