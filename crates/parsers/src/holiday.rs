//! Feasts by name and the date each falls on in a year.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How a feast finds its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holiday {
    /// The same month and day each year.
    Fixed(u32, u32),
    /// So many days after Easter Sunday.
    Easter(i64),
    /// The nth weekday of a month; the fifth is the last one.
    Nth(u8, Weekday, u32),
    /// So many days after the nth weekday of a month.
    AfterNth(u8, Weekday, u32, u64),
    /// A fixed date that moves to the day before when it is a Sunday.
    NotOnSunday(u32, u32),
    /// The Sunday so many weeks before Christmas, counted from the last one before it.
    Advent(u64),
}

impl Holiday {
    /// The date in a year; `None` beyond the calendar.
    pub(crate) fn date(self, year: i32) -> Option<NaiveDate> {
        match self {
            Self::Fixed(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Self::Easter(days) => {
                easter(year)?.checked_add_signed(chrono::Duration::try_days(days)?)
            }
            Self::Nth(nth, weekday, month) => nth_weekday(year, month, weekday, nth),
            Self::AfterNth(nth, weekday, month, days) => {
                nth_weekday(year, month, weekday, nth)?.checked_add_days(Days::new(days))
            }
            Self::NotOnSunday(month, day) => {
                let date = NaiveDate::from_ymd_opt(year, month, day)?;
                if date.weekday() == Weekday::Sun {
                    date.pred_opt()
                } else {
                    Some(date)
                }
            }
            Self::Advent(weeks) => {
                let eve = NaiveDate::from_ymd_opt(year, 12, 24)?;
                let back = u64::from(eve.weekday().num_days_from_sunday());
                eve.checked_sub_days(Days::new(back + 7 * weeks))
            }
        }
    }
}

/// The nth weekday of a month, the fifth being the last.
pub(crate) fn nth_weekday(year: i32, month: u32, weekday: Weekday, nth: u8) -> Option<NaiveDate> {
    if (1..=4).contains(&nth) {
        return NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
    }
    NaiveDate::from_weekday_of_month_opt(year, month, weekday, 5)
        .or_else(|| NaiveDate::from_weekday_of_month_opt(year, month, weekday, 4))
}

/// Easter Sunday of the Gregorian calendar, which began in 1583, after the anonymous computus.
fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let (golden, century, rest) = (
        year.rem_euclid(19),
        year.div_euclid(100),
        year.rem_euclid(100),
    );
    let skipped =
        (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15).rem_euclid(30);
    let moon = skipped - (skipped / 28) * (1 - (29 / (skipped + 1)) * ((21 - golden) / 11));
    let weekday = (century * 100 + rest + (century * 100 + rest).div_euclid(4) + moon + 2
        - century
        + century / 4)
        .rem_euclid(7);
    let offset = moon - weekday;
    let month = 3 + (offset + 40) / 44;
    let day = offset + 28 - 31 * (month / 4);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(holiday: Holiday, year: i32, expected: &str) {
        let found = holiday.date(year).map(|it| it.to_string());
        assert_eq!(found.as_deref(), Some(expected));
    }

    #[test]
    fn easter_falls_where_the_church_says() {
        for (year, expected) in [
            (1999, "1999-04-04"),
            (2000, "2000-04-23"),
            (2008, "2008-03-23"),
            (2016, "2016-03-27"),
            (2018, "2018-04-01"),
            (2019, "2019-04-21"),
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2038, "2038-04-25"),
        ] {
            check(Holiday::Easter(0), year, expected);
        }
    }

    #[test]
    fn feasts_that_move_find_their_day() {
        check(Holiday::Easter(39), 2026, "2026-05-14");
        check(Holiday::Nth(2, Weekday::Sun, 5), 2026, "2026-05-10");
        check(Holiday::Nth(5, Weekday::Mon, 5), 2026, "2026-05-25");
        check(
            Holiday::AfterNth(4, Weekday::Thu, 11, 1),
            2026,
            "2026-11-27",
        );
        check(Holiday::NotOnSunday(4, 27), 2025, "2025-04-26");
        check(Holiday::NotOnSunday(4, 27), 2026, "2026-04-27");
        check(Holiday::Advent(3), 2026, "2026-11-29");
        check(Holiday::Advent(0), 2026, "2026-12-20");
        check(Holiday::Advent(3), 2023, "2023-12-03");
    }

    #[test]
    fn years_beyond_the_calendar_have_no_feast() {
        assert_eq!(Holiday::Easter(0).date(i32::MAX), None);
        assert_eq!(Holiday::Easter(0).date(i32::MIN), None);
    }
}
