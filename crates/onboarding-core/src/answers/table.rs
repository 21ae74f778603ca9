//! Everybody's answers as a table: a row for each member, a column for each question that somebody was asked.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::UserId;

use super::{Answer, Wishes};
use crate::{Completed, QuestionId};

/// Everybody's answers, in full: e-mail addresses are not masked, and texts are as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTable {
    /// What was asked, one for each column of answers. The newest questions come first, those that are asked no more last.
    pub questions: Vec<String>,
    /// Everybody who has completed the onboarding.
    pub rows: Vec<AnswerRow>,
}

/// What one member answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Who.
    pub member: UserId,
    /// When they last completed it.
    pub at: DateTime<Utc>,
    /// An answer for each of the table's questions; none for what they skipped or were not asked.
    pub answers: Vec<Option<Answer>>,
    /// What they would like to hear of.
    pub wishes: Wishes,
    /// When they accepted the rules, if they were shown any.
    pub rules_accepted_at: Option<DateTime<Utc>>,
}

/// What makes two answers belong to the same question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Column {
    /// The admins wrote it. With other words it is another question: what was answered to the first is no answer to it.
    Custom(QuestionId, String),
    /// It came with the bot.
    Default(String),
    /// What was asked is not known, but where it stood.
    Place(u16),
}

impl AnswerTable {
    /// The table of these members, in their order; of the last one the questions come first.
    pub fn of(completed: &[Completed]) -> Self {
        let mut columns: HashMap<Column, usize> = HashMap::new();
        let mut questions = Vec::new();
        for member in completed.iter().rev() {
            let unnamed = member.answers.given.keys().copied();
            let asked = u16::try_from(member.asked.len()).unwrap_or(u16::MAX);
            for place in (0..asked).chain(unnamed.filter(|it| *it >= asked)) {
                columns.entry(column(member, place)).or_insert_with(|| {
                    questions.push(name(member, place));
                    questions.len() - 1
                });
            }
        }
        let rows = completed.iter().map(|member| {
            let mut answers = vec![None; questions.len()];
            for (place, answer) in &member.answers.given {
                if let Some(at) = columns.get(&column(member, *place)) {
                    answers[*at] = Some(answer.clone());
                }
            }
            AnswerRow {
                member: member.member,
                at: member.at,
                answers,
                wishes: member.answers.wishes.clone(),
                rules_accepted_at: member.answers.rules_accepted_at,
            }
        });
        let rows = rows.collect();
        Self { questions, rows }
    }
}

impl Answer {
    /// The answer on one line of a table: values of options as they are kept, several with a comma between them.
    pub fn on_a_line(&self) -> String {
        match self {
            Self::One(value) => value.clone(),
            Self::Many(values) => values.join(", "),
            Self::Followed {
                choice, followup, ..
            } if followup.is_empty() => choice.clone(),
            Self::Followed {
                choice, followup, ..
            } => format!("{choice}: {followup}"),
        }
    }
}

fn column(member: &Completed, place: u16) -> Column {
    match member.asked.get(usize::from(place)) {
        Some(asked) => match asked.id {
            Some(id) => Column::Custom(id, asked.text.clone()),
            None => Column::Default(asked.text.clone()),
        },
        None => Column::Place(place),
    }
}

fn name(member: &Completed, place: u16) -> String {
    let asked = member.asked.get(usize::from(place));
    asked.map_or_else(
        || format!("Question {}", u32::from(place) + 1),
        |it| it.text.clone(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::builders::at;
    use crate::{Answers, AskedText, QuestionKind};

    fn asked(id: Option<u64>, text: &str) -> AskedText {
        AskedText {
            id: id.map(|it| QuestionId::new(it).unwrap()),
            text: text.to_owned(),
            kind: QuestionKind::Text,
        }
    }

    fn completed(member: u64, asked: &[AskedText], given: &[(u16, &str)]) -> Completed {
        let given = given.iter();
        let given = given.map(|(place, text)| (*place, Answer::One((*text).to_owned())));
        Completed {
            member: UserId::new(member).unwrap(),
            at: at(i64::try_from(member).unwrap()),
            nonce: None,
            answers: Answers {
                given: given.collect(),
                ..Answers::default()
            },
            asked: asked.to_vec(),
        }
    }

    fn lines(table: &AnswerTable) -> Vec<Vec<String>> {
        let line = |row: &AnswerRow| {
            let cells = row.answers.iter();
            let cells = cells.map(|it| it.as_ref().map_or_else(String::new, Answer::on_a_line));
            cells.collect()
        };
        table.rows.iter().map(line).collect()
    }

    #[test]
    fn an_answer_stands_under_the_question_that_was_asked_however_questions_were_moved_and_replaced()
     {
        let before = [asked(Some(1), "Why?"), asked(Some(2), "Whence?")];
        let after = [asked(Some(2), "Whence?"), asked(Some(1), "Which team?")];
        let table = AnswerTable::of(&[
            completed(7, &before, &[(0, "because"), (1, "Gent")]),
            completed(8, &after, &[(0, "Brugge"), (1, "Red")]),
        ]);
        assert_eq!(table.questions, ["Whence?", "Which team?", "Why?"]);
        let rows = [["Gent", "", "because"], ["Brugge", "Red", ""]];
        assert_eq!(lines(&table), rows);
    }

    #[test]
    fn what_an_earlier_release_kept_without_its_questions_stands_by_its_place() {
        let defaults = [asked(None, "How?")];
        let table = AnswerTable::of(&[
            completed(7, &[], &[(0, "a"), (3, "d")]),
            completed(8, &defaults, &[(0, "b")]),
        ]);
        assert_eq!(table.questions, ["How?", "Question 1", "Question 4"]);
        assert_eq!(lines(&table), [["", "a", "d"], ["b", "", ""]]);
        assert_eq!(AnswerTable::of(&[]).questions, [""; 0]);
    }

    #[test]
    fn several_values_and_what_was_added_stand_on_one_line() {
        let many = Answer::Many(vec!["a".to_owned(), "b".to_owned()]);
        assert_eq!(many.on_a_line(), "a, b");
        let followed = |followup: &str| Answer::Followed {
            choice: "friend".to_owned(),
            followup: followup.to_owned(),
            label: "Who?".to_owned(),
        };
        assert_eq!(followed("Ann").on_a_line(), "friend: Ann");
        assert_eq!(followed("").on_a_line(), "friend");
    }
}
