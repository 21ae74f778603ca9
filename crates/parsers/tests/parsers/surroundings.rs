//! A moment keeps its meaning whatever stands around it, and its span points at the same words.

use parsers::parse_expressions;
use proptest::prelude::*;
use serde_json::Value;

use crate::reading::{ZONE, now};

/// Sentences of both languages that say nothing about time.
fn neutral() -> Vec<&'static str> {
    include_str!("../data/neutral.txt").lines().collect()
}

/// Texts of the table that are read at our usual moment, whole texts as well as sentences.
fn texts() -> Vec<String> {
    include_str!("../data/expressions.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|case| case["now"] == "2026-02-04T10:00" && !case["start"].is_null())
        .map(|case| case["text"].as_str().unwrap().to_owned())
        .collect()
}

/// Everything that is read in a text, with its words, its spans counted from `offset`.
fn read(text: &str, offset: usize) -> Vec<(String, std::ops::Range<usize>)> {
    parse_expressions(text, now(), ZONE)
        .into_iter()
        .map(|it| {
            let words = &text[it.span.clone()];
            let span = it.span.start - offset..it.span.end - offset;
            (
                format!("{words} {:?} {:?} {:?}", it.start, it.end, it.grain),
                span,
            )
        })
        .collect()
}

/// The sentence with its full stop where only a blank parts it from the next.
fn closed(sentence: &str, joint: &str) -> String {
    let open = joint == " " && !sentence.ends_with(['.', '!', '?']);
    format!("{sentence}{}", if open { "." } else { "" })
}

#[test]
fn neutral_sentences_say_no_moment() {
    for sentence in neutral() {
        assert_eq!(read(sentence, 0), [], "{sentence:?}");
    }
}

#[test]
fn a_sentence_before_or_behind_changes_nothing_but_the_place() {
    for text in texts() {
        let alone = read(&text, 0);
        for sentence in neutral() {
            for joint in ["\n", " \n\n", " "] {
                let before = format!("{}{joint}", closed(sentence, joint));
                let whole = format!("{before}{text}");
                assert_eq!(read(&whole, before.len()), alone, "{whole:?}");
                let whole = format!("{}{joint}{sentence}", closed(&text, joint));
                assert_eq!(read(&whole, 0), alone, "{whole:?}");
            }
        }
    }
}

#[test]
fn two_moments_in_two_languages_are_read_as_each_alone() {
    let texts = texts();
    for (text, other) in texts.iter().zip(texts.iter().rev()) {
        let before = format!("{text}\n");
        let whole = format!("{before}{other}");
        let mut expected = read(text, 0);
        expected.extend(
            read(other, 0)
                .into_iter()
                .map(|(words, span)| (words, span.start + before.len()..span.end + before.len())),
        );
        assert_eq!(read(&whole, 0), expected, "{whole:?}");
    }
}

fn check_spans(text: &str) {
    let mut behind = 0;
    for found in parse_expressions(text, now(), ZONE) {
        let span = found.span;
        assert!(span.start >= behind, "overlap in {text:?}");
        assert!(span.start < span.end, "nothing in {text:?}");
        assert!(
            text.get(span.clone()).is_some(),
            "no text at {span:?} of {text:?}"
        );
        assert!(found.end.is_none_or(|it| it >= found.start), "{text:?}");
        behind = span.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_text_has_sound_spans(text in ".{0,160}") {
        check_spans(&text);
    }

    #[test]
    fn words_of_the_grammar_in_any_order_have_sound_spans(
        at in proptest::collection::vec(0..WORDS.len(), 0..24),
        joint in proptest::sample::select(vec![" ", "", "-", ", ", "\n", ".", "/", " \u{200b}", "\u{301}"]),
    ) {
        let words: Vec<&str> = at.iter().map(|it| WORDS[*it]).collect();
        check_spans(&words.join(joint));
    }
}

/// Words of both languages, numbers at the edge of what fits and marks.
const WORDS: &[&str] = &[
    "over",
    "in",
    "drie",
    "three",
    "dagen",
    "days",
    "weken",
    "weeks",
    "maanden",
    "months",
    "jaar",
    "years",
    "999",
    "99999999999",
    "0",
    "31",
    "12",
    "2026",
    "9999",
    "99/99/9999",
    "geleden",
    "ago",
    "volgende",
    "next",
    "vorige",
    "last",
    "vrijdag",
    "Friday",
    "eerste",
    "first",
    "van",
    "of",
    "januari",
    "January",
    "kerst",
    "Easter",
    "na",
    "after",
    "voor",
    "before",
    "half",
    "acht",
    "eight",
    "kwart",
    "quarter",
    "past",
    "to",
    "uur",
    "u",
    "pm",
    "om",
    "at",
    "morgen",
    "tomorrow",
    "avond",
    "evening",
    "week",
    "53",
    "eind",
    "end",
    "UTC",
    "+2",
    "t/m",
    "-",
    ":",
    "'s",
    "é",
    "🇧🇪",
    "20:00",
    "tweeduizend",
    "hundred",
    "anderhalf",
    "de",
    "the",
    "laatste",
    "29",
    "februari",
    "24:00",
    "²",
];
