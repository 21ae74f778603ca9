//! Cuts an announcement into segments: labelled values first of all, and the lines of everything else.

use std::ops::Range;

use super::{AnnouncementText, Part};
use crate::language::{self, Label};
use crate::scan::{Token, TokenKind, Tokens, tokenise};

/// How many characters of an announcement are read.
const LIMIT: usize = 6000;

/// How many tokens a label may have with its decoration.
const LABEL_TOKENS: usize = 6;

/// Title, body and footer.
const OTHER_PARTS: usize = 3;

/// How many segments an ordinary announcement has at most, so that room is made for them once.
const USUAL: usize = 16;

/// A part of the announcement and its tokens.
pub(super) struct PartText<'a> {
    pub(super) part: Part,
    pub(super) text: &'a str,
    pub(super) tokens: Tokens,
}

/// A run of tokens that is read on its own.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// Index of the part.
    pub(super) part: usize,
    pub(super) label: Option<Label>,
    pub(super) range: Range<usize>,
    /// Number of the line over the whole announcement.
    pub(super) line: usize,
}

/// The parts in reading order: fields first, because they are made to be read, then title, body, footer.
pub(super) fn parts(text: &AnnouncementText) -> (Vec<PartText<'_>>, Vec<Segment>) {
    let mut cutter = Cutter {
        parts: Vec::with_capacity(OTHER_PARTS + 2 * text.fields.len()),
        segments: Vec::with_capacity(USUAL),
        line: 0,
        budget: LIMIT,
    };
    if let Some(title) = &text.title {
        cutter.add(Part::Title, title, None, false);
    }
    cutter.add(Part::Body, &text.body, None, true);
    for (index, (name, value)) in text.fields.iter().enumerate() {
        let label = field_label(name);
        if label.is_none() {
            cutter.add(Part::FieldName(index), name, None, false);
        }
        cutter.add(Part::Field(index), value, label, label.is_none());
    }
    if let Some(footer) = &text.footer {
        cutter.add(Part::Footer, footer, None, false);
    }
    (cutter.parts, cutter.segments)
}

struct Cutter<'a> {
    parts: Vec<PartText<'a>>,
    segments: Vec<Segment>,
    line: usize,
    budget: usize,
}

impl<'a> Cutter<'a> {
    fn add(&mut self, part: Part, text: &'a str, label: Option<Label>, labels: bool) {
        let tokens = tokenise(text, self.budget);
        self.budget = self.budget.saturating_sub(text.chars().count());
        let index = self.parts.len();
        let mut pending = None;
        let mut start = 0;
        while start < tokens.len() {
            let end = (start..tokens.len())
                .find(|at| tokens.kind(*at) == Some(TokenKind::Break))
                .unwrap_or(tokens.len());
            let given = label.or(pending.take());
            pending = self.cut_line((index, text), &tokens, start..end, given, labels);
            self.line += 1;
            start = end + 1;
        }
        self.line += 1;
        self.parts.push(PartText { part, text, tokens });
    }

    /// Cuts a line into labelled pieces; gives back a label that still waits for its value.
    fn cut_line(
        &mut self,
        (part, text): (usize, &str),
        tokens: &Tokens,
        line: Range<usize>,
        given: Option<Label>,
        labels: bool,
    ) -> Option<Label> {
        let mut label = given;
        let mut from = line.start;
        let mut at = line.start;
        // Behind the emoji from which on no label was found, so that a row of them is not looked along from each.
        let mut tried = line.start;
        while at < line.end {
            if at > from && stands_inside(tokens, at) {
                at += 1;
                continue;
            }
            let may_head = at >= tried && (at == line.start || splits_before(tokens, at));
            let head = if labels && may_head {
                tried = behind_emoji(tokens, at, line.end);
                head(tokens, at, line.end).or_else(|| {
                    let first = at == line.start;
                    first.then(|| marked_head(tokens, at, line.end, text))?
                })
            } else {
                None
            };
            match head {
                Some((found, value)) => {
                    self.push(part, label, trimmed(tokens, from..at));
                    label = Some(found);
                    from = value;
                    at = value;
                }
                None if at > from && labels && is_foreign_head(tokens, at, &line) => {
                    self.push(part, label, trimmed(tokens, from..at));
                    label = None;
                    from = at;
                    at += 1;
                }
                None => at += 1,
            }
        }
        let rest = trimmed(tokens, from..line.end);
        let waits = rest.is_empty().then_some(label).flatten();
        self.push(part, label, rest);
        waits
    }

    fn push(&mut self, part: usize, label: Option<Label>, range: Range<usize>) {
        if !range.is_empty() {
            self.segments.push(Segment {
                part,
                label,
                range,
                line: self.line,
            });
        }
    }
}

/// Whether a token is a word or number right behind another, before which nothing is cut.
#[inline]
fn stands_inside(tokens: &Tokens, at: usize) -> bool {
    let plain = |it: &Token| matches!(it.kind, TokenKind::Word | TokenKind::Number(_));
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    before.is_some_and(plain) && tokens.get(at).is_some_and(|it| plain(it) && !it.is_apart())
}

/// The first token that is no emoji.
fn behind_emoji(tokens: &Tokens, at: usize, end: usize) -> usize {
    (at..end)
        .find(|at| !matches!(tokens.kind(*at), Some(TokenKind::Emoji(_))))
        .unwrap_or(end)
}

/// Whether a new pair may begin at a token of a line.
fn splits_before(tokens: &Tokens, at: usize) -> bool {
    let emoji = |kind| language::label_emoji(kind).is_some();
    tokens.get(at).is_some_and(Token::is_apart)
        || tokens.kind(at).is_some_and(emoji)
        || divided(tokens, at)
        || opens_sentence(tokens, at)
}

/// `Wanneer: vrijdag 20u. Waar: café Sport`.
fn opens_sentence(tokens: &Tokens, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.kind(at));
    let ended = matches!(before, Some(TokenKind::Mark('.' | '!' | '?' | ',' | ';')));
    ended && !tokens.is_glued(at) && tokens.is_word(at)
}

/// How many words a name may have that is no label of ours.
const NAME_WORDS: usize = 3;

/// `| Inkom: 5 euro`: behind a divider a name of its own, which ends the value before it.
fn is_foreign_head(tokens: &Tokens, at: usize, line: &Range<usize>) -> bool {
    if is_foreign_emoji(tokens, at, line) {
        return true;
    }
    if !divided(tokens, at) {
        return false;
    }
    let end = line.end;
    let words = (at..end)
        .take(NAME_WORDS + 1)
        .take_while(|at| tokens.is_word(*at))
        .count();
    let colon = at + words;
    (1..=NAME_WORDS).contains(&words)
        && colon < end
        && tokens.is_mark(colon, ':')
        && !tokens.is_glued(colon + 1)
}

/// `📍 De Kelder 💶 5 euro`: an emoji with words behind it, in a line that an emoji heads.
fn is_foreign_emoji(tokens: &Tokens, at: usize, line: &Range<usize>) -> bool {
    let emoji = |at| matches!(tokens.kind(at), Some(TokenKind::Emoji(c)) if c > SYMBOLS);
    emoji(at)
        && !tokens.is_glued(at)
        && at + 1 < line.end
        && !tokens.is_glued(at + 1)
        && tokens
            .kind(line.start)
            .and_then(language::label_emoji)
            .is_some()
}

/// Emoji proper lie behind it; arrows and other signs before.
const SYMBOLS: char = '\u{1f000}';

fn divided(tokens: &Tokens, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.kind(at));
    matches!(before, Some(TokenKind::Mark('|' | '\u{2022}' | '\u{b7}')))
}

/// A label at a token: `words:`, or an emoji with or without such words. Gives the token where the value begins.
fn head(tokens: &Tokens, at: usize, end: usize) -> Option<(Label, usize)> {
    let mut emoji = None;
    let mut words = behind_enumeration(tokens, at, end);
    while let Some(kind @ TokenKind::Emoji(_)) = tokens.kind(words).filter(|_| words < end) {
        emoji = emoji.or_else(|| language::label_emoji(kind));
        words += 1;
    }
    let limit = end.min(words + LABEL_TOKENS);
    let colon = (words..limit).find(|at| ends_label(tokens, *at));
    if let Some(colon) = colon {
        let last = (words..colon)
            .rev()
            .find(|at| !matches!(tokens.kind(*at), Some(TokenKind::Emoji(_))));
        let named = last.and_then(|last| language::label(tokens, words..last + 1));
        if let Some(label) = named {
            return Some((label, colon + 1));
        }
    }
    if end - words <= LABEL_TOKENS
        && let Some(label) = language::label(tokens, words..end)
    {
        return Some((label, end)); // the value stands on the next line
    }
    emoji.map(|label| (label, words))
}

/// `1. Datum: …`, `2) Uur: …`: the token behind the number of a list.
fn behind_enumeration(tokens: &Tokens, at: usize, end: usize) -> usize {
    if tokens.number(at).is_none_or(|(_, width)| width > 2) {
        return at;
    }
    let mark = ['.', ')']
        .into_iter()
        .any(|mark| tokens.is_mark(at + 1, mark));
    let next = at + 1 + usize::from(mark);
    let named = (next + 1..end.min(next + LABEL_TOKENS)).find(|at| tokens.is_mark(*at, ':'));
    let is_label = named.is_some_and(|colon| language::label(tokens, next..colon).is_some());
    if is_label { next } else { at }
}

/// How many words a label in bold may have.
const MARKED_WORDS: usize = 3;

/// `**Wanneer** vrijdag 20u`: a label that only its markup sets apart.
fn marked_head(tokens: &Tokens, at: usize, end: usize, text: &str) -> Option<(Label, usize)> {
    let words = (at..end).find(|at| !matches!(tokens.kind(*at), Some(TokenKind::Emoji(_))))?;
    let opens = text
        .get(..tokens.get(words)?.span().start)?
        .ends_with(['*', '_']);
    let closes = |next: &usize| {
        let gap = tokens.get(next - 1).zip(tokens.get(*next));
        gap.and_then(|(last, next)| text.get(last.span().end..next.span().start))
            .is_some_and(|it| it.starts_with(['*', '_']))
    };
    let value = (words + 1..end.min(words + MARKED_WORDS + 1)).find(closes)?;
    let label = language::label(tokens, words..value).filter(|_| opens)?;
    Some((label, value))
}

/// `When:`, `When?`, `When – `, `When ➜ `.
fn ends_label(tokens: &Tokens, at: usize) -> bool {
    let spaced = !tokens.is_glued(at + 1);
    match tokens.kind(at) {
        Some(TokenKind::Mark(':')) => !ends_in_clock(tokens, at),
        Some(TokenKind::Mark('-' | '=' | '|' | '"')) => spaced && !tokens.is_glued(at),
        Some(
            TokenKind::Mark('?')
            | TokenKind::Emoji('\u{2192}' | '\u{279c}' | '\u{27a1}' | '\u{25b8}' | '\u{bb}'),
        ) => true,
        _ => false,
    }
}

/// A colon between digits is no end of a label.
fn ends_in_clock(tokens: &Tokens, colon: usize) -> bool {
    tokens.is_glued(colon + 1)
        && tokens.number(colon + 1).is_some()
        && colon > 0
        && tokens.number(colon - 1).is_some()
}

fn field_label(name: &str) -> Option<Label> {
    let tokens = tokenise(name, 100);
    let mut words = (0..tokens.len()).filter(|at| {
        !matches!(
            tokens.kind(*at),
            Some(TokenKind::Emoji(_) | TokenKind::Mark(':' | '?' | '.') | TokenKind::Break)
        )
    });
    let first = words.next();
    let last = words.next_back().or(first);
    let named = first
        .zip(last)
        .and_then(|(first, last)| language::label(&tokens, first..last + 1));
    named.or_else(|| {
        if first.is_none() {
            tokens.kind(0).and_then(language::label_emoji)
        } else {
            None
        }
    })
}

/// A piece without the dividers around it; nothing when it is a placeholder.
fn trimmed(tokens: &Tokens, range: Range<usize>) -> Range<usize> {
    let divides = |at: &usize| {
        ['|', '\u{2022}', '\u{b7}', '-', ':']
            .into_iter()
            .any(|mark| tokens.is_mark(*at, mark) && !tokens.is_glued(at + 1))
    };
    let mut range = range;
    while range.start < range.end && divides(&range.start) {
        range.start += 1;
    }
    while range.start < range.end && divides(&(range.end - 1)) {
        range.end -= 1;
    }
    let placeholder = language::means(tokens, range.start, language::Meaning::Placeholder);
    let unknown =
        range.len() == 1 && (tokens.is_mark(range.start, '?') || tokens.is_mark(range.start, '-'));
    if unknown || placeholder.is_some_and(|length| length == range.len()) {
        range.end..range.end
    } else {
        range
    }
}
