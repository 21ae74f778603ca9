//! A row of `alphapy.guild_onboarding_questions`, and the question in it. JSON begins and ends here.

use onboarding_core::{
    BrokenQuestion, CustomQuestion, FollowUpKind, InvalidQuestion, Position, Question, QuestionId,
    QuestionKind, QuestionParts, WrittenFollowUp, WrittenOption,
};
use serde_json::{Map, Value, json};

/// `sqlx::query_as!` over whole rows: `question_rows!("WHERE …", arguments…)`.
macro_rules! question_rows {
    ($tail:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::onboarding::question_row::QuestionRow,
            r#"SELECT id, step_order, question, question_type, options, followup, required, enabled
               FROM alphapy.guild_onboarding_questions "# + $tail
            $(, $argument)*
        )
    };
}

/// As `question_rows!`, of what a statement writes: `written_question!("UPDATE …", arguments…)`.
macro_rules! written_question {
    ($statement:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::onboarding::question_row::QuestionRow,
            $statement + " RETURNING id, step_order, question, question_type, options, followup, required, enabled"
            $(, $argument)*
        )
    };
}

pub(super) use {question_rows, written_question};

/// A stored question as the database has it.
#[derive(Debug)]
pub(super) struct QuestionRow {
    pub(super) id: i64,
    pub(super) step_order: i32,
    pub(super) question: String,
    pub(super) question_type: String,
    pub(super) options: Option<Value>,
    pub(super) followup: Option<Value>,
    pub(super) required: bool,
    pub(super) enabled: bool,
}

/// A row that its own constraints should have kept out.
#[derive(Debug, thiserror::Error)]
#[error("a row of the onboarding holds what none can")]
pub(super) struct Unreadable;

impl From<Unreadable> for sqlx::Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::Decode(Box::new(unreadable))
    }
}

impl TryFrom<QuestionRow> for CustomQuestion {
    type Error = Unreadable;

    fn try_from(row: QuestionRow) -> Result<Self, Unreadable> {
        let id = u64::try_from(row.id).ok().and_then(QuestionId::new);
        let content = parts_of(&row)
            .ok_or(InvalidQuestion::Unreadable)
            .and_then(|it| Question::new(&it))
            .map_err(|why| BrokenQuestion {
                text: row.question,
                why,
            });
        Ok(Self {
            id: id.ok_or(Unreadable)?,
            position: position(row.step_order)?,
            enabled: row.enabled,
            content,
        })
    }
}

/// The place with this number.
pub(super) fn position(number: i32) -> Result<Position, Unreadable> {
    Position::new(i64::from(number)).map_err(|_| Unreadable)
}

/// The column `options`.
pub(super) fn options_json(question: &Question) -> Option<Value> {
    let options = question.options().iter();
    let options: Vec<_> = options
        .map(|it| json!({ "label": it.label.as_str(), "value": it.value.as_str() }))
        .collect();
    question
        .kind()
        .has_options()
        .then_some(Value::Array(options))
}

/// The column `followup`.
pub(super) fn follow_ups_json(question: &Question) -> Option<Value> {
    let options = question.options().iter().map(|it| it.value.as_str());
    let follow_ups: Map<_, _> = options
        .filter_map(|value| {
            let it = question.follow_up(value)?;
            let (text, kind) = (it.question.as_str(), it.kind.word());
            let stored = json!({ "question": text, "type": kind, "required": it.required });
            Some((value.to_owned(), stored))
        })
        .collect();
    (!follow_ups.is_empty()).then_some(Value::Object(follow_ups))
}

/// None where the row has a shape that this release does not know.
fn parts_of(row: &QuestionRow) -> Option<QuestionParts> {
    let options = match &row.options {
        None => Vec::new(),
        Some(it) => it.as_array()?.iter().map(option).collect::<Option<_>>()?,
    };
    let follow_ups = match &row.followup {
        None => Vec::new(),
        Some(it) => it
            .as_object()?
            .iter()
            .map(follow_up)
            .collect::<Option<_>>()?,
    };
    Some(QuestionParts {
        text: row.question.clone(),
        kind: QuestionKind::from_word(&row.question_type)?,
        options,
        follow_ups,
        required: row.required,
    })
}

fn option(stored: &Value) -> Option<WrittenOption> {
    let text = |key| Some(stored.get(key)?.as_str()?.to_owned());
    Some(WrittenOption {
        label: text("label")?,
        value: text("value")?,
    })
}

/// An object, or only its question.
fn follow_up((value, stored): (&String, &Value)) -> Option<WrittenFollowUp> {
    let question = stored.get("question").unwrap_or(stored).as_str()?;
    let kind = match stored.get("type") {
        None => FollowUpKind::default(),
        Some(it) => FollowUpKind::from_word(it.as_str()?)?,
    };
    let required = stored.get("required").map_or(Some(true), Value::as_bool)?;
    Some(WrittenFollowUp {
        value: value.clone(),
        question: question.to_owned(),
        kind,
        required,
    })
}
