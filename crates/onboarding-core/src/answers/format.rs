//! Answers, as people read them.

use super::{Answer, Answers};
use crate::{AskedQuestion, EmailAddress, FollowUpKind, Question, QuestionKind};

/// What is said where nothing was answered.
const NOTHING: &str = "No response";
/// What a further answer is introduced by, where what was asked is not known.
const DETAILS: &str = "Details";

/// Who reads the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Whoever gave them.
    Member,
    /// Staff, in a channel: e-mail addresses are masked.
    Staff,
}

/// A question and its answer, as they were written: they are made safe where they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What was asked.
    pub name: String,
    /// What was answered.
    pub value: String,
}

/// The label of the option with this value; the value itself where there is none.
pub fn value_to_label<'a>(question: &'a Question, value: &'a str) -> &'a str {
    let option = question.option(value);
    option.map_or(value, |it| it.label.as_str())
}

/// An answer in words.
pub fn format_answer(question: &Question, answer: Option<&Answer>) -> String {
    match answer {
        None => NOTHING.to_owned(),
        Some(Answer::One(value)) => value_to_label(question, value).to_owned(),
        Some(Answer::Many(values)) if values.is_empty() => NOTHING.to_owned(),
        Some(Answer::Many(values)) => {
            let labels = values.iter().map(|it| value_to_label(question, it));
            labels.collect::<Vec<_>>().join(", ")
        }
        Some(Answer::Followed {
            choice,
            followup,
            label,
        }) => {
            let chosen = value_to_label(question, choice);
            let asked = if label.is_empty() { DETAILS } else { label };
            if followup.is_empty() {
                chosen.to_owned()
            } else {
                format!("{chosen} — {asked}: {followup}")
            }
        }
    }
}

/// A field for each question, and for each wish that was asked for.
pub fn fields(questions: &[AskedQuestion], answers: &Answers, reader: Reader) -> Vec<Field> {
    let asked = questions.iter().zip(0_u16..).map(|(asked, place)| {
        let question = &asked.question;
        let answer = answers.given.get(&place);
        let shown = match reader {
            Reader::Member => answer.cloned(),
            Reader::Staff => answer.map(|it| without_address(question, it)),
        };
        Field {
            name: question.text.as_str().to_owned(),
            value: format_answer(question, shown.as_ref()),
        }
    });
    let wishes = &answers.wishes;
    let opt_in = wishes.opt_in.map(|it| Field {
        name: "What would you like to hear of?".to_owned(),
        value: it.label().to_owned(),
    });
    let language = wishes.language.as_ref().map(|it| Field {
        name: "In which language?".to_owned(),
        value: it.own_name().to_owned(),
    });
    asked.chain(opt_in).chain(language).collect()
}

/// The same answer without an e-mail address that others than its owner could read.
fn without_address(question: &Question, answer: &Answer) -> Answer {
    match answer {
        Answer::One(text) if question.kind() == QuestionKind::Email => Answer::One(hidden(text)),
        Answer::Followed {
            choice,
            followup,
            label,
        } if is_address(question, choice) => Answer::Followed {
            choice: choice.clone(),
            followup: hidden(followup),
            label: label.clone(),
        },
        other => other.clone(),
    }
}

fn is_address(question: &Question, choice: &str) -> bool {
    let asked = question.follow_up(choice);
    asked.is_some_and(|it| it.kind == FollowUpKind::Email)
}

fn hidden(address: &str) -> String {
    let read = EmailAddress::read(address);
    read.map_or_else(|_| "***".to_owned(), |it| it.masked())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::builders::questions;
    use crate::{Language, OptIn};

    fn one(value: &str) -> Answer {
        Answer::One(value.to_owned())
    }

    fn followed(followup: &str, label: &str) -> Answer {
        Answer::Followed {
            choice: "friend".to_owned(),
            followup: followup.to_owned(),
            label: label.to_owned(),
        }
    }

    #[test]
    fn an_answer_is_told_by_its_label_with_what_was_added() {
        let question = &questions()[0].question;
        let told = |answer: Option<Answer>| format_answer(question, answer.as_ref());
        assert_eq!(told(Some(one("social"))), "Social media");
        assert_eq!(told(Some(one("gone"))), "gone");
        assert_eq!(told(None), "No response");
        assert_eq!(told(Some(Answer::Many(Vec::new()))), "No response");
        let label = "Invited by a member";
        assert_eq!(
            told(Some(followed("Ann", "Who invited you?"))),
            format!("{label} — Who invited you?: Ann")
        );
        assert_eq!(
            told(Some(followed("Ann", ""))),
            format!("{label} — Details: Ann")
        );
        assert_eq!(told(Some(followed("", "Who?"))), label);
        let several = Answer::Many(vec!["learning".to_owned(), "sharing".to_owned()]);
        assert_eq!(
            format_answer(&questions()[1].question, Some(&several)),
            "Learn skills, Share knowledge"
        );
    }

    #[test]
    fn staff_read_no_address_and_its_owner_does() {
        let answers = Answers {
            given: [(3, one("john@example.com"))].into(),
            ..Answers::default()
        };
        let told = |reader| fields(&questions(), &answers, reader)[3].value.clone();
        assert_eq!(told(Reader::Staff), "j***@example.com");
        assert_eq!(told(Reader::Member), "john@example.com");
    }

    #[test]
    fn every_question_has_a_field_and_a_wish_only_where_it_was_asked_for() {
        let mut answers = Answers::default();
        assert_eq!(fields(&questions(), &answers, Reader::Member).len(), 4);
        answers.wishes.opt_in = Some(OptIn::Full);
        answers.wishes.language = Some(Language::Nl);
        let told = fields(&questions(), &answers, Reader::Member);
        assert_eq!(told.len(), 6);
        assert_eq!(told[5].value, "Nederlands");
    }
}
