//! A question as the service wants it.

use language_model::{Call, Role};
use serde::Serialize;

use crate::dialect::Dialect;

/// The body of a request.
#[derive(Debug, Serialize)]
pub(crate) struct RequestBody<'a> {
    model: &'a str,
    messages: Vec<MessageBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temperature: Option<f64>,
}

#[derive(Debug, Serialize)]
struct MessageBody {
    role: &'static str,
    content: String,
}

impl<'a> RequestBody<'a> {
    /// A question to a model that speaks this dialect.
    pub(crate) fn of(call: &'a Call, dialect: Dialect) -> Self {
        let system = MessageBody {
            role: "system",
            content: call.system.as_str().to_owned(),
        };
        let said = call.messages.iter().map(|it| MessageBody {
            role: match it.role() {
                Role::User => "user",
                Role::Assistant => "assistant",
            },
            content: it.text(),
        });
        let most = Some(call.max_tokens);
        Self {
            model: call.model.as_str(),
            messages: std::iter::once(system).chain(said).collect(),
            max_tokens: most.filter(|_| !dialect.renames_max_tokens),
            max_completion_tokens: most.filter(|_| dialect.renames_max_tokens),
            temperature: Some(call.temperature.get()).filter(|_| !dialect.has_no_temperature),
        }
    }
}
