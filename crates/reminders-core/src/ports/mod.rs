//! What reminders need from outside.

mod announcements;
mod delivery;
mod directory;
mod log;
mod model;
mod occurrences;
mod premium;
mod snoozes;
mod store;
mod watching;

pub use announcements::{AnnouncementSource, Latest};
pub use delivery::{EveryonePolicy, Ping, ReadBack, ReminderDelivery, ReminderPost, SendOutcome};
pub use directory::{ChannelAccess, ChannelDirectory, ChannelKind, Permission, Who};
pub use log::ReminderLog;
pub use model::{AnnouncementModel, ModelError, ModelReading};
pub use occurrences::{Backlog, ClaimWish, Finished, OccurrenceStore, Wanted};
pub use premium::{Premium, Tier};
pub use snoozes::{Recorded, SnoozeStore};
pub use store::{
    AddOutcome, Completed, EditOutcome, ListQuery, Page, ReminderEdit, ReminderKinds,
    ReminderStore, Scope, Sends, Suggestion,
};
pub use watching::{Recalled, Revision, Settled, Settlement, Undone, WatchStore};
