//! A set of weekdays that is always in week order, and its numbers and English names.

use std::fmt;

use chrono::Weekday;

use crate::language::day_name;

/// The days of a weekly recurrence: unique, Monday first, as small as a byte.
///
/// ```
/// use chrono::Weekday::{Fri, Tue};
/// use parsers::WeekdaySet;
///
/// let days: WeekdaySet = [Fri, Tue, Fri].into_iter().collect();
/// assert_eq!(days.numbers(), [1, 4]);
/// assert!(days.contains(Tue));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeekdaySet(u8);

/// Every weekday in the order of a [`WeekdaySet`].
pub(crate) const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl WeekdaySet {
    /// No day at all.
    pub const EMPTY: Self = Self(0);
    /// Monday to Sunday.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKDAYS: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);

    /// Adds a day; adding it again changes nothing.
    pub fn insert(&mut self, day: Weekday) {
        self.0 |= bit(day);
    }

    /// Whether the day is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// Whether there is no day in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many days there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The days of both sets.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The days, Monday first.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = Weekday> + Clone {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }

    /// The days as numbers, 0 for Monday to 6 for Sunday, ascending.
    pub fn numbers(self) -> Vec<u8> {
        (0..7)
            .filter(|number| self.0 & (1 << number) != 0)
            .collect()
    }

    /// The set with these numbers; anything above 6 is left out.
    pub fn from_numbers<I: IntoIterator<Item = u8>>(numbers: I) -> Self {
        numbers
            .into_iter()
            .filter_map(|number| WEEK.get(usize::from(number)))
            .copied()
            .collect()
    }

    /// Reads stored tokens, numbers or Dutch and English day words. An unknown token adds nothing.
    ///
    /// ```
    /// use parsers::WeekdaySet;
    ///
    /// assert_eq!(WeekdaySet::from_stored(["4", "ma", "9"]).numbers(), [0, 4]);
    /// ```
    pub fn from_stored<I>(tokens: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        tokens
            .into_iter()
            .filter_map(|token| stored_day(token.as_ref()))
            .collect()
    }

    /// From one day through another, over Sunday when the second comes earlier in the week.
    pub fn range(first: Weekday, last: Weekday) -> Self {
        let mut days = Self::EMPTY;
        let mut day = first;
        days.insert(day);
        while day != last {
            day = day.succ();
            days.insert(day);
        }
        days
    }

    /// Every day moved by a number of days, which a change of zone can do.
    pub fn shifted(self, by: i64) -> Self {
        self.iter()
            .map(|day| {
                let number = (i64::from(day.num_days_from_monday()) + by).rem_euclid(7);
                WEEK[usize::try_from(number).unwrap_or_default()]
            })
            .collect()
    }
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        let mut set = Self::EMPTY;
        days.into_iter().for_each(|day| set.insert(day));
        set
    }
}

impl fmt::Debug for WeekdaySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The days in English, for display.
///
/// ```
/// use parsers::{WeekdaySet, format_days};
///
/// assert_eq!(format_days(WeekdaySet::from_stored(["4", "1"])), "Tuesday, Friday");
/// ```
pub fn format_days(days: WeekdaySet) -> String {
    let names: Vec<&str> = days.iter().map(english_name).collect();
    names.join(", ")
}

fn bit(day: Weekday) -> u8 {
    1 << day.num_days_from_monday()
}

fn stored_day(token: &str) -> Option<Weekday> {
    let token = token.trim();
    if let [digit @ b'0'..=b'6'] = token.as_bytes() {
        return Some(WEEK[usize::from(digit - b'0')]);
    }
    // Rows of earlier releases hold words.
    day_name(&token.to_lowercase())
}

pub(crate) fn english_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stored: &[&str], expected: &str) {
        assert_eq!(
            format_days(WeekdaySet::from_stored(stored)),
            expected,
            "{stored:?}"
        );
    }

    #[test]
    fn shows_stored_days_in_week_order_without_duplicates() {
        check(&["4", "1"], "Tuesday, Friday");
        check(&["9"], "");
        check(&[], "");
        check(&["6", "0", "3"], "Monday, Thursday, Sunday");
        check(&["2", "2", "woe", "wednesday"], "Wednesday");
        check(&["ma", "Zondag", "xyz"], "Monday, Sunday");
    }

    #[test]
    fn a_range_wraps_over_sunday() {
        assert_eq!(
            WeekdaySet::range(Weekday::Sat, Weekday::Mon).numbers(),
            [0, 5, 6]
        );
        assert_eq!(WeekdaySet::range(Weekday::Tue, Weekday::Tue).numbers(), [1]);
    }

    #[test]
    fn shifting_by_a_day_wraps() {
        assert_eq!(
            WeekdaySet::from_numbers([0, 6]).shifted(1).numbers(),
            [0, 1]
        );
        assert_eq!(WeekdaySet::from_numbers([0, 7]).shifted(-1).numbers(), [6]);
    }

    #[test]
    fn all_holds_every_day_and_empty_none() {
        assert_eq!(WeekdaySet::ALL.len(), 7);
        assert!(WeekdaySet::EMPTY.is_empty());
        assert_eq!(WeekdaySet::from_numbers(0..7), WeekdaySet::ALL);
        assert_eq!(
            WeekdaySet::WORKDAYS.union(WeekdaySet::WEEKEND),
            WeekdaySet::ALL
        );
    }
}
