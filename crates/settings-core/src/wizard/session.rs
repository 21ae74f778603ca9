//! Whose wizard it is, and until when it answers.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Member, UserId};

use super::Progress;

/// One run of the wizard. It is whole in every button, so that a press is understood by any process, at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Who started it, and alone goes on with it.
    pub owner: UserId,
    /// From when on it does not answer any more.
    pub until: DateTime<Utc>,
    /// How far they are.
    pub progress: Progress,
}

/// Why a press goes nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionRefusal {
    /// Somebody else started it.
    #[error("somebody else started this wizard")]
    NotTheOwner,
    /// Only admins set the bot up, also when they were admins as they began.
    #[error("only admins set the bot up")]
    NotAdmin,
    /// Nobody has touched it for too long.
    #[error("nobody has touched this wizard for too long")]
    TimedOut,
}

impl Session {
    /// For how long it waits for the next press.
    pub const LIFETIME: TimeDelta = TimeDelta::seconds(300);

    /// A run that begins now.
    pub fn start(member: Member, now: DateTime<Utc>) -> Result<Self, SessionRefusal> {
        if !member.is_admin() {
            return Err(SessionRefusal::NotAdmin);
        }
        Ok(Self {
            owner: member.user,
            until: now + Self::LIFETIME,
            progress: Progress::START,
        })
    }

    /// Whether `member` may go on with it now.
    pub fn admits(&self, member: Member, now: DateTime<Utc>) -> Result<(), SessionRefusal> {
        if member.user != self.owner {
            Err(SessionRefusal::NotTheOwner)
        } else if !member.is_admin() {
            Err(SessionRefusal::NotAdmin)
        } else if now >= self.until {
            Err(SessionRefusal::TimedOut)
        } else {
            Ok(())
        }
    }

    /// The same run, that far, after a press just now: it waits for the next one as long as at first.
    #[must_use]
    pub fn at(self, progress: Progress, now: DateTime<Utc>) -> Self {
        Self {
            progress,
            until: now + Self::LIFETIME,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Authority;

    use super::super::Move;
    use super::*;

    fn member(user: u64, authority: Authority) -> Member {
        Member {
            user: UserId::new(user).unwrap(),
            authority,
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn only_admins_begin() {
        let begun = |authority| Session::start(member(9, authority), at(0));
        assert_eq!(begun(Authority::Member), Err(SessionRefusal::NotAdmin));
        assert_eq!(begun(Authority::Admin).unwrap().progress, Progress::START);
        assert!(begun(Authority::Owner).is_ok());
    }

    #[test]
    fn only_who_began_goes_on_and_only_while_an_admin() {
        let session = Session::start(member(9, Authority::Admin), at(0)).unwrap();
        let admits = |user, authority| session.admits(member(user, authority), at(1));
        assert_eq!(admits(9, Authority::Admin), Ok(()));
        for authority in [Authority::Member, Authority::Admin, Authority::Owner] {
            assert_eq!(admits(8, authority), Err(SessionRefusal::NotTheOwner));
        }
        assert_eq!(admits(9, Authority::Member), Err(SessionRefusal::NotAdmin));
    }

    #[test]
    fn it_waits_five_minutes_from_the_last_press() {
        let admin = member(9, Authority::Admin);
        let session = Session::start(admin, at(0)).unwrap();
        assert_eq!(session.admits(admin, at(299)), Ok(()));
        assert_eq!(
            session.admits(admin, at(300)),
            Err(SessionRefusal::TimedOut)
        );
        let later = session.at(session.progress.after(Move::Skip), at(299));
        assert_eq!(later.admits(admin, at(598)), Ok(()));
        assert_eq!(later.admits(admin, at(599)), Err(SessionRefusal::TimedOut));
        assert_eq!(
            (later.owner, later.progress.step()),
            (session.owner, Some(2))
        );
    }
}
