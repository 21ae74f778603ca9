//! Reminders: what is to be said, when it is due, and how it reaches its channel.
#![doc = include_str!("../README.md")]

mod announcement;
mod cooldown;
mod log;
mod occurrence;
mod ports;
mod recurrence;
mod reminder;
pub mod settings;
mod target;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use announcement::{Announcement, Author, MessageLink, SourceText};
pub use cooldown::Cooldown;
pub use log::{LogEvent, SendProblem, WatchOutcome};
pub use occurrence::{
    Claimed, Kind, LATE_WINDOW, Occurrence, OccurrenceId, OccurrenceResult, Punctuality, Verdict,
    judge,
};
pub use ports::{
    AddOutcome, AnnouncementSource, ChannelAccess, ChannelDirectory, ChannelKind, Completed,
    EveryonePolicy, ListQuery, OccurrenceStore, Page, Permission, Ping, Premium, Recorded,
    ReminderDelivery, ReminderKinds, ReminderLog, ReminderPost, ReminderStore, Scope, SendOutcome,
    SnoozeStore, Suggestion, Tier, Who,
};
pub use recurrence::{After, first_occurrence, next_occurrence};
pub use reminder::{
    Announce, InvalidReminder, Lead, Location, Message, Name, NewReminder, Origin, Pause,
    PauseReason, Reminder, ReminderId, Schedule, Source,
};
pub use target::TargetRefusal;
pub use use_cases::{
    AddRefusal, AddReminder, Added, DeleteRefusal, DeleteReminder, Delivered, DeliveryReport,
    Ending, ListRefusal, ListReminders, Listed, Ports, Prepare, PrepareFrom, PrepareRefusal,
    PreparedReminder, Reminders, SnoozeFor, SnoozeRefusal, SnoozeReminder, Snoozed,
    SuggestReminders, Watched, WhenInput,
};
