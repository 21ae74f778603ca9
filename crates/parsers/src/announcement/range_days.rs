//! A weekday beside a range of dates is the day of that range: `17 t/m 19 april, start vrijdag om 17u`.

use chrono::{Datelike, Days, NaiveDate};

use super::findings::Finding;
use crate::expression::{DateValue, OnWhat, Value, WeekdayMode};

/// The longest range whose weekdays are each one day.
const LONGEST: i64 = 6;

/// Gives bare weekdays the date that they have in the only range of dates of the announcement.
pub(super) fn place_in_range(found: &mut [Finding], today: NaiveDate) {
    let mut ranges = found.iter().filter_map(|it| range(it, today));
    let (Some((first, last)), None) = (ranges.next(), ranges.next()) else {
        return;
    };
    for finding in found {
        if let Value::Day(day) = &mut finding.value
            && let OnWhat::Weekday(weekday, WeekdayMode::Bare) = day.what
        {
            let ahead = weekday.days_since(first.weekday());
            let date = first.checked_add_days(Days::new(u64::from(ahead)));
            if let Some(date) = date.filter(|it| *it <= last) {
                day.what = OnWhat::Date(DateValue::of(date));
            }
        }
    }
}

fn range(finding: &Finding, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let OnWhat::Date(date) = finding.day()?.what else {
        return None;
    };
    let first = date.resolve(today).ok()?;
    let last = date.ends_on(first)?;
    let days = (last - first).num_days();
    (1..=LONGEST).contains(&days).then_some((first, last))
}
