//! What reminders need from outside.

mod announcements;
mod delivery;
mod directory;
mod figures;
mod images;
mod log;
mod model;
mod notices;
mod occurrences;
mod pauses;
mod premium;
mod snoozes;
mod status;
mod store;
mod watching;

pub use announcements::{AnnouncementSource, Latest};
pub use delivery::{EveryonePolicy, Ping, ReadBack, ReminderDelivery, ReminderPost, SendOutcome};
pub use directory::{ChannelAccess, ChannelDirectory, ChannelKind, Permission, Who};
pub use figures::{ReminderFigures, Upcoming};
pub use images::{Fetched, ImageSource, ImageStore};
pub use log::ReminderLog;
pub use model::{AnnouncementModel, ModelError, ModelReading};
pub use notices::{Bulletin, GuildNotices, News, Notice, NoticeDelivery, NoticeStore, Telling};
pub use occurrences::{Backlog, ClaimWish, Finished, OccurrenceStore, Wanted};
pub use pauses::{ChannelTrouble, PauseStore};
pub use premium::{Premium, Tier};
pub use snoozes::{Recorded, SnoozeStore};
pub use status::{Lateness, Resting, SendCounts, StatusStore, StoredStatus, WaitingRetry};
pub use store::{
    AddOutcome, Completed, Dated, EditOutcome, ListQuery, MOST_LISTED, Page, ReminderEdit,
    ReminderKinds, ReminderStore, Scope, Sends, Suggestion,
};
pub use watching::{Recalled, Revision, Settled, Settlement, Undone, WatchStore};
