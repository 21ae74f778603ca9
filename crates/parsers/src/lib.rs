//! Dutch and English text into dates, clocks, days and announcements.
#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
//! # Layers
//!
//! Text is normalised and cut into tokens (`scan`), tokens become expressions (`expression`) by the words of each
//! language (`language`, tables only), and expressions become one announcement (`announcement`).

mod announcement;
mod clock;
mod date;
mod days;
mod expression;
mod holiday;
mod language;
#[cfg(test)]
mod linear;
mod moment;
mod moments;
mod recurrence;
mod scan;
mod weekday_set;
mod wording;

pub use announcement::{
    AnnouncementText, Confidence, Evidence, Kind, ParsedAnnouncement, Part, Reason, Rule,
    Unreadable, Warning, parse_announcement, parse_best,
};
pub use clock::{ClockError, parse_clock};
pub use date::{DateError, parse_date};
pub use days::{Days, parse_days};
pub use moment::{ClockChange, local, parse_zone, resolve, resolve_moved};
pub use moments::{Grain, TimeExpression, parse_expressions};
pub use recurrence::{
    InvalidRecurrence, Nth, Pattern, Recurrence, RecurrenceError, format_recurrence,
    parse_recurrence,
};
pub use weekday_set::{WeekdaySet, format_days};
pub use wording::{format_paragraphs, message_text, short_title};
