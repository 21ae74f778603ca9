//! What events are called in the database and over HTTP.

use super::Event;

const NAMES: [(Event, &str); 10] = [
    (Event::Created, "created"),
    (Event::Claimed, "claimed"),
    (Event::Unclaimed, "unclaimed"),
    (Event::Waiting, "waiting"),
    (Event::Answered, "answered"),
    (Event::Escalated, "escalated"),
    (Event::Closed, "closed"),
    (Event::Reopened, "reopened"),
    (Event::Archived, "archived"),
    (Event::Deleted, "deleted"),
];

impl Event {
    /// Its name in the database and over HTTP.
    pub fn as_str(self) -> &'static str {
        let found = NAMES.iter().find(|(it, _)| *it == self);
        found.map_or("", |(_, name)| name)
    }

    /// The event with this name.
    ///
    /// ```
    /// use tickets_core::Event;
    ///
    /// assert_eq!(Event::named("reopened"), Some(Event::Reopened));
    /// assert_eq!(Event::named("vanished"), None);
    /// ```
    pub fn named(name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(_, it)| *it == name);
        found.map(|(it, _)| *it)
    }
}
