//! The words of all languages together, looked up by what stands at a place in the text.

use std::mem::discriminant;
use std::sync::LazyLock;

use chrono::Weekday;

use super::LANGUAGES;
use super::meaning::{DayGroup, Label, Language, Meaning};
use super::naming::Naming;
use super::opening::Opening;
use super::vocabulary::{Vocabulary, WordId};
use super::zones::{CLOCK_FACES, ZONES};
use crate::scan::{TokenKind, Tokens};
use crate::weekday_set::WEEK;

/// A meaning that a phrase of the text has, and the phrase's length in tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    meaning: Meaning,
    length: usize,
}

/// Several words with one meaning, by their second.
struct Longer {
    second: WordId,
    rest: Box<[WordId]>,
    phrase: Phrase,
    opening: Opening,
}

/// A label behind its first word.
struct LabelEntry {
    rest: Box<[WordId]>,
    label: Label,
}

/// What begins with a word.
#[derive(Default)]
struct Word {
    alone: Vec<Phrase>,
    /// One of its meanings counts in capitals only.
    has_letters: bool,
    /// What can begin with the word alone.
    opening: Opening,
    /// Sorted by the second word, the longest first.
    longer: Vec<Longer>,
    /// A bit for each of their second words, so that most words behind it need not be searched for.
    seconds: u64,
    labels: Vec<LabelEntry>,
    /// The longest first.
    naming: Vec<(Box<[WordId]>, Naming)>,
}

/// Every phrase, as the tables give them.
type Phrases = Vec<(String, Meaning)>;

struct Lexicon {
    vocabulary: Vocabulary,
    /// By number of the vocabulary.
    words: Vec<Word>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(build);

/// The words of every language that is read.
pub(crate) fn vocabulary() -> &'static Vocabulary {
    &LEXICON.vocabulary
}

/// Adds every phrase that begins at a token, the longest first, and says what can begin with them; nothing where the
/// token begins no phrase of the lexicon at all.
pub(crate) fn add_phrases(
    tokens: &Tokens,
    at: usize,
    phrases: &mut Vec<Phrase>,
) -> Option<Opening> {
    let word = &LEXICON.words[tokens.word(at).index()];
    let next = tokens.word(at + 1);
    if word.alone.is_empty() && word.longer.is_empty() {
        return None;
    }
    let upper = !word.has_letters || tokens.get(at).is_some_and(|it| it.upper);
    let mut opening = word.opening;
    let before = phrases.len();
    if next != WordId::NONE && word.seconds & next.bit() != 0 {
        let from = word.longer.partition_point(|it| it.second < next);
        let here = word.longer[from..].iter();
        for longer in here.take_while(|it| it.second == next) {
            if follow(tokens, at + 2, &longer.rest) && (upper || !longer.phrase.is_letters()) {
                phrases.push(longer.phrase);
                opening = opening.or(longer.opening);
            }
        }
    }
    if upper {
        phrases.extend_from_slice(&word.alone);
    } else {
        phrases.extend(word.alone.iter().filter(|it| !it.is_letters()));
    }
    if phrases.len() == before {
        return Some(Opening::LEADS);
    }
    let is_foreign = next == WordId::NONE && tokens.is_word(at + 1);
    Some(opening.before(is_foreign))
}

impl Phrase {
    /// It names a zone in capitals only.
    fn is_letters(&self) -> bool {
        matches!(self.meaning, Meaning::ZoneLetters(_))
    }
}

/// The longest phrase at a token that has a meaning which `wanted` takes, and its length in tokens.
#[inline]
pub(crate) fn find<T>(
    tokens: &Tokens,
    at: usize,
    wanted: impl Fn(Meaning) -> Option<T>,
) -> Option<(T, usize)> {
    let mut phrases = tokens.phrases(at).iter();
    phrases.find_map(|it| wanted(it.meaning).map(|found| (found, it.length)))
}

/// The length in tokens of the longest phrase with this meaning at a token.
#[inline]
pub(crate) fn means(tokens: &Tokens, at: usize, meaning: Meaning) -> Option<usize> {
    // Most are told apart by what they are, before what they hold is compared.
    let kind = discriminant(&meaning);
    let mut phrases = tokens.phrases(at).iter();
    phrases
        .find(|it| discriminant(&it.meaning) == kind && it.meaning == meaning)
        .map(|it| it.length)
}

/// Whether a token begins any phrase of the lexicon, be it that others follow it than here.
pub(crate) fn is_known(tokens: &Tokens, at: usize) -> bool {
    tokens.opening(at).is_some()
}

/// What a line head or field name announces, when it is exactly a label.
pub(crate) fn label(tokens: &Tokens, at: std::ops::Range<usize>) -> Option<Label> {
    LEXICON.words[tokens.word(at.start).index()]
        .labels
        .iter()
        .find(|it| it.rest.len() + 1 == at.len() && follow(tokens, at.start + 1, &it.rest))
        .map(|it| it.label)
}

/// How many tokens the phrase has that begins at a token and is of this kind beside a name.
pub(super) fn named(tokens: &Tokens, at: usize, kind: Naming) -> Option<usize> {
    LEXICON.words[tokens.word(at).index()]
        .naming
        .iter()
        .find(|(rest, it)| *it == kind && follow(tokens, at + 1, rest))
        .map(|(rest, _)| rest.len() + 1)
}

/// Whether these words stand at a token.
fn follow(tokens: &Tokens, at: usize, words: &[WordId]) -> bool {
    words
        .iter()
        .zip(at..)
        .all(|(word, at)| tokens.word(at) == *word)
}

/// What an emoji at a line head announces.
pub(crate) fn label_emoji(kind: TokenKind) -> Option<Label> {
    let TokenKind::Emoji(c) = kind else {
        return None;
    };
    Some(match c {
        '\u{1f4c5}' | '\u{1f4c6}' | '\u{1f5d3}' => Label::Date,
        '\u{23f0}' | '\u{23f1}' => Label::Time,
        _ if CLOCK_FACES.contains(&c) => Label::Time,
        '\u{1f501}' | '\u{1f504}' => Label::Days,
        '\u{1f4cd}' | '\u{1f3e0}' | '\u{1f3e2}' => Label::Location,
        '\u{1f517}' | '\u{1f39f}' => Label::Link,
        '\u{1f51a}' => Label::End,
        '\u{1f6aa}' => Label::Doors,
        _ => return None,
    })
}

/// The weekday of a single lower-case word: a name, an abbreviation, a plural, or three and more letters of a name.
pub(crate) fn day_name(word: &str) -> Option<Weekday> {
    let known = LEXICON.alone(word).find_map(|it| match it {
        Meaning::Weekday(day) | Meaning::ShortWeekday(day) | Meaning::EachWeekday(day) => Some(day),
        _ => None,
    });
    known.or_else(|| {
        let names = LANGUAGES.iter().flat_map(|it| it.weekdays.iter().zip(WEEK));
        names
            .filter(|(it, _)| word.len() >= 3 && it.full.starts_with(word))
            .map(|(_, day)| day)
            .next()
    })
}

/// The group of days that a single lower-case word names.
pub(crate) fn day_group(word: &str) -> Option<DayGroup> {
    LEXICON.alone(word).find_map(|it| match it {
        Meaning::Group(group) | Meaning::GroupNoun(group) => Some(group),
        _ => None,
    })
}

impl Lexicon {
    /// What a lower-case word means alone.
    fn alone(&self, word: &str) -> impl Iterator<Item = Meaning> {
        let word = &self.words[self.vocabulary.id(word).index()];
        word.alone.iter().map(|it| it.meaning)
    }

    /// The entry of a phrase's first word, and its other words.
    fn entry(&mut self, phrase: &str) -> (&mut Word, Box<[WordId]>) {
        let mut words = phrase.split(' ').map(|word| self.vocabulary.id(word));
        let first = words.next().unwrap_or_default();
        let rest = words.collect();
        (&mut self.words[first.index()], rest)
    }
}

fn build() -> Lexicon {
    let phrases = phrases();
    let labels = LANGUAGES.iter().flat_map(|it| it.labels);
    let texts = phrases.iter().map(|(phrase, _)| phrase.as_str());
    let naming = LANGUAGES.iter().flat_map(|it| it.naming);
    let labels_and_naming = labels
        .clone()
        .map(|(label, _)| *label)
        .chain(naming.clone().map(|(phrase, _)| *phrase));
    let vocabulary = Vocabulary::of(texts.chain(labels_and_naming));
    let words = std::iter::repeat_with(Word::default).take(vocabulary.len());
    let mut lexicon = Lexicon {
        words: words.collect(),
        vocabulary,
    };
    for (phrase, meaning) in phrases {
        let (word, rest) = lexicon.entry(&phrase);
        let phrase = Phrase {
            meaning,
            length: rest.len() + 1,
        };
        let opening = meaning.opening();
        word.has_letters |= phrase.is_letters();
        match rest.split_first() {
            None => {
                word.opening = word.opening.or(opening);
                word.alone.push(phrase);
            }
            Some((second, rest)) => {
                word.seconds |= second.bit();
                word.longer.push(Longer {
                    second: *second,
                    rest: rest.into(),
                    phrase,
                    opening,
                });
            }
        }
    }
    for (phrase, label) in labels {
        let label = *label;
        let (word, rest) = lexicon.entry(phrase);
        word.labels.push(LabelEntry { rest, label });
    }
    for (phrase, kind) in naming {
        let (word, rest) = lexicon.entry(phrase);
        word.naming.push((rest, *kind));
    }
    for word in &mut lexicon.words {
        word.naming
            .sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        word.longer
            .sort_by_key(|it| (it.second, std::cmp::Reverse(it.rest.len())));
    }
    lexicon
}

fn phrases() -> Phrases {
    let mut lexicon = Phrases::new();
    for language in LANGUAGES {
        add_days(&mut lexicon, language);
        for (names, number) in language.months.iter().zip(1..) {
            names
                .iter()
                .for_each(|name| add(&mut lexicon, (*name).to_owned(), Meaning::Month(number)));
        }
        for (names, number) in language.counts.iter().zip(1..) {
            names
                .iter()
                .for_each(|name| add(&mut lexicon, (*name).to_owned(), Meaning::Count(number)));
        }
        for (phrase, number) in language.numbers.cardinals() {
            add_phrase(&mut lexicon, &phrase, Meaning::Count(number));
        }
        for (phrase, number) in language.numbers.nths() {
            add_phrase(&mut lexicon, &phrase, Meaning::Nth(number));
        }
        for (phrase, holiday) in language.holidays {
            add_phrase(&mut lexicon, phrase, Meaning::Holiday(*holiday, None));
        }
        for (phrase, holiday, part) in language.eves {
            add_phrase(
                &mut lexicon,
                phrase,
                Meaning::Holiday(*holiday, Some(*part)),
            );
        }
        add_spoken(&mut lexicon, language);
        language
            .phrases
            .iter()
            .chain(language.talk)
            .chain(language.repeats)
            .for_each(|(phrase, meaning)| add_phrase(&mut lexicon, phrase, *meaning));
        for verb in language.announcing {
            add_phrase(&mut lexicon, verb, Meaning::Announcing);
        }
        for (phrase, meaning) in language.moments {
            add_phrase(&mut lexicon, phrase, *meaning);
        }
    }
    for (phrase, meaning) in ZONES {
        add_phrase(&mut lexicon, phrase, *meaning);
    }
    lexicon
}

fn add_days(lexicon: &mut Phrases, language: &Language) {
    for (names, day) in language.weekdays.iter().zip(WEEK) {
        add(lexicon, names.full.to_owned(), Meaning::Weekday(day));
        names
            .strong
            .iter()
            .for_each(|name| add(lexicon, (*name).to_owned(), Meaning::Weekday(day)));
        names
            .weak
            .iter()
            .for_each(|name| add(lexicon, (*name).to_owned(), Meaning::ShortWeekday(day)));
        for plural in language.weekday_plurals {
            add(
                lexicon,
                format!("{}{plural}", names.full),
                Meaning::EachWeekday(day),
            );
        }
        for (part_name, part) in language.weekday_parts {
            add(
                lexicon,
                format!("{}{part_name}", names.full),
                Meaning::WeekdayPart(day, *part),
            );
            for plural in language.weekday_plurals {
                let name = format!("{}{part_name}{plural}", names.full);
                add(lexicon, name, Meaning::EachWeekday(day));
            }
        }
    }
}

/// Minutes on a clock of twelve hours, where the first hour is twelve, as people say it: half past twelve is a lunch
/// far more often than a night.
pub(crate) fn on_twelve_hours(minutes: i32) -> u32 {
    match u32::try_from(minutes.rem_euclid(720)).unwrap_or_default() {
        first @ 0..60 => first + 720,
        later => later,
    }
}

fn add_spoken(lexicon: &mut Phrases, language: &Language) {
    for (prefix, minutes) in language.spoken {
        add_phrase(lexicon, prefix, Meaning::SpokenPrefix(*minutes));
        for (names, hour) in language.counts.iter().zip(1..) {
            let moment = on_twelve_hours(hour * 60 + minutes);
            for name in *names {
                add_phrase(
                    lexicon,
                    &format!("{prefix} {name}"),
                    Meaning::SpokenClock(moment),
                );
            }
        }
    }
}

fn add_phrase(lexicon: &mut Phrases, phrase: &str, meaning: Meaning) {
    add(lexicon, phrase.to_owned(), meaning);
}

fn add(lexicon: &mut Phrases, phrase: String, meaning: Meaning) {
    lexicon.push((phrase, meaning));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::tokenise;

    #[test]
    fn the_longest_phrase_wins() {
        let tokens = tokenise("elke week op maandag", 100);
        assert_eq!(means(&tokens, 0, Meaning::Every), Some(3));
        assert_eq!(means(&tokens, 0, Meaning::Weekly), Some(2));
    }

    #[test]
    fn zones_that_are_words_count_in_capitals_only() {
        let zone = |it| matches!(it, Meaning::ZoneLetters(_)).then_some(());
        assert!(find(&tokenise("MET", 100), 0, zone).is_some());
        assert!(find(&tokenise("met", 100), 0, zone).is_none());
    }

    #[test]
    fn a_longer_word_that_begins_like_a_day_is_none() {
        assert_eq!(day_name("mayor"), None);
        assert_eq!(day_name("mon"), Some(Weekday::Mon));
        assert_eq!(day_name("woens"), Some(Weekday::Wed));
        assert_eq!(day_name("woensdagen"), Some(Weekday::Wed));
        assert_eq!(day_name("we"), None);
    }
}
