//! What can be done with reminders: a method of [`Reminders`] for each, a file for each.

mod add;
mod delete;
mod deliver_due;
mod edit;
mod fields;
mod list;
mod live_session;
mod moves;
mod picture;
mod ping;
mod prepare;
mod review;
mod rezone;
mod snooze;
mod status;
mod suggest;
mod tell_pending;
mod watch;
mod when;

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use kernel::{ChannelId, Clock, Cooldown, GuildId, PortFailure};
use settings_core::Settings;

use crate::allowance::Allowance;
use crate::breaker::Breakers;
use crate::{
    AnnouncementModel, AnnouncementSource, ChannelDirectory, EveryonePolicy, ImageSource,
    ImageStore, NoticeDelivery, NoticeStore, OccurrenceStore, PauseStore, PictureLimits, Premium,
    ReminderDelivery, ReminderLog, ReminderStore, SnoozeStore, StatusStore, WatchStore, settings,
};

pub use add::{AddRefusal, AddReminder, Added, WhenInput};
pub use delete::{DeleteRefusal, DeleteReminder};
pub use deliver_due::{Delivered, DeliveryReport, Ending, Note};
pub use edit::{
    Change, EditForm, EditRefusal, EditReminder, EditableReminder, Edited, PictureChange,
    ReminderPatch,
};
pub use fields::{
    AddByFields, Desk, EditByFields, Fault, Field, FieldFault, FieldsRefusal, Given, Preset,
    ReminderFields, Shown,
};
pub use list::{ListRefusal, ListReminders, Listed};
pub use live_session::AddLiveSession;
pub use ping::PingOutlook;
pub use prepare::{Prepare, PrepareFrom, PrepareRefusal, PreparedReminder};
pub use review::Reviewed;
pub use snooze::{SnoozeFor, SnoozeRefusal, SnoozeReminder, Snoozed};
pub use status::{ReminderStatus, StatusRefusal};
pub use suggest::SuggestReminders;
pub use tell_pending::TellReport;
pub use watch::{
    DebugParse, DebugRefusal, DebuggedEvent, DebuggedParse, Understanding, UndoRefusal,
    UndoWatched, Via, Watched,
};
pub use when::{EventChange, ExactChange, ExactWhen, WhenRefusal};

/// Everything that reminders need from outside.
pub struct Ports {
    /// Where reminders are kept.
    pub store: Arc<dyn ReminderStore>,
    /// Which sends are due.
    pub occurrences: Arc<dyn OccurrenceStore>,
    /// What people ask for below a reminder.
    pub snoozes: Arc<dyn SnoozeStore>,
    /// Which reminders rest.
    pub pauses: Arc<dyn PauseStore>,
    /// What people have yet to be told.
    pub notices: Arc<dyn NoticeStore>,
    /// Sums up a guild's reminders.
    pub status: Arc<dyn StatusStore>,
    /// Tells people what became of their reminders.
    pub telling: Arc<dyn NoticeDelivery>,
    /// Posts reminders.
    pub delivery: Arc<dyn ReminderDelivery>,
    /// The guild's channels.
    pub directory: Arc<dyn ChannelDirectory>,
    /// What the watcher remembers of messages.
    pub watching: Arc<dyn WatchStore>,
    /// Is asked about announcements that the rules cannot read, where there is one.
    pub model: Option<Arc<dyn AnnouncementModel>>,
    /// Reads messages that somebody points at.
    pub announcements: Arc<dyn AnnouncementSource>,
    /// The guild's log channel.
    pub log: Arc<dyn ReminderLog>,
    /// What members attach.
    pub image_source: Arc<dyn ImageSource>,
    /// Copies of pictures.
    pub images: Arc<dyn ImageStore>,
    /// How many pictures members may attach.
    pub picture_limits: PictureLimits,
    /// Who has Premium.
    pub premium: Arc<dyn Premium>,
    /// The guild's settings.
    pub settings: Settings,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Whether guilds may let reminders ping everyone.
    pub everyone: EveryonePolicy,
}

/// The reminders of all guilds. Cheap to clone.
#[derive(Clone)]
pub struct Reminders {
    ports: Arc<Ports>,
    cooldown: Arc<Cooldown>,
    allowance: Arc<Allowance>,
    stopping: Arc<AtomicBool>,
    /// A round of sending is under way.
    delivering: Arc<AtomicBool>,
    breakers: Arc<Breakers>,
    /// Channels in which the bot may not ping, and the guild knows.
    muted: Arc<Mutex<HashSet<(GuildId, ChannelId)>>>,
    /// How often each guild's model was asked lately.
    model_budget: Arc<watch::ModelBudget>,
}

impl Reminders {
    /// Five new reminders a minute for each member: more is a mistake or mischief.
    const ADDS: usize = 5;
    const ADD_WINDOW: TimeDelta = TimeDelta::seconds(60);

    /// How many members each memory of [`remembered`](Self::remembered) ever holds.
    pub const MOST_REMEMBERED: usize = kernel::MOST_RECENT;

    /// Reminders over these ports.
    pub fn new(ports: Ports) -> Self {
        let allowance = Allowance::new(ports.picture_limits);
        Self {
            allowance: Arc::new(allowance),
            ports: Arc::new(ports),
            cooldown: Arc::new(Cooldown::new(Self::ADDS, Self::ADD_WINDOW)),
            stopping: Arc::default(),
            delivering: Arc::default(),
            breakers: Arc::default(),
            muted: Arc::default(),
            model_budget: Arc::default(),
        }
    }

    /// What is remembered of members: the name of each memory, and how many are in it.
    pub fn remembered(&self) -> [(&'static str, usize); 2] {
        [
            ("reminder_cooldowns", self.cooldown.remembered()),
            ("image_stamps", self.allowance.remembered()),
        ]
    }

    /// Whether the guild has its reminders switched on.
    pub(crate) async fn enabled(&self, guild: GuildId) -> Result<bool, PortFailure> {
        Ok(self
            .ports
            .settings
            .snapshot(guild)
            .await?
            .bool(&settings::ENABLED))
    }
}
