//! The wish to be erased, and what came of it.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{PortFailure, UserId};

use crate::RowCounts;

/// The number of a stored request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub i64);

/// Where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The person ran a command.
    Command,
    /// Their account was deleted.
    Webhook,
    /// Whoever runs the bot did it for them.
    Admin,
}

impl Origin {
    /// Its name where it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Webhook => "webhook",
            Self::Admin => "admin",
        }
    }
}

/// What an erasure came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// How many rows were deleted or changed, table by table.
    pub rows: RowCounts,
    /// When.
    pub at: DateTime<Utc>,
}

/// What came of the wish to be erased.
#[derive(Debug)]
pub enum Erasure {
    /// It was carried out.
    Done(Erased),
    /// It was settled meanwhile: somebody else carried it out, or the person took it back from elsewhere.
    Settled,
    /// It is stored, and [`carry_on`](crate::Privacy::carry_on) sees to it: this came in the way just now.
    Noted(PortFailure),
}

/// What came of not wanting to be erased after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withdrawal {
    /// No wish of theirs waited.
    Nothing,
    /// An earlier wish waited to be carried out, and does so no more.
    Withdrawn,
    /// They had confirmed it meanwhile, and it was carried out.
    CarriedOut,
}

/// Whether somebody really wants to be erased. It travels in the buttons, so that it holds over a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Who was asked.
    pub asked: UserId,
    /// From this moment on an answer comes too late.
    pub until: DateTime<Utc>,
}

impl Question {
    /// For how long an answer counts.
    pub const LIFETIME: TimeDelta = TimeDelta::seconds(60);

    /// A question to `user`, asked at `now`. Buttons carry whole seconds, so it ends with one.
    pub fn to(user: UserId, now: DateTime<Utc>) -> Self {
        let until = now + Self::LIFETIME;
        let until = DateTime::from_timestamp(until.timestamp(), 0).unwrap_or(until);
        Self { asked: user, until }
    }

    /// When it was asked, at the latest a second before.
    pub fn since(self) -> DateTime<Utc> {
        self.until - Self::LIFETIME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_the_same_when_it_comes_back_from_a_button() {
        let asked = DateTime::UNIX_EPOCH + TimeDelta::milliseconds(1_700);
        let question = Question::to(UserId::new(7).unwrap(), asked);
        assert_eq!(question.until.timestamp_subsec_nanos(), 0);
        assert!(question.until - asked <= Question::LIFETIME);
        assert!(question.since() <= asked && asked - question.since() < TimeDelta::seconds(1));
    }
}
