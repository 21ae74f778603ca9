//! What a service answers, as far as it is read.

use language_model::{Call, Completion, Ended, FailureClass, ModelError, Tokens};
use serde::Deserialize;

#[derive(Deserialize)]
struct AnswerBody {
    choices: Vec<Choice>,
    #[serde(default)]
    model: Option<String>,
    #[serde(default)]
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Option<Content>,
    #[serde(default)]
    refusal: Option<String>,
}

/// A text, or pieces of one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Pieces(Vec<Piece>),
}

#[derive(Deserialize)]
struct Piece {
    #[serde(default)]
    text: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize)]
struct Usage {
    #[serde(default)]
    prompt_tokens: u64,
    #[serde(default)]
    completion_tokens: u64,
}

/// The answer that a body holds, or why it holds none.
pub(crate) fn read(body: &[u8], call: &Call) -> Result<Completion, ModelError> {
    let malformed = |detail: &str| ModelError::new(FailureClass::Malformed, detail);
    // What serde says of it would show what it holds.
    let answer: AnswerBody =
        serde_json::from_slice(body).map_err(|_| malformed("the answer has another form"))?;
    let usage = answer.usage.unwrap_or_default();
    let choice = answer.choices.into_iter().next();
    let choice = choice.ok_or_else(|| malformed("the answer has no choices"))?;
    let reason = choice.finish_reason.as_deref().unwrap_or_default();
    let refuses = choice
        .message
        .refusal
        .is_some_and(|it| !it.trim().is_empty());
    if refuses || reason == "content_filter" {
        let detail = if refuses {
            "the model refuses"
        } else {
            "the answer was filtered"
        };
        return Err(ModelError::new(FailureClass::ContentFilter, detail));
    }
    let text = choice.message.content.map(Content::into_text);
    let text = text.unwrap_or_default();
    if text.trim().is_empty() {
        let detail = format!("the answer is blank (it ended with {reason:?})");
        return Err(ModelError::new(FailureClass::Empty, &detail));
    }
    let model = answer.model.and_then(|it| it.parse().ok());
    Ok(Completion {
        text,
        ended: match reason {
            "length" => Ended::CutShort,
            _ => Ended::Naturally,
        },
        model: model.unwrap_or_else(|| call.model.clone()),
        tokens: Tokens {
            prompt: usage.prompt_tokens,
            completion: usage.completion_tokens,
        },
    })
}

impl Content {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Pieces(pieces) => pieces.into_iter().filter_map(|it| it.text).collect(),
        }
    }
}
