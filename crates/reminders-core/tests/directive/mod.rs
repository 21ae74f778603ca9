//! The clocks of the European Union by the words of its directive rather than by a table: they change at 01:00 UTC on the
//! last Sunday of March and of October.

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

/// The last Sunday of a month that is not December.
pub(crate) fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let next_month = NaiveDate::from_ymd_opt(year, month + 1, 1).unwrap();
    let last = next_month.pred_opt().unwrap();
    last - Days::new(u64::from(last.weekday().num_days_from_sunday()))
}

/// The instant at which a local clock shows `minutes` past midnight of `date`, by the directive.
pub(crate) fn expected(date: NaiveDate, minutes: i64, winter_ahead: i64) -> DateTime<Utc> {
    let at_one = |date: NaiveDate| date.and_hms_opt(1, 0, 0).unwrap().and_utc();
    let spring = at_one(last_sunday(date.year(), 3));
    let autumn = at_one(last_sunday(date.year(), 10));
    let by = |ahead: i64| {
        let midnight = date.and_time(NaiveTime::MIN).and_utc();
        midnight + TimeDelta::minutes(minutes) - TimeDelta::hours(ahead)
    };
    let (winter, summer) = (by(winter_ahead), by(winter_ahead + 1));
    let is_summer = |at| at >= spring && at < autumn;
    match (is_summer(summer), is_summer(winter)) {
        // The clock shows it once, or twice and the first counts.
        (true, _) => summer,
        // Both readings contradict themselves: the clock jumps over it, and goes on by the gap, which is what the
        // winter's reading comes to. Otherwise it is winter.
        (false, _) => winter,
    }
}
