//! What dashboards show of reminders.

use chrono::{DateTime, Utc};
use kernel::ChannelId;

use crate::ReminderId;

/// Reminders that are not completed, in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReminderFigures {
    /// Those that repeat.
    pub recurring: u32,
    /// Those that happen once.
    pub one_off: u32,
    /// How many there are for each channel, the most first; of channels beyond
    /// [`MOST_CHANNELS`](ReminderFigures::MOST_CHANNELS) nothing is told.
    pub per_channel: Vec<(ChannelId, u32)>,
    /// What happens next, the soonest first; at most [`MOST_UPCOMING`](ReminderFigures::MOST_UPCOMING).
    pub upcoming: Vec<Upcoming>,
}

/// An event that is to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upcoming {
    /// Its reminder.
    pub id: ReminderId,
    /// What it is called.
    pub name: String,
    /// Where it is announced.
    pub channel: ChannelId,
    /// When the event is.
    pub event_at: DateTime<Utc>,
    /// Whether it repeats.
    pub is_recurring: bool,
}

impl ReminderFigures {
    /// As many channels as a server has.
    pub const MOST_CHANNELS: u32 = 500;
    /// So many events are told of.
    pub const MOST_UPCOMING: u32 = 3;
}
