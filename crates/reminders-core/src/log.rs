//! What the guild's own log tells about reminders.

use chrono_tz::Tz;
use kernel::{ChannelId, UserId};
use parsers::Reason;
use settings_core::{LogLevel, Severity, SystemSettings};

use crate::settings::EmbedWatcherSettings;
use crate::{
    Announcement, Occurrence, Permission, Punctuality, Reminder, ReminderId, Understanding,
};

/// Something that the guild's log channel is told.
#[derive(Debug, Clone)]
pub enum LogEvent {
    /// A member made a reminder.
    Created {
        /// The reminder.
        reminder: Reminder,
        /// The guild's zone.
        zone: Tz,
    },
    /// A member changed a reminder.
    Edited {
        /// The reminder as it was.
        before: Box<Reminder>,
        /// The reminder as it is.
        reminder: Reminder,
        /// Who changed it.
        by: UserId,
        /// The guild's zone.
        zone: Tz,
    },
    /// A member deleted a reminder.
    Deleted {
        /// The reminder as it was.
        reminder: Reminder,
        /// Who deleted it.
        by: UserId,
    },
    /// Somebody marked a reminder as done.
    Done {
        /// The reminder as it is now.
        reminder: Reminder,
        /// Who did.
        by: UserId,
    },
    /// A reminder was posted.
    Sent {
        /// The reminder.
        reminder: Reminder,
        /// Which send it was.
        occurrence: Occurrence,
        /// The guild's zone.
        zone: Tz,
        /// Whether it came on time.
        punctuality: Punctuality,
    },
    /// Reminders go on, because their channel can be posted in again.
    Resumed {
        /// Their channel.
        channel: ChannelId,
        /// The reminders.
        reminders: Vec<Reminder>,
    },
    /// The guild wants reminders to ping everyone, and the bot may not do that in this reminder's channel.
    CannotPing {
        /// The first reminder that went without.
        reminder: Reminder,
    },
    /// A reminder was posted that may stand in its channel already: the bot may not read there, and could not look.
    SentUnchecked {
        /// The reminder.
        reminder: Reminder,
        /// Which send it was.
        occurrence: Occurrence,
        /// The guild's zone.
        zone: Tz,
    },
    /// The only event of a reminder is over, and the reminder with it.
    Finished {
        /// The reminder.
        reminder: Reminder,
        /// The send that was its last.
        occurrence: Occurrence,
        /// The guild's zone.
        zone: Tz,
    },
    /// The watcher looked at an announcement.
    Watched {
        /// What it looked at.
        announcement: Announcement,
        /// What came of it.
        outcome: WatchOutcome,
    },
    /// An announcement was deleted, and its reminders with it.
    AnnouncementDeleted {
        /// Its channel.
        channel: ChannelId,
        /// The reminders that were removed.
        removed: Vec<Reminder>,
    },
}

/// Why a reminder could not be posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendProblem {
    /// The channel does not exist any more, or not in this guild.
    ChannelGone,
    /// The bot may not post there.
    Forbidden(Vec<Permission>),
    /// Discord refused it or did not answer in time; the text is for people, without secrets.
    Refused(String),
    /// Its time was over before it could be sent.
    Missed,
}

/// What came of an announcement.
#[derive(Debug, Clone)]
pub enum WatchOutcome {
    /// It became reminders, one for each of its events.
    Created {
        /// The reminders.
        reminders: Vec<Reminder>,
        /// How it was understood.
        understanding: Understanding,
    },
    /// It was edited, and its reminders follow.
    Updated {
        /// Reminders as they were and as they are.
        changed: Vec<(Reminder, Reminder)>,
        /// Reminders of events that it did not name before.
        added: Vec<Reminder>,
        /// Reminders of events that it does not name any more.
        removed: Vec<Reminder>,
        /// How it was understood.
        understanding: Understanding,
    },
    /// It was edited and is called off now.
    Cancelled {
        /// The reminders that were removed.
        removed: Vec<Reminder>,
    },
    /// It was edited and cannot be read any more.
    Kept {
        /// The reminders that stay.
        reminders: Vec<Reminder>,
        /// Why it cannot be read.
        reason: Reason,
    },
    /// It has a reminder already.
    AlreadyTracked(ReminderId),
    /// It is one of the bot's own reminders.
    OwnReminder,
    /// Its author may neither manage messages nor mention everyone there.
    AuthorNotTrusted,
    /// It looked like an event, and could not be read.
    NotUnderstood {
        /// Why the rules could not read it.
        reason: Reason,
        /// What a model made of it.
        fallback: Fallback,
    },
}

/// What a model made of an announcement that the rules could not read, when that is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// It was not asked.
    NotAsked,
    /// It could not be asked, found nothing, or said what cannot be.
    Failed,
}

impl WatchOutcome {
    fn severity(&self) -> Severity {
        match self {
            Self::Created { .. } | Self::Updated { .. } => Severity::Success,
            Self::NotUnderstood { .. } | Self::Kept { .. } | Self::Cancelled { .. } => {
                Severity::Warning
            }
            Self::AlreadyTracked(_) | Self::OwnReminder | Self::AuthorNotTrusted => Severity::Info,
        }
    }
}

impl LogEvent {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Created { .. } | Self::Resumed { .. } => Severity::Success,
            Self::Sent { .. } | Self::Edited { .. } | Self::Done { .. } => Severity::Info,
            Self::Deleted { .. }
            | Self::AnnouncementDeleted { .. }
            | Self::Finished { .. }
            | Self::CannotPing { .. }
            | Self::SentUnchecked { .. } => Severity::Warning,
            Self::Watched { outcome, .. } => outcome.severity(),
        }
    }

    /// The channel that is told, if any is: the log channel, or the one for announcements that could not be read.
    pub fn channel(
        &self,
        system: &SystemSettings,
        watcher: &EmbedWatcherSettings,
    ) -> Option<ChannelId> {
        if !LogLevel::shows(system.log_level, self.severity()) {
            return None;
        }
        match self {
            Self::Watched {
                outcome: WatchOutcome::NotUnderstood { .. },
                ..
            } => watcher
                .failed_parse_log_channel_id
                .or(system.log_channel_id),
            _ => system.log_channel_id,
        }
    }
}
