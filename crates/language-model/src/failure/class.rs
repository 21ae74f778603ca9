//! The classes of failures, and what follows from each.

use std::fmt;

use chrono::{DateTime, Utc};

/// Why a model did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureClass {
    /// Whoever runs the bot has set no key.
    MissingKey,
    /// The service does not know the key.
    Unauthorized,
    /// The service wants to be paid first.
    Credits,
    /// Too much was asked in too short a time, of the service or of us.
    RateLimited,
    /// The service is in trouble.
    Upstream5xx,
    /// No answer came in time.
    Timeout,
    /// The service could not be reached, or hung up.
    Network,
    /// It failed so often that it is left alone for a minute.
    CircuitOpen,
    /// The service does not understand the question, or does not have the model.
    BadRequest,
    /// The question is longer than the model can read.
    ContextLength,
    /// The model, or what watches over it, refuses to answer this.
    ContentFilter,
    /// The answer was blank.
    Empty,
    /// The answer could not be read.
    Malformed,
    /// Whoever asked has had their answers of today.
    UserQuota(QuotaReached),
    /// It could not be counted whether whoever asked has had their answers of today.
    QuotaUncounted,
    /// The question is about something that is not for here.
    BlockedPrompt,
}

/// A quota that is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaReached {
    /// How many answers a day there are.
    pub limit: u32,
    /// When the next day begins.
    pub resets_at: DateTime<Utc>,
}

/// Three groups in which dashboards show failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Too much in too short a time.
    RateLimited,
    /// No answer for any other reason.
    Offline,
    /// Somebody's quota is used up.
    Quota,
}

/// Whether the same question is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// No.
    Never,
    /// Once, at once.
    Once,
    /// Once, with less quoted material.
    OnceShorter,
    /// As often as there is time for.
    Later,
}

/// What a failure says about the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impact {
    /// It stays away until somebody mends something.
    Offline,
    /// It is in trouble.
    Degraded,
    /// Nothing.
    None,
}

impl FailureClass {
    /// Its name, by which logs and dashboards know it; it will not change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingKey => "missing_key",
            Self::Unauthorized => "unauthorized",
            Self::Credits => "credits",
            Self::RateLimited => "rate_limited",
            Self::Upstream5xx => "upstream_5xx",
            Self::Timeout => "timeout",
            Self::Network => "network",
            Self::CircuitOpen => "circuit_open",
            Self::BadRequest => "bad_request",
            Self::ContextLength => "context_length",
            Self::ContentFilter => "content_filter",
            Self::Empty => "empty",
            Self::Malformed => "malformed",
            Self::UserQuota(_) => "user_quota",
            Self::QuotaUncounted => "quota_uncounted",
            Self::BlockedPrompt => "blocked_prompt",
        }
    }

    /// The group in which dashboards show it.
    pub const fn group(self) -> Group {
        match self {
            Self::RateLimited => Group::RateLimited,
            Self::UserQuota(_) => Group::Quota,
            _ => Group::Offline,
        }
    }

    /// Whether the same question is asked again.
    pub const fn again(self) -> Again {
        match self {
            Self::RateLimited | Self::Upstream5xx | Self::Timeout | Self::Network => Again::Later,
            Self::ContextLength => Again::OnceShorter,
            Self::Empty | Self::Malformed => Again::Once,
            Self::MissingKey
            | Self::Unauthorized
            | Self::Credits
            | Self::CircuitOpen
            | Self::BadRequest
            | Self::ContentFilter
            | Self::UserQuota(_)
            | Self::QuotaUncounted
            | Self::BlockedPrompt => Again::Never,
        }
    }

    /// Whether the same question may be answered in some minutes, so that it is worth keeping.
    pub const fn may_pass(self) -> bool {
        matches!(self.again(), Again::Later) || matches!(self, Self::CircuitOpen)
    }

    /// What it says about the service.
    pub const fn impact(self) -> Impact {
        match self {
            Self::MissingKey | Self::Unauthorized | Self::Credits => Impact::Offline,
            Self::RateLimited
            | Self::Upstream5xx
            | Self::Timeout
            | Self::Network
            | Self::CircuitOpen => Impact::Degraded,
            Self::BadRequest
            | Self::ContextLength
            | Self::ContentFilter
            | Self::Empty
            | Self::Malformed
            | Self::UserQuota(_)
            | Self::QuotaUncounted
            | Self::BlockedPrompt => Impact::None,
        }
    }

    /// Whether the service was meant to be asked; if not, the failure is no outcome of a call.
    pub const fn is_of_call(self) -> bool {
        !matches!(
            self,
            Self::UserQuota(_) | Self::QuotaUncounted | Self::BlockedPrompt
        )
    }
}

impl fmt::Display for FailureClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Group {
    /// Its name, by which dashboards know it; it will not change.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RateLimited => "rate_limited",
            Self::Offline => "offline",
            Self::Quota => "quota",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTA: FailureClass = FailureClass::UserQuota(QuotaReached {
        limit: 5,
        resets_at: DateTime::UNIX_EPOCH,
    });

    #[test]
    fn each_class_has_the_name_group_retry_and_impact_of_its_row() {
        use FailureClass as F;
        for (class, row) in [
            (F::MissingKey, "missing_key offline Never Offline"),
            (F::Unauthorized, "unauthorized offline Never Offline"),
            (F::Credits, "credits offline Never Offline"),
            (F::RateLimited, "rate_limited rate_limited Later Degraded"),
            (F::Upstream5xx, "upstream_5xx offline Later Degraded"),
            (F::Timeout, "timeout offline Later Degraded"),
            (F::Network, "network offline Later Degraded"),
            (F::CircuitOpen, "circuit_open offline Never Degraded"),
            (F::BadRequest, "bad_request offline Never None"),
            (F::ContextLength, "context_length offline OnceShorter None"),
            (F::ContentFilter, "content_filter offline Never None"),
            (F::Empty, "empty offline Once None"),
            (F::Malformed, "malformed offline Once None"),
            (QUOTA, "user_quota quota Never None"),
            (F::QuotaUncounted, "quota_uncounted offline Never None"),
            (F::BlockedPrompt, "blocked_prompt offline Never None"),
        ] {
            let (group, again, impact) = (class.group().as_str(), class.again(), class.impact());
            assert_eq!(format!("{class} {group} {again:?} {impact:?}"), row);
        }
    }
}
