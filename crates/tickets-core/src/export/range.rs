//! Which days an export covers.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// How far back an export goes, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportScope {
    /// The last seven days, to the minute.
    Week,
    /// The last thirty days, to the minute.
    Month,
    /// Everything.
    All,
}

impl ExportScope {
    /// The name by which commands and the API know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Week => "7d",
            Self::Month => "30d",
            Self::All => "all",
        }
    }
}

impl ExportScope {
    /// The first moment of it at `now`; none: from the beginning.
    pub fn since(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = match self {
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::All => None,
        };
        days.map(|it| now - TimeDelta::days(it))
    }
}

impl FromStr for ExportScope {
    type Err = RangeRefusal;

    fn from_str(text: &str) -> Result<Self, RangeRefusal> {
        let named = [Self::Week, Self::Month, Self::All].into_iter();
        let mut named = named.filter(|it| it.as_str() == text);
        named.next().ok_or(RangeRefusal::UnknownScope)
    }
}

/// Which days are wished for, as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportDates {
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// In place of days.
    pub scope: Option<ExportScope>,
}

/// Why a range cannot be exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RangeRefusal {
    /// A scope and days were given; one of them has to do.
    ScopeAndDates,
    /// The first day comes after the last.
    FromAfterTo,
    /// This is no date of the form `2025-03-30`, `30/03/2025` or `30-03-2025`.
    Unreadable(String),
    /// This has the form of a date, but the calendar does not have it.
    NoSuchDate(String),
    /// There is no scope of this name.
    UnknownScope,
}

/// What an export covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRange {
    /// The first moment; none: from the beginning.
    pub from: Option<DateTime<Utc>>,
    /// The moment before which it ends; none: until now.
    pub before: Option<DateTime<Utc>>,
    /// How a file of it is named, between what is in it and the ending: `start_2025-03-01`, `30d`.
    pub name: String,
}

impl ExportRange {
    /// The range of these days in `zone`, both of them whole, however long the clocks made them.
    ///
    /// ```
    /// use chrono::{TimeZone, Utc};
    /// use tickets_core::export::{ExportDates, ExportRange};
    ///
    /// let now = Utc.with_ymd_and_hms(2025, 4, 2, 8, 0, 0).unwrap();
    /// let spring = Some("30/03/2025".to_owned());
    /// let dates = ExportDates { from: spring.clone(), to: spring, scope: None };
    /// let range = ExportRange::read(&dates, now, chrono_tz::Europe::Brussels).unwrap();
    /// assert_eq!(range.from, Some(Utc.with_ymd_and_hms(2025, 3, 29, 23, 0, 0).unwrap()));
    /// assert_eq!(range.before, Some(Utc.with_ymd_and_hms(2025, 3, 30, 22, 0, 0).unwrap()));
    /// assert_eq!(range.name, "2025-03-30_2025-03-30");
    /// ```
    pub fn read(dates: &ExportDates, now: DateTime<Utc>, zone: Tz) -> Result<Self, RangeRefusal> {
        let day = |it: &Option<String>| it.as_deref().map(day_of).transpose();
        let (from, to) = (day(&dates.from)?, day(&dates.to)?);
        if let Some(scope) = dates.scope {
            if from.or(to).is_some() {
                return Err(RangeRefusal::ScopeAndDates);
            }
            return Ok(Self::of_scope(scope, now));
        }
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(RangeRefusal::FromAfterTo);
        }
        let first = from.map_or_else(|| "start".to_owned(), |it| it.to_string());
        let last = to.map_or_else(|| "today".to_owned(), |it| it.to_string());
        Ok(Self {
            from: from.map(|it| midnight(it, zone)),
            before: to.and_then(|it| it.succ_opt()).map(|it| midnight(it, zone)),
            name: format!("{first}_{last}"),
        })
    }

    fn of_scope(scope: ExportScope, now: DateTime<Utc>) -> Self {
        Self {
            from: scope.since(now),
            before: None,
            name: scope.as_str().to_owned(),
        }
    }

    /// Whether something of this moment is exported.
    pub fn contains(&self, at: DateTime<Utc>) -> bool {
        self.from.is_none_or(|it| it <= at) && self.before.is_none_or(|it| at < it)
    }
}

fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    parsers::resolve(day, NaiveTime::MIN, zone)
}

/// `2025-03-30`, `30/03/2025` or `30-03-2025`; a day or month may have one digit.
fn day_of(text: &str) -> Result<NaiveDate, RangeRefusal> {
    let unreadable = || RangeRefusal::Unreadable(text.to_owned());
    let (year, month, day) = numbers_of(text.trim()).ok_or_else(unreadable)?;
    let date = NaiveDate::from_ymd_opt(year, month, day);
    date.ok_or_else(|| RangeRefusal::NoSuchDate(text.to_owned()))
}

fn numbers_of(text: &str) -> Option<(i32, u32, u32)> {
    let separator = if text.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(separator).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let is_number = |it: &&str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !parts.iter().all(is_number) || month.len() > 2 {
        return None;
    }
    let (year, day) = match (first.len(), last.len(), separator) {
        (4, 1..=2, '-') => (first, last),
        (1..=2, 4, _) => (last, first),
        _ => return None,
    };
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn at(month: u32, day: u32, hour: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2025, month, day, hour, 0, 0).unwrap()
    }

    /// On 2 April 2025 at 10:00 in Brussels.
    fn read(from: &str, to: &str, scope: &str) -> Result<ExportRange, RangeRefusal> {
        let given = |it: &str| Some(it.to_owned()).filter(|it| !it.is_empty());
        let dates = ExportDates {
            from: given(from),
            to: given(to),
            scope: given(scope).map(|it| it.parse()).transpose()?,
        };
        ExportRange::read(&dates, at(4, 2, 8), chrono_tz::Europe::Brussels)
    }

    fn check(from: &str, to: &str, first: Option<DateTime<Utc>>, before: Option<DateTime<Utc>>) {
        let range = read(from, to, "").unwrap();
        assert_eq!((range.from, range.before), (first, before), "{from} {to}");
    }

    #[test]
    fn days_are_whole_whatever_the_clocks_do() {
        let spring = (Some(at(3, 29, 23)), Some(at(3, 30, 22)));
        check("2025-03-30", "2025-03-30", spring.0, spring.1);
        let autumn = (Some(at(10, 25, 22)), Some(at(10, 26, 23)));
        check("26-10-2025", "26/10/2025", autumn.0, autumn.1);
        check("01/04/2025", "", Some(at(3, 31, 22)), None);
        check("", "2025-03-01", None, Some(at(3, 1, 23)));
        check("", "", None, None);
    }

    #[test]
    fn what_is_no_range_is_refused_by_its_reason() {
        use RangeRefusal::{FromAfterTo, NoSuchDate, ScopeAndDates, UnknownScope, Unreadable};
        assert_eq!(read("2025-04-05", "2025-04-01", ""), Err(FromAfterTo));
        let none = NoSuchDate("2025-02-30".to_owned());
        assert_eq!(read("2025-02-30", "", ""), Err(none));
        assert_eq!(read("2025-03-01", "", "7d"), Err(ScopeAndDates));
        assert_eq!(read("", "2025-03-01", "all"), Err(ScopeAndDates));
        assert_eq!(read("", "", "8d"), Err(UnknownScope));
        for text in [
            "soon",
            "2025/03/01",
            "1-3-25",
            "2025-3",
            "+1/3/2025",
            "1/3/2025/4",
            "٣/3/2025",
        ] {
            let refused = read(text, "", "");
            assert_eq!(refused, Err(Unreadable(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_scope_counts_back_from_now() {
        let week = read("", "", "7d").unwrap();
        assert_eq!((week.from, week.before), (Some(at(3, 26, 8)), None));
        let month = read("", "", "30d").unwrap();
        assert_eq!(month.from, Some(at(3, 3, 8)));
        assert_eq!(read("", "", "all").unwrap().from, None);
    }

    #[test]
    fn a_file_is_named_by_its_days_or_scope() {
        for (from, to, scope, name) in [
            ("1/4/2025", "2-4-2025", "", "2025-04-01_2025-04-02"),
            ("1/4/2025", "", "", "2025-04-01_today"),
            ("", "2025-04-01", "", "start_2025-04-01"),
            ("", "", "", "start_today"),
            ("", "", "30d", "30d"),
        ] {
            assert_eq!(read(from, to, scope).unwrap().name, name);
        }
    }

    #[test]
    fn a_range_has_its_first_moment_and_not_its_end() {
        let range = read("2025-03-30", "2025-03-30", "").unwrap();
        assert!(range.contains(at(3, 29, 23)) && range.contains(at(3, 30, 21)));
        assert!(!range.contains(at(3, 29, 22)) && !range.contains(at(3, 30, 22)));
        assert!(read("", "", "").unwrap().contains(at(1, 1, 0)));
    }
}
