//! The questions of a session, as they were when it began.

use onboarding_core::{
    AskedQuestion, FollowUpKind, Question, QuestionId, QuestionKind, QuestionParts,
    WrittenFollowUp, WrittenOption,
};
use serde_json::{Value, json};

/// A list with an object for each.
pub(super) fn write(questions: &[AskedQuestion]) -> Value {
    questions.iter().map(write_one).collect()
}

/// Reads the list; none when one of them is not to be read: places would shift.
pub(super) fn read(stored: &Value) -> Option<Vec<AskedQuestion>> {
    stored.as_array()?.iter().map(read_one).collect()
}

fn write_one(asked: &AskedQuestion) -> Value {
    let parts = QuestionParts::of(&asked.question);
    let options = parts.options.iter();
    let follow_ups = parts.follow_ups.iter();
    json!({
        "id": asked.id.map(QuestionId::get),
        "text": parts.text,
        "type": parts.kind.word(),
        "required": parts.required,
        "options": options
            .map(|it| json!({ "label": it.label, "value": it.value }))
            .collect::<Value>(),
        "followups": follow_ups
            .map(|it| json!({
                "value": it.value,
                "question": it.question,
                "type": it.kind.word(),
                "required": it.required,
            }))
            .collect::<Value>(),
    })
}

fn read_one(stored: &Value) -> Option<AskedQuestion> {
    let list = |key: &str| stored.get(key).and_then(Value::as_array);
    let options = list("options")?.iter().map(|it| {
        Some(WrittenOption {
            label: text(it, "label")?,
            value: text(it, "value")?,
        })
    });
    let follow_ups = list("followups")?.iter().map(|it| {
        Some(WrittenFollowUp {
            value: text(it, "value")?,
            question: text(it, "question")?,
            kind: FollowUpKind::from_word(it.get("type")?.as_str()?)?,
            required: it.get("required")?.as_bool()?,
        })
    });
    let parts = QuestionParts {
        text: text(stored, "text")?,
        kind: QuestionKind::from_word(stored.get("type")?.as_str()?)?,
        options: options.collect::<Option<_>>()?,
        follow_ups: follow_ups.collect::<Option<_>>()?,
        required: stored.get("required")?.as_bool()?,
    };
    Some(AskedQuestion {
        id: stored.get("id")?.as_u64().and_then(QuestionId::new),
        question: Question::new(&parts).ok()?,
    })
}

fn text(value: &Value, key: &str) -> Option<String> {
    Some(value.get(key)?.as_str()?.to_owned())
}
