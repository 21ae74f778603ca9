//! A question that one person has a minute to answer, before something is done that concerns everybody.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::UserId;

/// Who was asked, and until when an answer counts. It travels in the button, so that it holds over a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Who was asked.
    pub asked: UserId,
    /// From this moment on, an answer comes too late.
    pub until: DateTime<Utc>,
}

/// Why an answer does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoConsent {
    /// Somebody else was asked.
    #[error("somebody else was asked")]
    NotAsked,
    /// It came too late.
    #[error("the question is too old")]
    TooLate,
}

impl Consent {
    /// For how long an answer counts.
    pub const LIFETIME: TimeDelta = TimeDelta::seconds(60);

    /// A question to `user`, asked at `now`.
    pub fn asked(user: UserId, now: DateTime<Utc>) -> Self {
        Self {
            asked: user,
            until: now + Self::LIFETIME,
        }
    }

    /// Whether an answer of `user` at `now` counts.
    pub fn given_by(self, user: UserId, now: DateTime<Utc>) -> Result<(), NoConsent> {
        if self.asked != user {
            Err(NoConsent::NotAsked)
        } else if now >= self.until {
            Err(NoConsent::TooLate)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: u64) -> UserId {
        UserId::new(id).unwrap()
    }

    #[test]
    fn counts_for_a_minute_and_from_nobody_else() {
        let asked = DateTime::UNIX_EPOCH;
        let consent = Consent::asked(user(1), asked);
        let last = asked + TimeDelta::milliseconds(59_999);
        assert_eq!(consent.given_by(user(1), last), Ok(()));
        let late = asked + TimeDelta::seconds(60);
        assert_eq!(consent.given_by(user(1), late), Err(NoConsent::TooLate));
        assert_eq!(consent.given_by(user(2), asked), Err(NoConsent::NotAsked));
    }
}
