//! What was found in an announcement, and what the words around it make of it.

use std::ops::Range;

use chrono::NaiveDate;

use super::bounds::mark_bounds;
use super::feasts::name_only;
use super::habits::set_aside_habits;
use super::heads::{Head, head_of};
use super::no_start::set_aside;
use super::parts::{PartText, Segment};
use super::{Evidence, Part};
use crate::Rule;
use crate::expression::{ClockValue, Cue, DayValue, Expression, OnWhat, Value, WeekdayMode, scan};
use crate::language::{self, Label, Meaning};
use crate::scan::{TokenKind, Tokens};

/// How many expressions of an announcement are weighed against each other.
const LIMIT: usize = 200;

/// How many there are at most in an ordinary announcement, so that room is made for them once.
const USUAL: usize = 16;

/// How many tokens a line may have that says one thing only: `Status: cancelled`.
const SHORT_LINE: usize = 5;

/// An expression and its place.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) value: Value,
    pub(super) rule: Rule,
    pub(super) tokens: Range<usize>,
    /// Index of the part.
    pub(super) part: usize,
    pub(super) at: Part,
    pub(super) label: Option<Label>,
    pub(super) line: usize,
    pub(super) segment: usize,
    /// Number of the sentence over the whole announcement.
    pub(super) sentence: usize,
    /// The same for what commas part.
    pub(super) clause: usize,
    pub(super) span: Range<usize>,
    /// What the words around it make of it.
    pub(super) role: Role,
    /// What stands before its line or names its field.
    pub(super) head: Head,
    /// *And* or a comma joins it to what stands right before it.
    pub(super) joined: bool,
    /// It stands in a line or field of a few words.
    pub(super) in_short_line: bool,
}

/// What a clock or day is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Plain,
    Start,
    Doors,
    End,
    Deadline,
    /// When the text was written, or what no longer holds.
    Stamp,
    /// The first day of a recurrence.
    StartsOn,
    /// The last day of a recurrence.
    EndsOn,
}

impl Finding {
    pub(super) fn clock(&self) -> Option<ClockValue> {
        match self.value {
            Value::Clock(clock) => Some(clock),
            _ => None,
        }
    }

    pub(super) fn day(&self) -> Option<DayValue> {
        match self.value {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    /// A weekday by itself, which may be no date at all.
    pub(super) fn is_bare_weekday(&self) -> bool {
        self.day()
            .is_some_and(|it| matches!(it.what, OnWhat::Weekday(_, WeekdayMode::Bare)))
    }

    pub(super) fn is_cue(&self, cue: Cue) -> bool {
        matches!(self.value, Value::Cue(it) if it == cue)
    }

    pub(super) fn evidence(&self) -> Evidence {
        Evidence {
            part: self.at,
            span: self.span.clone(),
            rule: self.rule,
        }
    }
}

/// Everything that was found, in reading order.
pub(super) fn findings(
    parts: &[PartText<'_>],
    segments: &[Segment],
    today: NaiveDate,
) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::with_capacity(USUAL);
    let mut sentence = 0;
    let mut clause = 0;
    for (index, segment) in segments.iter().enumerate() {
        let Some(part) = parts.get(segment.part) else {
            continue;
        };
        if segment.label == Some(Label::Measured) {
            continue;
        }
        let mut from = segment.range.start;
        let mut head = None;
        for expression in scan(&part.tokens, segment.range.clone(), segment.label, today) {
            sentence += sentence_ends(&part.tokens, from..expression.tokens.start);
            clause += (from..expression.tokens.start)
                .filter(|at| is_clause_mark(&part.tokens, *at))
                .count();
            from = expression.tokens.end;
            if found.len() < LIMIT {
                let mut finding = placed(expression, part, segment, index);
                (finding.sentence, finding.clause) = (sentence, clause);
                finding.head = *head.get_or_insert_with(|| head_of(parts, segment, today));
                found.push(finding);
            }
        }
        sentence += 1;
        clause += 1;
    }
    for at in 0..found.len() {
        found[at].role = role(&found, at, parts);
        if found[at].role == Role::Start && named_by_field(&found, at).is_some() {
            found[at].label = Some(Label::Time);
        }
        if at > 0 && found[at - 1].is_cue(Cue::MovedFrom) {
            keep_where_it_moved(&mut found[at]);
        }
        if is_told(&found, at, parts) {
            make_last(&mut found[at]);
        }
    }
    mark_bounds(&mut found);
    set_aside(&mut found, parts);
    set_aside_habits(&mut found, parts);
    name_only(&mut found);
    found
}

/// The findings of one sentence, which stand in a row. A sentence ends with its segment at the latest.
pub(super) fn of_sentence(found: &[Finding], sentence: usize) -> &[Finding] {
    let behind = &found[found.partition_point(|it| it.sentence < sentence)..];
    &behind[..behind.partition_point(|it| it.sentence == sentence)]
}

/// Whether the clause of a weekday tells what has been: `last week we met on Wednesday`.
fn is_told(found: &[Finding], at: usize, parts: &[PartText<'_>]) -> bool {
    let day = &found[at];
    let bare = day.is_bare_weekday();
    let yearless = day
        .day()
        .is_some_and(|it| matches!(it.what, OnWhat::Date(date) if date.year.is_none()))
        || matches!(day.rule, Rule::Feast | Rule::Shift | Rule::DayOfMonth);
    let Some(part) = parts.get(day.part).filter(|_| bare || yearless) else {
        return false;
    };
    let here = |it: &&Finding| it.segment == day.segment && it.sentence == day.sentence;
    let same_clause = |first: &Finding, second: &Finding| {
        !(first.tokens.end..second.tokens.start).any(|at| is_clause_mark(&part.tokens, at))
    };
    // "It was moved from Friday to Saturday" tells of what is to come.
    let moved = |it: &Finding| it.is_cue(Cue::MovedFrom) || it.is_cue(Cue::MovedTo);
    if found[..at].iter().rev().take_while(here).any(moved) {
        return false;
    }
    let before = found[..at].iter().rev().take_while(here);
    let mut behind = found[at + 1..].iter().take_while(here);
    before
        .filter(|it| it.is_cue(Cue::Told))
        .any(|it| same_clause(it, day))
        || bare
            && behind.any(|it| {
                (it.is_cue(Cue::Told) || it.is_cue(Cue::ToldBehind)) && same_clause(day, it)
            })
}

fn is_clause_mark(tokens: &Tokens, at: usize) -> bool {
    matches!(
        tokens.kind(at),
        Some(TokenKind::Mark(',' | ';' | '-' | ':' | '('))
    ) && !(tokens.is_glued(at) && tokens.is_glued(at + 1))
}

fn make_last(finding: &mut Finding) {
    if let Value::Day(day) = &mut finding.value
        && let OnWhat::Weekday(_, mode) = &mut day.what
    {
        *mode = WeekdayMode::Last;
    }
    if matches!(
        finding.value,
        Value::Day(DayValue {
            what: OnWhat::Date(_),
            ..
        })
    ) {
        finding.role = Role::Stamp;
    }
}

/// "Moved from 6 Feb to 9 Feb" reads like a range, of which the last day holds; so does "moved from 8pm to 9pm".
fn keep_where_it_moved(finding: &mut Finding) {
    if let Value::Clock(clock) = &mut finding.value
        && let Some(end) = clock.end.take()
    {
        clock.start = end;
    }
    if let Value::Day(day) = &mut finding.value
        && let OnWhat::Date(date) = &mut day.what
        && let Some((month, last)) = date.last.take()
    {
        (date.month, date.day, date.weekday) = (month, last, None);
    }
}

fn placed(expression: Expression, part: &PartText<'_>, segment: &Segment, index: usize) -> Finding {
    let joint = expression.tokens.start.wrapping_sub(1);
    let joined = part.tokens.is_mark(joint, ',')
        || language::means(&part.tokens, joint, Meaning::And).is_some();
    let span = part.tokens.span(&expression.tokens);
    Finding {
        value: expression.value,
        rule: expression.rule,
        tokens: expression.tokens,
        part: segment.part,
        at: part.part,
        label: segment.label,
        line: segment.line,
        segment: index,
        sentence: 0,
        clause: 0,
        span,
        role: Role::Plain,
        joined,
        head: Head::None,
        in_short_line: segment.range.len() <= SHORT_LINE,
    }
}

/// How many sentences end in a range of tokens.
fn sentence_ends(tokens: &Tokens, range: Range<usize>) -> usize {
    range
        .filter(|at| {
            let mark = matches!(tokens.kind(*at), Some(TokenKind::Mark('.' | '!' | '?')));
            let begins = tokens.get(at + 1).is_some_and(|next| {
                next.is_spaced()
                    && (next.capital
                        || matches!(next.kind, TokenKind::Emoji(_) | TokenKind::Number(_)))
            });
            mark && begins
        })
        .count()
}

fn role(found: &[Finding], at: usize, parts: &[PartText<'_>]) -> Role {
    let finding = &found[at];
    let is_day = matches!(finding.value, Value::Day(_) | Value::Timestamp(_));
    if !is_day && finding.clock().is_none() {
        return Role::Plain;
    }
    match finding.label {
        Some(Label::Doors) => return Role::Doors,
        // "Inschrijven: tot 12/2 18:00"
        Some(Label::Link) => return Role::Deadline,
        Some(Label::End) if is_day => return Role::EndsOn,
        Some(Label::End) => return Role::End,
        Some(Label::Start) if finding.day().is_some() => return Role::StartsOn,
        Some(Label::Start) if finding.clock().is_some() => return Role::Start,
        _ => {}
    }
    let Some(part) = parts.get(finding.part) else {
        return Role::Plain;
    };
    if is_last_of_span(found, at, &part.tokens) {
        return Role::EndsOn;
    }
    let before = cue_before(found, at, &part.tokens);
    let after = found
        .get(at + 1)
        .and_then(|next| cue_beside(finding, next, &part.tokens))
        .filter(|cue| {
            // "19u30 deuren": the word behind counts unless a value of its own follows it.
            *cue == Cue::Gone
                || !found.get(at + 2).is_some_and(|it| {
                    it.clock().is_some()
                        && cue_beside(&found[at + 1], it, &part.tokens).is_some()
                        && !is_taken(found, at + 2, &part.tokens)
                })
        });
    // "Every other Wednesday at 20:00, next one on 11 March"
    let comes_again =
        |it: &Finding| it.sentence == finding.sentence && matches!(it.value, Value::Recurrence(_));
    if before == Some(Cue::MovedTo) && is_day && found[..at].iter().any(comes_again) {
        return Role::StartsOn;
    }
    match (before.and_then(|cue| role_of(cue, is_day)), after) {
        (Some(role), _) => role,
        (None, Some(Cue::Gone)) if is_day => Role::Stamp,
        (None, Some(cue @ (Cue::Doors | Cue::Start | Cue::End))) if !is_day => {
            role_of(cue, is_day).unwrap_or(Role::Plain)
        }
        _ => named_by_field(found, at)
            .and_then(|cue| role_of(cue, is_day))
            .unwrap_or(Role::Plain),
    }
}

/// `Friday 18:00 to Sunday 12:00`: the second day ends what the first begins.
fn is_last_of_span(found: &[Finding], at: usize, tokens: &Tokens) -> bool {
    let Some([day, clock, last]) = at.checked_sub(2).and_then(|first| found.get(first..=at)) else {
        return false;
    };
    let joined = clock.tokens.end + 1 == last.tokens.start
        && (tokens.is_mark(clock.tokens.end, '-')
            || language::means(tokens, clock.tokens.end, Meaning::Through).is_some());
    let first = day.day().is_some() && clock.clock().is_some() && last.day().is_some();
    first && joined && day.segment == last.segment && clock.segment == last.segment
}

/// The cue in front of a day or clock: `deuren 19u30`, `deuren vanaf 19u30`.
fn cue_before(found: &[Finding], at: usize, tokens: &Tokens) -> Option<Cue> {
    let prev = at.checked_sub(1)?;
    let cue =
        cue_beside(&found[prev], &found[at], tokens).filter(|_| !is_taken(found, at, tokens))?;
    let further = prev
        .checked_sub(1)
        .filter(|_| cue == Cue::StartingOn && found[at].clock().is_some())
        .and_then(|further| cue_beside(&found[further], &found[prev], tokens))
        .filter(|it| matches!(it, Cue::Doors | Cue::Start | Cue::End));
    Some(further.unwrap_or(cue))
}

/// "19u30 deuren – 20u30 start": the cue right behind a clock is not that of the next one behind a dash.
fn is_taken(found: &[Finding], at: usize, tokens: &Tokens) -> bool {
    let Some(first) = at.checked_sub(2).map(|first| &found[first]) else {
        return false;
    };
    let cue = &found[at - 1];
    first.clock().is_some()
        && first.tokens.end == cue.tokens.start
        && (cue.tokens.end..found[at].tokens.start).any(|at| tokens.is_mark(at, '-'))
}

/// What the name of a field without a label says of its value: `Talks start`, `Registration closes`.
fn named_by_field(found: &[Finding], at: usize) -> Option<Cue> {
    let (Part::Field(field), None) = (found[at].at, found[at].label) else {
        return None;
    };
    let before = found[..at].iter().rev();
    before
        .skip_while(|it| it.at == Part::Field(field))
        .take_while(|it| it.at == Part::FieldName(field))
        .find_map(|it| match it.value {
            Value::Cue(cue) => Some(cue),
            _ => None,
        })
}

fn role_of(cue: Cue, is_day: bool) -> Option<Role> {
    match cue {
        Cue::Doors => Some(Role::Doors),
        Cue::Start => Some(Role::Start),
        Cue::StartingOn if is_day => Some(Role::StartsOn),
        Cue::Until if is_day => Some(Role::EndsOn),
        Cue::End | Cue::Until => Some(Role::End),
        Cue::Deadline | Cue::Due | Cue::Closes => Some(Role::Deadline),
        Cue::NotBefore if !is_day => Some(Role::Deadline),
        Cue::Stamp => Some(Role::Stamp),
        _ => None,
    }
}

/// The cue of a pair of neighbours that stand together: nothing but small words between them.
fn cue_beside(first: &Finding, second: &Finding, tokens: &Tokens) -> Option<Cue> {
    let cue = match (&first.value, &second.value) {
        (Value::Cue(cue), _) | (_, Value::Cue(cue)) => *cue,
        _ => return None,
    };
    if first.segment != second.segment || first.sentence != second.sentence {
        return None;
    }
    let small = |meaning| {
        matches!(
            meaning,
            Meaning::At | Meaning::On | Meaning::Through | Meaning::From
        )
        .then_some(())
    };
    let gap = first.tokens.end..second.tokens.start;
    // "19u30 deuren, 20u start": a comma parts a word from the value of the next.
    if gap.clone().any(|at| {
        [',', ';', '|', '/']
            .into_iter()
            .any(|mark| tokens.is_mark(at, mark))
    }) {
        return None;
    }
    let words = gap
        .filter(|at| {
            !tokens.is_mark(*at, ':')
                && !tokens.is_mark(*at, '@')
                && language::find(tokens, *at, small).is_none()
        })
        .count();
    let close = words <= 1 && gap_is_close(first, second);
    // "The deadline for assignment 3 is Sunday."
    let noun = cue == Cue::Due && words <= DUE_WORDS;
    (close || noun).then_some(cue)
}

/// How many words may stand between the noun *deadline* and its date.
const DUE_WORDS: usize = 5;

fn gap_is_close(first: &Finding, second: &Finding) -> bool {
    second.tokens.start.saturating_sub(first.tokens.end) <= 3
}
