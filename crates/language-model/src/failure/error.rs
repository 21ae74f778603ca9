//! A failure, with what an operator needs to mend it.

use chrono::TimeDelta;
use sanitizer::{LOG_REASON_MAX, LogText, safe_log_message};

use super::FailureClass;

/// A model did not answer. Never a text for members: those are in [`wording`](crate::wording).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the model did not answer ({class}): {detail}")]
pub struct ModelError {
    /// Why.
    pub class: FailureClass,
    /// What the service said, for operators: one line of at most 200 characters without secrets.
    pub detail: LogText,
    /// How long the service asks to be left alone.
    pub retry_after: Option<TimeDelta>,
    /// How often the question was asked again in vain.
    pub retries: u32,
}

impl ModelError {
    /// A failure, with what is known about it; text of others is made safe for a log.
    ///
    /// ```
    /// use language_model::{FailureClass, ModelError};
    ///
    /// let error = ModelError::new(FailureClass::Upstream5xx, "HTTP 503\r\nno capacity");
    /// assert_eq!(error.to_string(), "the model did not answer (upstream_5xx): HTTP 503 no capacity");
    /// ```
    pub fn new(class: FailureClass, detail: &str) -> Self {
        Self {
            class,
            detail: safe_log_message(detail, LOG_REASON_MAX),
            retry_after: None,
            retries: 0,
        }
    }

    /// The same, when the service has said how long it wants to be left alone.
    pub fn after(mut self, retry_after: Option<TimeDelta>) -> Self {
        self.retry_after = retry_after;
        self
    }
}
