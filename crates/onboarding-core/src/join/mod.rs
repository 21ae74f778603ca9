//! The role that members have until they have completed the onboarding.

use kernel::RoleId;

use crate::OnboardingMode;
use crate::settings::onboarding::OnboardingSettings;

/// A member who has just joined, or has just passed the server's membership screening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Whether Discord still has them answer the server's membership screening.
    pub is_pending: bool,
    /// The roles that they have.
    pub roles: Vec<RoleId>,
    /// Whether they have completed the onboarding before.
    pub has_completed: bool,
}

/// What is done for a member who arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinDecision {
    /// Nothing.
    Nothing,
    /// Nothing yet: a role would let them past the screening.
    Wait,
    /// They get the role until they have completed the onboarding.
    GiveJoinRole(RoleId),
    /// They have completed it before, and get back what they had.
    GiveCompletionRole(RoleId),
}

/// Decides what is done for a member who arrives.
pub fn decide_join(arrival: &Arrival, settings: &OnboardingSettings) -> JoinDecision {
    let is_on = settings.enabled && settings.mode != OnboardingMode::Disabled;
    if arrival.is_bot || !is_on {
        return JoinDecision::Nothing;
    }
    let restored = settings
        .completion_role_id
        .filter(|_| settings.restore_on_rejoin && arrival.has_completed);
    // Whoever is seen to late may be done by then, and the role that they have lost for it is not to come back.
    let is_done = settings
        .completion_role_id
        .is_some_and(|it| arrival.roles.contains(&it));
    let decision = match (restored, settings.join_role_id) {
        (Some(role), _) => JoinDecision::GiveCompletionRole(role),
        (None, Some(role)) if !is_done => JoinDecision::GiveJoinRole(role),
        (None, _) => return JoinDecision::Nothing,
    };
    match decision {
        JoinDecision::GiveJoinRole(role) | JoinDecision::GiveCompletionRole(role)
            if arrival.roles.contains(&role) =>
        {
            JoinDecision::Nothing
        }
        _ if arrival.is_pending => JoinDecision::Wait,
        decision => decision,
    }
}

#[cfg(test)]
mod tests {
    use settings_core::Snapshot;

    use super::*;

    fn role(id: u64) -> RoleId {
        RoleId::new(id).unwrap()
    }

    fn settings() -> OnboardingSettings {
        OnboardingSettings {
            completion_role_id: Some(role(2)),
            join_role_id: Some(role(1)),
            ..OnboardingSettings::read(&Snapshot::default())
        }
    }

    fn arrival() -> Arrival {
        Arrival {
            is_bot: false,
            is_pending: false,
            roles: Vec::new(),
            has_completed: false,
        }
    }

    #[test]
    fn whoever_joins_gets_the_join_role_and_bots_do_not() {
        let give = JoinDecision::GiveJoinRole(role(1));
        assert_eq!(decide_join(&arrival(), &settings()), give);
        let bot = Arrival {
            is_bot: true,
            ..arrival()
        };
        assert_eq!(decide_join(&bot, &settings()), JoinDecision::Nothing);
        let has_it = Arrival {
            roles: vec![role(1)],
            ..arrival()
        };
        assert_eq!(decide_join(&has_it, &settings()), JoinDecision::Nothing);
        let is_done = Arrival {
            roles: vec![role(2)],
            ..arrival()
        };
        assert_eq!(decide_join(&is_done, &settings()), JoinDecision::Nothing);
    }

    #[test]
    fn nobody_gets_past_the_membership_screening_by_a_role() {
        let pending = Arrival {
            is_pending: true,
            ..arrival()
        };
        assert_eq!(decide_join(&pending, &settings()), JoinDecision::Wait);
    }

    #[test]
    fn where_onboarding_is_off_or_there_is_no_role_nothing_is_done() {
        for changed in [
            OnboardingSettings {
                enabled: false,
                ..settings()
            },
            OnboardingSettings {
                mode: OnboardingMode::Disabled,
                ..settings()
            },
            OnboardingSettings {
                join_role_id: None,
                ..settings()
            },
        ] {
            assert_eq!(decide_join(&arrival(), &changed), JoinDecision::Nothing);
        }
    }

    #[test]
    fn who_comes_back_gets_back_what_they_had_only_where_the_server_wants_it() {
        let back = Arrival {
            has_completed: true,
            ..arrival()
        };
        let join = JoinDecision::GiveJoinRole(role(1));
        assert_eq!(decide_join(&back, &settings()), join);
        let restoring = OnboardingSettings {
            restore_on_rejoin: true,
            ..settings()
        };
        let restored = JoinDecision::GiveCompletionRole(role(2));
        assert_eq!(decide_join(&back, &restoring), restored);
        assert_eq!(decide_join(&arrival(), &restoring), join);
        let without = OnboardingSettings {
            completion_role_id: None,
            ..restoring
        };
        assert_eq!(decide_join(&back, &without), join);
    }
}
