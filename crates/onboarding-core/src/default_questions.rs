//! What is asked where a guild has written no questions of its own.

use crate::{FollowUpKind, Question, QuestionKind, QuestionParts, WrittenFollowUp, read_options};

/// The four questions: how the member found the community, what brings them, how they want to take part, and an e-mail
/// address if they like.
pub fn default_questions() -> Vec<Question> {
    [found(), reasons(), part(), address()]
        .iter()
        .map(|it| Question::new(it).expect("the parts are constants, and a test makes them all"))
        .collect()
}

fn found() -> QuestionParts {
    let further = [
        ("friend", "Who invited you?"),
        ("social", "Which platform?"),
        ("search", "What did you search for?"),
        ("other", "How did you find us?"),
    ];
    let follow_ups = further.map(|(value, question)| WrittenFollowUp {
        value: value.to_owned(),
        question: question.to_owned(),
        kind: FollowUpKind::Text,
        required: true,
    });
    QuestionParts {
        follow_ups: follow_ups.to_vec(),
        ..choosing(
            QuestionKind::Select,
            "How did you find this community?",
            "Invited by a member=friend; Social media=social; Search engine=search; Something else=other",
        )
    }
}

fn reasons() -> QuestionParts {
    choosing(
        QuestionKind::Multiselect,
        "What brings you here?",
        "Learn skills=learning; Meet like-minded people=networking; Share knowledge=sharing; \
         Find opportunities=opportunities; Other=other",
    )
}

fn part() -> QuestionParts {
    choosing(
        QuestionKind::Multiselect,
        "How would you like to take part?",
        "Channel discussions=discussions; Events=events; One-to-one conversations=personal; Observe first=observe",
    )
}

fn address() -> QuestionParts {
    QuestionParts {
        text: "What is your e-mail address? (optional)".to_owned(),
        kind: QuestionKind::Email,
        options: Vec::new(),
        follow_ups: Vec::new(),
        required: false,
    }
}

fn choosing(kind: QuestionKind, text: &str, options: &str) -> QuestionParts {
    QuestionParts {
        text: text.to_owned(),
        kind,
        options: read_options(options),
        follow_ups: Vec::new(),
        required: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_without_questions_of_its_own_asks_these_four() {
        let questions = default_questions();
        let kinds: Vec<_> = questions
            .iter()
            .map(|it| (it.kind(), it.required))
            .collect();
        assert_eq!(
            kinds,
            [
                (QuestionKind::Select, true),
                (QuestionKind::Multiselect, true),
                (QuestionKind::Multiselect, true),
                (QuestionKind::Email, false),
            ]
        );
        let values = |at: usize| -> Vec<String> {
            let options = questions[at].options().iter();
            options.map(|it| it.value.to_string()).collect()
        };
        assert_eq!(values(0), ["friend", "social", "search", "other"]);
        assert_eq!(
            values(1),
            [
                "learning",
                "networking",
                "sharing",
                "opportunities",
                "other"
            ]
        );
        assert_eq!(values(2), ["discussions", "events", "personal", "observe"]);
        assert!(values(3).is_empty());
    }

    #[test]
    fn every_way_in_asks_for_more() {
        let questions = default_questions();
        let asked: Vec<_> = questions[0]
            .options()
            .iter()
            .map(|it| questions[0].follow_up(it.value.as_str()).unwrap())
            .collect();
        assert_eq!(asked.len(), 4);
        assert!(asked.iter().all(|it| it.kind == FollowUpKind::Text));
    }
}
