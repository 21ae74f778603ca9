//! What the watcher remembers of a message: enough to know whether it was looked at, and what an edit of it changed.

use chrono::{DateTime, Utc};
use kernel::UserId;

use crate::{Announcement, Location, NewReminder, Schedule, SourceText};

/// A number that stands for some text: the same for the same text, in every process and every release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of these pieces in this order (FNV-1a; nobody gains anything by making two texts collide).
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        let mut hash = 0xcbf2_9ce4_8422_2325;
        for piece in pieces {
            // No text holds this byte, so that pieces cannot run into each other.
            hash = step(piece.bytes().fold(hash, step), 0xff);
        }
        Self(hash)
    }

    /// The fingerprint that is kept as this number.
    pub fn from_i64(number: i64) -> Self {
        Self(number.cast_unsigned())
    }

    /// The number as Postgres' `BIGINT`.
    pub fn as_i64(self) -> i64 {
        self.0.cast_signed()
    }

    /// Everything that a message says.
    pub(crate) fn of_announcement(announcement: &Announcement) -> Self {
        Self::of(announcement.texts.iter().flat_map(|source| {
            let text = source.text();
            let kind = match source {
                SourceText::Embed { .. } => "embed",
                SourceText::Plain(_) => "plain",
            };
            let fields = text.fields.iter();
            let ends = [&text.title, &text.footer, &text.url].map(|it| it.as_deref());
            [kind, text.body.as_str()]
                .into_iter()
                .chain(ends.map(|it| it.unwrap_or("\0")))
                .chain(fields.flat_map(|(name, value)| [name.as_str(), value.as_str()]))
        }))
    }

    /// When an event is.
    pub(crate) fn of_moment(schedule: &Schedule) -> Self {
        match schedule {
            Schedule::OneOff { at } => Self::of(["once", &at.timestamp().to_string()]),
            Schedule::Recurring { recurrence, clock } => {
                let first = recurrence.starts_on().map(|it| it.to_string());
                let (rule, clock) = (recurrence.to_rrule(), clock.to_string());
                Self::of(["again", &rule, first.as_deref().unwrap_or(""), &clock])
            }
        }
    }
}

/// One of the things that a message has said.
///
/// Several processes hear of a message, each in its own time: by `written` the later of two versions is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Everything that it said.
    pub content: Fingerprint,
    /// When that was written, by Discord's clock; none where nobody noted it.
    pub written: Option<DateTime<Utc>>,
}

impl Version {
    /// That of a message of which nothing was noted.
    pub(crate) fn unknown() -> Self {
        Self {
            content: Fingerprint::of([]),
            written: None,
        }
    }

    /// What a message says now.
    pub(crate) fn of_announcement(announcement: &Announcement) -> Self {
        Self {
            content: Fingerprint::of_announcement(announcement),
            written: Some(announcement.written),
        }
    }

    /// Whether there is nothing to learn from this one for somebody who has seen `other`: it says the same, or was
    /// written before.
    pub(crate) fn is_covered_by(&self, other: &Self) -> bool {
        let earlier = self.written.zip(other.written);
        self.content == other.content || earlier.is_some_and(|(own, other)| own < other)
    }
}

/// What was read out of a message when it was last looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Which version of it that was.
    pub version: Version,
    /// What its event is called.
    pub title: Fingerprint,
    /// Where its event is.
    pub place: Fingerprint,
    /// What its reminders say.
    pub text: Fingerprint,
    /// When its events are, each at the place of its `origin_part`; none where a number is free. At most ten.
    pub moments: Vec<Option<Fingerprint>>,
}

impl Sight {
    /// What was seen of a message that names no event.
    pub(crate) fn without_event(version: Version) -> Self {
        let nothing = Fingerprint::of([]);
        Self {
            version,
            title: nothing,
            place: nothing,
            text: nothing,
            moments: Vec::new(),
        }
    }

    /// What was seen of a message whose event makes this reminder.
    pub(crate) fn of_event(version: Version, what: &NewReminder) -> Self {
        let place = what.location.as_ref().map(Location::as_str);
        Self {
            version,
            title: Fingerprint::of([what.name.as_str()]),
            place: Fingerprint::of(place),
            text: Fingerprint::of([what.message.as_str()]),
            moments: Vec::new(),
        }
    }
}

/// Why a message makes no reminders any more, whatever it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// This member undid what it had made.
    Undone(UserId),
    /// It was deleted.
    Gone,
}

/// A message that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What was seen last.
    pub sight: Sight,
    /// Why it is left alone, if it is.
    pub closed: Option<Closed>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{announcement, embed};

    #[test]
    fn a_fingerprint_is_the_same_in_every_release() {
        assert_eq!(Fingerprint::of([]).as_i64(), -3_750_763_034_362_895_579);
        assert_eq!(
            Fingerprint::of(["a"]),
            Fingerprint::from_i64(Fingerprint::of(["a"]).as_i64())
        );
    }

    #[test]
    fn pieces_do_not_run_into_each_other() {
        assert_ne!(Fingerprint::of(["ab", "c"]), Fingerprint::of(["a", "bc"]));
        assert_ne!(Fingerprint::of(["a"]), Fingerprint::of(["a", ""]));
    }

    #[test]
    fn every_word_of_a_message_counts() {
        let of =
            |title, body| Fingerprint::of_announcement(&announcement(vec![embed(title, body)]));
        assert_eq!(of("Party", "14/2 20:00"), of("Party", "14/2 20:00"));
        assert_ne!(of("Party", "14/2 20:00"), of("Party", "14/2 21:00"));
        assert_ne!(of("", "Party"), of("Party", ""));
    }
}
