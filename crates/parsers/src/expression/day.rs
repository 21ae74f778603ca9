//! Days: dates with or without their weekday, days that hang on today, weekdays.
//!
//! ```text
//! day      = [weekday [","]] date ["(" weekday ")"] | relative | in N days | [which] weekday [which]
//! which    = this | next | last | next week | this week
//! ```

use chrono::Weekday;

use super::date::{Place, date_at};
use super::digits::digits_at;
use super::month_day::month_day_at;
use super::value::{DayValue, Expression, OnWhat, Value, WeekdayMode};
use crate::Rule;
use crate::language::{DayPart, Label, Meaning, find, means};
use crate::scan::{TokenKind, Tokens};

/// How many weekdays a list may have behind its first.
const DAYS_BEFORE_CLOCK: usize = 6;

/// The day that begins at a token.
pub(crate) fn day_at(tokens: &Tokens, at: usize, label: Option<Label>) -> Option<Expression> {
    let (day, end, rule) = if find(tokens, at, |it| leads_day(it).then_some(())).is_some() {
        relative(tokens, at)
            .or_else(|| within(tokens, at))
            .or_else(|| dated(tokens, at, label))
            .or_else(|| month_day_at(tokens, at, label))
            .or_else(|| chosen_weekday(tokens, at))
            .or_else(|| weekday(tokens, at))?
    } else {
        // Without such a word only a number begins a day.
        tokens.number(at)?;
        calendar_date(tokens, at, label).or_else(|| month_day_at(tokens, at, label))?
    };
    Some(Expression {
        value: Value::Day(day),
        tokens: at..end,
        rule,
    })
}

/// Whether a day may begin with a word of this meaning.
fn leads_day(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Weekday(_)
            | Meaning::ShortWeekday(_)
            | Meaning::WeekdayPart(..)
            | Meaning::Day(_)
            | Meaning::GreetingDay(_)
            | Meaning::DayAndPart(..)
            | Meaning::Soon
            | Meaning::Within
            | Meaning::This
            | Meaning::Next
            | Meaning::NextWeek
            | Meaning::ThisWeek
            | Meaning::Last
            | Meaning::Month(_)
            | Meaning::Count(_)
            | Meaning::Article
    )
}

/// The weekday a token names, short forms included, its part of the day, and the token behind both.
pub(super) fn weekday_name(
    tokens: &Tokens,
    at: usize,
) -> Option<(Weekday, Option<DayPart>, usize)> {
    let ((day, part), length) = find(tokens, at, |it| match it {
        Meaning::Weekday(day) | Meaning::ShortWeekday(day) => Some((day, None)),
        Meaning::WeekdayPart(day, part) => Some((day, Some(part))),
        _ => None,
    })?;
    let end = at + length;
    let abbreviated =
        tokens.is_mark(end, '.') && tokens.is_glued(end) && tokens.text(at).len() <= 5;
    Some((day, part, if abbreviated { end + 1 } else { end }))
}

type Read = (DayValue, usize, Rule);

fn relative(tokens: &Tokens, at: usize) -> Option<Read> {
    if let Some(length) = means(tokens, at, Meaning::Soon) {
        let end = at + length;
        let on = means(tokens, end, Meaning::At).unwrap_or(0);
        let what = OnWhat::Relative(0);
        return digits_at(tokens, end + on).is_some().then_some((
            DayValue { what, part: None },
            end,
            Rule::RelativeDay,
        ));
    }
    let ((days, part, greets), length) = find(tokens, at, |it| match it {
        Meaning::Day(days) => Some((days, None, false)),
        Meaning::GreetingDay(days) => Some((days, None, true)),
        Meaning::DayAndPart(days, part) => Some((days, Some(part), false)),
        _ => None,
    })?;
    let end = at + length;
    if greets && is_greeting(tokens, at, end) {
        return None;
    }
    let (part, end) = with_part(tokens, end, part);
    Some((
        DayValue {
            what: OnWhat::Relative(days),
            part,
        },
        end,
        Rule::RelativeDay,
    ))
}

/// `goede morgen`, `Morgen allemaal`, `Morgen!`.
fn is_greeting(tokens: &Tokens, at: usize, end: usize) -> bool {
    let led = at > 0 && means(tokens, at - 1, Meaning::GreetingBefore).is_some();
    let opens = at == 0
        || matches!(
            tokens.kind(at - 1),
            Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?') | TokenKind::Emoji(_))
        );
    let closed = match tokens.kind(end) {
        None | Some(TokenKind::Break) => true,
        // "Morgen! 20u!" is an invitation.
        Some(TokenKind::Mark('!' | '.')) => !is_clock_behind_marks(tokens, end),
        _ => means(tokens, end, Meaning::GreetingAfter).is_some(),
    };
    led || (opens && closed && at + 1 == end && !is_whole(tokens, at, end))
}

fn is_clock_behind_marks(tokens: &Tokens, at: usize) -> bool {
    let marks = (at..tokens.len())
        .take_while(|at| matches!(tokens.kind(*at), Some(TokenKind::Mark('!' | '.'))));
    digits_at(tokens, at + marks.count()).is_some()
}

/// A text that is the word and nothing else, as in a date option or a field, greets nobody.
fn is_whole(tokens: &Tokens, at: usize, end: usize) -> bool {
    at == 0 && end == tokens.len()
}

/// `in 3 days`, `over twee weken`; a weekday or date beside it says more.
fn within(tokens: &Tokens, at: usize) -> Option<Read> {
    let (days, end) = days_ahead(tokens, at)?;
    let on = means(tokens, end, Meaning::On).unwrap_or(usize::from(tokens.is_mark(end, ',')));
    if tokens.number(end + on).is_some_and(|_| on > 0) {
        return None;
    }
    if let Some((weekday, part, last)) = weekday_name(tokens, end + on) {
        let ahead = u32::try_from(days).ok()?;
        let dated = calendar_date(tokens, end + on, None).is_some();
        let what = OnWhat::Weekday(weekday, WeekdayMode::Ahead(ahead));
        return (!dated).then_some((DayValue { what, part }, last, Rule::RelativeWeekday));
    }
    let what = OnWhat::Relative(days);
    Some((DayValue { what, part: None }, end, Rule::RelativeDay))
}

/// `over een week` behind a weekday, in weeks.
fn weeks_ahead(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let within = means(tokens, at, Meaning::Within).unwrap_or(0);
    if within > 0
        && let Some(length) = means(tokens, at + within, Meaning::DaysOfWeek)
    {
        return Some((1, at + within + length));
    }
    let (days, end) = days_ahead(tokens, at)?;
    let weeks = u32::try_from(days / 7).ok().filter(|_| days % 7 == 0)?;
    Some((weeks, end))
}

/// The days that `in N days` and `over N weken` count, and the token behind them.
fn days_ahead(tokens: &Tokens, at: usize) -> Option<(i64, usize)> {
    let start = at + means(tokens, at, Meaning::Within)?;
    let counted = find(tokens, start, |it| match it {
        Meaning::Count(count) => Some(count),
        _ => None,
    });
    let (count, end) = match (tokens.number(start), counted) {
        (Some((count, 1..=3)), _) => (count, start + 1),
        (None, Some((count, length))) => (count, start + length),
        _ => return None,
    };
    let (unit, length) = find(tokens, end, |it| match it {
        Meaning::UnitDay => Some(1),
        Meaning::UnitWeek => Some(7),
        Meaning::UnitFortnight => Some(14),
        _ => None,
    })?;
    Some((i64::from(count) * unit, end + length))
}

/// A date; what is said of its weekday (`komende zaterdag 21 maart`) adds nothing to it.
fn dated(tokens: &Tokens, at: usize, label: Option<Label>) -> Option<Read> {
    if let Some((_, length)) = which(tokens, at) {
        let start = at + length;
        let start = start + means(tokens, start, Meaning::On).unwrap_or(0);
        weekday_name(tokens, start)?;
        return calendar_date(tokens, start, label);
    }
    calendar_date(tokens, at, label)
}

fn calendar_date(tokens: &Tokens, at: usize, label: Option<Label>) -> Option<Read> {
    let named = weekday_name(tokens, at);
    let (weekday, part, start) = match named {
        Some((day, part, end)) => {
            let (part, end) = with_part(tokens, end, part);
            (Some(day), part, weekday_joint(tokens, end))
        }
        None => (None, None, at),
    };
    let (mut date, end, rule) = date_at(
        tokens,
        start,
        Place {
            label,
            after_weekday: weekday.is_some(),
        },
    )?;
    date.weekday = weekday;
    let end = if weekday.is_none() {
        trailing_weekday(tokens, end, &mut date.weekday)
    } else {
        end
    };
    let (part, end) = with_part(tokens, end, part);
    Some((
        DayValue {
            what: OnWhat::Date(date),
            part,
        },
        end,
        rule,
    ))
}

/// What may stand between a weekday and its date: a comma, *the*, *on*, another weekday of a range.
fn weekday_joint(tokens: &Tokens, at: usize) -> usize {
    let mut at = at;
    if tokens.is_mark(at, '-')
        && let Some((_, _, end)) = weekday_name(tokens, at + 1)
    {
        at = end;
    }
    at += usize::from(tokens.is_mark(at, ','));
    at += means(tokens, at, Meaning::On).unwrap_or(0);
    at + means(tokens, at, Meaning::Article).unwrap_or(0)
}

/// `7 feb (za)`.
fn trailing_weekday(tokens: &Tokens, end: usize, weekday: &mut Option<Weekday>) -> usize {
    if !tokens.is_mark(end, '(') {
        return end;
    }
    match weekday_name(tokens, end + 1) {
        Some((day, _, close)) if tokens.is_mark(close, ')') => {
            *weekday = Some(day);
            close + 1
        }
        _ => end,
    }
}

/// `this Friday`, `volgende week dinsdag`, `dinsdag volgende week`, `vrijdag a.s.`.
fn chosen_weekday(tokens: &Tokens, at: usize) -> Option<Read> {
    if let Some((mode, length)) = which(tokens, at) {
        let start = at + length;
        let start = start + means(tokens, start, Meaning::On).unwrap_or(0);
        let (day, part, end) = weekday_name(tokens, start)?;
        return Some(on_weekday(tokens, day, mode, part, end));
    }
    let (day, part, end) = weekday_name(tokens, at)?;
    let (part, end) = with_part(tokens, end, part);
    if let Some((weeks, end)) = weeks_ahead(tokens, end) {
        return Some(on_weekday(
            tokens,
            day,
            WeekdayMode::After(weeks),
            part,
            end,
        ));
    }
    let (mode, length) = which(tokens, end)?;
    // "dinsdag volgende vergadering" says nothing about the day: only whole weeks and *a.s.* may follow it.
    let follows = length > 1;
    // "Friday this Sunday" and "dinsdag komende woensdag" belong to what follows.
    let free = weekday_name(tokens, end + length).is_none();
    (follows && free).then(|| on_weekday(tokens, day, mode, part, end + length))
}

fn on_weekday(
    tokens: &Tokens,
    day: Weekday,
    mode: WeekdayMode,
    part: Option<DayPart>,
    end: usize,
) -> Read {
    let (part, end) = with_part(tokens, end, part);
    (
        DayValue {
            what: OnWhat::Weekday(day, mode),
            part,
        },
        end,
        Rule::RelativeWeekday,
    )
}

fn which(tokens: &Tokens, at: usize) -> Option<(WeekdayMode, usize)> {
    // "Past maandag?" asks whether Monday suits.
    if means(tokens, at, Meaning::Fits).is_some()
        && means(tokens, at + 1, Meaning::FitsDay).is_some()
    {
        return None;
    }
    find(tokens, at, |it| match it {
        Meaning::This => Some(WeekdayMode::This),
        Meaning::Next | Meaning::NextWeek => Some(WeekdayMode::Next),
        Meaning::ThisWeek => Some(WeekdayMode::ThisWeek),
        Meaning::Last => Some(WeekdayMode::Last),
        _ => None,
    })
}

fn weekday(tokens: &Tokens, at: usize) -> Option<Read> {
    let (day, part, end) = weekday_name(tokens, at)?;
    let short = find(tokens, at, |it| {
        matches!(it, Meaning::Weekday(_) | Meaning::WeekdayPart(..)).then_some(())
    })
    .is_none();
    if short && !leads_to_a_clock(tokens, at, end) && !leads_to_weekday(tokens, end) {
        return None;
    }
    let (part, end) = with_part(tokens, end, part);
    Some((
        DayValue {
            what: OnWhat::Weekday(day, WeekdayMode::Bare),
            part,
        },
        end,
        Rule::BareWeekday,
    ))
}

/// `di en do 19u`: another weekday follows before the clock, so that the first is a day as well.
fn leads_to_weekday(tokens: &Tokens, end: usize) -> bool {
    let mut end = end;
    for _ in 0..DAYS_BEFORE_CLOCK {
        let mark = [',', '/'].into_iter().any(|mark| tokens.is_mark(end, mark));
        let joint = means(tokens, end, Meaning::And).or(mark.then_some(1));
        let Some(next) = joint.map(|it| end + it) else {
            return false;
        };
        let Some((_, _, behind)) = weekday_name(tokens, next) else {
            return false;
        };
        if leads_to_a_clock(tokens, next, behind) {
            return true;
        }
        end = behind;
    }
    false
}

/// Whether a clock follows, so that `do` and `ma` are days.
fn leads_to_a_clock(tokens: &Tokens, start: usize, end: usize) -> bool {
    let mark = usize::from(tokens.is_mark(end, ',') || tokens.is_mark(end, '@'));
    let at = end + mark;
    let led = means(tokens, at, Meaning::At)
        .filter(|_| means(tokens, start, Meaning::CommonWord).is_none());
    let at = at + led.unwrap_or(0);
    digits_at(tokens, at).is_some()
}

/// `tomorrow evening`, `zaterdag avond`, `vrijdag morgen`.
fn with_part(tokens: &Tokens, end: usize, part: Option<DayPart>) -> (Option<DayPart>, usize) {
    let said = find(tokens, end, |it| match it {
        Meaning::Part(part) | Meaning::PartHint(part) => Some(part),
        Meaning::GreetingDay(_) => Some(DayPart::Morning),
        _ => None,
    });
    match said {
        Some((said, length)) if part.is_none() => (Some(said), end + length),
        _ => (part, end),
    }
}
