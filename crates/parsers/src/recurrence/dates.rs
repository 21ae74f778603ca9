//! The dates of a recurrence: each found by arithmetic from the date that was asked for, never by walking to it.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Nth, Pattern, Recurrence};

/// How many periods in a row are looked at. Where a day exists at all it is in one of any dozen: the 31st of every
/// fourth month from February on is October's, and 29 February of every seventh year is at most eight periods away.
const SEARCHED: usize = 24;

impl Recurrence {
    /// The dates on or after this one, ascending, until the recurrence or the calendar ends.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use parsers::Recurrence;
    ///
    /// let from = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
    /// let monthly = Recurrence::monthly_on_day(31).unwrap();
    /// let dates: Vec<String> = monthly.dates_from(from).take(3).map(|it| it.to_string()).collect();
    /// assert_eq!(dates, ["2026-01-31", "2026-03-31", "2026-05-31"]);
    /// ```
    pub fn dates_from(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> + Clone + use<> {
        let recurrence = *self;
        std::iter::successors(recurrence.on_or_after(from), move |date| {
            recurrence.on_or_after(date.succ_opt()?)
        })
    }

    fn on_or_after(self, from: NaiveDate) -> Option<NaiveDate> {
        let from = self.starts_on().map_or(from, |start| start.max(from));
        let pattern = self.pattern();
        self.periods(from)
            .find_map(|period| pattern.date_in(period, from))
            .filter(|date| self.ends_on().is_none_or(|end| *date <= end))
    }

    /// The periods that count, beginning with that of `from`, which is not before the start.
    fn periods(self, from: NaiveDate) -> impl Iterator<Item = i32> {
        let interval = i32::from(self.interval());
        let period = self.pattern().period(from);
        let anchor = self
            .starts_on()
            .map_or(period, |start| self.pattern().period(start));
        let first = period + (anchor - period).rem_euclid(interval);
        (first..)
            .step_by(usize::from(self.interval()))
            .take(SEARCHED)
    }
}

impl Pattern {
    /// The number of the day, week or month that a date lies in.
    fn period(self, date: NaiveDate) -> i32 {
        match self {
            Self::Daily => date.num_days_from_ce(),
            // Day 1 of our era, 1 January of year 1, was a Monday.
            Self::Weekly(_) => (date.num_days_from_ce() - 1).div_euclid(7),
            Self::MonthlyOnDay(_) | Self::MonthlyOnWeekday { .. } => {
                date.year() * 12 + i32::try_from(date.month0()).unwrap_or_default()
            }
        }
    }

    /// The first date of a period that is not before `from`.
    fn date_in(self, period: i32, from: NaiveDate) -> Option<NaiveDate> {
        let fits = |date: &NaiveDate| *date >= from;
        match self {
            Self::Daily => NaiveDate::from_num_days_from_ce_opt(period).filter(fits),
            Self::Weekly(days) => days
                .iter()
                .filter_map(|day| day_of_week(period, day))
                .find(fits),
            Self::MonthlyOnDay(day) => {
                let (year, month) = month_of(period);
                NaiveDate::from_ymd_opt(year, month, u32::from(day)).filter(fits)
            }
            Self::MonthlyOnWeekday { nth, weekday } => {
                let (year, month) = month_of(period);
                nth_weekday(year, month, nth, weekday).filter(fits)
            }
        }
    }
}

fn day_of_week(week: i32, day: Weekday) -> Option<NaiveDate> {
    let ahead = i32::try_from(day.num_days_from_monday()).unwrap_or_default();
    NaiveDate::from_num_days_from_ce_opt(week * 7 + 1 + ahead)
}

fn month_of(period: i32) -> (i32, u32) {
    let month = u32::try_from(period.rem_euclid(12)).unwrap_or_default() + 1;
    (period.div_euclid(12), month)
}

fn nth_weekday(year: i32, month: u32, nth: Nth, weekday: Weekday) -> Option<NaiveDate> {
    let on = |number| NaiveDate::from_weekday_of_month_opt(year, month, weekday, number);
    match nth {
        Nth::First => on(1),
        Nth::Second => on(2),
        Nth::Third => on(3),
        Nth::Fourth => on(4),
        Nth::Last => on(5).or_else(|| on(4)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday::{Fri, Mon, Sun, Wed};

    use super::*;
    use crate::WeekdaySet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(recurrence: Recurrence, from: &str, expected: &[&str]) {
        let dates = recurrence.dates_from(day(from)).take(expected.len().max(1));
        let dates: Vec<String> = dates.map(|it| it.to_string()).collect();
        assert_eq!(dates, expected, "{recurrence:?} from {from}");
    }

    fn weekly<const N: usize>(days: [Weekday; N]) -> Recurrence {
        Recurrence::weekly(WeekdaySet::from_iter(days)).unwrap()
    }

    #[test]
    fn weekly_dates_come_in_week_order() {
        check(
            weekly([Fri, Mon]),
            "2026-03-03",
            &["2026-03-06", "2026-03-09", "2026-03-13"],
        );
        check(weekly([Mon]), "2026-03-02", &["2026-03-02", "2026-03-09"]);
    }

    #[test]
    fn weeks_of_an_interval_begin_on_monday() {
        let start = day("2026-03-04"); // a Wednesday
        let other = weekly([Mon, Wed, Sun]).every(2, start).unwrap();
        let dates = ["2026-03-04", "2026-03-08", "2026-03-16", "2026-03-18"];
        check(other, "2026-01-01", &dates);
        check(other, "2026-03-09", &["2026-03-16"]);
        check(other, "2036-03-01", &["2036-03-03", "2036-03-05"]);
    }

    #[test]
    fn every_third_day_is_counted_from_the_start() {
        let start = day("2026-02-27");
        let third = Recurrence::daily().every(3, start).unwrap();
        check(third, "2026-02-28", &["2026-03-02", "2026-03-05"]);
        check(third, "2027-02-27", &["2027-02-28"]);
    }

    #[test]
    fn a_month_without_the_day_is_left_out() {
        let monthly = Recurrence::monthly_on_day(30).unwrap();
        check(
            monthly,
            "2026-01-30",
            &["2026-01-30", "2026-03-30", "2026-04-30"],
        );
        let rare = monthly.every(4, day("2026-02-15")).unwrap();
        check(
            rare,
            "2026-02-15",
            &["2026-06-30", "2026-10-30", "2027-06-30"],
        );
    }

    #[test]
    fn the_nth_weekday_of_a_month() {
        let first = Recurrence::monthly_on_weekday(Nth::First, Mon);
        check(first, "2026-06-01", &["2026-06-01", "2026-07-06"]);
        let last = Recurrence::monthly_on_weekday(Nth::Last, Fri);
        check(last, "2026-01-31", &["2026-02-27", "2026-03-27"]);
    }

    #[test]
    fn both_bounds_belong_to_it() {
        let bounded = weekly([Mon]).starting_on(Some(day("2026-03-02"))).unwrap();
        let bounded = bounded.ending_on(Some(day("2026-03-16"))).unwrap();
        let dates: Vec<_> = bounded.dates_from(day("2020-01-01")).collect();
        let expected = ["2026-03-02", "2026-03-09", "2026-03-16"].map(day);
        assert_eq!(dates, expected);
        assert_eq!(bounded.dates_from(day("2026-03-17")).next(), None);
    }

    #[test]
    fn the_calendar_ends_without_a_panic() {
        let rules = [
            Recurrence::daily(),
            weekly([Mon, Sun]),
            Recurrence::monthly_on_day(31).unwrap(),
            Recurrence::monthly_on_weekday(Nth::Last, Sun),
        ];
        for rule in rules {
            assert!(rule.dates_from(NaiveDate::MIN).next().is_some());
            let near = NaiveDate::MAX - chrono::Days::new(400);
            let dates: Vec<_> = rule.dates_from(near).collect();
            assert!((7..=401).contains(&dates.len()), "{rule:?}");
            let spaced = rule.every(99, day("9999-12-01")).unwrap();
            assert!(spaced.dates_from(near).count() <= 5);
        }
    }
}
