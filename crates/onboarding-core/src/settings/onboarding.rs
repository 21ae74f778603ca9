//! The scope `onboarding`: what newcomers go through.

use kernel::RoleId;
use settings_core::{Capability, DefaultValue, Definition, Intent, Kind, Need, Since, Snapshot};

use super::rules;
use crate::OnboardingMode;

/// The scope's name.
pub const SCOPE: &str = "onboarding";

/// Whether newcomers are welcomed: panel, rules, questions, join role.
pub const ENABLED: Definition = Definition::switch(
    SCOPE,
    "enabled",
    true,
    "Panel, rules and questions for newcomers",
);
/// Which steps a newcomer goes through.
pub const MODE: Definition = Definition::new(
    SCOPE,
    "mode",
    Kind::Choice(&[
        "disabled",
        "rules_only",
        "rules_with_questions",
        "questions_only",
    ]),
    "Which steps a newcomer goes through",
)
.or(DefaultValue::Text("rules_with_questions"));
/// The role given at completion.
pub const COMPLETION_ROLE: Definition = Definition::new(
    SCOPE,
    "completion_role_id",
    Kind::Role,
    "The role after the last step",
);
/// The role given on joining and taken at completion or verification.
pub const JOIN_ROLE: Definition = Definition::new(
    SCOPE,
    "join_role_id",
    Kind::Role,
    "The role until the last step",
);
/// Whether two more steps ask what a member would like.
pub const PERSONALIZATION: Definition = Definition::switch(
    SCOPE,
    "personalization_enabled",
    false,
    "Two more steps: language and interests",
);
/// Whether a member who comes back keeps what they completed.
pub const RESTORE_ON_REJOIN: Definition = Definition::switch(
    SCOPE,
    "restore_on_rejoin",
    false,
    "Who comes back need not start again",
);

/// What the onboarding needs.
pub const CAPABILITY: Capability = Capability {
    intents: &[Need {
        of: Intent::ServerMembers,
        to: "see who joins",
    }],
    ..Capability::of(SCOPE, Since::SetUp)
};

/// Every setting of this scope.
pub const DEFINITIONS: &[Definition] = &[
    ENABLED,
    MODE,
    COMPLETION_ROLE,
    JOIN_ROLE,
    PERSONALIZATION,
    RESTORE_ON_REJOIN,
];

/// The scope, decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnboardingSettings {
    /// Whether newcomers are welcomed: panel, rules, questions, join role.
    pub enabled: bool,
    /// Which steps a newcomer goes through.
    pub mode: OnboardingMode,
    /// The role given at completion.
    pub completion_role_id: Option<RoleId>,
    /// The role given on joining and taken at completion or verification.
    pub join_role_id: Option<RoleId>,
    /// Whether two more steps ask what a member would like.
    pub personalization_enabled: bool,
    /// Whether a member who comes back keeps what they completed.
    pub restore_on_rejoin: bool,
}

impl OnboardingSettings {
    /// The scope as it stands in `snapshot`. Nobody is led where the mode cannot be read, nor past rules of which nobody
    /// can read whether they are to be shown.
    pub fn read(snapshot: &Snapshot) -> Self {
        let mode = if snapshot.is_unreadable(&MODE) {
            OnboardingMode::Disabled
        } else {
            OnboardingMode::from_choice(snapshot.choice(&MODE))
        };
        let rules_unknown = mode.shows_rules() && snapshot.is_unreadable(&rules::ENABLED);
        Self {
            enabled: snapshot.bool(&ENABLED) && !rules_unknown,
            mode,
            completion_role_id: snapshot.role(&COMPLETION_ROLE),
            join_role_id: snapshot.role(&JOIN_ROLE),
            personalization_enabled: snapshot.bool(&PERSONALIZATION),
            restore_on_rejoin: snapshot.bool(&RESTORE_ON_REJOIN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_unreadable(definition: &Definition) -> OnboardingSettings {
        let name = (definition.scope, definition.key);
        OnboardingSettings::read(&Snapshot::default().with_unreadable([name]))
    }

    #[test]
    fn where_it_cannot_be_read_what_newcomers_go_through_they_go_through_nothing() {
        assert_eq!(with_unreadable(&MODE).mode, OnboardingMode::Disabled);
        assert!(!with_unreadable(&ENABLED).enabled);
        assert!(!with_unreadable(&rules::ENABLED).enabled);
        assert!(with_unreadable(&PERSONALIZATION).enabled);
    }

    #[test]
    fn rules_that_nobody_would_be_shown_are_in_nobodys_way() {
        let snapshot = Snapshot::default()
            .with(
                &MODE,
                settings_core::SettingValue::Text("questions_only".to_owned()),
            )
            .with_unreadable([(rules::ENABLED.scope, rules::ENABLED.key)]);
        assert!(OnboardingSettings::read(&snapshot).enabled);
    }
}
