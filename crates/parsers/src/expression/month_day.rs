//! Days of a month that is not named.
//!
//! ```text
//! month_day = weekday [","] [article] N [suffix] | "on" article N suffix     at least an article or a suffix
//! ```

use super::day::weekday_name;
use super::digits::digits_at;
use super::value::{DayValue, OnWhat};
use crate::Rule;
use crate::language::{Label, Meaning, find, means};
use crate::scan::{TokenKind, Tokens};

type Read = (DayValue, usize, Rule);

/// `zaterdag de 14e`, `op de 14e`, `Saturday the 14th`.
pub(super) fn month_day_at(tokens: &Tokens, at: usize, label: Option<Label>) -> Option<Read> {
    let named = weekday_name(tokens, at);
    let start = named.map_or(at, |(.., end)| end + usize::from(tokens.is_mark(end, ',')));
    let article = means(tokens, start, Meaning::Article);
    let number = start + article.unwrap_or(0);
    let (day @ 1..=31, 1..=2) = tokens.number(number)? else {
        return None;
    };
    let suffix =
        means(tokens, number + 1, Meaning::OrdinalSuffix).filter(|_| tokens.is_glued(number + 1));
    let end = number + 1 + suffix.unwrap_or(0);
    let led = at > 0 && means(tokens, at - 1, Meaning::On).is_some() || label == Some(Label::Date);
    let meant = match named {
        Some(_) => suffix.is_some() || stops_short(tokens, end),
        None => led && suffix.is_some() && (article.is_some() || label == Some(Label::Date)),
    };
    let decimal = tokens.is_glued(end + 1) && tokens.number(end + 1).is_some();
    let stops = !tokens.is_glued(end) || !tokens.is_word(end) && !decimal;
    // "Next month on the 4th", "the 4th of next month": which month that is, no rule here says.
    let next = |at: usize| {
        find(tokens, at, |it| matches!(it, Meaning::Next).then_some(()))
            .is_some_and(|((), length)| means(tokens, at + length, Meaning::UnitMonth).is_some())
    };
    let of = end + means(tokens, end, Meaning::Of).unwrap_or(0);
    if next(of) || (at.saturating_sub(4)..at).any(next) {
        return None;
    }
    if !meant || !stops || digits_at(tokens, number).is_some() || counts(tokens, end) {
        return None;
    }
    let what = OnWhat::MonthDay(day, named.map(|(day, ..)| day));
    let part = named.and_then(|(_, part, _)| part);
    Some((DayValue { what, part }, end, Rule::NamedDate))
}

/// Whether a number without suffix ends what it belongs to: `zaterdag 14 om 20u`, but not `zaterdag 14 of 15 mei`.
fn stops_short(tokens: &Tokens, at: usize) -> bool {
    match tokens.kind(at) {
        None | Some(TokenKind::Break | TokenKind::Emoji(_)) => true,
        Some(TokenKind::Mark(',' | '.' | '!' | ':' | '(' | ')' | '-')) => {
            !tokens.is_glued(at + 1) && digits_at(tokens, at + 1).is_none()
        }
        _ => means(tokens, at, Meaning::At).is_some() || digits_at(tokens, at).is_some(),
    }
}

/// Whether the number counts what follows: `op de 2e verdieping`, `the 3rd Monday`, `the 2nd session`.
fn counts(tokens: &Tokens, end: usize) -> bool {
    let counted = |it| {
        matches!(
            it,
            Meaning::Ranked
                | Meaning::Measure
                | Meaning::EventNoun
                | Meaning::UnitDay
                | Meaning::UnitWeek
                | Meaning::UnitMonth
                | Meaning::Month(_)
                | Meaning::Weekday(_)
                | Meaning::WeekdayPart(..)
                | Meaning::FeastDay(_)
        )
        .then_some(())
    };
    // "The 9th of April", "the 1st of every month".
    let small = |it| matches!(it, Meaning::Of | Meaning::Every | Meaning::Article).then_some(());
    let mut of = end;
    while let Some(((), length)) = find(tokens, of, small) {
        of += length;
    }
    find(tokens, end, counted).is_some() || find(tokens, of, counted).is_some()
}
