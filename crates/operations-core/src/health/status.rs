//! How the database and the language model are, in one word each.

use std::fmt;
use std::str::FromStr;

/// How the database answered the last probe. Written and read in the words of the API: `error:timeout`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DbStatus {
    /// In time.
    Ok,
    /// Not asked: there are no connections (yet, or any more).
    NotInitialized,
    /// Not within two seconds.
    Timeout,
    /// Nobody is there, or nobody who lets us in.
    Connection,
    /// With an error.
    Query,
}

/// How the language model did in the last hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AiStatus {
    /// Well, or nobody asked.
    Operational,
    /// With more than five errors.
    Degraded,
    /// With errors only.
    Error,
}

/// How often the language model was asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AiUse {
    /// Answers of the last hour.
    pub successes_last_hour: u32,
    /// Errors of the last hour.
    pub errors_last_hour: u32,
    /// Questions of the last 24 hours.
    pub calls_24h: u32,
    /// Errors of the last 24 hours.
    pub errors_24h: u32,
}

impl DbStatus {
    const ALL: [Self; 5] = [
        Self::Ok,
        Self::NotInitialized,
        Self::Timeout,
        Self::Connection,
        Self::Query,
    ];

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::NotInitialized => "not_initialized",
            Self::Timeout => "error:timeout",
            Self::Connection => "error:connection",
            Self::Query => "error:query",
        }
    }
}

impl AiStatus {
    const ALL: [Self; 3] = [Self::Operational, Self::Degraded, Self::Error];

    /// What the last hour's use says.
    pub fn of(lately: AiUse) -> Self {
        match (lately.successes_last_hour, lately.errors_last_hour) {
            (0, 1..) => Self::Error,
            (_, 6..) => Self::Degraded,
            _ => Self::Operational,
        }
    }

    /// The word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operational => "operational",
            Self::Degraded => "degraded",
            Self::Error => "error",
        }
    }
}

/// A word that names no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such status")]
pub struct UnknownStatus;

impl FromStr for DbStatus {
    type Err = UnknownStatus;

    fn from_str(word: &str) -> Result<Self, UnknownStatus> {
        let known = Self::ALL.into_iter().find(|it| it.as_str() == word);
        known.ok_or(UnknownStatus)
    }
}

impl FromStr for AiStatus {
    type Err = UnknownStatus;

    fn from_str(word: &str) -> Result<Self, UnknownStatus> {
        let known = Self::ALL.into_iter().find(|it| it.as_str() == word);
        known.ok_or(UnknownStatus)
    }
}

impl fmt::Display for DbStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for AiStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_read_back_from_its_word() {
        for status in DbStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        for status in AiStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        assert_eq!("fine".parse::<DbStatus>(), Err(UnknownStatus));
        assert_eq!("".parse::<AiStatus>(), Err(UnknownStatus));
    }

    #[test]
    fn only_the_last_hour_decides_how_the_model_does() {
        let of = |successes_last_hour, errors_last_hour| {
            AiStatus::of(AiUse {
                successes_last_hour,
                errors_last_hour,
                calls_24h: 9_000,
                errors_24h: 9_000,
            })
        };
        assert_eq!(of(0, 0), AiStatus::Operational);
        assert_eq!(of(0, 1), AiStatus::Error);
        assert_eq!(of(1, 5), AiStatus::Operational);
        assert_eq!(of(1, 6), AiStatus::Degraded);
        assert_eq!(of(0, 6), AiStatus::Error);
    }
}
