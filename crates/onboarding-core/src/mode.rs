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
    /// The mode that a word of the setting stands for. Nobody is led where the word is unknown.
    pub fn from_choice(word: &str) -> Self {
        match word {
            "rules_only" => Self::RulesOnly,
            "rules_with_questions" => Self::RulesWithQuestions,
            "questions_only" => Self::QuestionsOnly,
            _ => Self::Disabled,
        }
    }

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
    fn every_word_of_the_setting_stands_for_a_mode_of_its_own() {
        let settings_core::Kind::Choice(words) = crate::settings::onboarding::MODE.kind else {
            panic!("the mode is a choice");
        };
        let modes: std::collections::HashSet<_> = words
            .iter()
            .map(|it| OnboardingMode::from_choice(it))
            .collect();
        assert_eq!(modes.len(), 4);
        let default = settings_core::Snapshot::default();
        let read = crate::settings::onboarding::OnboardingSettings::read(&default);
        assert_eq!(read.mode, OnboardingMode::default());
    }

    #[test]
    fn a_server_that_has_switched_it_off_does_neither() {
        assert!(
            !OnboardingMode::Disabled.shows_rules() && !OnboardingMode::Disabled.asks_questions()
        );
    }
}
