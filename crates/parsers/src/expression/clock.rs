//! Clocks and ranges of clocks.
//!
//! ```text
//! clock = (digits | spoken | named) [part of the day] [zone]
//! range = clock ("-" | "tot" | "to" | …) clock | hour ("-" | …) clock      6-8pm, van 18 tot 20 uur
//! ```

use chrono::{NaiveTime, Timelike};

use super::clock_range::{and_behind_between, behind_about, goes_back, through};
use super::digits::{Digits, Form, Half, digits_at, hour24};
use super::length::{FEW_HOURS, is_few_hours, is_length_of_time, is_score};
use super::spoken::{Spoken, spoken_at};
use super::value::{ClockValue, Cue, Expression, Value, ZoneRef};
use super::zone::{iso_offset, zone_at};
use crate::Rule;
use crate::language::{DayPart, Label, Meaning, find, is_known, means};
use crate::scan::{TokenKind, Tokens};

/// One clock, before it is known how a range around it completes it.
#[derive(Clone, Copy)]
struct Single {
    hour: u32,
    minute: u32,
    half: Option<Half>,
    /// Whether a twelve-hour reading without half of the day is possible.
    vague: bool,
    form: Option<Form>,
    zone: Option<ZoneRef>,
    rule: Rule,
    end: usize,
}

/// The clock or range of clocks that begins at a token.
pub(crate) fn clock_at(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    before: Option<&Expression>,
) -> Option<Expression> {
    let whole = single_at(tokens, at);
    let (first, last) = range_at(tokens, at, whole).or_else(|| whole.map(|it| (it, None)))?;
    let end = last.map_or(first.end, |it| it.end);
    let introduced = is_introduced(tokens, at, label, before);
    let is_range = last.is_some();
    if !may_start(tokens, at, first.form) || !may_stop(tokens, end, first.form) {
        return None;
    }
    if first.form == Some(Form::Dot)
        && !introduced
        && !last.is_some_and(|it| it.form == Some(Form::Unit))
    {
        return None;
    }
    if first.form == Some(Form::Unit) && is_length_of_time(tokens, at, end) {
        return None;
    }
    let few = first.hour <= FEW_HOURS && first.half.is_none() && !is_range;
    if first.form == Some(Form::Unit) && few && is_few_hours(tokens, at, introduced) {
        return None;
    }
    if first.form == Some(Form::Colon) && is_score(tokens, at, end) {
        return None;
    }
    let part =
        part_before(before, tokens, at).filter(|_| first.vague || first.form == Some(Form::Unit));
    let first = Single {
        half: first
            .half
            .or_else(|| part.and_then(|it| half_of(it, first.hour))),
        ..first
    };
    let value = ClockValue {
        start: first.time()?,
        end: match last {
            Some(it) => Some(it.time()?),
            None => None,
        },
        zone: first.zone.or(last.and_then(|it| it.zone)),
        ambiguous: first.vague && first.half.is_none(),
        halved: first.half.is_none()
            && (first.vague || first.form == Some(Form::Unit) || is_short(tokens, at, first.form)),
        suspicious: !introduced && !is_range && stands_behind_a_name(tokens, at, first.form),
    };
    let rule = if is_range {
        Rule::ClockRange
    } else {
        first.rule
    };
    Some(Expression {
        value: Value::Clock(value),
        tokens: at..end,
        rule,
    })
}

impl Single {
    fn time(self) -> Option<NaiveTime> {
        NaiveTime::from_hms_opt(hour24(self.hour, self.half), self.minute, 0)
    }
}

/// The range of clocks that begins at a token, where `whole` is the clock that does.
fn range_at(tokens: &Tokens, at: usize, whole: Option<Single>) -> Option<(Single, Option<Single>)> {
    let (start, hour_only) = match whole {
        Some(single) => (single, false),
        None => (
            bare_hour(tokens, at).or_else(|| hour_in_words(tokens, at))?,
            true,
        ),
    };
    let gap = through(tokens, start.end).or_else(|| and_behind_between(tokens, at, start.end))?;
    let last = single_at(tokens, behind_about(tokens, start.end + gap))?;
    if goes_back(tokens, start.end, start.time()?, last.time()?) {
        return None;
    }
    let told = matches!(last.form, Some(Form::Unit | Form::TwelveHours)) || last.half.is_some();
    if hour_only && !told {
        return None;
    }
    // "6-8pm" and "11-1pm": the first hour takes the half that keeps it before the second.
    let half = match (start.half, last.half) {
        (None, Some(half)) if start.hour <= 12 => {
            let same = hour24(start.hour, Some(half)) <= hour24(last.hour, last.half);
            Some(if same { half } else { Half::Am })
        }
        (half, _) => half,
    };
    let form = if hour_only || start.form == Some(Form::Dot) {
        last.form
    } else {
        start.form
    };
    Some((
        Single {
            half,
            form,
            vague: start.vague && last.vague,
            ..start
        },
        Some(last),
    ))
}

fn single_at(tokens: &Tokens, at: usize) -> Option<Single> {
    let mut single = named_at(tokens, at)
        .or_else(|| said_at(tokens, at))
        .or_else(|| written_at(tokens, at))
        .or_else(|| hour_in_part(tokens, at))?;
    if let Some((part, length)) = part_at(tokens, single.end)
        && single.form != Some(Form::TwelveHours)
    {
        single.half = half_of(part, single.hour);
        single.vague = false;
        single.end += length;
    }
    if single.vague
        && let Some((half, length)) = half_at(tokens, single.end)
    {
        single.half = Some(half);
        single.vague = false;
        single.end += length;
    }
    let offset = if is_iso(tokens, at) {
        iso_offset(tokens, single.end)
    } else {
        None
    };
    let zone = offset.or_else(|| zone_at(tokens, single.end));
    if let Some((zone, end)) = zone {
        single.zone = Some(zone);
        single.end = end;
    }
    Some(single)
}

fn named_at(tokens: &Tokens, at: usize) -> Option<Single> {
    let (hour, length) = find(tokens, at, |it| match it {
        Meaning::Noon => Some(12),
        Meaning::Midnight => Some(0),
        _ => None,
    })?;
    Some(Single::new(hour, 0, Rule::NamedClock, at + length))
}

fn said_at(tokens: &Tokens, at: usize) -> Option<Single> {
    let Spoken {
        hour,
        minute,
        half,
        end,
    } = spoken_at(tokens, at)?;
    Some(Single {
        half,
        vague: half.is_none() && hour <= 12,
        ..Single::new(hour, minute, Rule::SpokenClock, end)
    })
}

fn written_at(tokens: &Tokens, at: usize) -> Option<Single> {
    let Digits {
        hour,
        minute,
        form,
        half,
        end,
    } = digits_at(tokens, at)?;
    let vague = form == Form::OClock && (1..=12).contains(&hour);
    Some(Single {
        half,
        vague,
        form: Some(form),
        ..Single::new(hour, minute, Rule::Clock, end)
    })
}

/// `9 's avonds`, `3 in the afternoon`: the part of the day says that the number is an hour.
fn hour_in_part(tokens: &Tokens, at: usize) -> Option<Single> {
    let single = bare_hour(tokens, at).filter(|it| (1..=12).contains(&it.hour))?;
    part_at(tokens, single.end)?;
    let form = Some(Form::Unit);
    Some(Single { form, ..single })
}

/// `six to seven pm`
fn hour_in_words(tokens: &Tokens, at: usize) -> Option<Single> {
    let (hour, length) = find(tokens, at, |it| match it {
        Meaning::Count(hour @ 1..=12) => Some(hour),
        _ => None,
    })?;
    Some(Single::new(hour, 0, Rule::SpokenClock, at + length))
}

fn bare_hour(tokens: &Tokens, at: usize) -> Option<Single> {
    let (hour, _) = tokens
        .number(at)
        .filter(|(hour, width)| *hour <= 23 && *width <= 2)?;
    Some(Single::new(hour, 0, Rule::Clock, at + 1))
}

impl Single {
    fn new(hour: u32, minute: u32, rule: Rule, end: usize) -> Self {
        Self {
            hour,
            minute,
            half: None,
            vague: false,
            form: None,
            zone: None,
            rule,
            end,
        }
    }
}

fn part_at(tokens: &Tokens, at: usize) -> Option<(DayPart, usize)> {
    find(tokens, at, |it| match it {
        Meaning::Part(part) => Some(part),
        _ => None,
    })
}

/// `pm` behind a clock in words: `quarter past eight pm`, `7 o'clock pm`.
fn half_at(tokens: &Tokens, at: usize) -> Option<(Half, usize)> {
    find(tokens, at, |it| match it {
        Meaning::Am => Some(Half::Am),
        Meaning::Pm => Some(Half::Pm),
        _ => None,
    })
}

/// A part of the day said before the clock: `'s avonds om 8 uur`.
fn part_before(before: Option<&Expression>, tokens: &Tokens, at: usize) -> Option<DayPart> {
    let before = before?;
    let Value::Cue(Cue::Part(part)) = before.value else {
        return None;
    };
    let gap = before.tokens.end..at;
    (gap.len() <= 1
        && gap
            .into_iter()
            .all(|at| means(tokens, at, Meaning::At).is_some()))
    .then_some(part)
}

/// A clock of twelve hours on one of 24, in a part of the day.
pub(crate) fn in_part(time: NaiveTime, part: DayPart) -> NaiveTime {
    let hour = hour24(time.hour(), half_of(part, time.hour()));
    time.with_hour(hour).unwrap_or(time)
}

/// Which half of the day a part of it means for an hour.
fn half_of(part: DayPart, hour: u32) -> Option<Half> {
    match (part, hour) {
        (DayPart::Afternoon, 0..=10) | (DayPart::Evening, 1..=11) | (DayPart::Night, 9..=11) => {
            Some(Half::Pm)
        }
        (DayPart::Morning | DayPart::Night, 0..=12) | (DayPart::Evening, 0 | 12) => Some(Half::Am),
        _ => None,
    }
}

/// Whether something says that a clock follows: a preposition, a label, a day right before it.
fn is_introduced(
    tokens: &Tokens,
    at: usize,
    label: Option<Label>,
    before: Option<&Expression>,
) -> bool {
    let after_day = before.is_some_and(|it| {
        let near = at.saturating_sub(it.tokens.end) <= 1
            && !(it.tokens.end..at).any(|at| tokens.is_word(at));
        near && matches!(
            it.value,
            Value::Day(_) | Value::Recurrence(_) | Value::Cue(Cue::Start | Cue::Doors | Cue::End)
        )
    });
    let labelled = matches!(
        label,
        Some(Label::Time | Label::Start | Label::End | Label::Doors)
    );
    let word = at.checked_sub(1).is_some_and(|prev| {
        let leads = |it| {
            matches!(
                it,
                Meaning::At | Meaning::From | Meaning::Start | Meaning::Through
            )
            .then_some(())
        };
        tokens.is_mark(prev, '@') || find(tokens, prev, leads).is_some()
    });
    after_day || labelled || word
}

/// `7:30`, as clocks of twelve hours are written; `07:30` leaves no doubt.
fn is_short(tokens: &Tokens, at: usize, form: Option<Form>) -> bool {
    let digit = tokens
        .number(at)
        .is_some_and(|(hour, width)| hour > 0 && width == 1);
    digit && matches!(form, Some(Form::Colon | Form::Dot))
}

/// What stands before a number that is no clock: a price, a version, the rest of a longer number.
fn may_start(tokens: &Tokens, at: usize, form: Option<Form>) -> bool {
    let Some(prev) = at.checked_sub(1) else {
        return true;
    };
    if find(tokens, prev, |it| {
        matches!(it, Meaning::Version).then_some(())
    })
    .is_some()
    {
        return false;
    }
    let glued = tokens.is_glued(at);
    match tokens.kind(prev) {
        Some(TokenKind::Mark('€' | '$' | '£' | '#')) => false,
        // "uur:20u"
        Some(TokenKind::Mark(':')) if prev > 0 && tokens.is_word(prev - 1) => true,
        Some(TokenKind::Mark(':' | '.' | ',' | '+') | TokenKind::Number(_)) => !glued,
        Some(TokenKind::Mark('-')) => !glued || tokens.is_glued(prev),
        Some(TokenKind::Word) => !glued || is_iso(tokens, at) || form.is_none(),
        _ => true,
    }
}

fn may_stop(tokens: &Tokens, end: usize, form: Option<Form>) -> bool {
    let measured = find(tokens, end, |it| {
        matches!(it, Meaning::Measure).then_some(())
    })
    .is_some();
    let marked = matches!(
        tokens.kind(end),
        Some(TokenKind::Mark('€' | '$' | '£' | '%') | TokenKind::Emoji('\u{b0}'))
    );
    let longer = tokens.is_glued(end) && tokens.is_word(end) && form.is_some();
    let sum = tokens.is_glued(end)
        && tokens.is_mark(end, ':')
        && tokens.is_glued(end + 1)
        && tokens.number(end + 1).is_some();
    !measured && !marked && !longer && !sum
}

/// `2026-02-07T18:00`: the letter is glued to both sides.
fn is_iso(tokens: &Tokens, at: usize) -> bool {
    at >= 2
        && tokens.text(at - 1) == "t"
        && tokens.is_glued(at)
        && tokens.is_glued(at - 1)
        && tokens.number(at - 2).is_some()
}

/// A capitalised word that is not of the grammar, as before a verse or a score.
fn stands_behind_a_name(tokens: &Tokens, at: usize, form: Option<Form>) -> bool {
    let Some(prev) = at
        .checked_sub(1)
        .filter(|_| matches!(form, Some(Form::Colon | Form::Dot)))
    else {
        return false;
    };
    tokens.is_word(prev) && tokens.get(prev).is_some_and(|it| it.capital) && !is_known(tokens, prev)
}
