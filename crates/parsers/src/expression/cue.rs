//! The small words that change what stands beside them.

use super::date::month_at;
use super::day::day_at;
use super::digits::digits_at;
use super::value::{Cue, Expression, Value};
use crate::Rule;
use crate::language::{Meaning, event_noun, find, means};
use crate::scan::{TokenKind, Tokens};

/// The cue that begins at a token.
pub(super) fn cue_at(tokens: &Tokens, at: usize) -> Option<Expression> {
    let (cue, length) = arrow(tokens, at)
        .or_else(|| led_by(tokens, at))
        .or_else(|| find(tokens, at, meaning))?;
    // "Laat weten of je op 14 maart komt" offers no choice.
    if cue == Cue::Or && means(tokens, at, Meaning::Whether).is_some() {
        return None;
    }
    if cue == Cue::Cancelled && at > 0 && means(tokens, at - 1, Meaning::Not).is_some() {
        return None;
    }
    Some(Expression {
        value: Value::Cue(cue),
        tokens: at..at + length,
        rule: Rule::Cancellation,
    })
}

/// A cue that its word is only with what stands around it.
fn led_by(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    // Most cues are none of these, so that one look at them is enough.
    find(tokens, at, |it| needs_more(it).then_some(()))?;
    no_event(tokens, at)
        .or_else(|| parted_cancellation(tokens, at))
        .or_else(|| open_now(tokens, at))
        .or_else(|| not_that_day(tokens, at))
        .or_else(|| put_off(tokens, at))
        .or_else(|| asks_first(tokens, at))
        .or_else(|| becomes(tokens, at))
        .or_else(|| by_day(tokens, at))
        .or_else(|| closes(tokens, at))
        .or_else(|| happens(tokens, at))
}

fn needs_more(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Next
            | Meaning::No
            | Meaning::CancelOpens(_)
            | Meaning::OpenNow
            | Meaning::Closed
            | Meaning::Not
            | Meaning::PutOffTo
            | Meaning::AsksFirst
            | Meaning::Becomes
            | Meaning::ByDay
            | Meaning::Closes
            | Meaning::Happens
    )
}

/// Whether a token is a mark that only joins what stands around it.
pub(crate) fn is_lone_mark(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(
            TokenKind::Mark(',' | '-' | '@' | '(' | ')' | '/' | '|' | ':' | '.')
                | TokenKind::Emoji(_)
        )
    )
}

fn meaning(meaning: Meaning) -> Option<Cue> {
    Some(match meaning {
        Meaning::Cancelled => Cue::Cancelled,
        Meaning::OpeningHours => Cue::OpeningHours,
        Meaning::Bygone => Cue::Bygone,
        Meaning::Stamp => Cue::Stamp,
        Meaning::Gone => Cue::Gone,
        Meaning::MovedFrom => Cue::MovedFrom,
        Meaning::MovedTo => Cue::MovedTo,
        Meaning::Told => Cue::Told,
        Meaning::ToldBehind => Cue::ToldBehind,
        Meaning::Poll => Cue::Poll,
        Meaning::Former => Cue::Former,
        Meaning::Asking => Cue::Asking,
        Meaning::If => Cue::If,
        Meaning::Or => Cue::Or,
        Meaning::StartingOn => Cue::StartingOn,
        Meaning::Until => Cue::Until,
        Meaning::Deadline => Cue::Deadline,
        Meaning::Due => Cue::Due,
        Meaning::NotBefore => Cue::NotBefore,
        Meaning::But => Cue::But,
        Meaning::DaysOff => Cue::DaysOff,
        Meaning::Unsure => Cue::Unsure,
        Meaning::Doors => Cue::Doors,
        Meaning::Start => Cue::Start,
        Meaning::End => Cue::End,
        Meaning::Part(part) | Meaning::PartHint(part) => Cue::Part(part),
        _ => return None,
    })
}

/// An arrow, and its length in tokens.
pub(super) fn arrow(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    match tokens.kind(at)? {
        TokenKind::Emoji('\u{2192}' | '\u{27a1}') => Some((Cue::MovedTo, 1)),
        TokenKind::Mark('-') if tokens.is_mark(at + 1, '>') && tokens.is_glued(at + 1) => {
            Some((Cue::MovedTo, 2))
        }
        _ => None,
    }
}

/// How many tokens may stand inside a verb.
const VERB_LENGTH: usize = 12;

/// `valt de training weg`: a verb and its end in one sentence.
fn parted_cancellation(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let (verb, length) = find(tokens, at, |it| match it {
        Meaning::CancelOpens(verb) => Some(verb),
        _ => None,
    })?;
    let inside = |at: &usize| {
        !matches!(
            tokens.kind(*at),
            None | Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?' | ';'))
        )
    };
    (at + length..at + length + VERB_LENGTH)
        .take_while(inside)
        .any(|at| means(tokens, at, Meaning::CancelCloses(verb)).is_some())
        .then_some((Cue::Cancelled, length))
}

/// `is open van 9 tot 17 uur`, but neither `deuren open` nor `open podium`.
fn open_now(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let (cue, length) = find(tokens, at, |it| match it {
        Meaning::OpenNow => Some(Cue::OpenNow),
        Meaning::Closed => Some(Cue::Closed),
        _ => None,
    })?;
    let doors = at > 0 && means(tokens, at - 1, Meaning::Doors).is_some();
    let on = |it| {
        matches!(
            it,
            Meaning::From
                | Meaning::Until
                | Meaning::Through
                | Meaning::At
                | Meaning::On
                | Meaning::Every
                | Meaning::Day(_)
                | Meaning::Weekday(_)
                | Meaning::ShortWeekday(_)
                | Meaning::EachWeekday(_)
                | Meaning::Group(_)
        )
        .then_some(())
    };
    let named = tokens.is_word(at + length) && find(tokens, at + length, on).is_none();
    (!doors && !named).then_some((cue, length))
}

/// `tegen vrijdag`, but not `tegen Sparta`.
fn by_day(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::ByDay)?;
    day_at(tokens, at + length, None).map(|_| (Cue::Deadline, length))
}

/// `sluit om 18u`, but neither `close to the station` nor `sluiten het jaar af`.
fn closes(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::Closes)?;
    let next = at + length;
    let known = !tokens.is_word(next) || crate::language::is_known(tokens, next);
    let same = |at: &usize| {
        !matches!(
            tokens.kind(*at),
            None | Some(TokenKind::Break | TokenKind::Mark('.' | '!' | '?' | ';' | ','))
        )
    };
    let concludes = (next..next + VERB_LENGTH)
        .take_while(same)
        .any(|at| means(tokens, at, Meaning::Concludes).is_some());
    (known && !concludes).then_some((Cue::Closes, length))
}

/// `Zon onder 18:29`, `hoogwater morgen om 14:32`, but neither `sunset yoga at 20:00` nor `bij zonsondergang om 20u`.
fn happens(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::Happens)?;
    let leads = |it| matches!(it, Meaning::And | Meaning::Day(_)).then_some(());
    let joined = |prev| !tokens.is_word(prev) || find(tokens, prev, leads).is_some();
    let small = |at: usize| {
        let it = means(tokens, at, Meaning::At).or_else(|| means(tokens, at, Meaning::On));
        at + it.unwrap_or(0)
    };
    let next = at + length;
    let colon = next + usize::from(tokens.is_mark(next, ':'));
    let day = day_at(tokens, small(next), None).map(|it| it.tokens.end);
    let timed = |at| digits_at(tokens, small(at)).is_some();
    let end = match day {
        _ if timed(colon) => colon,
        Some(day) if timed(day) => next,
        _ => return None,
    };
    at.checked_sub(1)
        .is_none_or(joined)
        .then_some((Cue::Closes, end - at))
}

/// `Is er vrijdag quiz?`, but not `zaterdag is er quiz`.
fn asks_first(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::AsksFirst)?;
    let opens = at.checked_sub(1).is_none_or(|prev| !tokens.is_word(prev));
    opens.then_some((Cue::Asking, length))
}

/// `vrijdag 6 maart wordt vrijdag 13 maart`.
fn becomes(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::Becomes)?;
    day_at(tokens, at + length, None).map(|_| (Cue::MovedTo, length))
}

/// `uitgesteld tot 14 maart` names a new day; without one nothing is left.
fn put_off(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::PutOffTo)?;
    let day = at + length;
    let day = day + means(tokens, day, Meaning::Article).unwrap_or(0);
    let moved = day_at(tokens, day, None).is_some();
    Some((if moved { Cue::MovedTo } else { Cue::Cancelled }, length))
}

/// `geen training`, `no session`, `no guild raid`; `volgende training` names the day of another one.
fn no_event(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    if let Some(length) = means(tokens, at, Meaning::Next) {
        let noun = means(tokens, at + length, Meaning::EventNoun)?;
        return Some((Cue::MovedTo, length + noun));
    }
    let length = means(tokens, at, Meaning::No)?;
    (0..2).find_map(|between| {
        let noun = event_noun(tokens, at + length + between)?;
        (between == 0 || tokens.is_word(at + length))
            .then_some((Cue::Cancelled, length + between + noun))
    })
}

/// `not Thursday but Saturday`, `niet om 14u maar om 15u`.
fn not_that_day(tokens: &Tokens, at: usize) -> Option<(Cue, usize)> {
    let length = means(tokens, at, Meaning::Not)?;
    let behind = at + length;
    let on = behind + means(tokens, behind, Meaning::On).unwrap_or(0);
    let within = means(tokens, behind, Meaning::Within).unwrap_or(0);
    if within > 0 && month_at(tokens, behind + within).is_some() {
        return Some((Cue::Former, length + within));
    }
    let led = means(tokens, behind, Meaning::At);
    // "Niet 20u maar 21u"
    let clock = digits_at(tokens, behind + led.unwrap_or(0))
        .is_some_and(|it| led.is_some() || means(tokens, it.end, Meaning::But).is_some());
    let day = day_at(tokens, on, None).is_some() || means(tokens, on, Meaning::DaysOff).is_some();
    (clock || day).then_some((Cue::Former, length))
}
