//! What a chart of tickets shows: bars of days, or of more days at once where there are too many.

use chrono::{Days, NaiveDate};

use super::DayCount;

/// A chart has at most so many bars side by side.
pub const MOST_BARS: usize = 62;

/// How many days a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarWidth {
    /// One.
    Day,
    /// Seven.
    Week,
    /// So many more.
    Days(u32),
}

/// A stretch of days, and what came and went in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Its first day.
    pub first: NaiveDate,
    /// How many tickets were opened.
    pub opened: u32,
    /// How many of the tickets that are shown were closed.
    pub closed: u32,
}

impl BarWidth {
    /// How many days.
    pub fn days(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Days(days) => days.max(1),
        }
    }

    /// The narrowest with which so many days make at most [`MOST_BARS`] bars.
    fn for_days(days: usize) -> Self {
        if days <= MOST_BARS {
            return Self::Day;
        }
        if days <= 7 * MOST_BARS {
            return Self::Week;
        }
        Self::Days(u32::try_from(days.div_ceil(MOST_BARS)).unwrap_or(u32::MAX))
    }
}

/// The bars from `first` to `last`, both included, without a gap, and how many days each stands for. Days outside are
/// left out; `first` after `last` gives no bar.
pub fn bars(first: NaiveDate, last: NaiveDate, days: &[DayCount]) -> (BarWidth, Vec<Bar>) {
    let span = usize::try_from((last - first).num_days() + 1).unwrap_or(0);
    let width = BarWidth::for_days(span);
    let step = width.days();
    let starts = (0..span).step_by(usize::try_from(step).unwrap_or(usize::MAX));
    let starts = starts.filter_map(|it| first.checked_add_days(Days::new(it as u64)));
    let empty = |first| Bar {
        first,
        opened: 0,
        closed: 0,
    };
    let mut bars: Vec<Bar> = starts.map(empty).collect();
    for day in days {
        let place = (day.day - first).num_days().div_euclid(i64::from(step));
        let bar = usize::try_from(place).ok().and_then(|it| bars.get_mut(it));
        if let Some(bar) = bar.filter(|_| day.day <= last) {
            bar.opened = bar.opened.saturating_add(day.opened);
            bar.closed = bar.closed.saturating_add(day.closed);
        }
    }
    (width, bars)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn count(on: NaiveDate, opened: u32, closed: u32) -> DayCount {
        DayCount {
            day: on,
            opened,
            closed,
        }
    }

    #[test]
    fn every_day_of_a_week_has_its_bar_also_one_on_which_nothing_was() {
        let days = [
            count(day(2, 1), 3, 0),
            count(day(2, 3), 1, 2),
            count(day(2, 9), 9, 9),
        ];
        let (width, bars) = bars(day(2, 1), day(2, 7), &days);
        assert_eq!(width, BarWidth::Day);
        let shown: Vec<_> = bars.iter().map(|it| (it.opened, it.closed)).collect();
        assert_eq!(
            shown,
            [(3, 0), (0, 0), (1, 2), (0, 0), (0, 0), (0, 0), (0, 0)]
        );
        assert_eq!(bars[6].first, day(2, 7));
    }

    #[test]
    fn longer_times_are_put_together_and_nothing_is_lost() {
        for (days, expected) in [(62, 1), (63, 7), (434, 7), (435, 8), (3_660, 60)] {
            let last = day(1, 1).checked_add_days(Days::new(days - 1)).unwrap();
            let counts = [count(day(1, 1), 2, 1), count(last, 3, 1)];
            let (width, bars) = bars(day(1, 1), last, &counts);
            assert_eq!(width.days(), expected, "{days} days");
            assert!(bars.len() <= MOST_BARS);
            assert_eq!(bars.iter().map(|it| it.opened).sum::<u32>(), 5);
            assert_eq!(bars.iter().map(|it| it.closed).sum::<u32>(), 2);
        }
    }

    #[test]
    fn a_time_that_ends_before_it_begins_has_no_bar() {
        assert!(bars(day(2, 2), day(2, 1), &[]).1.is_empty());
    }
}
