//! What a guild has set up.

use kernel::{GuildId, Member, UseCaseError};

use super::{SetUp, SetUpRefusal, must_be_admin};
use crate::settings::onboarding::OnboardingSettings;
use crate::settings::rules::RulesSettings;
use crate::{CustomQuestion, GuildRule, InForce, in_force};

/// What a guild has set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The settings of the onboarding.
    pub onboarding: OnboardingSettings,
    /// The settings of the rules.
    pub rules_settings: RulesSettings,
    /// Every rule, by its place.
    pub rules: Vec<GuildRule>,
    /// Every question, by its place.
    pub questions: Vec<CustomQuestion>,
}

impl Overview {
    /// What newcomers are asked.
    pub fn in_force(&self) -> InForce {
        in_force(&self.questions)
    }

    /// Whether newcomers are to be shown rules, and there is none to show.
    pub fn misses_rules(&self) -> bool {
        let shows = self.onboarding.mode.shows_rules() && self.rules_settings.enabled;
        shows && !self.rules.iter().any(|it| it.enabled)
    }
}

impl SetUp {
    /// What the guild has set up.
    pub async fn overview(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<Overview, UseCaseError<SetUpRefusal>> {
        must_be_admin(member, SetUpRefusal::NotAdmin)?;
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let store = &self.ports.store;
        Ok(Overview {
            onboarding: OnboardingSettings::read(&snapshot),
            rules_settings: RulesSettings::read(&snapshot),
            rules: store.rules(guild).await?,
            questions: store.questions(guild).await?,
        })
    }
}
