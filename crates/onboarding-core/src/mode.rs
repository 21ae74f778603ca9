//! Which steps a newcomer goes through.

/// Which steps a newcomer goes through: the setting `onboarding.mode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OnboardingMode {
    /// None.
    Disabled,
    /// The rules, to be accepted.
    RulesOnly,
    /// The rules, then the questions.
    #[default]
    RulesWithQuestions,
    /// The questions.
    QuestionsOnly,
}

impl OnboardingMode {
    /// Whether the rules are shown.
    pub fn shows_rules(self) -> bool {
        matches!(self, Self::RulesOnly | Self::RulesWithQuestions)
    }

    /// Whether questions are asked.
    pub fn asks_questions(self) -> bool {
        matches!(self, Self::QuestionsOnly | Self::RulesWithQuestions)
    }
}

#[cfg(test)]
mod tests {
    use super::OnboardingMode;

    #[test]
    fn a_server_that_has_chosen_nothing_shows_rules_and_asks_questions() {
        let mode = OnboardingMode::default();
        assert!(mode.shows_rules() && mode.asks_questions());
    }

    #[test]
    fn a_server_that_has_switched_it_off_does_neither() {
        assert!(
            !OnboardingMode::Disabled.shows_rules() && !OnboardingMode::Disabled.asks_questions()
        );
    }
}
