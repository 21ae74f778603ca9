//! Answering each kind of question, and what no client can bring about.

use kernel::{GuildId, UserId};
use proptest::prelude::*;

use super::*;
use crate::testing::builders::{at, questions};
use crate::{
    Answer, AskedQuestion, Phase, Question, QuestionKind, QuestionParts, Session, WrittenFollowUp,
    read_options,
};

fn session() -> Session {
    of(questions())
}

fn of(questions: Vec<AskedQuestion>) -> Session {
    let who = (GuildId::new(1).unwrap(), UserId::new(7).unwrap());
    Session::begin(who, Phase::Questions, questions, at(0))
}

/// A question whose options ask nothing further, but for the last one, which asks for an address.
fn plain(required: bool) -> AskedQuestion {
    let parts = QuestionParts {
        text: "Which?".to_owned(),
        kind: QuestionKind::Select,
        options: read_options("A=a; B=b; C=c"),
        follow_ups: vec![WrittenFollowUp {
            value: "c".to_owned(),
            question: "Your address?".to_owned(),
            kind: crate::FollowUpKind::Email,
            required: false,
        }],
        required,
    };
    AskedQuestion {
        id: None,
        question: Question::new(&parts).unwrap(),
    }
}

fn text(kind: QuestionKind, required: bool) -> AskedQuestion {
    let parts = QuestionParts {
        text: "Say something".to_owned(),
        kind,
        options: Vec::new(),
        follow_ups: Vec::new(),
        required,
    };
    AskedQuestion {
        id: None,
        question: Question::new(&parts).unwrap(),
    }
}

fn given(session: &Session, step: u16, given: Given) -> Result<Taken, AnswerRefusal> {
    answer(session, step, given, Way::Short, at(1))
}

fn advanced(session: &Session, step: u16, what: Given) -> Session {
    match given(session, step, what) {
        Ok(Taken::Advanced(next)) => *next,
        other => panic!("not answered: {other:?}"),
    }
}

fn values(values: &[&str]) -> Given {
    Given::Values(values.iter().map(|it| (*it).to_owned()).collect())
}

fn written(text: &str) -> Given {
    Given::Text(text.to_owned())
}

#[test]
fn the_default_questions_are_answered_as_the_specification_shows() {
    let asked = given(&session(), 0, Given::Option(0));
    assert_eq!(asked, Ok(Taken::AsksFollowUp(0)));
    let first = advanced(&session(), 0, Given::FollowUp(0, " Ann ".to_owned()));
    let second = advanced(&first, 1, values(&["sharing", "learning", "sharing"]));
    let third = advanced(&second, 2, values(&["events"]));
    let done = advanced(&third, 3, written("ann@Example.com\n"));
    assert_eq!((done.phase, done.step), (Phase::Confirming, 0));
    let many = |it: &[&str]| Answer::Many(it.iter().map(|it| (*it).to_owned()).collect());
    let expected = [
        Answer::Followed {
            choice: "friend".to_owned(),
            followup: "Ann".to_owned(),
            label: "Who invited you?".to_owned(),
        },
        many(&["learning", "sharing"]),
        many(&["events"]),
        Answer::One("ann@example.com".to_owned()),
    ];
    let stored: Vec<_> = done.answers.given.into_values().collect();
    assert_eq!(stored, expected);
}

#[test]
fn a_choice_can_be_changed_until_it_is_confirmed() {
    let start = of(vec![plain(true), plain(true)]);
    assert_eq!(
        given(&start, 0, Given::Confirm),
        Err(AnswerRefusal::NothingChosen)
    );
    let Ok(Taken::Chosen(first)) = given(&start, 0, Given::Option(0)) else {
        panic!("not chosen")
    };
    let Ok(Taken::Chosen(second)) = given(&first, 0, values(&["b"])) else {
        panic!("not chosen")
    };
    assert_eq!((second.step, second.revision), (0, 2));
    assert_eq!(
        given(&second, 0, Given::Option(2)),
        Ok(Taken::AsksFollowUp(2))
    );
    let next = advanced(&second, 0, Given::Confirm);
    assert_eq!(next.answers.given[&0], Answer::One("b".to_owned()));
    assert_eq!((next.step, next.chosen()), (1, None));
}

#[test]
fn a_follow_up_that_is_not_required_can_be_left_empty_and_one_for_an_address_is_checked() {
    let start = of(vec![plain(true)]);
    assert!(asks_followup(&start, 0, 2).is_some());
    assert!(asks_followup(&start, 0, 1).is_none());
    assert!(asks_followup(&start, 1, 2).is_none());
    let followed = |text: &str| given(&start, 0, Given::FollowUp(2, text.to_owned()));
    assert_eq!(followed("ann@localhost"), Err(AnswerRefusal::NotAnEmail));
    let left = advanced(&start, 0, Given::FollowUp(2, "  ".to_owned()));
    assert_eq!(left.answers.given[&0], Answer::One("c".to_owned()));
    assert_eq!(
        given(&start, 0, Given::FollowUp(1, "x".to_owned())),
        Err(AnswerRefusal::OutOfDate)
    );
}

#[test]
fn what_is_required_cannot_be_skipped_or_left_empty_and_the_rest_can() {
    for kind in [QuestionKind::Text, QuestionKind::Email] {
        let must = of(vec![text(kind, true)]);
        let required = Err(AnswerRefusal::AnswerRequired);
        assert_eq!(given(&must, 0, Given::Skip), required);
        assert_eq!(given(&must, 0, written(" \n ")), required);
        let may = of(vec![text(kind, false)]);
        for nothing in [Given::Skip, written("  ")] {
            let skipped = advanced(&may, 0, nothing);
            assert!(skipped.answers.given.is_empty());
            assert_eq!(skipped.phase, Phase::Confirming);
        }
    }
    let may = of(vec![plain(false)]);
    let Ok(Taken::Chosen(chosen)) = given(&may, 0, Given::Option(0)) else {
        panic!("not chosen")
    };
    assert!(advanced(&chosen, 0, Given::Skip).answers.given.is_empty());
}

#[test]
fn a_text_has_a_limit_and_an_address_its_form() {
    let start = of(vec![text(QuestionKind::Text, true)]);
    let longest = "é".repeat(MOST);
    assert_eq!(
        advanced(&start, 0, written(&longest)).answers.given[&0],
        Answer::One(longest.clone())
    );
    assert_eq!(
        given(&start, 0, written(&format!("{longest}x"))),
        Err(AnswerRefusal::TooLong)
    );
    let start = of(vec![text(QuestionKind::Email, false)]);
    assert_eq!(
        given(&start, 0, written("ann@exa_mple.com")),
        Err(AnswerRefusal::NotAnEmail)
    );
}

const MOST: usize = crate::answers::MOST_TEXT;

#[test]
fn after_the_last_question_the_wishes_come_where_they_are_switched_on() {
    let start = of(vec![text(QuestionKind::Text, false)]);
    let Ok(Taken::Advanced(next)) = answer(&start, 0, Given::Skip, Way::Personal, at(1)) else {
        panic!("not skipped")
    };
    assert_eq!((next.phase, next.step), (Phase::Personalisation, 0));
}

#[test]
fn any_answer_can_be_changed_before_all_are_sent() {
    let mut done = session();
    for (step, given) in [
        (0, Given::FollowUp(1, "Fedi".to_owned())),
        (1, values(&["other"])),
        (2, values(&["events", "observe"])),
        (3, Given::Skip),
    ] {
        done = advanced(&done, step, given);
    }
    assert_eq!(done.phase, Phase::Confirming);
    let editing = edit_question(&done, 1, at(2)).unwrap();
    assert_eq!((editing.phase, editing.step), (Phase::Questions, 1));
    let back = advanced(&editing, 1, values(&["learning"]));
    assert_eq!((back.phase, back.editing), (Phase::Confirming, false));
    assert_eq!(
        back.answers.given[&1],
        Answer::Many(vec!["learning".to_owned()])
    );
    assert_eq!(back.answers.given.len(), 3, "the others stay");
    let kept = edit_question(&back, 0, at(3)).unwrap();
    assert_eq!(advanced(&kept, 0, Given::Confirm).answers, back.answers);
    assert_eq!(edit_question(&back, 4, at(3)), None);
    assert_eq!(edit_question(&editing, 0, at(3)), None, "one at a time");
}

fn any_given() -> impl Strategy<Value = Given> {
    prop_oneof![
        (0_u16..7).prop_map(Given::Option),
        prop::collection::vec("[a-c]|learning|events|friend|\\PC{0,3}", 0..4)
            .prop_map(Given::Values),
        "\\PC{0,6}|ann@example.com".prop_map(Given::Text),
        (0_u16..7, "\\PC{0,6}|a@b.nl").prop_map(|(place, text)| Given::FollowUp(place, text)),
        Just(Given::Confirm),
        Just(Given::Skip),
    ]
}

proptest! {
    /// Whatever a client sends, in whatever order: only the step where the session stands changes, only by answers that
    /// the question has, and nobody gets past a question that must be answered.
    #[test]
    fn no_client_gets_past_a_question_that_must_be_answered(
        sent in prop::collection::vec((0_u16..6, any_given()), 0..40),
    ) {
        let questions = [
            questions(),
            vec![plain(true), plain(false), text(QuestionKind::Text, true), text(QuestionKind::Email, false)],
        ].concat();
        let mut session = of(questions);
        for (step, what) in sent {
            let before = session.clone();
            match answer(&before, step, what, Way::Short, at(1)) {
                Ok(Taken::Advanced(next)) => {
                    prop_assert_eq!(step, before.step);
                    let passed = &before.questions[usize::from(step)].question;
                    prop_assert!(!passed.required || next.answers.given.contains_key(&step));
                    session = *next;
                }
                Ok(Taken::Chosen(next)) => {
                    prop_assert_eq!((next.step, next.phase), (before.step, before.phase));
                    session = *next;
                }
                Ok(Taken::AsksFollowUp(_)) | Err(_) => {}
            }
            for (place, answer) in &session.answers.given {
                let question = &session.questions[usize::from(*place)].question;
                if !question.options().is_empty() {
                    let known = question.options().iter().any(|it| answer.chooses(it.value.as_str()));
                    prop_assert!(known, "{answer:?}");
                }
                if *place != before.step {
                    prop_assert_eq!(Some(answer), before.answers.given.get(place));
                }
            }
        }
    }
}
