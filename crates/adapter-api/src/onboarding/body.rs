//! Questions and rules as dashboards write them.

use std::collections::BTreeMap;

use onboarding_core::{FollowUpKind, QuestionKind, QuestionParts, WrittenFollowUp, WrittenOption};
use serde::Deserialize;
use utoipa::ToSchema;

/// How a question is answered.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum QuestionType {
    /// With one of its options.
    Select,
    /// With one or more of its options.
    Multiselect,
    /// With a text.
    Text,
    /// With an e-mail address.
    Email,
}

/// How a follow-up is answered.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum FollowUpType {
    /// With a text.
    #[default]
    Text,
    /// With an e-mail address.
    Email,
}

/// One of the answers that can be chosen.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OptionBody {
    /// What people read: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    label: String,
    /// What is stored: 1 to 100 characters, like no other of the question.
    #[schema(min_length = 1, max_length = 100)]
    value: String,
}

/// What an option asks further. A text alone stands for its question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(from = "FollowUpWritten")]
pub(super) struct FollowUpBody {
    /// What is asked: 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    question: String,
    /// How it is answered.
    #[serde(default, rename = "type")]
    kind: FollowUpType,
    /// Whether it must be answered.
    #[serde(default = "yes")]
    #[schema(default = true)]
    required: bool,
}

/// A follow-up in either way of writing it.
#[derive(Deserialize)]
#[serde(untagged)]
enum FollowUpWritten {
    Question(String),
    Whole {
        question: String,
        #[serde(default, rename = "type")]
        kind: FollowUpType,
        #[serde(default = "yes")]
        required: bool,
    },
}

impl From<FollowUpWritten> for FollowUpBody {
    fn from(written: FollowUpWritten) -> Self {
        match written {
            FollowUpWritten::Question(question) => Self {
                question,
                kind: FollowUpType::default(),
                required: true,
            },
            FollowUpWritten::Whole {
                question,
                kind,
                required,
            } => Self {
                question,
                kind,
                required,
            },
        }
    }
}

/// A question for a place, over what stands there.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "step_order": 1,
    "question": "How did you find us?",
    "question_type": "select",
    "options": [{ "label": "By a friend", "value": "friend" }, { "label": "Other", "value": "other" }],
    "followup": { "friend": { "question": "Who was it?" } }
}))]
pub(super) struct QuestionBody {
    /// Its place, from 1 to 20.
    #[schema(minimum = 1, maximum = 20)]
    pub(super) step_order: i64,
    /// What is asked: 1 to 256 characters.
    #[schema(min_length = 1, max_length = 256)]
    question: String,
    /// How it is answered.
    question_type: QuestionType,
    /// What can be chosen: 2 to 25 for a select, 1 to 25 for a multiselect, none for the others.
    #[serde(default)]
    #[schema(max_items = 25)]
    options: Vec<OptionBody>,
    /// What options ask further, by their values; only for a select.
    #[serde(default)]
    followup: BTreeMap<String, FollowUpBody>,
    /// Whether it must be answered.
    #[serde(default = "yes")]
    #[schema(default = true)]
    required: bool,
    /// Whether it is asked.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub(super) enabled: bool,
}

/// A rule for a place, over what stands there.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "rule_order": 1,
    "title": "Be kind",
    "description": "To **everyone** here.",
    "image_url": "https://example.com/kind.png"
}))]
pub(super) struct RuleBody {
    /// Its place, from 1 to 20.
    #[schema(minimum = 1, maximum = 20)]
    pub(super) rule_order: i64,
    /// What it is called: 1 to 256 characters.
    #[schema(min_length = 1, max_length = 256)]
    pub(super) title: String,
    /// What it says: 1 to 4,000 characters.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) description: String,
    /// The address of a small picture, with https.
    #[schema(max_length = 2048)]
    pub(super) thumbnail_url: Option<String>,
    /// The address of a large picture, with https.
    #[schema(max_length = 2048)]
    pub(super) image_url: Option<String>,
    /// Whether it is shown.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub(super) enabled: bool,
}

/// A new order.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "questions": [3, 1, 2] }))]
pub(super) struct OrderBody {
    /// The number of every question of the server, in the new order; leave it out to change none.
    #[schema(max_items = 20)]
    pub(super) questions: Option<Vec<u64>>,
    /// The number of every rule of the server, in the new order; leave it out to change none.
    #[schema(max_items = 20)]
    pub(super) rules: Option<Vec<u64>>,
}

impl QuestionBody {
    /// What is asked, in the parts that the use case reads.
    pub(super) fn parts(self) -> QuestionParts {
        let options = self.options.into_iter().map(|it| WrittenOption {
            label: it.label,
            value: it.value,
        });
        let follow_ups = self
            .followup
            .into_iter()
            .map(|(value, it)| WrittenFollowUp {
                value,
                question: it.question,
                kind: match it.kind {
                    FollowUpType::Text => FollowUpKind::Text,
                    FollowUpType::Email => FollowUpKind::Email,
                },
                required: it.required,
            });
        QuestionParts {
            text: self.question,
            kind: match self.question_type {
                QuestionType::Select => QuestionKind::Select,
                QuestionType::Multiselect => QuestionKind::Multiselect,
                QuestionType::Text => QuestionKind::Text,
                QuestionType::Email => QuestionKind::Email,
            },
            options: options.collect(),
            follow_ups: follow_ups.collect(),
            required: self.required,
        }
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follow_up_is_an_object_or_only_its_question() {
        let written = r#"{"step_order": 1, "question": "How?", "question_type": "select",
            "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}],
            "followup": {"a": "Who?", "b": {"question": "Where?", "type": "email", "required": false}}}"#;
        let body: QuestionBody = serde_json::from_str(written).unwrap();
        let read = body.parts().follow_ups.into_iter();
        let read: Vec<_> = read.map(|it| (it.question, it.kind, it.required)).collect();
        let expected = [
            ("Who?".to_owned(), FollowUpKind::Text, true),
            ("Where?".to_owned(), FollowUpKind::Email, false),
        ];
        assert_eq!(read, expected);
    }
}
