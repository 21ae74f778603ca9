//! A recurrence as text: the value of an RRULE property of RFC 5545, without its DTSTART.
//!
//! ```text
//! FREQ=DAILY | FREQ=WEEKLY;BYDAY=MO,WE | FREQ=MONTHLY;BYMONTHDAY=31 | FREQ=MONTHLY;BYDAY=-1FR
//! and any of ;INTERVAL=n ;UNTIL=date or ;COUNT=n ;WKST=MO
//! ```

use std::fmt::Write;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{InvalidRecurrence, Nth, Pattern, Recurrence};
use crate::WeekdaySet;

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

const NTHS: [(&str, Nth); 5] = [
    ("1", Nth::First),
    ("2", Nth::Second),
    ("3", Nth::Third),
    ("4", Nth::Fourth),
    ("-1", Nth::Last),
];

/// How much of an unknown part's name an error repeats.
const NAME_LIMIT: usize = 20;

impl Recurrence {
    /// The rule as text. The start is kept apart, as RFC 5545 does.
    ///
    /// ```
    /// use parsers::{Recurrence, WeekdaySet};
    ///
    /// assert_eq!(Recurrence::weekly(WeekdaySet::WEEKEND).unwrap().to_rrule(), "FREQ=WEEKLY;BYDAY=SA,SU");
    /// ```
    pub fn to_rrule(&self) -> String {
        let (frequency, by) = match self.pattern() {
            Pattern::Daily => ("DAILY", String::new()),
            Pattern::Weekly(days) => {
                let days: Vec<_> = days.iter().map(letters).collect();
                ("WEEKLY", format!(";BYDAY={}", days.join(",")))
            }
            Pattern::MonthlyOnDay(day) => ("MONTHLY", format!(";BYMONTHDAY={day}")),
            Pattern::MonthlyOnWeekday { nth, weekday } => {
                let by = format!(";BYDAY={}{}", number(nth), letters(weekday));
                ("MONTHLY", by)
            }
        };
        let mut text = format!("FREQ={frequency}");
        if self.interval() > 1 {
            push(&mut text, format_args!(";INTERVAL={}", self.interval()));
        }
        text.push_str(&by);
        match (self.count(), self.ends_on()) {
            (Some(count), _) => push(&mut text, format_args!(";COUNT={count}")),
            (None, Some(end)) => push(&mut text, format_args!(";UNTIL={}", end.format("%Y%m%d"))),
            (None, None) => {}
        }
        text
    }

    /// Reads a rule, with or without `RRULE:`, its parts in any order and letter case.
    ///
    /// A weekly or monthly rule that names no day takes that of the start. Of a last moment the date counts, as it is
    /// written. What is outside the subset is refused and named.
    ///
    /// ```
    /// use parsers::{InvalidRecurrence, Recurrence};
    ///
    /// let rule = Recurrence::from_rrule("RRULE:BYDAY=1MO;FREQ=MONTHLY", None)?;
    /// assert_eq!(rule.to_rrule(), "FREQ=MONTHLY;BYDAY=1MO");
    /// let yearly = Recurrence::from_rrule("FREQ=YEARLY", None);
    /// assert_eq!(yearly, Err(InvalidRecurrence::UnsupportedPart("FREQ".to_owned())));
    /// # Ok::<(), InvalidRecurrence>(())
    /// ```
    pub fn from_rrule(
        rrule: &str,
        starts_on: Option<NaiveDate>,
    ) -> Result<Self, InvalidRecurrence> {
        let parts = Parts::read(rrule)?;
        let mut read = Self::of(parts.pattern(starts_on)?)?;
        read = match (parts.interval()?, starts_on) {
            (1, start) => read.starting_on(start)?,
            (interval, Some(start)) => read.every(interval, start)?,
            (2..=Self::MAX_INTERVAL, None) => return Err(InvalidRecurrence::NeedsStart),
            (_, None) => return Err(InvalidRecurrence::Interval),
        };
        read = read.ending_on(parts.until()?)?;
        match parts.count()? {
            Some(count) => read.times(count),
            None => Ok(read),
        }
    }
}

/// The values of the parts that are known, in capitals.
#[derive(Default)]
struct Parts {
    freq: Option<String>,
    interval: Option<String>,
    by_day: Option<String>,
    by_month_day: Option<String>,
    until: Option<String>,
    count: Option<String>,
    week_start: Option<String>,
}

impl Parts {
    fn read(rrule: &str) -> Result<Self, InvalidRecurrence> {
        let text = rrule.trim();
        let text = match text.get(..6) {
            Some(head) if head.eq_ignore_ascii_case("RRULE:") => &text[6..],
            _ => text,
        };
        let mut parts = Self::default();
        if text.is_empty() {
            return Err(InvalidRecurrence::MissingPart("FREQ"));
        }
        for part in text.split(';') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name: String = name.chars().take(NAME_LIMIT).collect();
            let name = name.to_ascii_uppercase();
            let place = match name.as_str() {
                "FREQ" => &mut parts.freq,
                "INTERVAL" => &mut parts.interval,
                "BYDAY" => &mut parts.by_day,
                "BYMONTHDAY" => &mut parts.by_month_day,
                "UNTIL" => &mut parts.until,
                "COUNT" => &mut parts.count,
                "WKST" => &mut parts.week_start,
                _ => return Err(InvalidRecurrence::UnsupportedPart(name)),
            };
            if place.replace(value.to_ascii_uppercase()).is_some() {
                return Err(InvalidRecurrence::RepeatedPart(name));
            }
        }
        match parts.week_start.as_deref() {
            None | Some("MO") => Ok(parts),
            Some(other) => Err(refused("WKST", weekday(other).is_some())),
        }
    }

    fn pattern(&self, starts_on: Option<NaiveDate>) -> Result<Pattern, InvalidRecurrence> {
        let freq = self.freq.as_deref();
        let known = |it| matches!(it, "YEARLY" | "HOURLY" | "MINUTELY" | "SECONDLY");
        let (day, month_day) = (self.by_day.as_deref(), self.by_month_day.as_deref());
        match (freq, day, month_day) {
            (None, ..) => Err(InvalidRecurrence::MissingPart("FREQ")),
            (Some("DAILY"), None, None) => Ok(Pattern::Daily),
            (Some("DAILY"), Some(_), _) => Err(refused("BYDAY", true)),
            (Some("DAILY" | "WEEKLY"), _, Some(_)) | (Some("MONTHLY"), Some(_), Some(_)) => {
                Err(refused("BYMONTHDAY", true))
            }
            (Some("WEEKLY"), Some(days), None) => weekdays(days).map(Pattern::Weekly),
            (Some("WEEKLY"), None, None) => {
                let start = starts_on.ok_or(InvalidRecurrence::MissingPart("BYDAY"))?;
                Ok(Pattern::Weekly(WeekdaySet::from_iter([start.weekday()])))
            }
            (Some("MONTHLY"), Some(day), None) => nth_weekday(day),
            (Some("MONTHLY"), None, Some(day)) => month_day_of(day),
            (Some("MONTHLY"), None, None) => {
                let start = starts_on.ok_or(InvalidRecurrence::MissingPart("BYMONTHDAY"))?;
                let day = u8::try_from(start.day()).unwrap_or_default();
                Ok(Pattern::MonthlyOnDay(day))
            }
            (Some(other), ..) => Err(refused("FREQ", known(other))),
        }
    }

    fn interval(&self) -> Result<u16, InvalidRecurrence> {
        let interval = self.interval.as_deref().unwrap_or("1");
        Ok(whole(interval, "INTERVAL")?.unwrap_or(u16::MAX))
    }

    fn count(&self) -> Result<Option<u16>, InvalidRecurrence> {
        let Some(count) = self.count.as_deref() else {
            return Ok(None);
        };
        Ok(Some(whole(count, "COUNT")?.unwrap_or(u16::MAX)))
    }

    fn until(&self) -> Result<Option<NaiveDate>, InvalidRecurrence> {
        let Some(until) = self.until.as_deref() else {
            return Ok(None);
        };
        date_of(until)
            .map(Some)
            .ok_or_else(|| refused("UNTIL", false))
    }
}

/// A part whose value is there but not supported, or cannot be read at all.
fn refused(name: &str, understood: bool) -> InvalidRecurrence {
    if understood {
        InvalidRecurrence::UnsupportedPart(name.to_owned())
    } else {
        InvalidRecurrence::InvalidPart(name.to_owned())
    }
}

/// A number in digits; `None` when it is too large to be held.
fn whole(text: &str, name: &str) -> Result<Option<u16>, InvalidRecurrence> {
    if text.is_empty() || !text.bytes().all(|it| it.is_ascii_digit()) {
        return Err(refused(name, false));
    }
    Ok(text.parse().ok())
}

fn weekdays(text: &str) -> Result<WeekdaySet, InvalidRecurrence> {
    text.split(',')
        .map(|it| weekday(it).ok_or_else(|| refused("BYDAY", counted_weekday(it).is_some())))
        .collect()
}

fn nth_weekday(text: &str) -> Result<Pattern, InvalidRecurrence> {
    let single = counted_weekday(text).and_then(|(count, weekday)| {
        let (_, nth) = NTHS.iter().find(|(it, _)| *it == count)?;
        Some(Pattern::MonthlyOnWeekday { nth: *nth, weekday })
    });
    let understood = || text.split(',').all(|it| counted_weekday(it).is_some());
    single.ok_or_else(|| refused("BYDAY", understood()))
}

/// A weekday and what is written before it: nothing, or a whole number with or without a sign.
fn counted_weekday(text: &str) -> Option<(&str, Weekday)> {
    let (count, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let digits = count.strip_prefix(['+', '-']).unwrap_or(count);
    let counted = digits.bytes().all(|it| it.is_ascii_digit());
    let bare = count.is_empty() || !digits.is_empty();
    let count = count.strip_prefix('+').unwrap_or(count);
    weekday(day)
        .filter(|_| counted && bare)
        .map(|day| (count, day))
}

fn month_day_of(text: &str) -> Result<Pattern, InvalidRecurrence> {
    let is_day = |it: &str| matches!(it.parse::<i8>(), Ok(-31..=-1 | 1..=31));
    match text.parse::<u8>() {
        Ok(day @ 1..=31) => Ok(Pattern::MonthlyOnDay(day)),
        _ => Err(refused("BYMONTHDAY", text.split(',').all(is_day))),
    }
}

/// The date of `20261231`, `20261231T235959` or `20261231T235959Z`.
fn date_of(text: &str) -> Option<NaiveDate> {
    let (date, clock) = text.split_once('T').unwrap_or((text, "000000"));
    let clock = clock.strip_suffix('Z').unwrap_or(clock);
    let digits = |it: &str, from: usize, to: usize| it.get(from..to)?.parse::<u32>().ok();
    let all_digits = date
        .bytes()
        .chain(clock.bytes())
        .all(|it| it.is_ascii_digit());
    if date.len() != 8 || clock.len() != 6 || !all_digits {
        return None;
    }
    chrono::NaiveTime::from_hms_opt(
        digits(clock, 0, 2)?,
        digits(clock, 2, 4)?,
        digits(clock, 4, 6)?.min(59), // a leap second is written as 60
    )?;
    let year = i32::try_from(digits(date, 0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, digits(date, 4, 6)?, digits(date, 6, 8)?)
}

fn weekday(letters: &str) -> Option<Weekday> {
    let found = DAYS.iter().find(|(it, _)| *it == letters);
    found.map(|(_, day)| *day)
}

fn letters(day: Weekday) -> &'static str {
    let index = day.num_days_from_monday() as usize;
    DAYS[index].0
}

fn number(nth: Nth) -> &'static str {
    match nth {
        Nth::First => "1",
        Nth::Second => "2",
        Nth::Third => "3",
        Nth::Fourth => "4",
        Nth::Last => "-1",
    }
}

fn push(text: &mut String, more: std::fmt::Arguments<'_>) {
    text.write_fmt(more).expect("a string takes any text");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, 3, 4)
    }

    fn reads(text: &str, expected: &str) {
        let read = Recurrence::from_rrule(text, start());
        let read = read.map(|it| it.to_rrule());
        assert_eq!(read.as_deref(), Ok(expected), "{text:?}");
    }

    fn refuses(text: &str, expected: &InvalidRecurrence) {
        let read = Recurrence::from_rrule(text, start());
        assert_eq!(read.as_ref(), Err(expected), "{text:?}");
    }

    #[test]
    fn reads_the_subset_in_any_order() {
        reads("FREQ=DAILY", "FREQ=DAILY");
        reads("RRULE:FREQ=DAILY;INTERVAL=1", "FREQ=DAILY");
        reads(
            "rrule:byday=we,mo;freq=weekly;interval=2;wkst=mo",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
        );
        reads(
            "UNTIL=20261231;FREQ=WEEKLY;BYDAY=MO",
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231",
        );
        reads(
            "UNTIL=20261231T225959Z;FREQ=DAILY",
            "FREQ=DAILY;UNTIL=20261231",
        );
        reads(
            "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=10",
            "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=10",
        );
        reads("FREQ=MONTHLY;BYDAY=+2TU", "FREQ=MONTHLY;BYDAY=2TU");
        reads("FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-1FR");
    }

    #[test]
    fn a_rule_without_a_day_takes_that_of_the_start() {
        reads("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=WE");
        reads("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=4");
        let alone = |text| Recurrence::from_rrule(text, None);
        assert_eq!(
            alone("FREQ=WEEKLY"),
            Err(InvalidRecurrence::MissingPart("BYDAY"))
        );
        assert_eq!(
            alone("FREQ=MONTHLY"),
            Err(InvalidRecurrence::MissingPart("BYMONTHDAY"))
        );
        assert_eq!(
            alone("FREQ=DAILY;INTERVAL=2"),
            Err(InvalidRecurrence::NeedsStart)
        );
        assert_eq!(
            alone("FREQ=DAILY;COUNT=2"),
            Err(InvalidRecurrence::NeedsStart)
        );
    }

    #[test]
    fn names_what_is_outside_the_subset() {
        let part = |it: &str| InvalidRecurrence::UnsupportedPart(it.to_owned());
        refuses("FREQ=YEARLY", &part("FREQ"));
        refuses("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", &part("BYSETPOS"));
        refuses("FREQ=MONTHLY;BYDAY=5MO", &part("BYDAY"));
        refuses("FREQ=MONTHLY;BYDAY=MO", &part("BYDAY"));
        refuses("FREQ=MONTHLY;BYDAY=1MO,3MO", &part("BYDAY"));
        refuses("FREQ=MONTHLY;BYMONTHDAY=-1", &part("BYMONTHDAY"));
        refuses("FREQ=MONTHLY;BYMONTHDAY=1,15", &part("BYMONTHDAY"));
        refuses("FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO", &part("BYMONTHDAY"));
        refuses("FREQ=WEEKLY;BYDAY=1MO", &part("BYDAY"));
        refuses("FREQ=WEEKLY;BYMONTHDAY=1", &part("BYMONTHDAY"));
        refuses("FREQ=DAILY;BYDAY=MO", &part("BYDAY"));
        refuses("FREQ=DAILY;WKST=SU", &part("WKST"));
        refuses("FREQ=DAILY;", &part(""));
        refuses("every day", &part("EVERY DAY"));
    }

    #[test]
    fn names_what_cannot_be_read() {
        let part = |it: &str| InvalidRecurrence::InvalidPart(it.to_owned());
        refuses("", &InvalidRecurrence::MissingPart("FREQ"));
        refuses("INTERVAL=2", &InvalidRecurrence::MissingPart("FREQ"));
        refuses(
            "FREQ=DAILY;FREQ=DAILY",
            &InvalidRecurrence::RepeatedPart("FREQ".to_owned()),
        );
        refuses("FREQ=OFTEN", &part("FREQ"));
        refuses("FREQ=WEEKLY;BYDAY=", &part("BYDAY"));
        refuses("FREQ=WEEKLY;BYDAY=MO,XX", &part("BYDAY"));
        refuses("FREQ=MONTHLY;BYDAY=-MO", &part("BYDAY"));
        refuses("FREQ=MONTHLY;BYMONTHDAY=32", &part("BYMONTHDAY"));
        refuses("FREQ=DAILY;INTERVAL=-1", &part("INTERVAL"));
        refuses("FREQ=DAILY;COUNT=ten", &part("COUNT"));
        for until in ["2026-12-31", "20260230", "20261231T25", "20261231T250000Z"] {
            refuses(&format!("FREQ=DAILY;UNTIL={until}"), &part("UNTIL"));
        }
        refuses("FREQ=DAILY;INTERVAL=0", &InvalidRecurrence::Interval);
        refuses("FREQ=DAILY;INTERVAL=99999999", &InvalidRecurrence::Interval);
        refuses("FREQ=DAILY;COUNT=1000", &InvalidRecurrence::Count);
        refuses(
            "FREQ=DAILY;COUNT=2;UNTIL=20261231",
            &InvalidRecurrence::EndAndCount,
        );
    }
}
