//! Accepting the agreement on what is stored.

use kernel::{ChannelId, GuildId, PortFailure, RoleId, UseCaseError, UserId};

use super::Privacy;
use crate::settings::gdpr::GdprSettings;
use crate::{AGREEMENT_VERSION, Accepted, AgreementNews, Granted};

/// Why an agreement was not noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AgreeRefusal {
    /// The server has switched it off.
    #[error("switched off")]
    SwitchedOff,
}

/// An agreement that was noted.
#[derive(Debug)]
pub struct Agreed {
    /// What it came to.
    pub accepted: Accepted,
    /// What became of the role.
    pub role: RoleOutcome,
}

/// What became of the role of those who accepted.
#[derive(Debug)]
pub enum RoleOutcome {
    /// The server gives none.
    None,
    /// They have it.
    Has(RoleId),
    /// They did not get it; the server's log says why.
    Missing(RoleId, Granted),
    /// Discord could not be asked.
    Failed(PortFailure),
}

impl Privacy {
    /// What a guild has set of the agreement.
    pub async fn agreement(&self, guild: GuildId) -> Result<GdprSettings, PortFailure> {
        let snapshot = self.0.ports.settings.snapshot(guild).await?;
        Ok(GdprSettings::read(&snapshot))
    }

    /// How many members of a guild accepted it.
    pub async fn acceptances(&self, guild: GuildId) -> Result<u64, PortFailure> {
        self.0.ports.acceptances.count(guild).await
    }

    /// Notes that `user` accepts the agreement as it is, and gives them the role that the server has chosen for that, unless
    /// it is among the `roles` that they have. What cannot be noted gives no role; a role that cannot be given leaves the
    /// agreement as noted, and the server's log is told so once an hour.
    pub async fn agree(
        &self,
        guild: GuildId,
        user: UserId,
        roles: &[RoleId],
    ) -> Result<Agreed, UseCaseError<AgreeRefusal>> {
        let ports = &self.0.ports;
        let settings = self.agreement(guild).await?;
        if !settings.enabled {
            return Err(UseCaseError::Refused(AgreeRefusal::SwitchedOff));
        }
        let now = ports.clock.now();
        let accepted = ports
            .acceptances
            .accept(guild, user, AGREEMENT_VERSION, now);
        let accepted = accepted.await?;
        let role = match settings.acceptance_role_id {
            Some(role) if roles.contains(&role) => RoleOutcome::Has(role),
            Some(role) => self.grant(guild, user, role).await,
            None => RoleOutcome::None,
        };
        if !matches!(accepted, Accepted::Before(_)) {
            let news = AgreementNews::Accepted(user);
            ports.log.tell(guild, news).await;
        }
        if let RoleOutcome::Missing(role, why) = &role
            && self.0.warning.admit((guild, user), now).is_ok()
        {
            let news = AgreementNews::NoRole(user, *role, *why);
            ports.log.tell(guild, news).await;
        }
        Ok(Agreed { accepted, role })
    }

    /// An admin had the agreement posted: the server's log is told.
    pub async fn agreement_posted(&self, guild: GuildId, by: UserId, channel: ChannelId) {
        let news = AgreementNews::Posted(by, channel);
        self.0.ports.log.tell(guild, news).await;
    }

    async fn grant(&self, guild: GuildId, user: UserId, role: RoleId) -> RoleOutcome {
        match self.0.ports.roles.grant(guild, user, role).await {
            Ok(Granted::Given) => RoleOutcome::Has(role),
            Ok(why) => RoleOutcome::Missing(role, why),
            Err(failure) => RoleOutcome::Failed(failure),
        }
    }
}
