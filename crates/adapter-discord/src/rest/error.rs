//! How a request to Discord ends when it does not succeed.

use std::error::Error;
use std::time::Duration;

use kernel::{PortFailure, Retry};

/// Discord's code for a file that is too large.
const TOO_LARGE: u64 = 40_005;

/// What Discord, or the way to it, had against a request. No variant carries a token or what a user wrote.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// Discord understood and said no; the same request will be refused again.
    #[error("Discord answered {status}: {message}")]
    Refused {
        /// The HTTP status: 4xx other than 429.
        status: u16,
        /// Discord's own error code, such as 10003 for an unknown channel.
        code: Option<u64>,
        /// Discord's own words, with the fields it complains of.
        message: String,
    },
    /// Waiting for the rate limit would have taken longer than the caller has patience.
    #[error("the rate limit asks for {} ms more than there is time for", retry_after.as_millis())]
    RateLimited {
        /// When to try again.
        retry_after: Duration,
    },
    /// A server error, a time-out, a lost connection: nobody knows whether it happened.
    #[error("Discord is unavailable")]
    Unavailable {
        /// The status, where there was one.
        status: Option<u16>,
        /// What happened.
        source: Box<dyn Error + Send + Sync>,
    },
    /// Discord does not know the bot's token.
    #[error("Discord refuses the bot's token")]
    Unauthorized,
    /// The request could not be built, or the answer not read.
    #[error("the request or its answer makes no sense")]
    Invalid(#[source] Box<dyn Error + Send + Sync>),
    /// So many requests were refused lately that further ones would risk a ban of this address.
    #[error("too many requests were refused in the last ten minutes")]
    BudgetExhausted,
}

impl RestError {
    /// Whether Discord refused with this code of its own, such as 10008 for an unknown message.
    pub fn is_unknown(&self, code: u64) -> bool {
        matches!(self, Self::Refused { code: Some(it), .. } if *it == code)
    }

    /// Whether Discord refused because a file is too large.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::Refused { status: 413, .. }) || self.is_unknown(TOO_LARGE)
    }

    /// The same as the failure of a port that attempted this.
    pub fn failure(self, attempted: &'static str) -> PortFailure {
        let retry = match self {
            Self::RateLimited { .. } | Self::Unavailable { .. } | Self::BudgetExhausted => {
                Retry::Later
            }
            Self::Refused { .. } | Self::Unauthorized | Self::Invalid(_) => Retry::Useless,
        };
        PortFailure::new(attempted, retry, self)
    }
}

impl From<twilight_http::Error> for RestError {
    fn from(error: twilight_http::Error) -> Self {
        Self::Invalid(Box::new(error))
    }
}

/// An answer of the wrong shape: where in it, but not what stood there, which may be what a user wrote.
#[derive(Debug, thiserror::Error)]
#[error("the answer cannot be read at {path} (line {line}, column {column}): {category:?}")]
pub(super) struct Unreadable {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) category: serde_json::error::Category,
}

/// A server error.
#[derive(Debug, thiserror::Error)]
#[error("Discord answered {0}")]
pub(super) struct ServerError(pub(super) u16);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_pass_is_worth_another_try() {
        let retry = |error: RestError| error.failure("post").retry();
        let refused = || RestError::Refused {
            status: 404,
            code: Some(10_003),
            message: String::new(),
        };
        assert_eq!(retry(refused()), Retry::Useless);
        assert_eq!(retry(RestError::Unauthorized), Retry::Useless);
        assert_eq!(retry(RestError::BudgetExhausted), Retry::Later);
        assert_eq!(
            retry(RestError::RateLimited {
                retry_after: Duration::ZERO
            }),
            Retry::Later
        );
        assert_eq!(
            retry(RestError::Unavailable {
                status: Some(502),
                source: "gone".into()
            }),
            Retry::Later
        );
        assert!(refused().is_unknown(10_003) && !refused().is_unknown(10_008));
    }
}
