//! What the start button does: a table, read from the top.

use kernel::RoleId;

use crate::OnboardingMode;

/// What is known of the place where the button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// It was pressed outside of servers.
    NoGuild,
    /// The server's settings cannot be read.
    NoSettings,
    /// The server, and what is ahead of a newcomer there.
    Guild(Ahead),
}

/// What is ahead of a newcomer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    /// `onboarding.enabled`.
    pub enabled: bool,
    /// `onboarding.mode`.
    pub mode: OnboardingMode,
    /// The server's rules.
    pub rules: RulesAhead,
    /// `onboarding.completion_role_id`.
    pub completion_role: Option<RoleId>,
}

/// Whether there are rules to accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RulesAhead {
    /// `rules.enabled` is off.
    Off,
    /// They are on, and none is enabled.
    None,
    /// So many are shown.
    Some(u16),
}

/// What is known of whoever pressed the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether they have a session that has not expired.
    pub has_session: bool,
    /// Whether they have completed the onboarding before.
    pub has_completed: bool,
    /// Whether they have the completion role.
    pub has_completion_role: bool,
}

/// Everything that the decision is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartFacts {
    /// Where.
    pub known: Known,
    /// Who.
    pub standing: Standing,
}

/// What the start button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartDecision {
    /// Says that it works in servers only.
    ServerOnly,
    /// Says that nobody knows what to ask at the moment.
    Unavailable,
    /// Says that onboarding is turned off.
    TurnedOff,
    /// Offers to go on, or to start over.
    Resume,
    /// Says when they completed it, and offers to update their answers.
    CompletedBefore {
        /// The completion role, if they lack it: it is given on this press.
        missing_role: Option<RoleId>,
    },
    /// Shows the first rule.
    Rules,
    /// Says that the rules, which would be all there is, are turned off.
    RulesTurnedOff,
    /// Says that there are no rules yet, which would be all there is; staff is warned.
    NoRules,
    /// Shows the first question.
    Questions {
        /// Whether rules should have come first and there are none: staff is warned, once a day.
        rules_are_missing: bool,
    },
}

/// Decides what the start button does. The first line that fits counts.
pub fn decide_start(facts: &StartFacts) -> StartDecision {
    let ahead = match facts.known {
        Known::NoGuild => return StartDecision::ServerOnly,
        Known::NoSettings => return StartDecision::Unavailable,
        Known::Guild(ahead) => ahead,
    };
    if !ahead.is_on() {
        return StartDecision::TurnedOff;
    }
    if facts.standing.has_session {
        return StartDecision::Resume;
    }
    if facts.standing.has_completed {
        let lacks = !facts.standing.has_completion_role;
        let missing_role = ahead.completion_role.filter(|_| lacks);
        return StartDecision::CompletedBefore { missing_role };
    }
    ahead.first_step()
}

impl Ahead {
    /// Whether newcomers are welcomed at all.
    pub fn is_on(self) -> bool {
        self.enabled && self.mode != OnboardingMode::Disabled
    }

    /// Where somebody begins who has neither a session nor a completion, or begins anew.
    pub fn first_step(self) -> StartDecision {
        if !self.is_on() {
            return StartDecision::TurnedOff;
        }
        match (self.mode, self.rules) {
            (OnboardingMode::Disabled, _) => StartDecision::TurnedOff,
            (
                OnboardingMode::RulesOnly | OnboardingMode::RulesWithQuestions,
                RulesAhead::Some(1..),
            ) => StartDecision::Rules,
            (OnboardingMode::RulesOnly, RulesAhead::Off) => StartDecision::RulesTurnedOff,
            (OnboardingMode::RulesOnly, RulesAhead::None | RulesAhead::Some(_)) => {
                StartDecision::NoRules
            }
            (OnboardingMode::RulesWithQuestions, rules) => StartDecision::Questions {
                rules_are_missing: rules != RulesAhead::Off,
            },
            (OnboardingMode::QuestionsOnly, _) => StartDecision::Questions {
                rules_are_missing: false,
            },
        }
    }
}
