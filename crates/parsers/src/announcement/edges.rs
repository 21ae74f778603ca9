//! What stands at the edges of a line and is no part of the name in it: dates and what joins them to the
//! name, the channel that it leads to.

use std::ops::Range;

use super::findings::Finding;
use super::opening::undecorated;
use crate::expression::is_lone_mark;
use crate::language::{self, Meaning, Naming};
use crate::scan::{Token, TokenKind, Tokens};

/// How many words may lead to a channel at most.
const CHANNEL_WORDS: usize = 5;

/// A name without the channel that ends it: `Raid in <#1>`.
pub(super) fn without_channel(tokens: &Tokens, mut range: Range<usize>) -> Range<usize> {
    let whole = range.clone();
    while range.end > range.start + 1 && tokens.kind(range.end - 1) == Some(TokenKind::Channel) {
        range.end -= 1;
        while range.end > range.start && leads_to_place(tokens, range.end - 1) {
            range.end -= 1;
        }
    }
    if range.is_empty() { whole } else { range }
}

/// `in`, `@`, `the voice channel`.
pub(super) fn leads_to_place(tokens: &Tokens, at: usize) -> bool {
    let leads = |it| matches!(it, Meaning::Within | Meaning::On | Meaning::At).then_some(());
    tokens.is_mark(at, '@')
        || language::find(tokens, at, leads).is_some()
        || is_channel_noun(tokens, at)
}

/// `voice`, `channel`, and the small words before them.
pub(super) fn is_channel_noun(tokens: &Tokens, at: usize) -> bool {
    language::naming(tokens, at, Naming::ChannelNoun).is_some()
}

/// `Quiz – vr 13/2 20u`: a date part behind a separator goes.
pub(super) fn without_tail(
    tokens: &Tokens,
    range: Range<usize>,
    here: &[&Finding],
) -> Range<usize> {
    let mut end = range.end;
    for finding in here.iter().rev() {
        if !(finding.tokens.end..end).all(|at| joins(tokens, at)) {
            break;
        }
        end = finding.tokens.start;
    }
    let mut cut = end;
    while cut > range.start && joins(tokens, cut - 1) && !is_separator(tokens, cut - 1) {
        cut -= 1;
    }
    if end < range.end && cut > range.start + 1 && is_separator(tokens, cut - 1) {
        range.start..cut - 1
    } else {
        range
    }
}

/// A line of text up to its date, or behind it when the date comes first.
pub(super) fn without_dates(
    tokens: &Tokens,
    range: Range<usize>,
    here: &[&Finding],
) -> Range<usize> {
    let range = range.start..until_exception(tokens, &range);
    let Some(first) = here.first() else {
        return until_sentence_end(tokens, range);
    };
    let before = before_date(tokens, range.start..first.tokens.start.max(range.start));
    if before.clone().any(|at| says_something(tokens, at)) {
        return until_sentence_end(tokens, before);
    }
    let mut start = first.tokens.end;
    for finding in &here[1..] {
        let gap = start..finding.tokens.start.max(start);
        if behind_joints(tokens, gap.clone()) < gap.end {
            break;
        }
        start = start.max(finding.tokens.end);
    }
    let start = behind_joints(tokens, start.min(range.end)..range.end);
    // What follows runs up to the next date or clock, and the small words that lead to it.
    let next = here.iter().map(|it| it.tokens.start).find(|it| *it > start);
    let behind = match next.filter(|it| *it < range.end) {
        Some(next) => before_date(tokens, start..next),
        None => start..range.end,
    };
    until_sentence_end(tokens, behind)
}

/// Words before a date, without those that only lead to it.
fn before_date(tokens: &Tokens, range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    while end > range.start {
        if joins(tokens, end - 1) && !closes_bracket(tokens, &(range.start..end)) {
            end -= 1;
            continue;
        }
        let first = range.start.max(end.saturating_sub(LONGEST_JOINT));
        match (first..end).find(|at| joint(tokens, *at) == Some(end - at)) {
            Some(start) => end = start,
            None => break,
        }
    }
    range.start..end
}

/// A word that is not of the grammar, so that "start" alone names nothing.
pub(super) fn says_something(tokens: &Tokens, at: usize) -> bool {
    let noun = || language::means(tokens, at, Meaning::EventNoun).is_some();
    tokens.is_word(at) && (!language::is_known(tokens, at) || noun())
}

/// How many tokens a phrase between a name and its date has at most.
const LONGEST_JOINT: usize = 4;

/// The first token behind what only follows a date: `is er`, `houden we`.
fn behind_joints(tokens: &Tokens, range: Range<usize>) -> usize {
    let mut at = range.start;
    let mut behind_verb = false;
    while at < range.end {
        let subject = || {
            let length = language::naming(tokens, at, Naming::Subject);
            length.filter(|_| behind_verb)
        };
        if let Some(behind) = behind_channel(tokens, at..range.end) {
            at = behind;
        } else if joins(tokens, at) && !(tokens.is_mark(at, '(') && behind_verb) {
            at += 1;
        } else if let Some(length) = towards(tokens, at) {
            at += length;
        } else if let Some(length) = joint(tokens, at).or_else(subject) {
            at += length;
            behind_verb = true;
        } else {
            break;
        }
    }
    at.min(range.end)
}

/// `in the voice channel <#1>`: the token behind it.
fn behind_channel(tokens: &Tokens, range: Range<usize>) -> Option<usize> {
    let leads = |at: &usize| leads_to_place(tokens, *at);
    let mut words = range.clone().take(CHANNEL_WORDS).skip_while(leads);
    let at = words.next().filter(|at| *at > range.start)?;
    (tokens.kind(at) == Some(TokenKind::Channel)).then_some(at + 1)
}

/// `for our spring clean-up`, `naar de quiz`, but not `for beginners`.
fn towards(tokens: &Tokens, at: usize) -> Option<usize> {
    let length = language::naming(tokens, at, Naming::Towards)?;
    let article = |at| language::means(tokens, at, Meaning::Article).is_some();
    (article(at + length) || is_channel_noun(tokens, at + length)).then_some(length)
}

/// A phrase that joins a name to its date, a verb that announces.
fn joint(tokens: &Tokens, at: usize) -> Option<usize> {
    let phrase = language::naming(tokens, at, Naming::Joint);
    phrase.or_else(|| language::means(tokens, at, Meaning::Announcing))
}

/// Whether a bracket closes at the end that is opened inside: `(voor beginners)` belongs to a name.
fn closes_bracket(tokens: &Tokens, range: &Range<usize>) -> bool {
    tokens.is_mark(range.end - 1, ')') && range.clone().any(|at| tokens.is_mark(at, '('))
}

/// Up to the days on which something does not happen.
fn until_exception(tokens: &Tokens, range: &Range<usize>) -> usize {
    let except = |at: &usize| language::means(tokens, *at, Meaning::Except).is_some();
    range.clone().find(except).unwrap_or(range.end)
}

fn until_sentence_end(tokens: &Tokens, range: Range<usize>) -> Range<usize> {
    let end = range
        .clone()
        .find(|at| ends_sentence(tokens, *at))
        .unwrap_or(range.end);
    let mut end = if end > range.start { end } else { range.end };
    while end > range.start && is_mark_of_end(tokens, end - 1) {
        end -= 1;
    }
    // A bracket that the cut left open.
    let open = (range.start..end)
        .rev()
        .find(|at| tokens.is_mark(*at, '('))
        .filter(|at| !(*at..end).any(|at| tokens.is_mark(at, ')')));
    undecorated(
        tokens,
        range.start..open.filter(|at| *at > range.start).unwrap_or(end),
    )
}

fn is_mark_of_end(tokens: &Tokens, at: usize) -> bool {
    matches!(tokens.kind(at), Some(TokenKind::Mark('.' | '!' | '?')))
}

/// Whether a mark ends a sentence: not behind a short form, nor where it goes on in lower case.
fn ends_sentence(tokens: &Tokens, at: usize) -> bool {
    let next = tokens.get(at + 1);
    if !is_mark_of_end(tokens, at) || !next.is_none_or(Token::is_spaced) {
        return false;
    }
    let goes_on = next.is_some_and(|it| it.kind == TokenKind::Word && !it.capital);
    let short = at > 0 && language::is_short_form(tokens.text(at - 1));
    !(tokens.is_mark(at, '.') && (goes_on || short))
}

fn is_separator(tokens: &Tokens, at: usize) -> bool {
    ['|', '-', ':', '(', ',']
        .into_iter()
        .any(|mark| tokens.is_mark(at, mark))
        && tokens
            .get(at + 1)
            .is_none_or(|it| it.is_spaced() || tokens.is_mark(at, '('))
}

/// A mark or a small word that only leads to a date.
pub(super) fn joins(tokens: &Tokens, at: usize) -> bool {
    let small = |it| {
        let leads = matches!(
            it,
            Meaning::At
                | Meaning::On
                | Meaning::From
                | Meaning::And
                | Meaning::Article
                | Meaning::Start
                | Meaning::Of
                | Meaning::Through
                | Meaning::Until
                | Meaning::StartingOn
        );
        leads.then_some(())
    };
    is_lone_mark(tokens, at) || language::find(tokens, at, small).is_some()
}
