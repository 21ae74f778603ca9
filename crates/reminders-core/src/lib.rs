//! Reminders: what is to be said, when it is due, and how it reaches its channel.
#![doc = include_str!("../README.md")]

mod allowance;
mod announcement;
mod breaker;
mod clock_moves;
mod clocks;
mod image;
mod live_session;
mod log;
mod occurrence;
mod pause;
mod ports;
mod recurrence;
mod reminder;
mod rest_of_event;
pub mod settings;
mod sight;
mod target;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;

pub use allowance::PictureLimits;
pub use announcement::{Announcement, Author, MessageLink, SourceText};
pub use clock_moves::{ClockMove, MoveCause, clock_move_of, clock_moves};
pub use image::{
    AttachedFile, Image, ImageType, Picture, PictureOutcome, PictureProblem, PictureRefusal,
};
pub use live_session::{LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME};
pub use log::{Fallback, LogEvent, SendProblem, WatchOutcome};
pub use occurrence::{
    Claimed, Holding, Kind, Occurrence, OccurrenceId, OccurrenceResult, Punctuality, Verdict, judge,
};
pub use pause::{Pause, PauseReason};
pub use ports::{
    AddOutcome, AnnouncementModel, AnnouncementSource, Backlog, Bulletin, ChannelAccess,
    ChannelDirectory, ChannelKind, ChannelTrouble, ClaimWish, Completed, Dated, EditOutcome,
    EveryonePolicy, Fetched, Finished, GuildNotices, ImageSource, ImageStore, Lateness, Latest,
    ListQuery, MOST_LISTED, ModelError, ModelReading, News, Notice, NoticeDelivery, NoticeStore,
    OccurrenceStore, Page, PauseStore, Permission, Ping, Premium, ReadBack, Recalled, Recorded,
    ReminderDelivery, ReminderEdit, ReminderFigures, ReminderKinds, ReminderLog, ReminderPost,
    ReminderStore, Resting, Revision, Scope, SendCounts, SendOutcome, Sends, Settled, Settlement,
    SnoozeStore, StatusStore, StoredStatus, Suggestion, Telling, Tier, Undone, Upcoming,
    WaitingRetry, Wanted, WatchStore, Who,
};
pub use recurrence::{After, comes_to, first_occurrence, next_occurrence};
pub use reminder::{
    Announce, InvalidReminder, Lead, Location, Message, Name, NewReminder, Origin, Reminder,
    ReminderId, Schedule, Source,
};
pub use rest_of_event::{after_event, rest_of_event};
pub use sight::{Closed, Fingerprint, Seen, Sight, Version};
pub use target::TargetRefusal;
pub use use_cases::{
    AddByFields, AddLiveSession, AddRefusal, AddReminder, Added, Change, DebugParse, DebugRefusal,
    DebuggedEvent, DebuggedParse, DeleteRefusal, DeleteReminder, Delivered, DeliveryReport, Desk,
    EditByFields, EditForm, EditRefusal, EditReminder, EditableReminder, Edited, Ending,
    EventChange, ExactChange, ExactWhen, Fault, Field, FieldFault, FieldsRefusal, Given,
    ListRefusal, ListReminders, Listed, Note, PictureChange, PingOutlook, Ports, Prepare,
    PrepareFrom, PrepareRefusal, PreparedReminder, Preset, ReminderFields, ReminderPatch,
    ReminderStatus, Reminders, Reviewed, Shown, SnoozeFor, SnoozeRefusal, SnoozeReminder, Snoozed,
    StatusRefusal, SuggestReminders, TellReport, Understanding, UndoRefusal, UndoWatched, Via,
    Watched, WhenInput, WhenRefusal,
};
