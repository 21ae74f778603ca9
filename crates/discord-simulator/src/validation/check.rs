//! The check of one body, and what was found in all of them.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::source::Source;
use crate::refusal::FormErrors;

/// A request that did not fit Discord's description.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// Method and route pattern.
    pub route: String,
    /// What did not fit, each with its path.
    pub problems: Vec<String>,
}

/// Whether bodies are checked against the description.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ValidationState {
    /// They are.
    Checked,
    /// They are not, and why.
    Absent(String),
}

#[derive(Debug)]
pub(crate) struct Validation {
    source: Source,
    violations: Mutex<Vec<Violation>>,
}

impl Validation {
    pub(crate) fn new(source: Source) -> Self {
        Self {
            source,
            violations: Mutex::default(),
        }
    }

    pub(crate) fn state(&self) -> ValidationState {
        match &self.source {
            Source::Present(_) => ValidationState::Checked,
            Source::Absent(why) => ValidationState::Absent(why.clone()),
        }
    }

    pub(crate) fn violations(&self) -> Vec<Violation> {
        self.violations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Notes what is wrong with a body of a route; an empty list means that nothing is.
    pub(crate) fn check(&self, method: &str, pattern: &str, body: &Value) -> FormErrors {
        let mut errors = FormErrors::default();
        let Source::Present(description) = &self.source else {
            return errors;
        };
        let problems = description.problems(method, pattern, body);
        if problems.is_empty() {
            return errors;
        }
        let mut described = Vec::new();
        for (path, problem) in problems {
            let place = if path.is_empty() { "the body" } else { &path };
            described.push(format!("{place}: {problem}"));
            errors.add(
                path.trim_start_matches('/').replace('/', "."),
                "OPENAPI_MISMATCH",
                problem,
            );
        }
        let violation = Violation {
            route: format!("{method} {pattern}"),
            problems: described,
        };
        self.violations
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(violation);
        errors
    }
}
