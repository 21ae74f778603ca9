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

/// Accepts the rule at `place`, from 0, of those that the session is shown.
pub fn accept_rule(session: &Session, place: u16, now: DateTime<Utc>) -> Accepted {
    let is_current = session.phase == Phase::Rules && place == session.rules_accepted;
    if !is_current || usize::from(place) >= session.rules.len() {
        return Accepted::AsItWas;
    }
    let accepted = place + 1;
    Accepted::Next(Box::new(Session {
        rules_accepted: accepted,
        ..session.moved(Phase::Rules, accepted, now)
    }))
}

/// Accepts all rules that the session was shown. The session that is returned stands at the first question, or where
/// questions end if there is none.
pub fn accept_all(
    session: &Session,
    way: Way,
    now: DateTime<Utc>,
) -> Result<Session, AcceptRefusal> {
    if session.phase != Phase::Rules || session.rules.is_empty() {
        return Err(AcceptRefusal::OutOfDate);
    }
    if usize::from(session.rules_accepted) < session.rules.len() {
        return Err(AcceptRefusal::RulesLeft);
    }
    let mut accepted = past_rules(session, way, now);
    accepted.answers.rules_accepted_at = Some(now);
    Ok(accepted)
}

/// The same past the rules, which the guild asks nobody to accept any more: nothing is noted as accepted.
pub fn pass_rules_over(session: &Session, way: Way, now: DateTime<Utc>) -> Session {
    past_rules(session, way, now)
}

fn past_rules(session: &Session, way: Way, now: DateTime<Utc>) -> Session {
    let (phase, step) = if session.questions.is_empty() {
        way.after_questions()
    } else {
        (Phase::Questions, 0)
    };
    Session {
        rules: Vec::new(),
        ..session.moved(phase, step, now)
    }
}

#[cfg(test)]
mod tests {
    use kernel::{GuildId, UserId};

    use super::*;
    use crate::testing::builders::{at, questions, rules};

    fn session() -> Session {
        let who = (GuildId::new(1).unwrap(), UserId::new(7).unwrap());
        Session {
            rules: rules(2),
            ..Session::begin(who, Phase::Rules, questions(), at(0))
        }
    }

    fn next(session: &Session, place: u16) -> Session {
        match accept_rule(session, place, at(1)) {
            Accepted::Next(next) => *next,
            Accepted::AsItWas => panic!("rule {place} was not the current one"),
        }
    }

    #[test]
    fn rules_are_accepted_in_their_order_and_each_once() {
        let first = next(&session(), 0);
        assert_eq!((first.rules_accepted, first.step), (1, 1));
        assert_eq!(accept_rule(&first, 0, at(1)), Accepted::AsItWas);
        assert_eq!(accept_rule(&session(), 1, at(1)), Accepted::AsItWas);
        let both = next(&first, 1);
        assert_eq!(accept_rule(&both, 2, at(1)), Accepted::AsItWas);
    }

    #[test]
    fn all_can_be_accepted_only_after_each_was() {
        let first = next(&session(), 0);
        assert_eq!(
            accept_all(&first, Way::Short, at(2)),
            Err(AcceptRefusal::RulesLeft)
        );
        let both = next(&first, 1);
        let done = accept_all(&both, Way::Short, at(2)).unwrap();
        assert_eq!((done.phase, done.step), (Phase::Questions, 0));
        assert_eq!(done.answers.rules_accepted_at, Some(at(2)));
        assert_eq!(
            accept_all(&done, Way::Short, at(3)),
            Err(AcceptRefusal::OutOfDate)
        );
    }

    #[test]
    fn what_nobody_was_shown_nobody_accepts() {
        let nothing = Session {
            rules: Vec::new(),
            ..session()
        };
        let refused = Err(AcceptRefusal::OutOfDate);
        assert_eq!(accept_all(&nothing, Way::Short, at(2)), refused);
        let over = pass_rules_over(&session(), Way::Short, at(2));
        assert_eq!((over.phase, over.step), (Phase::Questions, 0));
        assert_eq!(over.answers.rules_accepted_at, None);
    }
}
