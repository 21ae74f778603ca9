//! What newcomers of a server are asked and shown, as far as requests about it need to know.

use e2e_tests::Dice;
use serde_json::{Value, json};

use super::document::Operation;
use super::values::words;

const ONBOARDING: &str = "/api/dashboard/{guild_id}/onboarding/";

/// The numbers of a server's questions and rules.
#[derive(Debug, Default)]
pub(crate) struct Newcomers {
    questions: Vec<u64>,
    rules: Vec<u64>,
    about: u64,
}

impl Newcomers {
    /// Whether there is something that the operation can be about; none if it is about nothing here.
    pub(crate) fn has_subject(&self, operation: &Operation) -> Option<bool> {
        match operation.path.strip_prefix(ONBOARDING)? {
            "questions/{question_id}" => Some(!self.questions.is_empty()),
            "rules/{rule_id}" => Some(!self.rules.is_empty()),
            _ => Some(true),
        }
    }

    /// What to ask for instead, where there is nothing.
    pub(crate) fn instead(operation: &Operation) -> Option<&'static str> {
        match operation.path.strip_prefix(ONBOARDING)? {
            "questions/{question_id}" => {
                Some("POST /api/dashboard/{guild_id}/onboarding/questions")
            }
            "rules/{rule_id}" => Some("POST /api/dashboard/{guild_id}/onboarding/rules"),
            _ => None,
        }
    }

    /// The number of a question or rule for the address.
    pub(crate) fn number(&mut self, name: &str, dice: &mut Dice) -> Option<String> {
        let known = match name {
            "question_id" => &self.questions,
            "rule_id" => &self.rules,
            _ => return None,
        };
        self.about = if known.is_empty() {
            999_999_999
        } else {
            *dice.pick(known)
        };
        Some(self.about.to_string())
    }

    /// A body that ought to be taken.
    pub(crate) fn body(&self, operation: &Operation, dice: &mut Dice) -> Option<Value> {
        let place = dice.between(1, 20);
        match operation.path.strip_prefix(ONBOARDING)? {
            "questions" => Some(json!({
                "step_order": place,
                "question": words(1, 200, dice),
                "question_type": "select",
                "options": [{ "label": words(1, 60, dice), "value": "a" }, { "label": "B", "value": "b" }],
                "followup": { "b": { "question": words(1, 80, dice), "type": "email" } },
                "required": dice.once_in(2),
                "enabled": dice.once_in(2),
            })),
            "rules" => Some(json!({
                "rule_order": place,
                "title": words(1, 200, dice),
                "description": words(1, 300, dice),
                "image_url": "https://example.com/x.png",
                "enabled": dice.once_in(2),
            })),
            // Nothing to change is an order, too: others may have added something that nobody told of.
            "reorder" if !dice.once_in(3) => Some(json!({})),
            "reorder" => {
                let turned = |it: &[u64]| it.iter().rev().copied().collect::<Vec<_>>();
                Some(json!({ "questions": turned(&self.questions), "rules": turned(&self.rules) }))
            }
            _ => None,
        }
    }

    /// Keeps what an answer tells.
    pub(crate) fn learn(&mut self, operation: &Operation, told: &Value) {
        let Some(path) = operation.path.strip_prefix(ONBOARDING) else {
            return;
        };
        if operation.method == "DELETE" {
            self.questions
                .retain(|it| path.starts_with("rules") || *it != self.about);
            self.rules
                .retain(|it| path.starts_with("questions") || *it != self.about);
            return;
        }
        for (one, all, known) in [
            ("question", "questions", &mut self.questions),
            ("rule", "rules", &mut self.rules),
        ] {
            let listed = told[all].as_array().into_iter().flatten();
            let ids = listed.chain([&told[one]]);
            let ids = ids.filter_map(|it| it["id"].as_u64());
            let new: Vec<_> = ids.filter(|it| !known.contains(it)).collect();
            known.extend(new);
        }
    }
}
