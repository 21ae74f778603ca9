//! What somebody agrees to when they confirm an import: it is in their own request, so that nothing has to be remembered
//! meanwhile and a restart in between changes nothing.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::UserId;

/// For how long somebody may think about it.
const LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// The changes that somebody was shown, and until when they may agree to them.
///
/// It is not signed, because forging it gains nothing: whoever may import could as well ask for a fresh one, it names no
/// changes but those that the file makes anyway, and no end later than five minutes from now is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement {
    /// Stands for the changes that were shown.
    pub(super) agreed: u64,
    /// To whom.
    pub(super) asker: UserId,
    /// The last moment to agree.
    pub(super) until: DateTime<Utc>,
}

/// Why an agreement does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoAgreement {
    /// It is none.
    Unreadable,
    /// It is somebody else's.
    NotTheirs,
    /// It is too late.
    Expired,
}

impl Agreement {
    /// What `asker` can agree to from `now` on.
    pub(super) fn offered(agreed: u64, asker: UserId, now: DateTime<Utc>) -> Self {
        Self {
            agreed,
            asker,
            until: now + LIFETIME,
        }
    }

    /// What `asker` says at `now` that they agree to.
    pub(super) fn read(word: &str, asker: UserId, now: DateTime<Utc>) -> Result<Self, NoAgreement> {
        let mut parts = word.split('-');
        let mut next = || parts.next().ok_or(NoAgreement::Unreadable);
        let (agreed, whose, until) = (next()?, next()?, next()?);
        let agreed = u64::from_str_radix(agreed, 16).map_err(|_| NoAgreement::Unreadable)?;
        let whose: UserId = whose.parse().map_err(|_| NoAgreement::Unreadable)?;
        let until = until.parse().map_err(|_| NoAgreement::Unreadable)?;
        let until = DateTime::from_timestamp_millis(until).ok_or(NoAgreement::Unreadable)?;
        if whose != asker {
            return Err(NoAgreement::NotTheirs);
        }
        if now >= until || until - now > LIFETIME {
            return Err(NoAgreement::Expired);
        }
        Ok(Self {
            agreed,
            asker,
            until,
        })
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = self.until.timestamp_millis();
        write!(f, "{:x}-{}-{until}", self.agreed, self.asker)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn user(id: u64) -> UserId {
        UserId::new(id).unwrap()
    }

    fn minute(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn it_counts_for_five_minutes_and_for_whom_it_was_offered() {
        let offered = Agreement::offered(u64::MAX, user(9), minute(0));
        let word = offered.to_string();
        let read = |asker, now| Agreement::read(&word, asker, now);
        assert_eq!(read(user(9), minute(4)), Ok(offered));
        assert_eq!(read(user(9), minute(5)), Err(NoAgreement::Expired));
        assert_eq!(read(user(8), minute(4)), Err(NoAgreement::NotTheirs));
    }

    #[test]
    fn an_end_that_nobody_could_have_been_offered_is_not_believed() {
        let later = Agreement::offered(1, user(9), minute(60)).to_string();
        let read = Agreement::read(&later, user(9), minute(0));
        assert_eq!(read, Err(NoAgreement::Expired));
    }

    proptest! {
        #[test]
        fn no_word_makes_it_panic(word in "[0-9a-f-]{0,60}|.*") {
            let _ = Agreement::read(&word, user(9), minute(0));
        }
    }
}
