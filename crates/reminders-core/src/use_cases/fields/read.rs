//! From sent texts to values; every fault is noted.

use chrono::{DateTime, Datelike as _, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use kernel::ChannelId;
use parsers::WeekdaySet;

use super::faults::{Fault, Field, FieldFault};
use super::request::{Given, ReminderFields};
use crate::use_cases::edit::{Change, PictureChange};
use crate::use_cases::when::EventChange;
use crate::{InvalidReminder, Location, Message, Name, Picture};

/// The last year of a moment: later ones have no four digits in every zone.
const LAST_YEAR: i32 = 9998;

/// What the fields say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) name: Option<String>,
    pub(super) message: Option<String>,
    pub(super) channel: Option<ChannelId>,
    pub(super) clock: Option<NaiveTime>,
    pub(super) days: Option<WeekdaySet>,
    pub(super) event: Option<EventChange>,
    pub(super) location: Option<Change>,
    pub(super) picture: Option<PictureChange>,
    pub(super) completed: Option<bool>,
    pub(super) faults: Vec<FieldFault>,
}

impl Read {
    /// Reads the fields of a reminder whose guild lives in `zone`.
    pub(super) fn new(fields: &ReminderFields, zone: Tz) -> Self {
        let mut read = Self {
            completed: fields.completed,
            ..Self::default()
        };
        read.name = read.noted(Field::Name, fields.name.as_deref().map(name));
        read.message = read.noted(Field::Message, fields.message.as_deref().map(message));
        read.channel = read.noted(Field::Channel, fields.channel.as_deref().map(channel));
        if let Some((field, text)) = fields.clock() {
            read.clock = read.noted(field, Some(clock(text)));
        }
        read.days = read.noted(Field::Days, fields.days.as_deref().map(days));
        read.event = match &fields.event_time {
            Given::Absent => None,
            Given::Cleared => Some(EventChange::Clear),
            Given::Value(text) => read
                .noted(Field::EventTime, Some(moment(text, zone)))
                .map(EventChange::At),
        };
        read.location = match &fields.location {
            Given::Absent => None,
            Given::Cleared => Some(Change::Clear),
            Given::Value(text) => read
                .noted(Field::Location, Some(location(text)))
                .map(Change::To),
        };
        read.picture = match &fields.image_url {
            Given::Absent => None,
            Given::Cleared => Some(PictureChange::Clear),
            Given::Value(text) => read
                .noted(Field::ImageUrl, Some(picture(text)))
                .map(PictureChange::To),
        };
        read
    }

    /// Notes a fault.
    pub(super) fn note(&mut self, field: Field, fault: Fault) {
        self.faults.push(FieldFault::new(field, fault));
    }

    /// Whether one of the fields that say when it is has a fault of its own.
    pub(super) fn when_is_faulty(&self) -> bool {
        let when = [Field::Time, Field::CallTime, Field::Days, Field::EventTime];
        self.faults.iter().any(|it| when.contains(&it.field))
    }

    fn noted<T>(&mut self, field: Field, read: Option<Result<T, Fault>>) -> Option<T> {
        match read? {
            Ok(value) => Some(value),
            Err(fault) => {
                self.note(field, fault);
                None
            }
        }
    }
}

/// The clock in `HH:MM`; seconds may only be zero.
pub(super) fn clock(text: &str) -> Result<NaiveTime, Fault> {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|it| it.is_ascii_digit());
    let mut parts = text.split(':');
    let clock = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(hour), Some(minute), None | Some("00"), None) if digits(hour) && digits(minute) => {
            let number = |part: &str| part.parse().ok();
            number(hour)
                .zip(number(minute))
                .and_then(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0))
        }
        _ => None,
    };
    clock.ok_or(Fault::NotAClock)
}

/// The days in `0` (Monday) to `6`, each once; perhaps none.
pub(super) fn days(tokens: &[String]) -> Result<WeekdaySet, Fault> {
    let mut numbers = Vec::new();
    for token in tokens {
        let number = match token.as_bytes() {
            [digit @ b'0'..=b'6'] => digit - b'0',
            _ => return Err(Fault::NotADay),
        };
        if numbers.contains(&number) {
            return Err(Fault::Duplicate);
        }
        numbers.push(number);
    }
    Ok(WeekdaySet::from_numbers(numbers))
}

/// The moment in RFC 3339; without an offset, by the wall clock of `zone`.
pub(super) fn moment(text: &str, zone: Tz) -> Result<DateTime<Utc>, Fault> {
    let four_digits = text.bytes().take(4).all(|it| it.is_ascii_digit());
    if !four_digits || text.as_bytes().get(4) != Some(&b'-') {
        return Err(Fault::NotAMoment);
    }
    let exact = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z"))
        .map(|it| it.to_utc());
    let naive = || {
        [
            "%Y-%m-%dT%H:%M:%S%.f",
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%d %H:%M:%S%.f",
            "%Y-%m-%d %H:%M",
        ]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|wall| parsers::resolve(wall.date(), wall.time(), zone))
    };
    exact
        .ok()
        .or_else(naive)
        .filter(|it| it.year() <= LAST_YEAR)
        .ok_or(Fault::NotAMoment)
}

fn name(text: &str) -> Result<String, Fault> {
    match Name::new(printable(text)?) {
        Ok(name) => Ok(name.as_str().to_owned()),
        Err(InvalidReminder::NameEmpty) => Err(Fault::Empty),
        Err(_) => Err(Fault::TooLong(Name::MAX)),
    }
}

fn message(text: &str) -> Result<String, Fault> {
    match Message::new(printable(text)?) {
        Ok(message) if message.as_str().is_empty() => Err(Fault::Empty),
        Ok(message) => Ok(message.as_str().to_owned()),
        Err(_) => Err(Fault::TooLong(Message::MAX)),
    }
}

fn channel(text: &str) -> Result<ChannelId, Fault> {
    text.parse().map_err(|_| Fault::NotAnId)
}

fn location(text: &str) -> Result<String, Fault> {
    match Location::new(printable(text)?) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(Fault::TooLong(Location::MAX)),
    }
}

fn picture(text: &str) -> Result<Picture, Fault> {
    let picture = Picture::Link(printable(text)?.to_owned());
    match picture.check() {
        Ok(()) => Ok(picture),
        Err(_) => Err(Fault::NotALink),
    }
}

fn printable(text: &str) -> Result<&str, Fault> {
    if text.contains('\0') {
        return Err(Fault::Unprintable);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::instant;

    const ZONE: Tz = Tz::Europe__Brussels;

    #[test]
    fn a_clock_has_two_digits_each_and_no_seconds_but_zero() {
        let at = |hour, minute| Ok(NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
        for (text, expected) in [
            ("00:00", at(0, 0)),
            ("23:59", at(23, 59)),
            ("19:30:00", at(19, 30)),
        ] {
            assert_eq!(clock(text), expected, "{text}");
        }
        let none = [
            "",
            "9:30",
            "24:00",
            "19:60",
            "19:30:01",
            "19:30:00:00",
            "19.30",
            "19:30:",
            " 19:30",
            "+1:30",
            "１９:30",
            "19:30:00.5",
        ];
        for text in none {
            assert_eq!(clock(text), Err(Fault::NotAClock), "{text}");
        }
    }

    #[test]
    fn days_are_numbers_from_0_to_6_each_once_in_any_order() {
        let read = |tokens: &[&str]| {
            let tokens: Vec<_> = tokens.iter().map(|it| (*it).to_owned()).collect();
            days(&tokens).map(WeekdaySet::numbers)
        };
        assert_eq!(read(&["4", "0"]), Ok(vec![0, 4]));
        assert_eq!(read(&[]), Ok(vec![]));
        assert_eq!(read(&["0", "4", "0"]), Err(Fault::Duplicate));
        for token in ["7", "-1", "00", "mon", "", " 1", "１"] {
            assert_eq!(read(&[token]), Err(Fault::NotADay), "{token}");
        }
    }

    #[test]
    fn a_moment_without_an_offset_is_on_the_guilds_wall_clock() {
        let noon = instant("2026-08-05 12:30");
        for text in [
            "2026-08-05T12:30:00Z",
            "2026-08-05T12:30Z",
            "2026-08-05T14:30:00+02:00",
            "2026-08-05T14:30+02:00",
            "2026-08-05T14:30:00",
            "2026-08-05T14:30",
            "2026-08-05 14:30",
        ] {
            assert_eq!(moment(text, ZONE), Ok(noon), "{text}");
        }
        assert_eq!(
            moment("2026-08-05T14:30", Tz::Asia__Tokyo),
            Ok(instant("2026-08-05 05:30"))
        );
        // A wall clock that the spring takes away moves forward.
        assert_eq!(
            moment("2026-03-29T02:30", ZONE),
            Ok(instant("2026-03-29 01:30"))
        );
    }

    #[test]
    fn what_is_no_moment_of_the_calendar_is_refused() {
        for text in [
            "",
            "soon",
            "2026-02-30T10:00:00Z",
            "2026-08-05",
            "14:30",
            "+2026-08-05T14:30:00Z",
            "12026-08-05T14:30:00Z",
            "-001-08-05T14:30:00Z",
            "9999-12-31T23:59:59Z",
            "2026-08-05T25:00",
            "２０２６-08-05T14:30",
        ] {
            assert_eq!(moment(text, ZONE), Err(Fault::NotAMoment), "{text}");
        }
    }
}
