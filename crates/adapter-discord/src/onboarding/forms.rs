//! The forms: options of a question, and the order of all. What was chosen before travels in their ids and inputs, so that
//! nothing has to be remembered while somebody types.

use onboarding_core::{CustomQuestion, QuestionKind, QuestionText};
use twilight_model::application::interaction::modal::ModalInteractionData;

use crate::custom_id::{self, Parts};
use crate::form_inputs::{answered, label, line, text_of};
use crate::reply::{Form, Reply};

/// The forms.
pub(crate) const OPTIONS_FORM: &str = "onboarding_options_modal";
pub(crate) const ORDER_FORM: &str = "onboarding_order_modal";
/// Their inputs.
const QUESTION: &str = "question";
const OPTIONS: &str = "options";
const ORDER: &str = "order";
/// The most characters of an input, and of an order.
pub(super) const OPTIONS_MAX: u16 = 4000;
const ORDER_MAX: u16 = 100;

/// What was typed into the form of options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TypedQuestion {
    pub(super) step: i64,
    pub(super) kind: QuestionKind,
    pub(super) required: bool,
    pub(super) question: String,
    pub(super) options: String,
}

impl TypedQuestion {
    /// None for a form that is not of this version.
    pub(super) fn read(data: &ModalInteractionData, mut parts: Parts<'_>) -> Option<Self> {
        Some(Self {
            step: parts.next()?,
            kind: QuestionKind::from_word(&parts.next::<String>()?)?,
            required: parts.next()?,
            question: text_of(data, QUESTION)?.to_owned(),
            options: text_of(data, OPTIONS)?.to_owned(),
        })
    }
}

/// The form of the options of a question, with those in it that it has already.
pub(super) fn options(
    step: i64,
    kind: QuestionKind,
    required: bool,
    question: &str,
    options: &str,
) -> Reply {
    let custom_id = custom_id::encode(OPTIONS_FORM, &[&step, &kind.word(), &required]);
    // The text of a command is on one line, and no longer than this.
    let question = sanitizer::beginning(question, QuestionText::MAX);
    let question = line(QUESTION, limit(QuestionText::MAX), true, question);
    Reply::Form(Form {
        custom_id,
        title: "What can be chosen?",
        components: vec![
            label("Question", None, question),
            label(
                "Options",
                Some("A line for each. After = comes what is stored: By a friend = friend"),
                answered(OPTIONS, 1, OPTIONS_MAX, options),
            ),
        ],
    })
}

/// The form of the order of these questions.
pub(super) fn order(questions: &[CustomQuestion]) -> Reply {
    let numbers: Vec<_> = (1..=questions.len()).map(|it| it.to_string()).collect();
    Reply::Form(Form {
        custom_id: ORDER_FORM.to_owned(),
        title: "In which order?",
        components: vec![label(
            "Order",
            Some("The number that comes first first. /onboarding show lists the questions."),
            line(ORDER, ORDER_MAX, true, &numbers.join(", ")),
        )],
    })
}

fn limit(characters: usize) -> u16 {
    u16::try_from(characters).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(reply: Reply) -> Form {
        match reply {
            Reply::Form(form) => form,
            other => panic!("no form: {other:?}"),
        }
    }

    #[test]
    fn the_form_of_options_carries_everything_that_was_chosen() {
        let kind = QuestionKind::Multiselect;
        let form = form(options(20, kind, false, "Which?", "A = a\nB = b"));
        assert_eq!(
            form.custom_id,
            "onboarding_options_modal:20:multiselect:false"
        );
        let json = serde_json::to_value(&form.components).unwrap();
        assert_eq!(json[0]["component"]["value"], "Which?");
        assert_eq!(json[0]["component"]["max_length"], 256);
        assert_eq!(json[1]["component"]["value"], "A = a\nB = b");
    }
}
