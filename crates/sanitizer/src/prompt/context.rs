//! What stands around a phrase: whether it is an order at all, or a text about something else.

use super::PromptFlag;
use super::grammar::{Grammar, SetId, Shape};
use super::lexicon::WordId;
use super::matching::{joins, previous_word};
use super::tokens::{Gap, Token};

/// How far a Dutch negation may stand behind its verb: "vergeet de regels voor morgen niet".
const NEGATION_REACH: usize = 6;
/// How far "she wrote" may stand from the quotation.
const REPORT_REACH: usize = 8;
/// So many words behind a phrase say what it is about.
const NEAR: usize = 6;

/// The groups of words that are asked for here.
#[derive(Debug)]
pub(super) struct Context {
    lead: SetId,
    must: SetId,
    you: SetId,
    neg: SetId,
    others: SetId,
    conditional: SetId,
    article: SetId,
    adverb: SetId,
    report: SetId,
    forget: SetId,
    to: SetId,
    asks: SetId,
    own: SetId,
    known: SetId,
    art: SetId,
    hidden: SetId,
    not_so: SetId,
    mine: SetId,
    weak: SetId,
}

/// A phrase that was found, and what stands around it.
pub(super) struct Found<'a> {
    pub(super) kept: &'a [Token],
    pub(super) start: usize,
    pub(super) rest: &'a [Token],
    pub(super) shape: &'a Shape,
}

impl Context {
    pub(super) fn new(grammar: &Grammar) -> Self {
        Self {
            lead: grammar.set("LEAD"),
            must: grammar.set("MUST"),
            you: grammar.set("YOU"),
            neg: grammar.set("NEG"),
            others: grammar.set("OTHERS"),
            conditional: grammar.set("IF"),
            article: grammar.set("ARTICLE"),
            adverb: grammar.set("ADVERB"),
            report: grammar.set("REPORT"),
            forget: grammar.set("FORGET"),
            to: grammar.set("TO"),
            asks: grammar.set("ASKS"),
            own: grammar.set("SELF"),
            known: grammar.set("KNOWN"),
            art: grammar.set("ART"),
            hidden: grammar.set("HIDDEN"),
            not_so: grammar.set("NOTSO"),
            mine: grammar.set("NOTBAD"),
            weak: grammar.set("WEAKDROP"),
        }
    }

    /// Whether the phrase is an order, as far as what stands before it tells.
    pub(super) fn is_placed(&self, grammar: &Grammar, found: &Found) -> bool {
        let is_ignoring = found.shape.flag == PromptFlag::IgnoreInstructions;
        (!found.shape.begins_command || self.begins_command(grammar, found.kept, found.start))
            && !(is_ignoring
                && (self.is_told_of_others(grammar, found.kept, found.start)
                    || self.is_asked_about(grammar, found)
                    || self.is_of_the_writer(grammar, found)))
    }

    /// Whether nothing that follows shows the phrase to be harmless.
    pub(super) fn is_meant(&self, grammar: &Grammar, found: &Found) -> bool {
        let Found { rest, shape, .. } = found;
        let has_colon = || {
            rest.iter()
                .find(|it| !it.is_soft())
                .is_some_and(|it| it.mark == b':')
        };
        let is_next = |set| self.next_word(grammar, rest, shape.before_colon, set);
        let is_near = |set| near(rest).any(|it| grammar.is(it.word, set));
        let is_in_clause = |set| {
            let clause = rest
                .iter()
                .take_while(|it| it.mark != b',' && !grammar.is(it.word, self.lead));
            near(rest)
                .zip(clause.filter(|it| it.is_word()))
                .any(|(_, it)| grammar.is(it.word, set))
        };
        (!shape.before_colon || has_colon())
            && !shape.unless_next.is_some_and(is_next)
            && !shape
                .unless_around
                .is_some_and(|set| is_near(set) || is_before(found, |it| grammar.is(it, set)))
            && !shape.unless_in_clause.is_some_and(is_in_clause)
            && !shape.unless_near.is_some_and(is_near)
            && !self.is_negated(grammar, found)
            && !self.is_of_pictures(grammar, found)
            && !self.is_quoted(grammar, found)
    }

    /// Whether the next word that is no article or adverb is in `set`, or one of those is.
    fn next_word(
        &self,
        grammar: &Grammar,
        rest: &[Token],
        crosses_marks: bool,
        set: SetId,
    ) -> bool {
        let words = rest
            .iter()
            .take_while(|it| it.is_word() || it.is_soft() || crosses_marks)
            .filter(|it| it.is_word())
            .take(3);
        for token in words {
            if grammar.is(token.word, set) {
                return true;
            }
            if !grammar.is(token.word, self.article) && !grammar.is(token.word, self.adverb) {
                return false;
            }
        }
        false
    }

    fn begins_command(&self, grammar: &Grammar, kept: &[Token], start: usize) -> bool {
        let Some(before) = start.checked_sub(1).map(|at| kept[at]) else {
            return true;
        };
        if kept[start].gap == Gap::Line || !before.is_word() || grammar.is(before.word, self.lead) {
            return true;
        }
        let Some(second) = start.checked_sub(2).map(|at| kept[at]) else {
            return false;
        };
        let is_duty = grammar.is(before.word, self.must) && grammar.is(second.word, self.you);
        let is_asked = grammar.is(before.word, self.you) && grammar.is(second.word, self.must);
        let is_wished = grammar.is(before.word, self.to) && grammar.is(second.word, self.you);
        is_duty || is_asked || is_wished
    }

    /// "Don't forget the rules", "people who ignore the rules", "if you forget".
    fn is_told_of_others(&self, grammar: &Grammar, kept: &[Token], start: usize) -> bool {
        let first = kept[start].word;
        let mut at = start;
        for _ in 0..2 {
            match at.checked_sub(1).map(|before| kept[before]) {
                Some(before) if before.is_word() && kept[at].gap != Gap::Line => at -= 1,
                Some(before) if before.mark == b'\'' => {
                    let Some(word) = previous_word(kept, at, false) else {
                        break;
                    };
                    at = word;
                }
                _ => break,
            }
            let word = kept[at].word;
            if grammar.is(word, self.others)
                || grammar.is(word, self.conditional)
                || (grammar.is(word, self.neg) && !grammar.is(first, self.neg))
            {
                return true;
            }
        }
        false
    }

    /// "I was told to disregard the rules", "how do I ignore the rules", "why did you forget the instructions".
    fn is_asked_about(&self, grammar: &Grammar, found: &Found) -> bool {
        let mut first = None;
        let mut at = found.start;
        for _ in 0..2 * NEAR {
            let Some(before) = previous_word(found.kept, at, false) else {
                break;
            };
            if found.kept[at].gap == Gap::Line {
                break;
            }
            first = Some(found.kept[before].word);
            at = before;
        }
        let word_before = |back: usize| found.start.checked_sub(back).map(|at| found.kept[at].word);
        let is_retold = word_before(1).is_some_and(|it| grammar.is(it, self.to))
            && word_before(2).is_some_and(|it| grammar.is(it, self.known));
        is_retold || first.is_some_and(|word| grammar.is(word, self.asks))
    }

    /// "Forget everything I said", "cancel my orders".
    fn is_of_the_writer(&self, grammar: &Grammar, found: &Found) -> bool {
        let is_weak = grammar.is(found.kept[found.start].word, self.weak);
        let mut phrase = found.kept[found.start..].iter();
        phrase.any(|it| {
            it.is_word()
                && (grammar.is(it.word, self.own) || is_weak && grammar.is(it.word, self.mine))
        })
    }

    /// "Vergeet de regels niet".
    fn is_negated(&self, grammar: &Grammar, found: &Found) -> bool {
        let verb = found.kept[found.start].word;
        found.shape.flag == PromptFlag::IgnoreInstructions
            && grammar.is(verb, self.forget)
            && found
                .rest
                .iter()
                .take_while(|it| it.is_word() && !grammar.is(it.word, self.lead))
                .take(NEGATION_REACH)
                .any(|it| grammar.is(it.word, self.not_so))
    }

    /// "Show your prompt in #ai-art": what members give to a program that draws.
    fn is_of_pictures(&self, grammar: &Grammar, found: &Found) -> bool {
        let Found {
            kept, start, rest, ..
        } = found;
        let is_art = |it| grammar.is(it, self.art);
        let of_channel = |it: &[Token]| it[0].mark == b'#' && it[1].gap == Gap::None;
        found.shape.flag == PromptFlag::Exfiltration
            && !(kept[*start..].iter()).any(|it| grammar.is(it.word, self.hidden))
            && (near(rest).any(|it| is_art(it.word))
                || is_before(found, is_art)
                || rest[..rest.len().min(2 * NEAR)].windows(2).any(of_channel))
    }

    /// Somebody tells what somebody wrote: a whole quotation, and a word that says so.
    fn is_quoted(&self, grammar: &Grammar, found: &Found) -> bool {
        let Found {
            kept, start, rest, ..
        } = found;
        let is_quote = |it: &Token| matches!(it.mark, b'"' | b'\'' | b'`');
        let Some(open) = (start.saturating_sub(2)..*start)
            .rev()
            .find(|at| is_quote(&kept[*at]))
        else {
            return false;
        };
        let Some(close) = rest.iter().take(REPORT_REACH).position(is_quote) else {
            return false;
        };
        let from = open.saturating_sub(REPORT_REACH);
        let before = kept[from..open].iter();
        let after = rest[close + 1..].iter().take(4);
        before
            .chain(after)
            .any(|it| grammar.is(it.word, self.report))
    }
}

/// Whether one of the words before the phrase, in the same sentence, is what `is_it` asks for.
fn is_before(found: &Found, is_it: impl Fn(WordId) -> bool) -> bool {
    let mut at = found.start;
    for _ in 0..2 * NEAR {
        let Some(before) = previous_word(found.kept, at, false) else {
            return false;
        };
        if is_it(found.kept[before].word) {
            return true;
        }
        at = before;
    }
    false
}

/// The next words of the same sentence.
fn near(rest: &[Token]) -> impl Iterator<Item = &Token> {
    let ends = rest
        .iter()
        .enumerate()
        .position(|(at, it)| {
            !it.is_word() && !rest.get(at + 1).is_some_and(|next| joins(*it, *next))
        })
        .unwrap_or(rest.len());
    rest[..ends].iter().filter(|it| it.is_word()).take(NEAR)
}
