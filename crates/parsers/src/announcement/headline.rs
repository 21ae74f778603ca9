//! What an event is called.

use std::ops::Range;

use super::display::{Shown, display_name};
use super::edges::{joins, says_something, without_channel, without_dates, without_tail};
use super::findings::Finding;
use super::opening::{undecorated, without_opening};
use super::parts::{PartText, Segment};
use super::{Evidence, Part};
use crate::Rule;
use crate::expression::Value;
use crate::language::{self, Label};
use crate::scan::{TokenKind, Tokens};

/// How many tokens the head of a line has at most that gives a detail: `Inkom: 5 euro`.
const LONGEST_HEAD: usize = 5;

/// What the lines of an announcement are looked at for.
struct Lines<'a> {
    parts: &'a [PartText<'a>],
    segments: &'a [Segment],
    dates: Vec<&'a Finding>,
}

/// The title without decoration and date, else the first line of the text that says something else than a date.
pub(super) fn title(
    parts: &[PartText<'_>],
    segments: &[Segment],
    found: &[Finding],
    used: &[usize],
) -> Option<Shown> {
    let lines = Lines {
        parts,
        segments,
        dates: dates(parts, found, used),
    };
    lines
        .of_embed(true)
        .or_else(|| lines.called())
        .or_else(|| lines.in_text())
        .or_else(|| lines.of_embed(false))
}

/// The dates and clocks that count as such: of what may be a word as well, such as a bare weekday, only what the event
/// was read from or what leads to it (`Tue and Thu 7pm`).
fn dates<'a>(parts: &[PartText<'_>], found: &'a [Finding], used: &[usize]) -> Vec<&'a Finding> {
    let mut dates: Vec<&Finding> = Vec::with_capacity(found.len());
    for (at, it) in found.iter().enumerate().rev() {
        let doubtful = it.is_bare_weekday() || matches!(it.value, Value::UnsupportedRecurrence);
        let leads = || {
            let next = dates.last().filter(|next| next.segment == it.segment);
            let part = parts.get(it.part);
            next.zip(part).is_some_and(|(next, part)| {
                (it.tokens.end..next.tokens.start).all(|at| joins(&part.tokens, at))
            })
        };
        if !doubtful || used.contains(&at) || leads() {
            dates.push(it);
        }
    }
    dates.reverse();
    dates
}

impl Lines<'_> {
    /// The embed's own title: what it says beside a date, or all of it.
    fn of_embed(&self, beside_date: bool) -> Option<Shown> {
        let part = self.parts.iter().find(|it| it.part == Part::Title)?;
        let tokens = &part.tokens;
        let range = undecorated(tokens, 0..tokens.len());
        let here = self.here(part, &range);
        let cut = without_tail(tokens, range.clone(), &here);
        let inside = |at: usize| here.iter().any(|it| it.tokens.contains(&at));
        let says = |at: usize| tokens.is_word(at) && !inside(at);
        if cut.clone().any(says) {
            return shown(part, cut);
        }
        shown(part, range).filter(|_| !beside_date)
    }

    /// `Wat: quiz`.
    fn called(&self) -> Option<Shown> {
        let called = |it: &&Segment| it.label == Some(Label::Title);
        self.segments
            .iter()
            .filter(called)
            .find_map(|it| self.named(it, false))
    }

    fn in_text(&self) -> Option<Shown> {
        let mut labelled = None;
        let mut first = true;
        for segment in self.segments {
            let Some(part) = self.parts.get(segment.part) else {
                continue;
            };
            if part.part != Part::Body {
                continue;
            }
            let name = match segment.label {
                None if labelled == Some(segment.line) => None,
                None if labelled.is_some() && gives_detail(&part.tokens, &segment.range) => None,
                None => self.named(segment, false),
                Some(_) if is_marked_by_emoji(part, segment, first) => self.named(segment, true),
                Some(_) => None,
            };
            if name.is_some() {
                return name;
            }
            if segment.label.is_some() {
                labelled = Some(segment.line);
            }
            first = false;
        }
        None
    }

    /// The dates and clocks in a range of a part.
    fn here(&self, part: &PartText<'_>, range: &Range<usize>) -> Vec<&Finding> {
        let is_date = |it: &Finding| {
            !matches!(
                it.value,
                Value::Cue(_) | Value::Weekly(_) | Value::Monthly(_)
            )
        };
        let dates = self.dates.iter().copied();
        dates
            .filter(|it| it.at == part.part && is_date(it) && range.contains(&it.tokens.start))
            .collect()
    }

    /// The words of a line beside its dates; only those before them or behind a mark where an emoji says what the line is for.
    fn named(&self, segment: &Segment, leading: bool) -> Option<Shown> {
        let part = self.parts.get(segment.part)?;
        let tokens = &part.tokens;
        let range = without_opening(tokens, segment.range.clone());
        let here = self.here(part, &range);
        let cut = without_dates(tokens, range.clone(), &here);
        let last = here.iter().rfind(|it| it.tokens.start < cut.start);
        let behind = last.is_some_and(|it| !parts_from_date(tokens, it.tokens.end));
        let label = language::label(tokens, cut.clone()).is_some();
        let says = cut.clone().any(|at| says_something(tokens, at));
        (says && !label && !(leading && behind)).then(|| shown(part, cut))?
    }
}

/// `📅 Game night`: the first line, which an emoji that stands before dates elsewhere only decorates.
fn is_marked_by_emoji(part: &PartText<'_>, segment: &Segment, first: bool) -> bool {
    let before = segment.range.start.checked_sub(1);
    let emoji = before.and_then(|at| part.tokens.kind(at));
    let moment = matches!(
        segment.label,
        Some(Label::Date | Label::Time | Label::Start | Label::Days)
    );
    first && moment && matches!(emoji, Some(TokenKind::Emoji(_)))
}

/// `📅 Maandag 9 februari – Boekenclub`.
fn parts_from_date(tokens: &Tokens, at: usize) -> bool {
    ['-', '|', ':']
        .into_iter()
        .any(|mark| tokens.is_mark(at, mark))
}

/// `Inkom: vrij`, `Hoeveel? 8 euro`: a line that gives a detail under a head of its own.
fn gives_detail(tokens: &Tokens, range: &Range<usize>) -> bool {
    let ends = |at: &usize| tokens.is_mark(*at, ':') || tokens.is_mark(*at, '?');
    let mut head = range.clone().take(LONGEST_HEAD);
    head.find(ends)
        .is_some_and(|at| at > range.start && at + 1 < range.end && !tokens.is_glued(at + 1))
}

fn shown(part: &PartText<'_>, range: Range<usize>) -> Option<Shown> {
    let range = without_channel(&part.tokens, range);
    let text = display_name(part.text, &part.tokens, &range)?;
    text.chars().any(char::is_alphanumeric).then(|| Shown {
        text,
        evidence: Some(Evidence {
            part: part.part,
            span: part.tokens.span(&range),
            rule: Rule::Title,
        }),
    })
}
