//! What a member would like to hear of: the two further steps.

use chrono::{DateTime, Utc};

use crate::session::{LANGUAGE_STEP, OPT_IN_STEP};
use crate::{Language, OptIn, Phase, Session};

/// Why a wish is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WishRefusal {
    /// The session stands elsewhere.
    OutOfDate,
}

/// Takes what a member would like to hear of. Their language is asked for next, unless it is nothing.
pub fn opt_in(session: &Session, wish: OptIn, now: DateTime<Utc>) -> Result<Session, WishRefusal> {
    at_step(session, OPT_IN_STEP)?;
    let mut next = if wish.asks_for_language() {
        Session {
            editing: session.editing,
            ..session.moved(Phase::Personalisation, LANGUAGE_STEP, now)
        }
    } else {
        session.moved(Phase::Confirming, 0, now)
    };
    next.answers.wishes.opt_in = Some(wish);
    if !wish.asks_for_language() {
        next.answers.wishes.language = None;
    }
    Ok(next)
}

/// Takes a member's language; their answers are shown next.
pub fn choose_language(
    session: &Session,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Session, WishRefusal> {
    at_step(session, LANGUAGE_STEP)?;
    let mut next = session.moved(Phase::Confirming, 0, now);
    next.answers.wishes.language = Some(language);
    Ok(next)
}

fn at_step(session: &Session, step: u16) -> Result<(), WishRefusal> {
    let is_there = session.phase == Phase::Personalisation && session.step == step;
    is_there.then_some(()).ok_or(WishRefusal::OutOfDate)
}

#[cfg(test)]
mod tests {
    use kernel::{GuildId, UserId};

    use super::*;
    use crate::testing::builders::at;

    fn session() -> Session {
        let who = (GuildId::new(1).unwrap(), UserId::new(7).unwrap());
        Session::begin(who, Phase::Personalisation, Vec::new(), at(0))
    }

    #[test]
    fn whoever_wants_to_hear_something_is_asked_for_their_language() {
        for wish in [OptIn::Full, OptIn::EventsOnly] {
            let next = opt_in(&session(), wish, at(1)).unwrap();
            assert_eq!((next.phase, next.step), (Phase::Personalisation, 1));
            let done = choose_language(&next, Language::typed("Frysk"), at(2)).unwrap();
            assert_eq!(done.phase, Phase::Confirming);
            assert_eq!(done.answers.wishes.opt_in, Some(wish));
            assert_eq!(done.answers.wishes.language, Some(Language::typed("Frysk")));
        }
    }

    #[test]
    fn whoever_wants_nothing_is_not_and_an_earlier_choice_goes() {
        let mut earlier = session();
        earlier.answers.wishes.language = Some(Language::Nl);
        let next = opt_in(&earlier, OptIn::No, at(1)).unwrap();
        assert_eq!(next.phase, Phase::Confirming);
        assert_eq!(next.answers.wishes.language, None);
    }

    #[test]
    fn a_wish_at_another_step_is_out_of_date() {
        let next = opt_in(&session(), OptIn::Full, at(1)).unwrap();
        let refused = Err(WishRefusal::OutOfDate);
        assert_eq!(opt_in(&next, OptIn::No, at(2)), refused);
        assert_eq!(choose_language(&session(), Language::Nl, at(2)), refused);
    }
}
