//! What a service says instead of an answer.

use language_model::{ModelError, Refusal, classify};
use sanitizer::{LOG_REASON_MAX, safe_log_message};
use serde::Deserialize;
use serde_json::Value;

use crate::http::Answer;

/// The longest name of an error.
const NAME_MAX: usize = 60;

/// An error as OpenAI writes it; others write parts of it, or something else altogether.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ErrorBody {
    #[serde(default)]
    message: Value,
    #[serde(default, rename = "type")]
    kind: Value,
    #[serde(default)]
    code: Value,
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub(crate) param: Option<String>,
}

#[derive(Deserialize)]
struct Envelope {
    error: Value,
}

impl ErrorBody {
    /// The error that a body holds: an object, or nothing but words.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        match serde_json::from_slice::<Envelope>(body).ok()?.error {
            Value::Null => None,
            words @ Value::String(_) => Some(Self {
                message: words,
                ..Self::default()
            }),
            object => serde_json::from_value(object).ok(),
        }
    }

    /// Why there is no answer, for a service that answered `status`. A number as code counts as a status, since some
    /// services send errors with status 200.
    pub(crate) fn into_error(self, status: u16) -> ModelError {
        let by_code = self.code.as_u64().and_then(|it| u16::try_from(it).ok());
        let status = match by_code.filter(|it| (400..600).contains(it)) {
            Some(code) if status < 400 => code,
            _ => status,
        };
        let (code, kind) = (self.code.as_str(), self.kind.as_str());
        let message = self.message.as_str().unwrap_or_default();
        let class = classify(&Refusal {
            status,
            code,
            kind,
            message,
        });
        note_words(status, message);
        let name = code.or(kind).filter(|it| is_name(it));
        let name = name.unwrap_or("no code");
        ModelError::new(class, &format!("HTTP {status}, {name}"))
    }

    /// Whether something about a parameter is not taken.
    pub(crate) fn is_about_a_parameter(&self) -> bool {
        let code = self.code.as_str().unwrap_or_default();
        let message = self.message.as_str().unwrap_or_default().to_lowercase();
        let says = |it: &&str| message.contains(it);
        let signs = [
            "unsupported",
            "not supported",
            "does not support",
            "deprecated",
        ];
        code.starts_with("unsupported_") || signs.iter().any(says)
    }

    /// The words of its message, with what names are made of.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        let message = self.message.as_str().unwrap_or_default();
        message.split(|it: char| !it.is_ascii_alphanumeric() && it != '_')
    }
}

/// Why there is no answer.
pub(crate) fn error_of(answer: &Answer) -> ModelError {
    let status = answer.status.as_u16();
    let error = ErrorBody::read(&answer.body).map_or_else(
        || in_words(&String::from_utf8_lossy(&answer.body), status),
        |body| body.into_error(status),
    );
    error.after(answer.retry_after)
}

/// Why there is no answer, for a service that says so in a page or a line.
fn in_words(message: &str, status: u16) -> ModelError {
    let class = classify(&Refusal {
        status,
        message,
        ..Refusal::default()
    });
    note_words(status, message);
    ModelError::new(class, &format!("HTTP {status}"))
}

/// A service's own words may repeat what somebody wrote, so they are for whoever looks closely.
fn note_words(status: u16, message: &str) {
    let said = safe_log_message(message, LOG_REASON_MAX);
    tracing::debug!(status, %said, "the language model's service has refused");
}

/// Whether it can be the name of an error, and nothing that somebody wrote.
fn is_name(text: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'-');
    (1..=NAME_MAX).contains(&text.len()) && text.bytes().all(is_part)
}

/// A text; nothing for whatever else stands there.
fn text_or_nothing<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(value.as_str().map(str::to_owned))
}
