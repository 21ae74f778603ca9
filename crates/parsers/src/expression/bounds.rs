//! From when until when something comes again, where no day says it: `van maart tot juni`, `until the end of June`.
//!
//! ```text
//! bounds = ("from" | "starting") ["in"] edge ["through" edge] | ("until" | "through") edge | month "through" month
//! edge   = ["start of" | "middle of" | "end of"] (month [year] | year | "next" unit | "the" unit) | feast
//! unit   = week | month | year
//! ```

use chrono::{Datelike, Days, Months, NaiveDate};

use super::date::month_at;
use super::day::weekday_name;
use super::digits::digits_at;
use super::value::{Expression, Value, month_start};
use crate::Rule;
use crate::holiday::Holiday;
use crate::language::{Meaning, find, is_known, means};
use crate::scan::Tokens;

/// A first date, a last one, or both; at least one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    from: Option<Edge>,
    until: Option<Edge>,
}

/// Where a week, a month or a year begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edge {
    period: Period,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    /// A month, of the year that fits where none is named.
    Month(u32, Option<i32>),
    Year(i32),
    Feast(Holiday),
    /// So many weeks, months or years after this one.
    Ahead(Unit, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Week,
    Month,
    Year,
}

/// The part of a period that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Whole,
    /// The day before it: *until* what begins it.
    Before,
    Start,
    Middle,
    End,
}

/// The bounds that begin at a token.
pub(crate) fn bounds_at(tokens: &Tokens, at: usize) -> Option<Expression> {
    let opens = |it| {
        matches!(
            it,
            Meaning::StartingOn | Meaning::From | Meaning::Until | Meaning::Month(_)
        )
        .then_some(())
    };
    find(tokens, at, opens)?;
    let starts = |it| matches!(it, Meaning::StartingOn | Meaning::From).then_some(());
    let (bounds, end) = match find(tokens, at, starts) {
        Some(((), length)) => from(tokens, at, length)?,
        None => until(tokens, at).or_else(|| months(tokens, at))?,
    };
    Some(Expression {
        value: Value::Bounds(bounds),
        tokens: at..end,
        rule: Rule::DateRange,
    })
}

/// `vanaf maart`, `from March to June`; *van* alone begins a range and nothing else.
fn from(tokens: &Tokens, at: usize, length: usize) -> Option<(Bounds, usize)> {
    let start = at + length;
    let start = start + means(tokens, start, Meaning::Within).unwrap_or(0);
    let (first, end) = edge(tokens, start)?;
    let last = through(tokens, end).and_then(|gap| edge(tokens, end + gap));
    let alone = means(tokens, at, Meaning::StartingOn).is_some();
    let bounds = Bounds {
        from: Some(first).filter(|it| it.place != Place::End),
        until: last.map(|(last, _)| last.whole_counts()),
    };
    let holds = bounds.from.is_some() && (alone || last.is_some());
    holds.then(|| (bounds, last.map_or(end, |(_, end)| end)))
}

/// `tot eind juni`, `until June`, `through June`.
fn until(tokens: &Tokens, at: usize) -> Option<(Bounds, usize)> {
    let length = means(tokens, at, Meaning::Until)?;
    let (mut last, end) = edge(tokens, at + length)?;
    let inclusive = means(tokens, at, Meaning::Including).is_some();
    if inclusive {
        last = last.whole_counts();
    } else if last.place == Place::Whole {
        last.place = Place::Before;
    }
    let bounds = Bounds {
        from: None,
        until: Some(last),
    };
    Some((bounds, end))
}

/// `maart - juni`, `September to May`, but neither `3 maart - juni` nor `march to the station`.
fn months(tokens: &Tokens, at: usize) -> Option<(Bounds, usize)> {
    let (period, end) = month(tokens, at)?;
    let dated = at > 0 && tokens.number(at - 1).is_some();
    let gap = through(tokens, end).filter(|_| !dated)?;
    let (last, end) = month(tokens, end + gap)?;
    let whole = |period, place| Some(Edge { period, place });
    let bounds = Bounds {
        from: whole(period, Place::Whole),
        until: whole(last, Place::End),
    };
    Some((bounds, end))
}

fn through(tokens: &Tokens, at: usize) -> Option<usize> {
    means(tokens, at, Meaning::Through).or_else(|| tokens.is_mark(at, '-').then_some(1))
}

fn edge(tokens: &Tokens, at: usize) -> Option<(Edge, usize)> {
    let placed = find(tokens, at, |it| match it {
        Meaning::StartOf => Some(Place::Start),
        Meaning::MonthPart(15) => Some(Place::Middle),
        Meaning::EndOf => Some(Place::End),
        _ => None,
    });
    let (place, start) = placed.map_or((Place::Whole, at), |(place, length)| (place, at + length));
    let (period, end) = month(tokens, start)
        .or_else(|| ahead(tokens, start, placed.is_some()))
        .or_else(|| year(tokens, start))
        .or_else(|| feast(tokens, start))?;
    Some((Edge { period, place }, end))
}

/// A month that neither a day nor a clock follows.
fn month(tokens: &Tokens, at: usize) -> Option<(Period, usize)> {
    let (month, end) = month_at(tokens, at)?;
    let year = match tokens.number(end) {
        Some((year @ 2000..=2199, 4)) if digits_at(tokens, end).is_none() => {
            i32::try_from(year).ok()
        }
        Some((_, 1..=2)) if digits_at(tokens, end).is_none() => return None,
        _ => None,
    };
    let period = Period::Month(month, year);
    Some((period, end + usize::from(year.is_some())))
}

/// `next month`; `the year` only behind the part of it that is meant: `until the end of the year`.
fn ahead(tokens: &Tokens, at: usize, placed: bool) -> Option<(Period, usize)> {
    let article = means(tokens, at, Meaning::Article).unwrap_or(0);
    let start = at + article;
    let week = means(tokens, start, Meaning::NextWeek);
    let next = means(tokens, start, Meaning::Next);
    let here = means(tokens, start, Meaning::This).or(placed.then_some(0));
    let read = |length: usize| unit(tokens, start + length);
    let (period, end) = if let Some(length) = week {
        (Period::Ahead(Unit::Week, 1), start + length)
    } else if let Some((unit, end)) = next.and_then(read) {
        (Period::Ahead(unit, 1), end)
    } else {
        let (unit, end) = here.and_then(read)?;
        (Period::Ahead(unit, 0), end)
    };
    // "Volgende week dinsdag" is a day.
    weekday_name(tokens, end).is_none().then_some((period, end))
}

fn year(tokens: &Tokens, at: usize) -> Option<(Period, usize)> {
    let (year @ 2000..=2199, 4) = tokens.number(at)? else {
        return None;
    };
    // "Vanaf 2000 leden" counts, "from 2026-03-01" is a day.
    let alone = digits_at(tokens, at).is_none() && !tokens.is_glued(at + 1);
    let counts = tokens.is_word(at + 1) && !is_known(tokens, at + 1);
    let year = i32::try_from(year).ok().filter(|_| alone && !counts)?;
    Some((Period::Year(year), at + 1))
}

fn feast(tokens: &Tokens, at: usize) -> Option<(Period, usize)> {
    let at = at + means(tokens, at, Meaning::Article).unwrap_or(0);
    let (feast, length) = find(tokens, at, |it| match it {
        Meaning::Holiday(feast, _) => Some(feast),
        _ => None,
    })?;
    Some((Period::Feast(feast), at + length))
}

fn unit(tokens: &Tokens, at: usize) -> Option<(Unit, usize)> {
    let (unit, length) = find(tokens, at, |it| match it {
        Meaning::UnitWeek => Some(Unit::Week),
        Meaning::UnitMonth => Some(Unit::Month),
        Meaning::UnitYear => Some(Unit::Year),
        _ => None,
    })?;
    Some((unit, at + length))
}

impl Bounds {
    /// The first date, seen from `today`.
    pub(crate) fn first(self, today: NaiveDate) -> Option<NaiveDate> {
        self.from?.date(today)
    }

    /// Whether it has both.
    pub(crate) fn is_season(self) -> bool {
        self.from.is_some() && self.until.is_some()
    }

    /// The last date of what begins on `first`, or today.
    pub(crate) fn last(self, first: NaiveDate) -> Option<NaiveDate> {
        self.until?.date(self.first(first).unwrap_or(first))
    }
}

impl Edge {
    /// As the last of a range, a whole period ends where it ends.
    fn whole_counts(self) -> Self {
        match self.place {
            Place::Whole => Self {
                place: Place::End,
                ..self
            },
            _ => self,
        }
    }

    /// The date, as a first one for a whole period or its start, else as a last one.
    fn date(self, from: NaiveDate) -> Option<NaiveDate> {
        let (first, last) = self.period.days(from)?;
        match self.place {
            Place::Whole | Place::Start => Some(first),
            Place::Before => first.pred_opt(),
            Place::Middle => Some(first + (last - first) / 2),
            Place::End => Some(last),
        }
    }
}

impl Period {
    /// Its first and its last day.
    fn days(self, from: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let (first, unit) = match self {
            Self::Month(month, Some(year)) => {
                (NaiveDate::from_ymd_opt(year, month, 1)?, Unit::Month)
            }
            Self::Month(month, None) => (month_start(month, from)?, Unit::Month),
            Self::Year(year) => (NaiveDate::from_ymd_opt(year, 1, 1)?, Unit::Year),
            Self::Feast(feast) => {
                let mut years = from.year()..=from.year() + 1;
                let date = years.find_map(|year| feast.date(year).filter(|it| *it >= from))?;
                return Some((date, date));
            }
            Self::Ahead(unit, ahead) => (unit.add(unit.start(from)?, ahead)?, unit),
        };
        Some((first, unit.add(first, 1)?.pred_opt()?))
    }
}

impl Unit {
    fn start(self, date: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Week => {
                date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))
            }
            Self::Month => date.with_day(1),
            Self::Year => NaiveDate::from_ymd_opt(date.year(), 1, 1),
        }
    }

    fn add(self, date: NaiveDate, count: u32) -> Option<NaiveDate> {
        match self {
            Self::Week => date.checked_add_days(Days::new(7 * u64::from(count))),
            Self::Month => date.checked_add_months(Months::new(count)),
            Self::Year => date.checked_add_months(Months::new(12 * count)),
        }
    }
}
