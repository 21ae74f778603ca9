//! The date option of commands: one day as a member types it. The grammar is that of `expression::day`.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::expression::{
    Expression, HungExpression, NoDate, OnWhat, Value, day_at, hung_at, next_month_day,
};
use crate::language::{Label, Meaning, means};
use crate::local;
use crate::scan::tokenise;

/// How many characters of a date are looked at.
const LIMIT: usize = 100;

/// Why a text is not a day to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// It does not look like a date.
    #[error("not a date")]
    Unreadable,
    /// It looks like a date, but the calendar does not have it.
    #[error("no such date")]
    Invalid,
    /// It has been.
    #[error("a date that has passed")]
    Past,
}

/// Reads one day: a date, a weekday or a relative word. The weekday of today is a week from now.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use parsers::{DateError, parse_date};
///
/// let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap(); // a Wednesday
/// let zone = chrono_tz::Europe::Brussels;
/// assert_eq!(parse_date("do 12/2", now, zone).unwrap().to_string(), "2026-02-12");
/// assert_eq!(parse_date("overmorgen", now, zone).unwrap().to_string(), "2026-02-06");
/// assert_eq!(parse_date("30 februari", now, zone), Err(DateError::Invalid));
/// ```
pub fn parse_date(text: &str, now: DateTime<Utc>, zone: Tz) -> Result<NaiveDate, DateError> {
    let today = local(now, zone).date();
    let tokens = tokenise(text.trim(), LIMIT + 1);
    let start = means(&tokens, 0, Meaning::On).unwrap_or(0);
    let is_all = |it: &Expression| it.tokens.end == tokens.len();
    let label = Some(Label::Date);
    let hung = hung_at(&tokens, start, label, today).and_then(HungExpression::day);
    let found = hung
        .filter(is_all)
        .or_else(|| day_at(&tokens, start, label).filter(is_all));
    let whole = found.filter(|_| text.chars().all(|c| c.is_ascii() || !c.is_numeric()));
    let Some(Value::Day(day)) = whole.map(|it| it.value) else {
        return Err(DateError::Unreadable);
    };
    let date = match day.what {
        OnWhat::Date(date) => date.resolve(today).map_err(|why| match why {
            NoDate::Impossible => DateError::Invalid,
            NoDate::Past => DateError::Past,
        })?,
        OnWhat::Relative(days) => {
            let ahead = Duration::try_days(days).ok_or(DateError::Invalid)?;
            today.checked_add_signed(ahead).ok_or(DateError::Invalid)?
        }
        OnWhat::Weekday(day, mode) => mode.resolve(day, today, false).ok_or(DateError::Invalid)?,
        OnWhat::MonthDay(day, weekday) => {
            next_month_day(day, weekday, today).ok_or(DateError::Invalid)?
        }
    };
    if date < today {
        Err(DateError::Past)
    } else {
        Ok(date)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    /// Wednesday 4 February 2026, ten in the morning in Brussels.
    fn check(text: &str, expected: Result<&str, DateError>) {
        let now = Utc.with_ymd_and_hms(2026, 2, 4, 9, 0, 0).unwrap();
        let found = parse_date(text, now, chrono_tz::Europe::Brussels).map(|it| it.to_string());
        assert_eq!(found.as_deref().map_err(|it| *it), expected, "{text:?}");
    }

    #[test]
    fn reads_dates_of_the_calendar() {
        check("7/2/26", Ok("2026-02-07"));
        check("2/27/2026", Ok("2026-02-27"));
        check("2026-05-14", Ok("2026-05-14"));
        check("14.05.2026", Ok("2026-05-14"));
        check("7-2", Ok("2026-02-07"));
        check("7.2", Ok("2026-02-07"));
        check("za 7 feb.", Ok("2026-02-07"));
        check("the 3rd of May, 2026", Err(DateError::Unreadable));
        check("3rd of May, 2026", Ok("2026-05-03"));
        check("Feb 7, 2027", Ok("2027-02-07"));
        check("op 14 mei", Ok("2026-05-14"));
        check("1 maart", Ok("2026-03-01"));
        check("29 februari", Ok("2028-02-29"));
    }

    #[test]
    fn a_date_without_a_year_is_the_next_or_has_passed() {
        check("4/2", Ok("2026-02-04"));
        check("3/2", Err(DateError::Past));
        check("1/11", Ok("2026-11-01"));
        check("1 december", Ok("2026-12-01"));
        check("5/12/2025", Err(DateError::Past));
    }

    #[test]
    fn reads_days_that_hang_on_others_and_feasts() {
        check("a week from Friday", Ok("2026-02-13"));
        check("zaterdag over 14 dagen", Ok("2026-02-21"));
        check("de dag na Pasen", Ok("2026-04-06"));
        check("first Friday of March", Ok("2026-03-06"));
        check("laatste vrijdag van februari", Ok("2026-02-27"));
        check("the Friday after next", Err(DateError::Unreadable));
        check("Friday after next", Ok("2026-02-13"));
        check("Paasmaandag", Ok("2026-04-06"));
        check("New Year's Eve", Ok("2026-12-31"));
        check("Christmas dinner", Err(DateError::Unreadable));
        check("two weeks ago", Err(DateError::Unreadable));
    }

    #[test]
    fn reads_days_that_hang_on_today() {
        check("vandaag", Ok("2026-02-04"));
        check("morgen", Ok("2026-02-05"));
        check("the day after tomorrow", Ok("2026-02-06"));
        check("in 2 weeks", Ok("2026-02-18"));
        check("over drie dagen", Ok("2026-02-07"));
        check("this Wednesday", Ok("2026-02-11"));
        check("komende vrijdag", Ok("2026-02-06"));
        check("next Monday", Ok("2026-02-09"));
        check("volgende week vrijdag", Ok("2026-02-13"));
        check("vrijdag volgende week", Ok("2026-02-13"));
        check("friday", Ok("2026-02-06"));
        check("gisteren", Err(DateError::Past));
    }

    #[test]
    fn refuses_what_is_no_day() {
        check("", Err(DateError::Unreadable));
        check("later", Err(DateError::Unreadable));
        check("31/2", Err(DateError::Invalid));
        check("31/13/2026", Err(DateError::Invalid));
        check("this weekend", Err(DateError::Unreadable));
        check("7/2 20:00", Err(DateError::Unreadable));
        check("7/2/²6", Err(DateError::Unreadable));
    }
}
