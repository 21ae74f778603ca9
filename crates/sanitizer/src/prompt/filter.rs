//! Takes phrases and markers out, each as soon as its last word has been read, so that what grows together afterwards
//! is noticed in its turn and every word is read once.

use std::sync::LazyLock;

use super::PromptFlag;
use super::context::{Context, Found};
use super::ends::{Needs, add};
use super::grammar::{GRAMMAR, Grammar, SetId};
use super::markers::Markers;
use super::matching::{Fillers, Matching, joins};
use super::scan::needs_a_closer_look;
use super::tokens::{Gap, Token, tokens};

/// So many times a text is gone through before nothing is excused any more.
const LENIENT_PASSES: usize = 3;

/// What is left, and what was noticed.
#[derive(Debug)]
pub(super) struct Filtered {
    /// One line, when something was taken out.
    pub(super) text: Option<String>,
    /// Each once, in order.
    pub(super) flags: Vec<PromptFlag>,
}

/// Filters `text`, to at most `max` characters once something was found.
pub(super) fn filter(text: &str, shorten: impl Fn(&str) -> usize) -> Filtered {
    if !needs_a_closer_look(text, KNOWN.grammar) {
        return Filtered {
            text: None,
            flags: Vec::new(),
        };
    }
    let first = pass(text, true);
    let mut flags = first.flags;
    let mut left = first.text;
    if !flags.is_empty() {
        let mut passes = 1;
        loop {
            let line = left.as_deref().unwrap_or(text);
            let end = shorten(line);
            if left.is_none() && end == line.len() {
                break;
            }
            let next = pass(&line[..end], passes < LENIENT_PASSES);
            flags.extend(next.flags);
            passes += 1;
            let is_done = next.text.is_none();
            left = Some(next.text.unwrap_or_else(|| line[..end].to_owned()));
            if is_done {
                break;
            }
        }
    }
    flags.sort_unstable();
    flags.dedup();
    Filtered { text: left, flags }
}

fn pass(text: &str, is_lenient: bool) -> Filtered {
    let known = &*KNOWN;
    let all = tokens(text, known.grammar);
    let mut filter = Filter {
        known,
        is_lenient,
        kept: Vec::with_capacity(all.len()),
        needs: Vec::with_capacity(all.len()),
        seen: Needs::default(),
        candidates: Vec::new(),
        flags: Vec::new(),
        after_removal: None,
        has_cut: false,
        is_dialogue: false,
    };
    for (at, token) in all.iter().enumerate() {
        filter.read(*token, &all[at + 1..]);
    }
    Filtered {
        text: filter.has_cut.then(|| write(&filter.kept, text)),
        flags: filter.flags,
    }
}

fn write(kept: &[Token], text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for token in kept {
        if token.gap != Gap::None && !written.is_empty() {
            written.push(' ');
        }
        written.push_str(token.of(text));
    }
    written
}

struct Known {
    grammar: &'static Grammar,
    context: Context,
    markers: Markers,
    fillers: Fillers,
    orders: SetId,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let grammar = &*GRAMMAR;
    Known {
        grammar,
        context: Context::new(grammar),
        markers: Markers::new(grammar),
        fillers: Fillers {
            changes_actor: grammar.set("BREAK"),
            adds_nothing: grammar.set("NOTHING"),
        },
        orders: grammar.set("ORDERS"),
    }
});

struct Filter<'a> {
    known: &'a Known,
    is_lenient: bool,
    kept: Vec<Token>,
    /// Per kept token, the needs of shapes that the words of its clause meet, up to it.
    needs: Vec<Needs>,
    /// The needs that any word so far meets.
    seen: Needs,
    /// The shapes that may be complete; kept only to save making room for them anew.
    candidates: Vec<u16>,
    flags: Vec<PromptFlag>,
    /// What was taken out directly before the next token.
    after_removal: Option<(PromptFlag, Gap)>,
    has_cut: bool,
    /// Whether a speaker's turn has begun already.
    is_dialogue: bool,
}

impl Filter<'_> {
    fn read(&mut self, mut token: Token, rest: &[Token]) {
        if let Some((flag, gap)) = self.after_removal {
            let is_noun = flag == PromptFlag::IgnoreInstructions
                && token.is_word()
                && self.known.grammar.is(token.word, self.known.orders);
            if (is_noun || is_left_over(&token)) && token.gap != Gap::Line {
                return;
            }
            self.after_removal = None;
            // What was apart stays apart, and what stood at the start of a line still does.
            if gap == Gap::Line || token.gap == Gap::None {
                token.gap = if gap == Gap::Line { gap } else { Gap::Blank };
            }
        }
        self.push(token);
        if token.word != 0 || !token.is_word() {
            self.look(token, rest);
        }
    }

    fn push(&mut self, token: Token) {
        let goes_on = self
            .kept
            .last()
            .is_none_or(|it| it.is_word() || joins(*it, token));
        let mut needs = *self.known.grammar.needs(token.word);
        add(&mut self.seen, &needs);
        if goes_on && let Some(before) = self.needs.last() {
            add(&mut needs, before);
        }
        self.needs.push(needs);
        self.kept.push(token);
    }

    fn look(&mut self, token: Token, rest: &[Token]) {
        let marker =
            self.known
                .markers
                .completed(self.known.grammar, &self.kept, rest, self.is_dialogue);
        if let Some(start) = marker {
            self.is_dialogue = true;
            self.remove(start, PromptFlag::RoleMarker);
        } else if token.word != 0
            && let Some((start, flag)) = self.phrase(rest)
        {
            self.remove(start, flag);
        }
    }

    fn remove(&mut self, mut start: usize, flag: PromptFlag) {
        // Emphasis and quotes that open directly before the phrase go with it.
        while start > 0 && self.kept[start].gap == Gap::None && self.kept[start - 1].is_soft() {
            start -= 1;
        }
        self.after_removal = Some((flag, self.kept[start].gap));
        self.kept.truncate(start);
        self.needs.truncate(start);
        self.flags.push(flag);
        self.has_cut = true;
    }

    /// The longest phrase that the last word completes; what is only reported is noted.
    fn phrase(&mut self, rest: &[Token]) -> Option<(usize, PromptFlag)> {
        let Known {
            grammar,
            context,
            fillers,
            ..
        } = self.known;
        let word = self.kept.last()?.word;
        let clause = self.needs.last()?;
        grammar
            .ended_by(word)
            .met(clause, &self.seen, &mut self.candidates);
        let matching = Matching {
            grammar,
            kept: &self.kept,
            fillers: *fillers,
        };
        let mut longest: Option<(usize, PromptFlag)> = None;
        for id in &self.candidates {
            let shape = &grammar.shapes[usize::from(*id)];
            let Some(start) = matching.start(shape) else {
                continue;
            };
            let found = Found {
                kept: &self.kept,
                start,
                rest,
                shape,
            };
            let is_order = context.is_placed(grammar, &found)
                && (!self.is_lenient && !shape.only_reports || context.is_meant(grammar, &found));
            if !is_order {
                continue;
            }
            if shape.only_reports {
                self.flags.push(shape.flag);
            } else if longest.is_none_or(|(other, _)| start < other) {
                longest = Some((start, shape.flag));
            }
        }
        longest
    }
}

/// What ends the phrase rather than begins something: its punctuation, and emphasis that closes directly behind it.
fn is_left_over(token: &Token) -> bool {
    let is_punctuation = matches!(token.mark, b':' | b',' | b'.' | b';' | b'!' | b'?' | b'>');
    !token.is_word() && (is_punctuation || (token.gap == Gap::None && token.is_soft()))
}
