//! What a member sees where their session stands.

use crate::session::{LANGUAGE_STEP, OPT_IN_STEP};
use crate::{OnboardingMode, Phase, Rule, Session};

/// What is shown; what it shows of answers and questions is in the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// A rule to accept.
    Rule {
        /// The rule.
        rule: Box<Rule>,
        /// Its place, from 0.
        place: u16,
        /// How many there are.
        total: u16,
    },
    /// The last rule, with a button to accept all.
    AllRules {
        /// The last rule.
        last: Box<Rule>,
        /// How many there are.
        total: u16,
        /// Whether questions follow.
        questions_follow: bool,
    },
    /// The question that the session stands at.
    Question,
    /// How much they would like to hear of.
    OptIn,
    /// Their language.
    Language,
    /// All answers, to be changed or sent.
    Review,
}

/// What is shown of a session, with this mode as it is now.
pub fn screen(session: &Session, mode: OnboardingMode) -> Screen {
    let rules = &session.rules;
    let total = u16::try_from(rules.len()).unwrap_or(u16::MAX);
    let place = session.rules_accepted;
    match (session.phase, rules.get(usize::from(place)), rules.last()) {
        (Phase::Rules, Some(rule), _) => Screen::Rule {
            rule: Box::new(rule.clone()),
            place,
            total,
        },
        (Phase::Rules, None, Some(last)) => Screen::AllRules {
            last: Box::new(last.clone()),
            total,
            questions_follow: mode.asks_questions(),
        },
        (Phase::Questions, ..) if session.question().is_some() => Screen::Question,
        (Phase::Personalisation, ..) if session.step == OPT_IN_STEP => Screen::OptIn,
        (Phase::Personalisation, ..) if session.step == LANGUAGE_STEP => Screen::Language,
        // Without a rule nobody stands at the rules; what they are shown then lets nobody past them.
        (Phase::Rules | Phase::Questions | Phase::Personalisation | Phase::Confirming, ..) => {
            Screen::Review
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{GuildId, UserId};

    use super::*;
    use crate::testing::builders::{at, questions, rules};

    fn session(phase: Phase, step: u16) -> Session {
        let who = (GuildId::new(1).unwrap(), UserId::new(7).unwrap());
        Session {
            step,
            rules_accepted: step,
            rules: rules(2),
            ..Session::begin(who, phase, questions(), at(0))
        }
    }

    fn shown(phase: Phase, step: u16) -> Screen {
        let mode = OnboardingMode::RulesWithQuestions;
        screen(&session(phase, step), mode)
    }

    #[test]
    fn each_rule_is_shown_and_then_the_last_one_with_the_button_for_all() {
        let [first, last] = [0, 1].map(|it| Box::new(rules(2)[it].clone()));
        let rule = |rule, place| Screen::Rule {
            rule,
            place,
            total: 2,
        };
        assert_eq!(shown(Phase::Rules, 0), rule(first, 0));
        assert_eq!(shown(Phase::Rules, 1), rule(last.clone(), 1));
        let all = Screen::AllRules {
            last,
            total: 2,
            questions_follow: true,
        };
        assert_eq!(shown(Phase::Rules, 2), all);
    }

    #[test]
    fn a_session_is_never_without_something_to_show() {
        for phase in [
            Phase::Rules,
            Phase::Questions,
            Phase::Personalisation,
            Phase::Confirming,
        ] {
            for step in [0, 1, 3, 4, 50] {
                let screen = shown(phase, step);
                let past_all = screen == Screen::Review;
                assert!(phase != Phase::Rules || !past_all, "{phase:?} {step}");
            }
        }
        assert_eq!(shown(Phase::Questions, 0), Screen::Question);
        assert_eq!(shown(Phase::Questions, 50), Screen::Review);
        assert_eq!(shown(Phase::Personalisation, 0), Screen::OptIn);
        assert_eq!(shown(Phase::Personalisation, 1), Screen::Language);
    }
}
