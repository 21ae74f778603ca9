//! What a member is shown.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{PortFailure, UserId};
use settings_core::Snapshot;

use super::finish::Left;
use super::{Newcomer, Newcomers};
use crate::flow::{Ahead, RulesAhead, Screen, Way, screen};
use crate::settings::onboarding::OnboardingSettings;
use crate::settings::rules::RulesSettings;
use crate::{Field, FollowUp, Nonce, RoleOutcome, RoleOutcomes, Rule, Session};

/// What a member is shown after a press.
#[derive(Debug)]
pub enum Shown {
    /// A step of their way.
    Step(Box<Session>, Screen),
    /// A form for what an option asks further, of the question at which the session stands.
    FollowUp {
        /// Where they stand.
        session: Box<Session>,
        /// The option's place.
        place: u16,
        /// What is asked.
        asks: FollowUp,
    },
    /// They have a session: go on, or start over?
    Resume(Box<Session>),
    /// They have completed it before.
    CompletedBefore {
        /// When.
        at: DateTime<Utc>,
        /// By which run, if that is known.
        nonce: Option<Nonce>,
        /// What became of their role, if they lacked it.
        role: Option<RoleOutcome>,
        /// What went wrong on the way, for the operator.
        failures: Vec<PortFailure>,
    },
    /// It is completed.
    Done(Box<Done>),
    /// It is not saved; they can try again.
    NotSaved(Nonce, PortFailure),
    /// What they pressed belongs to another step or run.
    OutOfDate,
    /// Rules are left to be accepted.
    AcceptRulesFirst,
    /// The onboarding is turned off; what they have answered is kept.
    TurnedOff,
    /// The rules, which are all there is, are turned off.
    RulesTurnedOff,
    /// There are no rules, which are all there would be.
    NoRules,
    /// The guild's settings cannot be read.
    Unavailable(PortFailure),
}

/// A completed onboarding.
#[derive(Debug)]
pub struct Done {
    /// Whose.
    pub member: UserId,
    /// What they answered.
    pub fields: Vec<Field>,
    /// What became of their roles.
    pub roles: RoleOutcomes,
    /// Whether they had completed it before.
    pub is_rerun: bool,
    /// What went wrong on the way, for the operator.
    pub failures: Vec<PortFailure>,
    /// What is left to do once the member has been told: [`Newcomers::tell_staff`] does it.
    pub left: Left,
}

/// A guild's settings and rules at the moment of a press.
pub(super) struct Scene {
    pub(super) onboarding: OnboardingSettings,
    pub(super) rules: Vec<Rule>,
    pub(super) ahead: Ahead,
}

impl Scene {
    /// What comes after the last question.
    pub(super) fn way(&self) -> Way {
        if self.onboarding.personalization_enabled {
            Way::Personal
        } else {
            Way::Short
        }
    }

    /// What is shown of a session.
    pub(super) fn shows(&self, session: Session) -> Shown {
        let screen = screen(&session, self.onboarding.mode);
        Shown::Step(Box::new(session), screen)
    }
}

impl Newcomers {
    /// The guild's settings and rules, as they are now.
    pub(super) async fn scene(
        &self,
        who: &Newcomer,
        snapshot: &Arc<Snapshot>,
    ) -> Result<Scene, PortFailure> {
        let onboarding = OnboardingSettings::read(snapshot);
        let shows_rules = RulesSettings::read(snapshot).enabled;
        let rules = if shows_rules && onboarding.mode.shows_rules() {
            self.ports().sheet.rules(who.guild).await?
        } else {
            Vec::new()
        };
        let ahead = Ahead {
            enabled: onboarding.enabled,
            mode: onboarding.mode,
            rules: match (shows_rules, u16::try_from(rules.len())) {
                (false, _) => RulesAhead::Off,
                (true, Ok(0)) => RulesAhead::None,
                (true, some) => RulesAhead::Some(some.unwrap_or(u16::MAX)),
            },
            completion_role: onboarding.completion_role_id,
        };
        Ok(Scene {
            onboarding,
            rules,
            ahead,
        })
    }
}
