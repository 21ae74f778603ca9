//! An announcement's text in, one event out.

mod best;
mod bounds;
mod cancelled;
mod candidates;
mod choose;
mod countdown;
mod display;
mod edges;
mod ending;
mod exceptions;
mod feasts;
mod findings;
mod habits;
mod headline;
mod heads;
mod lasting;
mod leading;
mod links;
mod no_start;
mod opening;
mod opening_hours;
mod outcome;
mod pairs;
mod part_of_day;
mod parts;
mod place;
mod question;
mod range_days;
mod read;
mod recurring;
mod replaced;
mod schedule;
mod text;
mod zones;

pub use best::parse_best;
pub use outcome::{
    Confidence, Evidence, Kind, ParsedAnnouncement, Part, Reason, Rule, Unreadable, Warning,
};
pub use read::parse_announcement;
pub use text::AnnouncementText;
