//! Accepting rules, one by one and then all of them.

use chrono::{DateTime, Utc};

use super::answering::Way;
use crate::{Phase, Session};

/// What came of accepting a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// It was the one that was shown.
    Next(Box<Session>),
    /// It was another one: nothing changes.
    AsItWas,
}

/// Why all rules cannot be accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptRefusal {
    /// The session is past the rules.
    OutOfDate,
    /// A rule has not been accepted yet.
    RulesLeft,
}

/// Accepts the rule at `place`, from 0, of `total` that there are.
pub fn accept_rule(session: &Session, total: u16, place: u16, now: DateTime<Utc>) -> Accepted {
    let is_current = session.phase == Phase::Rules && place == session.rules_accepted;
    if !is_current || place >= total {
        return Accepted::AsItWas;
    }
    let accepted = place + 1;
    Accepted::Next(Box::new(Session {
        rules_accepted: accepted,
        ..session.moved(Phase::Rules, accepted, now)
    }))
}

/// Accepts all of `total` rules. The session that is returned stands at the first question, or where questions end if there
/// is none.
pub fn accept_all(
    session: &Session,
    total: u16,
    way: Way,
    now: DateTime<Utc>,
) -> Result<Session, AcceptRefusal> {
    if session.phase != Phase::Rules {
        return Err(AcceptRefusal::OutOfDate);
    }
    if session.rules_accepted < total {
        return Err(AcceptRefusal::RulesLeft);
    }
    let (phase, step) = if session.questions.is_empty() {
        way.after_questions()
    } else {
        (Phase::Questions, 0)
    };
    let mut accepted = session.moved(phase, step, now);
    accepted.answers.rules_accepted_at = Some(now);
    Ok(accepted)
}

#[cfg(test)]
mod tests {
    use kernel::{GuildId, UserId};

    use super::*;
    use crate::testing::builders::{at, questions};

    fn session() -> Session {
        let who = (GuildId::new(1).unwrap(), UserId::new(7).unwrap());
        Session::begin(who, Phase::Rules, questions(), at(0))
    }

    fn next(session: &Session, place: u16) -> Session {
        match accept_rule(session, 2, place, at(1)) {
            Accepted::Next(next) => *next,
            Accepted::AsItWas => panic!("rule {place} was not the current one"),
        }
    }

    #[test]
    fn rules_are_accepted_in_their_order_and_each_once() {
        let first = next(&session(), 0);
        assert_eq!((first.rules_accepted, first.step), (1, 1));
        assert_eq!(accept_rule(&first, 2, 0, at(1)), Accepted::AsItWas);
        assert_eq!(accept_rule(&session(), 2, 1, at(1)), Accepted::AsItWas);
        let both = next(&first, 1);
        assert_eq!(accept_rule(&both, 2, 2, at(1)), Accepted::AsItWas);
    }

    #[test]
    fn all_can_be_accepted_only_after_each_was() {
        let first = next(&session(), 0);
        assert_eq!(
            accept_all(&first, 2, Way::Short, at(2)),
            Err(AcceptRefusal::RulesLeft)
        );
        let both = next(&first, 1);
        let done = accept_all(&both, 2, Way::Short, at(2)).unwrap();
        assert_eq!((done.phase, done.step), (Phase::Questions, 0));
        assert_eq!(done.answers.rules_accepted_at, Some(at(2)));
        assert_eq!(
            accept_all(&done, 2, Way::Short, at(3)),
            Err(AcceptRefusal::OutOfDate)
        );
    }

    #[test]
    fn rules_that_an_admin_removed_meanwhile_hold_nobody_up() {
        let first = next(&session(), 0);
        assert!(accept_all(&first, 1, Way::Short, at(2)).is_ok());
        assert!(accept_all(&session(), 0, Way::Short, at(2)).is_ok());
    }
}
