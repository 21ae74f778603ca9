//! The two ways in which work ends early: a refusal, which a user reads, and a failure, which an operator reads.

use std::error::Error;
use std::fmt;

/// Whether the same call can succeed later without anybody mending anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// A time-out, a lost connection, a server error: try again later.
    Later,
    /// The same call will fail again until somebody changes something.
    Useless,
}

/// Something outside (the database, Discord, a model) did not do what was asked of it.
///
/// For operators: users see a short reference, logs see [`Error::source`] and the chain behind it.
#[derive(Debug)]
pub struct PortFailure {
    attempted: &'static str,
    retry: Retry,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl PortFailure {
    /// A failure of `attempted` (a short phrase, such as `"claim due reminders"`) caused by `source`.
    pub fn new(
        attempted: &'static str,
        retry: Retry,
        source: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self {
            attempted,
            retry,
            source: Some(source.into()),
        }
    }

    /// What was attempted.
    pub fn attempted(&self) -> &'static str {
        self.attempted
    }

    /// Whether trying again can help.
    pub fn retry(&self) -> Retry {
        self.retry
    }
}

impl fmt::Display for PortFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not {}", self.attempted)
    }
}

impl Error for PortFailure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|it| it as &(dyn Error + 'static))
    }
}

/// How a use case ends when it does not succeed.
#[derive(Debug, thiserror::Error)]
pub enum UseCaseError<R> {
    /// The rules say no; `R` names the reason, and a view words it for the user.
    #[error("refused")]
    Refused(R),
    /// Something outside failed; the user gets a reference, the log gets the cause.
    #[error(transparent)]
    Failed(#[from] PortFailure),
}

impl<R> UseCaseError<R> {
    /// The same error with its refusal translated.
    pub fn map_refusal<S>(self, translate: impl FnOnce(R) -> S) -> UseCaseError<S> {
        match self {
            Self::Refused(refusal) => UseCaseError::Refused(translate(refusal)),
            Self::Failed(failure) => UseCaseError::Failed(failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_what_was_attempted_and_keeps_the_cause_for_the_log() {
        let failure = PortFailure::new("claim due reminders", Retry::Later, "connection reset");
        assert_eq!(failure.to_string(), "could not claim due reminders");
        assert_eq!(failure.source().unwrap().to_string(), "connection reset");
    }
}
