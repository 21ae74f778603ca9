//! What a member is asked, out of what a guild has written.

use crate::{BrokenQuestion, CustomQuestion, Position, Question, QuestionId, default_questions};

/// A question that a member is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedQuestion {
    /// Its number; none for one that comes with the bot.
    pub id: Option<QuestionId>,
    /// What is asked.
    pub question: Question,
}

/// What a member is asked, and what they would be asked if it could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// The questions, in order.
    pub asked: Vec<AskedQuestion>,
    /// Questions that are left out because nobody could answer them. Admins are told.
    pub broken: Vec<(Position, BrokenQuestion)>,
}

/// The questions that a member is asked: those that are enabled, in the order of their places. Where none is enabled, the
/// [defaults](default_questions()). A single one that is enabled replaces all defaults, even one that cannot be asked:
/// nobody is asked what their server has not chosen.
pub fn in_force(questions: &[CustomQuestion]) -> InForce {
    let mut enabled: Vec<_> = questions.iter().filter(|it| it.enabled).collect();
    enabled.sort_by_key(|it| it.position);
    let mut in_force = InForce {
        asked: Vec::new(),
        broken: Vec::new(),
    };
    if enabled.is_empty() {
        let defaults = default_questions().into_iter();
        in_force.asked = defaults
            .map(|question| AskedQuestion { id: None, question })
            .collect();
    }
    for it in enabled {
        match &it.content {
            Ok(question) => in_force.asked.push(AskedQuestion {
                id: Some(it.id),
                question: question.clone(),
            }),
            Err(broken) => in_force.broken.push((it.position, broken.clone())),
        }
    }
    in_force
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{InvalidQuestion, QuestionKind, QuestionParts};

    fn question(id: u64, position: i64) -> CustomQuestion {
        let parts = QuestionParts {
            text: format!("Question {id}"),
            kind: QuestionKind::Text,
            options: Vec::new(),
            follow_ups: Vec::new(),
            required: true,
        };
        CustomQuestion {
            id: QuestionId::new(id).unwrap(),
            position: Position::new(position).unwrap(),
            enabled: true,
            content: Ok(Question::new(&parts).unwrap()),
        }
    }

    fn asked(in_force: &InForce) -> Vec<Option<u64>> {
        let ids = in_force.asked.iter().map(|it| it.id);
        ids.map(|it| it.map(QuestionId::get)).collect()
    }

    fn off(question: CustomQuestion) -> CustomQuestion {
        CustomQuestion {
            enabled: false,
            ..question
        }
    }

    fn broken(mut question: CustomQuestion) -> CustomQuestion {
        question.content = Err(BrokenQuestion {
            text: "Which?".to_owned(),
            why: InvalidQuestion::OptionsMissing,
        });
        question
    }

    #[test]
    fn questions_come_by_their_places_whatever_lies_between() {
        let rows = [question(1, 20), question(2, 3), question(3, 7)];
        assert_eq!(asked(&in_force(&rows)), [Some(2), Some(3), Some(1)]);
    }

    #[test]
    fn where_nothing_is_enabled_the_four_defaults_are_asked() {
        assert_eq!(asked(&in_force(&[])), [None; 4]);
        assert_eq!(asked(&in_force(&[off(question(1, 1))])), [None; 4]);
        assert_eq!(asked(&in_force(&[off(broken(question(1, 1)))])), [None; 4]);
    }

    #[test]
    fn one_question_replaces_all_defaults() {
        let rows = [off(question(1, 1)), question(2, 2)];
        assert_eq!(asked(&in_force(&rows)), [Some(2)]);
    }

    #[test]
    fn a_question_nobody_could_answer_is_left_out_and_reported() {
        let rows = [question(1, 1), broken(question(2, 2)), question(3, 3)];
        let found = in_force(&rows);
        assert_eq!(asked(&found), [Some(1), Some(3)]);
        let places: Vec<_> = found.broken.iter().map(|(at, _)| at.get()).collect();
        assert_eq!(places, [2]);
    }

    #[test]
    fn a_broken_question_does_not_bring_the_defaults_back() {
        let found = in_force(&[broken(question(1, 1))]);
        assert_eq!((found.asked.len(), found.broken.len()), (0, 1));
    }
}
