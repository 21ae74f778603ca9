//! The words of all languages together, looked up by what stands at a place in the text.

use std::sync::LazyLock;

use chrono::Weekday;

use super::LANGUAGES;
use super::meaning::{DayGroup, Label, Language, Meaning, Opening};
use super::vocabulary::{Vocabulary, WordId};
use super::zones::{CLOCK_FACES, ZONES};
use crate::scan::{TokenKind, Tokens};
use crate::weekday_set::WEEK;

/// A phrase behind its first word, and what it means.
struct Entry {
    rest: Box<[WordId]>,
    meaning: Meaning,
}

/// A label behind its first word.
struct LabelEntry {
    rest: Box<[WordId]>,
    label: Label,
}

/// Every phrase, as the tables give them.
type Phrases = Vec<(String, Meaning)>;

struct Lexicon {
    vocabulary: Vocabulary,
    /// By first word, the longest phrase first.
    phrases: Vec<Vec<Entry>>,
    /// By first word.
    labels: Vec<Vec<LabelEntry>>,
    /// By first word, the most that one of its phrases can do.
    openings: Vec<Opening>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(build);

/// The words of every language that is read.
pub(crate) fn vocabulary() -> &'static Vocabulary {
    &LEXICON.vocabulary
}

/// The longest phrase at a token that has a meaning which `wanted` takes, and its length in tokens.
pub(crate) fn find<T>(
    tokens: &Tokens,
    at: usize,
    wanted: impl Fn(Meaning) -> Option<T>,
) -> Option<(T, usize)> {
    let word = tokens.word(at);
    if word == WordId::NONE {
        return None;
    }
    LEXICON.phrases_of(word).iter().find_map(|entry| {
        let found = wanted(entry.meaning)?;
        let fits = follow(tokens, at + 1, &entry.rest);
        let shouted = !matches!(entry.meaning, Meaning::ZoneLetters(_))
            || tokens.get(at).is_some_and(|it| it.upper);
        (fits && shouted).then_some((found, entry.rest.len() + 1))
    })
}

/// The length in tokens of the longest phrase with this meaning at a token.
pub(crate) fn means(tokens: &Tokens, at: usize, meaning: Meaning) -> Option<usize> {
    find(tokens, at, |it| (it == meaning).then_some(())).map(|((), length)| length)
}

/// Whether a token begins any phrase of the lexicon.
pub(crate) fn is_known(tokens: &Tokens, at: usize) -> bool {
    !LEXICON.phrases_of(tokens.word(at)).is_empty()
}

/// Whether an expression can begin with a phrase that begins with a token.
pub(crate) fn opening(tokens: &Tokens, at: usize) -> Opening {
    let word = tokens.word(at);
    if word == WordId::NONE {
        return Opening::Nothing;
    }
    LEXICON.openings[word.index()]
}

/// What a line head or field name announces, when it is exactly a label.
pub(crate) fn label(tokens: &Tokens, at: std::ops::Range<usize>) -> Option<Label> {
    let word = tokens.word(at.start);
    LEXICON.labels[word.index()]
        .iter()
        .find(|it| it.rest.len() + 1 == at.len() && follow(tokens, at.start + 1, &it.rest))
        .map(|it| it.label)
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
    let known = LEXICON
        .phrases_of(LEXICON.vocabulary.id(word))
        .iter()
        .filter(|it| it.rest.is_empty())
        .find_map(|it| match it.meaning {
            Meaning::Weekday(day) | Meaning::ShortWeekday(day) | Meaning::EachWeekday(day) => {
                Some(day)
            }
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
    LEXICON
        .phrases_of(LEXICON.vocabulary.id(word))
        .iter()
        .filter(|it| it.rest.is_empty())
        .find_map(|it| match it.meaning {
            Meaning::Group(group) | Meaning::GroupNoun(group) => Some(group),
            _ => None,
        })
}

impl Lexicon {
    fn phrases_of(&self, word: WordId) -> &[Entry] {
        &self.phrases[word.index()]
    }
}

fn build() -> Lexicon {
    let phrases = phrases();
    let labels = LANGUAGES.iter().flat_map(|it| it.labels);
    let texts = phrases.iter().map(|(phrase, _)| phrase.as_str());
    let vocabulary = Vocabulary::of(texts.chain(labels.clone().map(|(label, _)| *label)));
    let words = vocabulary.len();
    let mut lexicon = Lexicon {
        vocabulary,
        phrases: std::iter::repeat_with(Vec::new).take(words).collect(),
        labels: std::iter::repeat_with(Vec::new).take(words).collect(),
        openings: vec![Opening::Nothing; words],
    };
    for (phrase, meaning) in phrases {
        let (first, rest) = lexicon.words_of(&phrase);
        lexicon.openings[first] = lexicon.openings[first].max(meaning.opening());
        lexicon.phrases[first].push(Entry { rest, meaning });
    }
    for (phrase, label) in labels {
        let (first, rest) = lexicon.words_of(phrase);
        lexicon.labels[first].push(LabelEntry {
            rest,
            label: *label,
        });
    }
    for entries in &mut lexicon.phrases {
        entries.sort_by_key(|it| std::cmp::Reverse(it.rest.len()));
    }
    lexicon
}

impl Lexicon {
    /// The number of a phrase's first word, and its other words.
    fn words_of(&self, phrase: &str) -> (usize, Box<[WordId]>) {
        let mut words = phrase.split(' ').map(|word| self.vocabulary.id(word));
        let first = words.next().unwrap_or_default();
        (first.index(), words.collect())
    }
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
            .for_each(|(phrase, meaning)| add_phrase(&mut lexicon, phrase, *meaning));
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
        }
    }
}

fn add_spoken(lexicon: &mut Phrases, language: &Language) {
    for (prefix, minutes) in language.spoken {
        add_phrase(lexicon, prefix, Meaning::SpokenPrefix(*minutes));
        for (names, hour) in language.counts.iter().zip(1..) {
            let moment = u32::try_from((hour * 60 + minutes).rem_euclid(720)).unwrap_or_default();
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
