//! Takes phrases and markers out, each as soon as its last word has been read, so that what grows together afterwards
//! is noticed in its turn and every word is read once.

use std::sync::LazyLock;

use super::PromptFlag;
use super::context::{Context, Found};
use super::ends::{Needs, add};
use super::grammar::{GRAMMAR, Grammar, SetId};
use super::markers::Markers;
use super::matching::{Fillers, Matching, joins};
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

/// As long as nothing is found, what was kept is what was read: nothing has to be written down until then.
fn pass(text: &str, is_lenient: bool) -> Filtered {
    let all = tokens(text, KNOWN.grammar);
    let mut reading = Reading::new(is_lenient);
    for (at, token) in all.iter().enumerate() {
        reading.note(at.checked_sub(1).map(|it| all[it]), *token);
        let (kept, rest) = all.split_at(at + 1);
        if let Some(found) = reading.completed(kept, rest) {
            let mut filter = Filter::after(kept, all.len(), reading);
            filter.remove(found);
            return filter.finish(text, rest);
        }
    }
    Filtered {
        text: None,
        flags: reading.flags,
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
    /// Per word, whether it may complete a marker.
    in_markers: Vec<bool>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let grammar = &*GRAMMAR;
    let markers = Markers::new(grammar);
    Known {
        grammar,
        context: Context::new(grammar),
        in_markers: grammar
            .all_words()
            .map(|it| markers.may_be_completed_by(grammar, it))
            .collect(),
        markers,
        fillers: Fillers {
            changes_actor: grammar.set("BREAK"),
            adds_nothing: grammar.set("NOTHING"),
        },
        orders: grammar.set("ORDERS"),
    }
});

/// Where something begins that was found, and what it is.
type Cut = (usize, PromptFlag);

/// What is known of the text up to a token.
struct Reading {
    known: &'static Known,
    is_lenient: bool,
    /// The needs of shapes that the words of this clause meet.
    clause: Needs,
    /// The needs that any word so far meets.
    seen: Needs,
    /// The shapes that may be complete; kept only to save making room for them anew.
    candidates: Vec<u16>,
    flags: Vec<PromptFlag>,
    /// Whether a speaker's turn has begun already.
    is_dialogue: bool,
}

impl Reading {
    fn new(is_lenient: bool) -> Self {
        Self {
            known: &KNOWN,
            is_lenient,
            clause: Needs::default(),
            seen: Needs::default(),
            candidates: Vec::new(),
            flags: Vec::new(),
            is_dialogue: false,
        }
    }

    /// Takes note of `token`, which stands behind `before`.
    #[inline]
    fn note(&mut self, before: Option<Token>, token: Token) {
        let goes_on = before.is_none_or(|it| it.is_word() || joins(it, token));
        if !goes_on {
            self.clause = Needs::default();
        }
        if token.word != 0 {
            let needs = self.known.grammar.needs(token.word);
            add(&mut self.seen, needs);
            add(&mut self.clause, needs);
        }
    }

    /// The marker or the phrase that the last of `kept` completes.
    #[inline]
    fn completed(&mut self, kept: &[Token], rest: &[Token]) -> Option<Cut> {
        let token = kept.last()?;
        if token.is_word() && token.word == 0 {
            return None;
        }
        if !token.is_word() || self.known.in_markers[usize::from(token.word)] {
            let grammar = self.known.grammar;
            let markers = &self.known.markers;
            if let Some(start) = markers.completed(grammar, kept, rest, self.is_dialogue) {
                self.is_dialogue = true;
                return Some((start, PromptFlag::RoleMarker));
            }
        }
        if token.word == 0 {
            return None;
        }
        let ends = self.known.grammar.ended_by(token.word);
        if ends.met(&self.clause, &self.seen, &mut self.candidates) {
            self.phrase(kept, rest)
        } else {
            None
        }
    }

    /// The longest phrase that the last word completes; what is only reported is noted.
    fn phrase(&mut self, kept: &[Token], rest: &[Token]) -> Option<Cut> {
        let Known {
            grammar,
            context,
            fillers,
            ..
        } = self.known;
        let matching = Matching {
            grammar,
            kept,
            fillers: *fillers,
        };
        let mut longest: Option<Cut> = None;
        for id in &self.candidates {
            let shape = &grammar.shapes[usize::from(*id)];
            let Some(start) = matching.start(shape) else {
                continue;
            };
            let found = Found {
                kept,
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

/// The text without what was found.
struct Filter {
    reading: Reading,
    kept: Vec<Token>,
    /// Per kept token, the needs that the words of its clause meet, up to it.
    clauses: Vec<Needs>,
    /// What was taken out directly before the next token.
    after_removal: Option<(PromptFlag, Gap)>,
}

impl Filter {
    /// Goes on where `reading` has read `kept`, the first of `length` tokens.
    fn after(kept: &[Token], length: usize, reading: Reading) -> Self {
        let mut filter = Self {
            kept: Vec::with_capacity(length),
            clauses: Vec::with_capacity(length),
            after_removal: None,
            reading,
        };
        for token in kept {
            filter.push(*token);
        }
        filter
    }

    fn finish(mut self, text: &str, rest: &[Token]) -> Filtered {
        for (at, token) in rest.iter().enumerate() {
            self.read(*token, &rest[at + 1..]);
        }
        Filtered {
            text: Some(write(&self.kept, text)),
            flags: self.reading.flags,
        }
    }

    fn read(&mut self, mut token: Token, rest: &[Token]) {
        if let Some((flag, gap)) = self.after_removal {
            let Known {
                grammar, orders, ..
            } = self.reading.known;
            let is_noun = flag == PromptFlag::IgnoreInstructions
                && token.is_word()
                && grammar.is(token.word, *orders);
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
        if let Some(found) = self.reading.completed(&self.kept, rest) {
            self.remove(found);
        }
    }

    fn push(&mut self, token: Token) {
        self.reading.clause = self.clauses.last().copied().unwrap_or_default();
        self.reading.note(self.kept.last().copied(), token);
        self.clauses.push(self.reading.clause);
        self.kept.push(token);
    }

    fn remove(&mut self, (mut start, flag): Cut) {
        // Emphasis and quotes that open directly before the phrase go with it.
        while start > 0 && self.kept[start].gap == Gap::None && self.kept[start - 1].is_soft() {
            start -= 1;
        }
        self.after_removal = Some((flag, self.kept[start].gap));
        self.kept.truncate(start);
        self.clauses.truncate(start);
        self.reading.flags.push(flag);
    }
}

/// What ends the phrase rather than begins something: its punctuation, and emphasis that closes directly behind it.
fn is_left_over(token: &Token) -> bool {
    let is_punctuation = matches!(token.mark, b':' | b',' | b'.' | b';' | b'!' | b'?' | b'>');
    !token.is_word() && (is_punctuation || (token.gap == Gap::None && token.is_soft()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The pass that writes everything down from the first token on.
    fn written_down(text: &str, is_lenient: bool) -> Filtered {
        let all = tokens(text, KNOWN.grammar);
        let filter = Filter::after(&[], all.len(), Reading::new(is_lenient));
        filter.finish(text, &all)
    }

    fn assert_agree(text: &str) {
        for is_lenient in [true, false] {
            let quick = pass(text, is_lenient);
            let slow = written_down(text, is_lenient);
            assert_eq!(quick.flags, slow.flags, "{text}");
            if let Some(quick) = quick.text {
                assert_eq!(Some(quick), slow.text, "{text}");
            }
        }
    }

    /// Lines of the labelled texts as they stand in their files: what is around the texts does no harm.
    fn labelled() -> impl Iterator<Item = &'static str> {
        [
            include_str!("../../tests/data/injection-dev.jsonl"),
            include_str!("../../tests/data/injection-heldout.jsonl"),
            include_str!("../../tests/data/injection-fresh.jsonl"),
            include_str!("../../tests/data/injection-more.jsonl"),
            include_str!("../../tests/data/injection-third.jsonl"),
        ]
        .into_iter()
        .flat_map(str::lines)
        .filter_map(|it| Some(it.split_once("\"text\": \"")?.1))
    }

    #[test]
    fn reading_without_writing_finds_the_same_in_every_labelled_text() {
        assert!(labelled().count() > 1500);
        labelled().for_each(assert_agree);
    }

    const MARKS: &[&str] = &[
        ". ", ", ", ": ", "\n", "\"", "**", "? ", "<", ">", "[", "]", "### ",
    ];
    const DISGUISED: &[&str] = &[
        "1gn0re ",
        "i g n o r e ",
        "ig nore ",
        "dis\u{200b}regard ",
        "\u{430}ll ",
    ];

    fn pieces() -> impl Strategy<Value = String> {
        let words: Vec<&str> = super::super::words::groups()
            .flat_map(|(_, words)| words.split_whitespace())
            .collect();
        prop_oneof![
            16 => prop::sample::select(words).prop_map(|it| format!("{it} ")),
            4 => prop::sample::select(MARKS).prop_map(str::to_owned),
            2 => prop::sample::select(labelled().collect::<Vec<_>>()).prop_map(str::to_owned),
            1 => prop::sample::select(DISGUISED).prop_map(str::to_owned),
            1 => any::<char>().prop_map(String::from),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn reading_without_writing_finds_the_same_in_any_mixture(pieces in prop::collection::vec(pieces(), 0..30)) {
            assert_agree(&pieces.concat());
        }
    }
}
