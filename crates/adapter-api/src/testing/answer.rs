//! What comes back of a request, and what is asserted of it.

use axum::http::{HeaderMap, StatusCode};
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }

    /// Asserts that it is this refusal, in the envelope.
    pub(crate) fn assert_refused(&self, status: u16, code: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(self.json()["code"], code, "{}", self.body);
    }

    /// Asserts that it names this field first of those that cannot be taken, and what is wrong with it.
    pub(crate) fn assert_invalid(&self, field: &str, code: &str) {
        self.assert_refused(422, "validation_failed");
        let error = &self.json()["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&field.into(), &code.into()),
            "{}",
            self.body
        );
    }
}
