//! An entry as dashboards write it.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::{ApiError, FieldError};

/// An answer to add.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "title": "Where is my invoice?",
    "summary": "Under *Account*, *Invoices*.",
    "keywords": ["factuur", "receipt"]
}))]
pub(super) struct FaqEntryBody {
    /// What it is about: 1 to 100 characters, like no other title of the server.
    #[schema(min_length = 1, max_length = 100)]
    pub(super) title: String,
    /// The answer: 1 to 4,000 characters.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) summary: String,
    /// How else it is found: at most 20, of at most 50 characters each.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub(super) keywords: Vec<String>,
}

/// An answer as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "title": "Where is my invoice?",
    "summary": "Under *Account*, *Invoices*.",
    "keywords": ["factuur"],
    "seen": "2026-08-01T09:00:00.123456Z"
}))]
pub(super) struct FaqEditBody {
    /// What it is about: 1 to 100 characters, like no other title of the server.
    #[schema(min_length = 1, max_length = 100)]
    pub(super) title: String,
    /// The answer: 1 to 4,000 characters.
    #[schema(min_length = 1, max_length = 4000)]
    pub(super) summary: String,
    /// How else it is found: at most 20, of at most 50 characters each.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub(super) keywords: Vec<String>,
    /// The `updated_at` of the answer that was changed, so that nobody's work is written over unseen.
    #[schema(format = DateTime)]
    seen: String,
}

/// Whether an answer stands before others.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PinBody {
    /// Whether it does.
    pub(super) pinned: bool,
}

impl FaqEditBody {
    /// When what they saw had last been changed.
    pub(super) fn seen(&self) -> Result<DateTime<Utc>, ApiError> {
        let read = DateTime::parse_from_rfc3339(&self.seen);
        read.map(|it| it.to_utc()).map_err(|_| {
            ApiError::invalid(vec![FieldError {
                field: "seen".to_owned(),
                code: "invalid".into(),
                message: "Give the answer's updated_at, as it was read.".to_owned(),
            }])
        })
    }
}

/// Keywords as use cases read them.
pub(crate) fn listed(keywords: &[String]) -> String {
    keywords.join(";")
}
