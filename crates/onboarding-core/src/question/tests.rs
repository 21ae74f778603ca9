//! Tests of questions, options and follow-ups.

use proptest::prelude::*;

use super::*;
use crate::InvalidText;

fn parts(kind: QuestionKind, options: &str) -> QuestionParts {
    QuestionParts {
        text: "Which plan do you have?".to_owned(),
        kind,
        options: read_options(options),
        follow_ups: Vec::new(),
        required: true,
    }
}

fn follow_up(value: &str, question: &str) -> WrittenFollowUp {
    WrittenFollowUp {
        value: value.to_owned(),
        question: question.to_owned(),
        kind: FollowUpKind::Text,
        required: false,
    }
}

fn why(parts: &QuestionParts) -> InvalidQuestion {
    Question::new(parts).unwrap_err()
}

fn many(count: usize) -> String {
    let labels: Vec<_> = (1..=count).map(|it| format!("Plan {it}")).collect();
    labels.join(";")
}

#[test]
fn every_kind_has_a_word_of_its_own() {
    for kind in QuestionKind::ALL {
        assert_eq!(QuestionKind::from_word(kind.word()), Some(kind));
    }
    for kind in FollowUpKind::ALL {
        assert_eq!(FollowUpKind::from_word(kind.word()), Some(kind));
    }
    assert_eq!(QuestionKind::from_word("Select"), None);
}

#[test]
fn a_choice_needs_options_and_a_text_takes_none() {
    for kind in QuestionKind::ALL {
        let (with, without) = (parts(kind, "A;B"), parts(kind, ""));
        if kind.has_options() {
            assert_eq!(Question::new(&with).unwrap().kind(), kind);
            assert_eq!(why(&without), InvalidQuestion::OptionsMissing);
        } else {
            assert_eq!(Question::new(&without).unwrap().kind(), kind);
            assert_eq!(why(&with), InvalidQuestion::OptionsNotTaken);
        }
    }
}

#[test]
fn one_answer_needs_two_options_and_several_answers_one() {
    assert!(Question::new(&parts(QuestionKind::Multiselect, "A")).is_ok());
    assert!(Question::new(&parts(QuestionKind::Select, "A;B")).is_ok());
    assert_eq!(
        why(&parts(QuestionKind::Select, "A")),
        InvalidQuestion::Options(InvalidOptions::TooFew)
    );
}

#[test]
fn there_are_at_most_25_options() {
    for kind in [QuestionKind::Select, QuestionKind::Multiselect] {
        assert!(Question::new(&parts(kind, &many(25))).is_ok());
        assert_eq!(
            why(&parts(kind, &many(26))),
            InvalidQuestion::Options(InvalidOptions::TooMany(26))
        );
    }
}

#[test]
fn what_is_wrong_with_an_option_is_named() {
    let of = |options: &str| match why(&parts(QuestionKind::Select, options)) {
        InvalidQuestion::Options(why) => why,
        other => panic!("{other:?}"),
    };
    let long = "x".repeat(81);
    assert_eq!(
        of(&format!("A;{long}=b")),
        InvalidOptions::Label(2, InvalidText::TooLong(80))
    );
    let long = "x".repeat(101);
    assert_eq!(
        of(&format!("A;B={long}")),
        InvalidOptions::Value(2, InvalidText::TooLong(100))
    );
    assert_eq!(of("=a;B"), InvalidOptions::Label(1, InvalidText::Blank));
    assert_eq!(of("A=;B"), InvalidOptions::Value(1, InvalidText::Blank));
    let yes = OptionValue::new("yes").unwrap();
    assert_eq!(of("Yes!;No;Yes?"), InvalidOptions::SameValue(yes));
}

#[test]
fn options_are_read_however_they_are_separated() {
    let read = read_options("By a friend = friend ;; Search engine\r\nx = y = z\n\n  Ça va  ");
    let read: Vec<_> = read.iter().map(|it| (&*it.label, &*it.value)).collect();
    assert_eq!(
        read,
        [
            ("By a friend", "friend"),
            ("Search engine", "search-engine"),
            ("x = y", "z"),
            ("Ça va", "ca-va"),
        ]
    );
    assert!(read_options(" ;\n; ").is_empty());
}

#[test]
fn what_is_asked_is_neither_blank_nor_too_long() {
    let of = |text: &str| {
        why(&QuestionParts {
            text: text.to_owned(),
            ..parts(QuestionKind::Text, "")
        })
    };
    assert_eq!(of(" "), InvalidQuestion::Text(InvalidText::Blank));
    assert_eq!(
        of(&"x".repeat(257)),
        InvalidQuestion::Text(InvalidText::TooLong(256))
    );
}

#[test]
fn a_follow_up_belongs_to_an_option_of_a_question_with_one_answer() {
    let with = |kind, follow_up| {
        let follow_ups = vec![follow_up];
        Question::new(&QuestionParts {
            follow_ups,
            ..parts(kind, "A;B")
        })
    };
    let question = with(QuestionKind::Select, follow_up("a", "Why A?")).unwrap();
    assert_eq!(question.follow_up("a").unwrap().question.as_str(), "Why A?");
    assert_eq!(question.follow_up("b"), None);
    assert_eq!(
        with(QuestionKind::Multiselect, follow_up("a", "Why A?")),
        Err(InvalidQuestion::FollowUp(InvalidFollowUp::NotTaken))
    );
    assert_eq!(
        with(QuestionKind::Select, follow_up("c", "Why C?")),
        Err(InvalidQuestion::FollowUp(InvalidFollowUp::UnknownValue(
            "c".to_owned()
        )))
    );
    let long = "x".repeat(101);
    assert_eq!(
        with(QuestionKind::Select, follow_up("a", &long)),
        Err(InvalidQuestion::FollowUp(InvalidFollowUp::Text(
            "a".to_owned(),
            InvalidText::TooLong(100)
        )))
    );
}

#[test]
fn a_follow_up_can_be_changed_and_taken_away() {
    let question = Question::new(&QuestionParts {
        follow_ups: vec![follow_up("a", "First?"), follow_up("a", "Why A?")],
        ..parts(QuestionKind::Select, "A;B")
    });
    let question = question.unwrap();
    assert_eq!(question.follow_up("a").unwrap().question.as_str(), "Why A?");
    let again = question.with_follow_up("a", None).unwrap();
    assert_eq!(again.follow_up("a"), None);
    assert_eq!(
        again.with_follow_up("z", None),
        Err(InvalidFollowUp::UnknownValue("z".to_owned()))
    );
}

proptest! {
    #[test]
    fn options_are_read_as_they_are_written(labels in proptest::collection::vec("[^\\p{C}]{0,30}", 1..8)) {
        let text = labels.join("\n");
        if let Ok(question) = Question::new(&parts(QuestionKind::Multiselect, &text)) {
            if let Some(written) = write_options(question.options()) {
                let again = Question::new(&parts(QuestionKind::Multiselect, &written));
                prop_assert_eq!(again, Ok(question));
            } else {
                prop_assert!(question.options().iter().any(|it| it.value.as_str().contains(['=', ';'])
                    || it.label.as_str().contains(';')));
            }
        }
    }

    #[test]
    fn a_question_is_what_its_parts_make(follow in proptest::bool::ANY, required in proptest::bool::ANY) {
        let follow_ups = if follow { vec![follow_up("b", "Why B?")] } else { Vec::new() };
        let written = QuestionParts { follow_ups, required, ..parts(QuestionKind::Select, "A;B=b;C") };
        let question = Question::new(&written).unwrap();
        prop_assert_eq!(QuestionParts::of(&question), written);
    }

    #[test]
    fn no_text_makes_reading_panic(text in "\\PC{0,200}|[=;\n a]{0,40}") {
        let _ = Question::new(&parts(QuestionKind::Select, &text));
    }
}
