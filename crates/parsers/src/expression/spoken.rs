//! Clocks as they are said.
//!
//! ```text
//! spoken  = table | minutes ["minutes"] ("past" | "to") ["half"] hour | hour unit     "half" as in half acht
//! minutes = 1-29 in digits or words          hour = 1-12 in digits or words | noon | midnight
//! ```

use super::digits::Half;
use crate::language::{DayPart, Meaning, find, is_known, means, on_twelve_hours};
use crate::scan::Tokens;

/// What was said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken {
    /// From 0 to 12 on a clock of twelve hours, up to 24 where only that is possible.
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) half: Option<Half>,
    pub(super) end: usize,
}

/// Minutes and whether the words alone leave no doubt that they belong to a clock.
struct Minutes {
    count: i32,
    sure: bool,
    end: usize,
}

/// `half acht`, `kwart over 8`, `drie na half negen`, `acht uur`.
pub(super) fn spoken_at(tokens: &Tokens, at: usize) -> Option<Spoken> {
    from_table(tokens, at)
        .or_else(|| prefixed(tokens, at))
        .or_else(|| minutes_and_hour(tokens, at))
        .or_else(|| counted(tokens, at))
}

fn from_table(tokens: &Tokens, at: usize) -> Option<Spoken> {
    let (moment, length) = find(tokens, at, |it| match it {
        Meaning::SpokenClock(moment) => Some(moment),
        _ => None,
    })?;
    let end = at + length;
    let named_one = moment.abs_diff(60) <= 30 && !closes(tokens, end);
    (!named_one).then(|| said(moment, None, behind_unit(tokens, end)))
}

fn prefixed(tokens: &Tokens, at: usize) -> Option<Spoken> {
    let (minutes, length) = find(tokens, at, |it| match it {
        Meaning::SpokenPrefix(minutes) => Some(minutes),
        _ => None,
    })?;
    let (hour, half, end) = hour_at(tokens, at + length)?;
    Some(said(moment(hour, minutes)?, half, behind_unit(tokens, end)))
}

/// `vijf voor half negen`, `13 minutes past eight`.
fn minutes_and_hour(tokens: &Tokens, at: usize) -> Option<Spoken> {
    let minutes = minutes_at(tokens, at)?;
    let follows = means(tokens, minutes.end, Meaning::MinutesPast);
    let past = follows.is_some();
    let length = follows.or_else(|| means(tokens, minutes.end, Meaning::MinutesTo))?;
    let (sign, end) = (if past { 1 } else { -1 }, minutes.end + length);
    let half = means(tokens, end, Meaning::HalfTo);
    let (hour, noon, end) = hour_at(tokens, end + half.unwrap_or(0))?;
    let from_half = if half.is_some() { -30 } else { 0 };
    let unit = behind_unit(tokens, end);
    let introduced = at > 0 && means(tokens, at - 1, Meaning::At).is_some();
    // "From 2 to 6 pm", "from six to seven" and "10 to 6 pm" are ranges.
    let counted = !minutes.sure && !past && half.is_none();
    let led = at > 0 && means(tokens, at - 1, Meaning::From).is_some();
    if counted && (led || !introduced && tokens.number(at).is_some()) {
        return None;
    }
    let sure = half.is_some()
        || minutes.sure
        || introduced
        || unit > end
        || part_follows(tokens, end)
        || minutes.count % 5 == 0 && closes(tokens, end) && (past || tokens.number(at).is_none());
    sure.then(|| moment(hour, sign * minutes.count + from_half).map(|it| said(it, noon, unit)))?
}

fn minutes_at(tokens: &Tokens, at: usize) -> Option<Minutes> {
    let (count, end) = number_at(tokens, at)?;
    let unit = means(tokens, end, Meaning::MinuteUnit);
    (1..=29).contains(&count).then_some(Minutes {
        count: i32::try_from(count).ok()?,
        sure: unit.is_some(),
        end: end + unit.unwrap_or(0),
    })
}

/// A number of at most two digits or in words, and the token behind it.
pub(super) fn number_at(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    if let Some((value, width)) = tokens.number(at) {
        return (width <= 2).then_some((value, at + 1));
    }
    find(tokens, at, |it| match it {
        Meaning::Count(count) => Some(count),
        _ => None,
    })
    .map(|(count, length)| (count, at + length))
}

fn hour_at(tokens: &Tokens, at: usize) -> Option<(u32, Option<Half>, usize)> {
    let named = find(tokens, at, |it| match it {
        Meaning::Noon => Some(Half::Pm),
        Meaning::Midnight => Some(Half::Am),
        _ => None,
    });
    if let Some((half, length)) = named {
        return Some((12, Some(half), at + length));
    }
    let (hour, end) = number_at(tokens, at)?;
    let half = half_behind(tokens, end);
    let (half, end) = half.map_or((None, end), |(half, length)| (Some(half), end + length));
    let longer = tokens.is_glued(end) && !tokens.is_mark(end, '.') && !tokens.is_mark(end, ',');
    let stops = !longer || tokens.is_word(end) || closes(tokens, end);
    ((1..=12).contains(&hour) && stops).then_some((hour, half, end))
}

/// `am` or `pm`, and its length in tokens.
fn half_behind(tokens: &Tokens, at: usize) -> Option<(Half, usize)> {
    find(tokens, at, |it| match it {
        Meaning::Am => Some(Half::Am),
        Meaning::Pm => Some(Half::Pm),
        _ => None,
    })
}

/// `six pm`, `at six in the evening`; an hour in a word: `acht uur 's avonds`, `om acht uur`.
fn counted(tokens: &Tokens, at: usize) -> Option<Spoken> {
    let (hour, length) = find(tokens, at, |it| match it {
        Meaning::Count(hour @ 1..=24) => Some(hour),
        _ => None,
    })?;
    let introduced = at > 0 && means(tokens, at - 1, Meaning::At).is_some();
    let behind = at + length;
    if hour <= 12
        && let Some((half, length)) = half_behind(tokens, behind)
    {
        let half = Some(half);
        return Some(said(hour * 60, half, behind + length));
    }
    // "Seven thirty pm"
    let minutes = find(tokens, behind, |it| match it {
        Meaning::Count(minutes @ 10..=59) => Some(minutes),
        _ => None,
    });
    if hour <= 12
        && let Some((minutes, more)) = minutes
        && let Some((half, length)) = half_behind(tokens, behind + more)
    {
        return Some(said(
            hour * 60 + minutes,
            Some(half),
            behind + more + length,
        ));
    }
    if hour <= 12 && introduced && part_follows(tokens, behind) {
        return Some(said(hour * 60, None, behind));
    }
    let introduced = introduced || is_behind_part(tokens, at);
    let ((), unit) = find(tokens, behind, |it| {
        matches!(it, Meaning::HourUnit | Meaning::OClock).then_some(())
    })?;
    let end = behind + unit;
    let spelled = tokens.text(end - 1).len() > 1;
    (spelled && (introduced || part_follows(tokens, end))).then_some(Spoken {
        hour: hour % 24,
        minute: 0,
        half: None,
        end,
    })
}

/// `vanavond acht uur`, `vrijdagavond acht uur`: on an evening that is when, not how long.
fn is_behind_part(tokens: &Tokens, at: usize) -> bool {
    let part = |it| {
        matches!(
            it,
            Meaning::DayAndPart(..) | Meaning::WeekdayPart(..) | Meaning::Part(_)
        )
        .then_some(())
    };
    (1..=2).any(|back| {
        at >= back && find(tokens, at - back, part).is_some_and(|((), length)| length == back)
    })
}

fn said(moment: u32, half: Option<Half>, end: usize) -> Spoken {
    Spoken {
        hour: moment / 60,
        minute: moment % 60,
        half,
        end,
    }
}

/// Minutes on a clock of twelve hours.
fn moment(hour: u32, minutes: i32) -> Option<u32> {
    Some(on_twelve_hours(i32::try_from(hour).ok()? * 60 + minutes))
}

fn behind_unit(tokens: &Tokens, end: usize) -> usize {
    let unit = find(tokens, end, |it| {
        matches!(it, Meaning::HourUnit | Meaning::OClock).then_some(())
    });
    end + unit.map_or(0, |((), length)| length)
}

fn part_follows(tokens: &Tokens, at: usize) -> bool {
    let part = |it| match it {
        Meaning::Part(part) => Some(part),
        _ => None::<DayPart>,
    };
    find(tokens, at, part).is_some()
}

/// Whether nothing behind a number can be what it counts: `vijf voor een` ends there, `vijf voor een pint` does not.
fn closes(tokens: &Tokens, at: usize) -> bool {
    !tokens.is_word(at) || is_known(tokens, at)
}
