//! What somebody typed, as words to look for.

use std::collections::HashSet;

use super::vocabulary::Vocabulary;
use crate::words::{Spelling, is_stop_word, runs, stem};

/// At most so many words are looked for: the first ones, since whoever writes much begins with what matters.
const MOST_WORDS: usize = 32;

/// Of more words than this each is looked for less far: whoever writes much is understood by the rest of it.
const FEW_WORDS: usize = 12;

/// A word to look for.
#[derive(Debug, Clone)]
pub(super) struct QueryWord {
    /// The word, folded.
    pub(super) text: Spelt,
    /// Its stem.
    pub(super) stem: Spelt,
    /// What it makes together with the word before or behind it: `roadmap` for both words of `road map`.
    pub(super) joins: Vec<String>,
    /// Whether it may be only the beginning of a word, and how many letters that must have at least.
    pub(super) begins: Option<usize>,
    /// Whether it is one of few, and looked for in compounds even where it is known by itself.
    pub(super) is_one_of_few: bool,
}

impl QueryWord {
    /// The word, and its stem where that is another.
    pub(super) fn forms(&self) -> impl Iterator<Item = &Spelt> {
        let stem = Some(&self.stem).filter(|it| it.text != self.text.text);
        std::iter::once(&self.text).chain(stem)
    }
}

/// A word and its spelling.
#[derive(Debug, Clone)]
pub(super) struct Spelt {
    /// The word.
    pub(super) text: String,
    /// The letters.
    pub(super) letters: Spelling,
}

impl Spelt {
    fn of(text: String) -> Self {
        let letters = Spelling::of(&text);
        Self { text, letters }
    }
}

/// How the last word is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// It was sent; three letters may still be the beginning of a word.
    Sent,
    /// It is being typed.
    Typing,
}

/// The words of a query, each once, in order.
pub(super) fn words_of(text: &str, ending: Ending, vocabulary: &Vocabulary) -> Vec<QueryWord> {
    let tokens = tokens_of(text, vocabulary);
    let is_open = ending == Ending::Typing && text.ends_with(char::is_alphanumeric);
    let mut telling: Vec<usize> = (0..tokens.len())
        .filter(|at| is_telling(&tokens[*at]) || is_open && at + 1 == tokens.len())
        .collect();
    if telling.is_empty() {
        telling = (0..tokens.len()).collect();
    }
    let last = telling.last().copied();
    let mut seen = HashSet::new();
    telling.retain(|at| seen.insert(tokens[*at].as_str()));
    telling.truncate(MOST_WORDS);
    let begins = if is_open { 1 } else { 3 };
    let is_one_of_few = telling.len() <= FEW_WORDS;
    telling
        .into_iter()
        .map(|at| QueryWord {
            text: Spelt::of(tokens[at].clone()),
            stem: Spelt::of(stem(&tokens[at])),
            joins: joins_at(&tokens, at),
            begins: (Some(at) == last).then_some(begins),
            is_one_of_few,
        })
        .collect()
}

/// Whether a folded word says anything.
pub(super) fn is_telling(word: &str) -> bool {
    !is_stop_word(word) && word.chars().nth(1).is_some()
}

/// The words in order. What was typed with a hyphen is one word where it is known as one, and its parts elsewhere.
fn tokens_of(text: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let mut tokens = Vec::new();
    for run in runs(text) {
        match run.joined().filter(|it| vocabulary.knows(it)) {
            Some(joined) => tokens.push(joined),
            None => tokens.extend(run.parts),
        }
    }
    tokens
}

fn joins_at(tokens: &[String], at: usize) -> Vec<String> {
    let with = |first: usize| {
        let (one, other) = (tokens.get(first)?, tokens.get(first + 1)?);
        (!is_stop_word(one)).then(|| format!("{one}{other}"))
    };
    let before = at.checked_sub(1).and_then(with);
    before.into_iter().chain(with(at)).collect()
}
