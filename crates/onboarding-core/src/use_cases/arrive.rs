//! Members who join.

use kernel::{GuildId, PortFailure, RoleId, UserId};

use super::Newcomers;
use crate::join::{Arrival, JoinDecision, decide_join};
use crate::ports::{RoleChange, RoleReason, RunEvent};
use crate::settings::onboarding::OnboardingSettings;

/// A member who has joined, or has passed the membership screening, as Discord tells of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// In which guild.
    pub guild: GuildId,
    /// Who.
    pub member: UserId,
    /// Whether it is a bot.
    pub is_bot: bool,
    /// Whether they have yet to pass the membership screening.
    pub is_pending: bool,
    /// The roles that they have.
    pub roles: Vec<RoleId>,
}

impl Newcomers {
    /// A member has joined.
    pub async fn joined(&self, arrived: &Arrived) -> Result<(), PortFailure> {
        let ports = self.ports();
        let settings = OnboardingSettings::read(&*ports.settings.snapshot(arrived.guild).await?);
        let (guild, member) = (arrived.guild, arrived.member);
        let has_completed = settings.restore_on_rejoin
            && !arrived.is_bot
            && ports.runs.completed(guild, member).await?.is_some();
        let arrival = Arrival {
            is_bot: arrived.is_bot,
            is_pending: arrived.is_pending,
            roles: arrived.roles.clone(),
            has_completed,
        };
        let (role, reason) = match decide_join(&arrival, &settings) {
            JoinDecision::Nothing => return Ok(()),
            JoinDecision::Wait => {
                let now = ports.clock.now();
                return ports.screening.awaits(guild, member, now).await;
            }
            JoinDecision::GiveJoinRole(role) => (role, RoleReason::Joined),
            JoinDecision::GiveCompletionRole(role) => (role, RoleReason::CameBack),
        };
        match ports.roles.give(guild, member, role, reason).await? {
            RoleChange::Done | RoleChange::Impossible(crate::RoleObstacle::MemberLeft) => {}
            RoleChange::Impossible(obstacle) => {
                let event = RunEvent::NoArrivalRole(role, obstacle);
                self.warn(guild, event, |it| &it.arrivals).await;
            }
        }
        Ok(())
    }

    /// Something about a member has changed: if they have passed the membership screening, they have arrived. After a
    /// failure they count as waiting again, so that a further try, or their next change, sees to it.
    pub async fn changed(&self, arrived: &Arrived) -> Result<(), PortFailure> {
        if arrived.is_pending || arrived.is_bot {
            return Ok(());
        }
        let ports = self.ports();
        let settings = OnboardingSettings::read(&*ports.settings.snapshot(arrived.guild).await?);
        if settings.join_role_id.is_none() && !settings.restore_on_rejoin {
            return Ok(());
        }
        let screening = &ports.screening;
        if !screening.passed(arrived.guild, arrived.member).await? {
            return Ok(());
        }
        let joined = self.joined(arrived).await;
        if joined.is_err() {
            let now = ports.clock.now();
            screening.awaits(arrived.guild, arrived.member, now).await?;
        }
        joined
    }
}
