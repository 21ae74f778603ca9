//! The days option of commands where it may say more than days: a recurrence as a member types it.
//!
//! ```text
//! typed = repeats { tail }             in any order; repeats: that of `expression::recurrence`, or a list of days
//! tail  = "from" date | "until" date | N "times" | "once"
//! ```

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

use super::tail::{Tail, tail_at};
use super::{InvalidRecurrence, Recurrence};
use crate::expression::{Repeats, Value, recurrence_at};
use crate::language::{Label, Meaning, means};
use crate::scan::{TokenKind, Tokens, tokenise};
use crate::{DateError, Pattern, WeekdaySet, local, parse_days};

/// How many characters are looked at.
const LIMIT: usize = 200;

/// Why a text is no recurrence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// Nothing was typed, or nothing that names a day.
    #[error("no day is named")]
    Empty,
    /// More was typed than any recurrence needs.
    #[error("more than {LIMIT} characters")]
    TooLong,
    /// These pieces, as they were typed, were not understood.
    #[error("pieces that are not understood")]
    Unknown(Vec<String>),
    /// Every so many weeks, but on which day?
    #[error("no weekday is named")]
    NoWeekday,
    /// Every so many months, but on which day?
    #[error("no day of the month is named")]
    NoDayOfMonth,
    /// It was understood, but it repeats in a way that cannot be kept: yearly, on the month's last day.
    #[error("a recurrence that is not supported")]
    Unsupported,
    /// Several recurrences, or two first or last dates.
    #[error("more than one recurrence")]
    Several,
    /// The first or last date cannot be one.
    #[error("a bound that is no date: {0}")]
    Date(DateError),
    /// The parts do not go together.
    #[error(transparent)]
    Invalid(#[from] InvalidRecurrence),
}

/// Reads a recurrence in Dutch or English: all that [`parse_days`] reads, and much that comes again in other ways.
///
/// Where something is counted from a first date and none is named, that is the first that fits from today on.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use parsers::{RecurrenceError, format_recurrence, parse_recurrence};
///
/// let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
/// let read = |text| parse_recurrence(text, now, chrono_tz::Europe::Brussels);
///
/// let fortnightly = read("om de week op vrijdag tot en met 1 juli")?;
/// assert_eq!(format_recurrence(&fortnightly), "every 2 weeks on Friday, from 6 February 2026, until 1 July 2026");
/// assert_eq!(read("last friday of the month")?.to_rrule(), "FREQ=MONTHLY;BYDAY=-1FR");
/// assert_eq!(read("monday, blah"), Err(RecurrenceError::Unknown(vec!["blah".to_owned()])));
/// # Ok::<(), RecurrenceError>(())
/// ```
pub fn parse_recurrence(
    text: &str,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<Recurrence, RecurrenceError> {
    if text.trim().chars().nth(LIMIT).is_some() {
        return Err(RecurrenceError::TooLong);
    }
    let today = local(now, zone).date();
    let typed = typed(text.trim(), today)?;
    let repeats = repeats(&typed)?;
    let every = Recurrence::of(repeats.pattern)?;
    let counted = repeats.interval > 1 || typed.count.is_some();
    let start = match typed.starts_on {
        None if counted => every.dates_from(today).next(),
        start => start,
    };
    let every = match start {
        Some(start) => every.every(repeats.interval, start)?,
        None => every,
    };
    let every = every.ending_on(typed.ends_on)?;
    Ok(match typed.count {
        Some(count) => every.times(count)?,
        None => every,
    })
}

/// The bounds of a text, and what is left of it.
#[derive(Default)]
struct Typed {
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    count: Option<u16>,
    rest: String,
}

fn typed(text: &str, today: NaiveDate) -> Result<Typed, RecurrenceError> {
    let tokens = tokenise(text, LIMIT);
    let mut typed = Typed::default();
    let (mut at, mut from) = (0, 0);
    while at < tokens.len() {
        let Some((tail, end)) = tail_at(&tokens, at, today) else {
            at += 1;
            continue;
        };
        typed.keep(text, &tokens, from..at);
        typed.bind(tail)?;
        (at, from) = (end, end);
    }
    typed.keep(text, &tokens, from..at);
    Ok(typed)
}

impl Typed {
    fn keep(&mut self, text: &str, tokens: &Tokens, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if !self.rest.is_empty() {
            self.rest.push_str(", ");
        }
        self.rest.push_str(&text[tokens.span(&range)]);
    }

    fn bind(&mut self, tail: Tail) -> Result<(), RecurrenceError> {
        let before = match tail {
            Tail::From(start, end) => {
                let end = end.map_err(RecurrenceError::Date)?;
                let ended = end.and_then(|it| self.ends_on.replace(it));
                let start = start.map_err(RecurrenceError::Date)?;
                ended.or(self.starts_on.replace(start)).is_some()
            }
            Tail::Until(end) => {
                let end = end.map_err(RecurrenceError::Date)?;
                self.ends_on.replace(end).is_some()
            }
            Tail::Times(count) => self.count.replace(count).is_some(),
        };
        if before {
            Err(RecurrenceError::Several)
        } else {
            Ok(())
        }
    }
}

/// What comes again: by the grammar of announcements, or else as a list of days.
fn repeats(typed: &Typed) -> Result<Repeats, RecurrenceError> {
    let read = Read::of(&typed.rest);
    let found = read.repeats(typed.starts_on);
    if found.is_ok() {
        return found;
    }
    let days = parse_days(&typed.rest);
    if days.unknown.is_empty() && !days.days.is_empty() && !read.spaced {
        return Ok(Repeats {
            pattern: Pattern::Weekly(days.days),
            interval: 1,
        });
    }
    match found {
        Err(RecurrenceError::Unknown(words)) if words.len() > days.unknown.len() => {
            // The list of days knows numbers and beginnings of names too.
            let words = if days.unknown.is_empty() {
                words
            } else {
                days.unknown
            };
            Err(RecurrenceError::Unknown(words))
        }
        other => other,
    }
}

/// What the grammar makes of a text.
#[derive(Default)]
struct Read {
    repeats: Vec<Repeats>,
    weeks: Option<u16>,
    months: Option<u16>,
    unsupported: bool,
    /// It speaks of weeks or months, or of something that cannot be kept: no list of days does.
    spaced: bool,
    unknown: Vec<String>,
}

impl Read {
    fn of(text: &str) -> Self {
        let tokens = tokenise(text, 2 * LIMIT);
        let mut read = Self::default();
        let mut at = 0;
        while at < tokens.len() {
            if let Some(length) = noise(&tokens, at) {
                at += length;
            } else if let Some(found) = recurrence_at(&tokens, at, Some(Label::Days)) {
                read.take(&found.value);
                at = found.tokens.end.max(at + 1);
            } else {
                let word = &text[tokens.span(&(at..at + 1))];
                read.unknown.push(word.to_owned());
                at += 1;
            }
        }
        read
    }

    fn take(&mut self, value: &Value) {
        match value {
            Value::Recurrence(repeats) => self.repeats.push(*repeats),
            Value::Weekly(weeks) => self.weeks = Some(*weeks),
            Value::Monthly(months) => self.months = Some(*months),
            _ => self.unsupported = true,
        }
        let is_list = matches!(value, Value::Recurrence(it)
            if it.interval == 1 && matches!(it.pattern, Pattern::Weekly(_) | Pattern::Daily));
        self.spaced |= !is_list;
    }

    fn repeats(&self, starts_on: Option<NaiveDate>) -> Result<Repeats, RecurrenceError> {
        if !self.unknown.is_empty() {
            return Err(RecurrenceError::Unknown(self.unknown.clone()));
        }
        if self.unsupported {
            return Err(RecurrenceError::Unsupported);
        }
        let spaced = |repeats: Repeats, interval| match repeats.interval {
            1 => Ok(Repeats {
                interval,
                ..repeats
            }),
            _ => Err(RecurrenceError::Several),
        };
        match (self.named()?, self.weeks, self.months) {
            (Some(repeats), None, None) => Ok(repeats),
            (
                Some(
                    repeats @ Repeats {
                        pattern: Pattern::Weekly(_),
                        ..
                    },
                ),
                Some(weeks),
                None,
            ) => spaced(repeats, weeks),
            (Some(repeats), None, Some(months)) if is_monthly(repeats.pattern) => {
                spaced(repeats, months)
            }
            (Some(_), ..) | (None, Some(_), Some(_)) => Err(RecurrenceError::Several),
            (None, Some(interval), None) => {
                let start = starts_on.ok_or(RecurrenceError::NoWeekday)?;
                let days = WeekdaySet::from_iter([start.weekday()]);
                let pattern = Pattern::Weekly(days);
                Ok(Repeats { pattern, interval })
            }
            (None, None, Some(interval)) => {
                let start = starts_on.ok_or(RecurrenceError::NoDayOfMonth)?;
                let day = u8::try_from(start.day()).unwrap_or_default();
                let pattern = Pattern::MonthlyOnDay(day);
                Ok(Repeats { pattern, interval })
            }
            (None, None, None) => Err(RecurrenceError::Empty),
        }
    }

    /// The one that was named; several lists of weekdays are one.
    fn named(&self) -> Result<Option<Repeats>, RecurrenceError> {
        let mut all = self.repeats.iter().copied();
        let Some(first) = all.next() else {
            return Ok(None);
        };
        let one = all.try_fold(first, |one, next| match (one.pattern, next.pattern) {
            (Pattern::Weekly(days), Pattern::Weekly(more)) if one.interval == next.interval => {
                let pattern = Pattern::Weekly(days.union(more));
                Ok(Repeats { pattern, ..one })
            }
            _ => Err(RecurrenceError::Several),
        });
        one.map(Some)
    }
}

fn is_monthly(pattern: Pattern) -> bool {
    matches!(
        pattern,
        Pattern::MonthlyOnDay(_) | Pattern::MonthlyOnWeekday { .. }
    )
}

/// The length of what joins and says nothing.
fn noise(tokens: &Tokens, at: usize) -> Option<usize> {
    let mark = matches!(
        tokens.kind(at),
        Some(TokenKind::Break | TokenKind::Mark(',' | ';' | ':' | '.' | '+' | '&' | '/'))
    );
    if mark {
        return Some(1);
    }
    [Meaning::Aside, Meaning::And, Meaning::On, Meaning::Article]
        .into_iter()
        .find_map(|it| means(tokens, at, it))
}
