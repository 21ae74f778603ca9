//! The roles of whoever has completed the onboarding.

use kernel::{GuildId, PortFailure, RoleId, UserId};

use super::Newcomers;
use crate::ports::{RoleChange, RoleReason};
use crate::settings::onboarding::OnboardingSettings;
use crate::{RoleObstacle, RoleOutcome, RoleOutcomes, RoleStep, after_completion_role};

/// What became of the roles, and what went wrong on the way.
pub(super) struct SeenTo {
    pub(super) outcomes: RoleOutcomes,
    pub(super) failures: Vec<PortFailure>,
}

impl Newcomers {
    /// Gives the completion role and takes the join role, as they are chosen at this moment. `held` are the roles that the
    /// member has; where they are not known, Discord is asked.
    pub(super) async fn see_to_roles(
        &self,
        guild: GuildId,
        member: UserId,
        held: Option<&[RoleId]>,
    ) -> Result<SeenTo, PortFailure> {
        let ports = self.ports();
        let snapshot = ports.settings.snapshot(guild).await?;
        let settings = OnboardingSettings::read(&snapshot);
        let (completion, join) = (settings.completion_role_id, settings.join_role_id);
        let asked = match held {
            Some(held) => Some(held.to_vec()),
            None if completion.is_none() && join.is_none() => Some(Vec::new()),
            None => match ports.roles.standing(guild, member).await {
                Ok(standing) => standing.map(|it| it.roles),
                Err(failure) => return Ok(unreachable_now(completion, join, failure)),
            },
        };
        let Some(held) = asked else {
            let gone = |role| RoleOutcome::Impossible(role, RoleObstacle::MemberLeft);
            let outcomes = RoleOutcomes {
                completion: completion.map_or(RoleOutcome::None, gone),
                join: RoleOutcome::AsItWas,
            };
            let failures = Vec::new();
            return Ok(SeenTo { outcomes, failures });
        };
        let mut failures = Vec::new();
        let reason = RoleReason::Completed;
        let completion = match completion {
            None => RoleOutcome::None,
            Some(role) if held.contains(&role) => RoleOutcome::AsItWas,
            Some(role) => {
                let given = ports.roles.give(guild, member, role, reason).await;
                outcome(role, given, &mut failures)
            }
        };
        let join = match after_completion_role(completion, join, &held) {
            RoleStep::Leave(outcome) => outcome,
            RoleStep::Take(role) => {
                let taken = ports.roles.take(guild, member, role, reason).await;
                match outcome(role, taken, &mut failures) {
                    // A role that is gone is taken as well.
                    RoleOutcome::Impossible(_, RoleObstacle::Deleted) => RoleOutcome::AsItWas,
                    other => other,
                }
            }
        };
        let outcomes = RoleOutcomes { completion, join };
        Ok(SeenTo { outcomes, failures })
    }
}

/// Nobody knows which roles the member has: all is tried again.
fn unreachable_now(
    completion: Option<RoleId>,
    join: Option<RoleId>,
    failure: PortFailure,
) -> SeenTo {
    let outcomes = RoleOutcomes {
        completion: completion.map_or(RoleOutcome::None, RoleOutcome::Later),
        join: join.map_or(RoleOutcome::None, RoleOutcome::Later),
    };
    SeenTo {
        outcomes,
        failures: vec![failure],
    }
}

fn outcome(
    role: RoleId,
    change: Result<RoleChange, PortFailure>,
    failures: &mut Vec<PortFailure>,
) -> RoleOutcome {
    match change {
        Ok(RoleChange::Done) => RoleOutcome::Changed(role),
        Ok(RoleChange::Impossible(obstacle)) => RoleOutcome::Impossible(role, obstacle),
        Err(failure) => {
            failures.push(failure);
            RoleOutcome::Later(role)
        }
    }
}
