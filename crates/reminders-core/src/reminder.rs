//! A reminder: data that cannot be wrong.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike as _, Utc};
use kernel::{ChannelId, GuildId, MessageId, UserId};
use parsers::{InvalidRecurrence, Recurrence, WeekdaySet};

use crate::{Occurrence, Pause};

/// The number by which people name a reminder. Unique over all guilds, yet only valid together with its guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReminderId(NonZeroU64);

impl ReminderId {
    /// The id with this number; none for zero and for what is above 2⁶³−1.
    pub fn new(id: u64) -> Option<Self> {
        i64::try_from(id)
            .ok()
            .and_then(|_| NonZeroU64::new(id))
            .map(Self)
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0.get()
    }

    /// The number as Postgres' `BIGINT`.
    pub fn as_i64(self) -> i64 {
        self.0.get().cast_signed()
    }
}

impl fmt::Display for ReminderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ReminderId {
    type Err = InvalidReminder;

    fn from_str(text: &str) -> Result<Self, InvalidReminder> {
        text.parse()
            .ok()
            .and_then(Self::new)
            .ok_or(InvalidReminder::Id)
    }
}

/// What makes a reminder impossible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReminder {
    /// The name is empty once trimmed.
    #[error("the name is empty")]
    NameEmpty,
    /// The name is longer than [`Name::MAX`] characters.
    #[error("the name is longer than {} characters", Name::MAX)]
    NameTooLong,
    /// The message is longer than [`Message::MAX`] characters.
    #[error("the message is longer than {} characters", Message::MAX)]
    MessageTooLong,
    /// The location is longer than [`Location::MAX`] characters, or was typed and is longer than
    /// [`Location::TYPED_MAX`].
    #[error("the location is too long")]
    LocationTooLong,
    /// The lead is not between 0 and [`Lead::MAX`] minutes.
    #[error("the lead is not between 0 and {} minutes", Lead::MAX)]
    Lead,
    /// A weekly schedule without a day never comes.
    #[error("a weekly schedule needs at least one day")]
    NoDay,
    /// The recurrence contradicts itself.
    #[error("the recurrence is impossible: {0}")]
    Recurrence(InvalidRecurrence),
    /// No reminder has this id.
    #[error("not a reminder's id")]
    Id,
}

/// What a reminder is called: 1 to 100 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// The most characters (Unicode scalar values) that a name has.
    pub const MAX: usize = 100;

    /// The name in `text`: trimmed, line breaks and runs of blanks as one blank.
    pub fn new(text: &str) -> Result<Self, InvalidReminder> {
        let name = one_line(text);
        match name.chars().count() {
            0 => Err(InvalidReminder::NameEmpty),
            1..=Self::MAX => Ok(Self(name)),
            _ => Err(InvalidReminder::NameTooLong),
        }
    }

    /// What a reminder is called whose announcement has no title that could serve.
    pub fn fallback() -> Self {
        Self("Reminder".to_owned())
    }

    /// The name as text that nobody has sanitised.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a reminder says below its name: up to 2,000 characters as they were typed, perhaps none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message(String);

impl Message {
    /// The most characters (Unicode scalar values) that a message has.
    pub const MAX: usize = 2000;

    /// The message in `text`, without blanks around it.
    pub fn new(text: &str) -> Result<Self, InvalidReminder> {
        let text = text.trim();
        if text.chars().count() > Self::MAX {
            return Err(InvalidReminder::MessageTooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// The message as text that nobody has sanitised.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the event is, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location(String);

impl Location {
    /// The most characters (Unicode scalar values) that a location has.
    pub const MAX: usize = 1024;

    /// The most that somebody types for one, or that is read out of an announcement.
    pub const TYPED_MAX: usize = 200;

    /// The location in `text`; none when there is nothing in it, or only a dash.
    pub fn new(text: &str) -> Result<Option<Self>, InvalidReminder> {
        let text = one_line(text);
        match text.chars().count() {
            0 => Ok(None),
            1..=Self::MAX if text == "-" => Ok(None),
            1..=Self::MAX => Ok(Some(Self(text))),
            _ => Err(InvalidReminder::LocationTooLong),
        }
    }

    /// The location in what somebody typed.
    pub fn typed(text: &str) -> Result<Option<Self>, InvalidReminder> {
        match Self::new(text)? {
            Some(typed) if typed.0.chars().count() > Self::TYPED_MAX => {
                Err(InvalidReminder::LocationTooLong)
            }
            location => Ok(location),
        }
    }

    /// The location as text that nobody has sanitised.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How long before the event the advance notice goes out, in whole minutes; zero means that there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead(u16);

impl Lead {
    /// The longest lead: three days, in minutes.
    pub const MAX: u16 = 4320;

    /// No advance notice.
    pub const NONE: Self = Self(0);

    /// A lead of so many minutes.
    pub fn minutes(minutes: i64) -> Result<Self, InvalidReminder> {
        match u16::try_from(minutes) {
            Ok(minutes) if minutes <= Self::MAX => Ok(Self(minutes)),
            _ => Err(InvalidReminder::Lead),
        }
    }

    /// The minutes.
    pub fn as_minutes(self) -> u16 {
        self.0
    }

    /// The lead as elapsed time.
    pub fn as_delta(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.0))
    }
}

/// When the event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// Once, at an instant (whole minutes).
    OneOff {
        /// The moment at which the event starts.
        at: DateTime<Utc>,
    },
    /// Again and again, by the calendar and the clock of the guild's zone.
    Recurring {
        /// The dates.
        recurrence: Recurrence,
        /// The local clock at which the event starts.
        clock: NaiveTime,
    },
}

impl Schedule {
    /// Once, at `at`, cut to the minute (spec W26: seconds kept the event from being recognised).
    pub fn one_off(at: DateTime<Utc>) -> Self {
        let beyond = TimeDelta::seconds(at.timestamp().rem_euclid(60))
            + TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()));
        Self::OneOff { at: at - beyond }
    }

    /// Every week on `days` at `clock`.
    pub fn weekly(days: WeekdaySet, clock: NaiveTime) -> Result<Self, InvalidReminder> {
        if days.is_empty() {
            return Err(InvalidReminder::NoDay);
        }
        let recurrence = Recurrence::weekly(days).map_err(InvalidReminder::Recurrence)?;
        Ok(Self::recurring(recurrence, clock))
    }

    /// On the dates of `recurrence` at `clock`, cut to the minute.
    pub fn recurring(recurrence: Recurrence, clock: NaiveTime) -> Self {
        let clock = NaiveTime::from_hms_opt(clock.hour(), clock.minute(), 0).unwrap_or(clock);
        Self::Recurring { recurrence, clock }
    }

    /// Whether the event comes again.
    pub fn is_recurring(&self) -> bool {
        matches!(self, Self::Recurring { .. })
    }
}

/// Which of an event's two moments are announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announce {
    /// Only the advance notice, the lead before the event; with a lead of zero that is the start itself.
    Before,
    /// Only the start of the event.
    AtStart,
    /// Both; the advance notice is taken down when the start is announced.
    Both,
}

impl Announce {
    /// What an event gets when nobody says otherwise: both for one that comes once, the advance notice alone for one
    /// that comes every week (a week's second message would only repeat the first).
    pub fn default_for(schedule: &Schedule) -> Self {
        if schedule.is_recurring() {
            Self::Before
        } else {
            Self::Both
        }
    }
}

/// Who made the reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A member, by command or form.
    Manual,
    /// The watcher, out of an announcement.
    Watcher,
    /// A dashboard, through the API.
    Dashboard,
    /// A live-session preset.
    LiveSession,
    /// An import of earlier data.
    Import,
}

/// The message that a reminder was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin {
    /// Its channel.
    pub channel: ChannelId,
    /// The message itself.
    pub message: MessageId,
}

/// A reminder that is valid and not yet stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReminder {
    /// The guild that it belongs to.
    pub guild: GuildId,
    /// What it is called.
    pub name: Name,
    /// Where it is posted.
    pub channel: ChannelId,
    /// When its event is.
    pub schedule: Schedule,
    /// How long before the event the advance notice goes out.
    pub lead: Lead,
    /// Which moments are announced.
    pub announce: Announce,
    /// What it says.
    pub message: Message,
    /// Where the event is.
    pub location: Option<Location>,
    /// A picture, by its `https` address.
    pub image_url: Option<String>,
    /// Whether it pings everyone, where the guild allows that.
    pub mention_everyone: bool,
    /// The message that it was made from.
    pub origin: Option<Origin>,
    /// Which of its origin's events it announces, the first being zero: a message may name several.
    pub origin_part: u8,
    /// Who made it; none when that person had their data erased.
    pub created_by: Option<UserId>,
    /// By which way it was made.
    pub source: Source,
}

/// A stored reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Its number.
    pub id: ReminderId,
    /// What was asked for.
    pub what: NewReminder,
    /// What is sent next; none when it is finished.
    pub next: Option<Occurrence>,
    /// The advance notice that stands in the channel and is taken down when the start is announced.
    pub pre_message: Option<MessageId>,
    /// Whether its last event is over, or was marked as done.
    pub completed: bool,
    /// Why nothing is sent for the time being, if that is so; `next` is none then.
    pub paused: Option<Pause>,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
}

/// The words of `text` with one blank between them.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    #[test]
    fn a_name_is_one_trimmed_line_of_1_to_100_characters() {
        assert_eq!(Name::new("  Raid\n night ").unwrap().as_str(), "Raid night");
        assert_eq!(Name::new(" \n "), Err(InvalidReminder::NameEmpty));
        assert!(Name::new(&"é".repeat(100)).is_ok());
        assert_eq!(
            Name::new(&"é".repeat(101)),
            Err(InvalidReminder::NameTooLong)
        );
    }

    #[test]
    fn a_message_keeps_its_lines_and_ends_at_2000_characters() {
        assert_eq!(Message::new(" a\n\nb ").unwrap().as_str(), "a\n\nb");
        assert!(Message::new(&"x".repeat(2000)).is_ok());
        assert_eq!(
            Message::new(&"x".repeat(2001)),
            Err(InvalidReminder::MessageTooLong)
        );
    }

    #[test]
    fn a_dash_is_no_location() {
        assert_eq!(Location::new(" - "), Ok(None));
        assert_eq!(
            Location::new("bib Tielt").unwrap().unwrap().as_str(),
            "bib Tielt"
        );
    }

    #[test]
    fn a_location_that_was_typed_is_shorter_than_one_that_is_kept() {
        for (length, typed, kept) in [(200, true, true), (1024, false, true), (1025, false, false)]
        {
            let text = "é".repeat(length);
            assert_eq!(Location::typed(&text).is_ok(), typed, "{length}");
            assert_eq!(Location::new(&text).is_ok(), kept, "{length}");
        }
    }

    #[test]
    fn a_lead_is_at_most_three_days() {
        assert_eq!(Lead::minutes(0), Ok(Lead::NONE));
        assert_eq!(Lead::minutes(4320).unwrap().as_delta(), TimeDelta::days(3));
        assert_eq!(Lead::minutes(4321), Err(InvalidReminder::Lead));
        assert_eq!(Lead::minutes(-1), Err(InvalidReminder::Lead));
    }

    #[test]
    fn a_one_off_is_cut_to_the_minute() {
        let at = Utc.timestamp_opt(1_770_000_059, 999).unwrap();
        let Schedule::OneOff { at: cut } = Schedule::one_off(at) else {
            panic!("a one-off")
        };
        assert_eq!(cut.timestamp() % 60, 0);
        assert!(at - cut < TimeDelta::minutes(1));
    }

    #[test]
    fn a_weekly_schedule_needs_a_day() {
        let clock = NaiveTime::from_hms_opt(20, 0, 0).unwrap();
        assert_eq!(
            Schedule::weekly(WeekdaySet::EMPTY, clock),
            Err(InvalidReminder::NoDay)
        );
    }
}
