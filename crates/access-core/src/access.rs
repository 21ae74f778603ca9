//! The Discord user behind a principal, and the admins of a guild.

use std::sync::Arc;

use kernel::{Authority, GuildId, PortFailure, RoleId, UseCaseError, UserId};

use crate::{AccountLinks, GuildMembers, Principal};

/// Why somebody whose proof counts may not do what they ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessRefusal {
    /// A service asks for itself where a person is needed.
    NoUser,
    /// The account is not linked to a Discord user.
    NotLinked,
    /// The guild is unknown, or they are no member of it, or no admin: which of these is nobody's business.
    NotAdmin,
}

/// Who may ask what. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    links: Arc<dyn AccountLinks>,
    members: Arc<dyn GuildMembers>,
}

impl Access {
    /// Access over these ports.
    pub fn new(links: Arc<dyn AccountLinks>, members: Arc<dyn GuildMembers>) -> Self {
        Self { links, members }
    }

    /// The Discord user that stands behind `principal`.
    pub async fn discord_user(
        &self,
        principal: Principal,
    ) -> Result<UserId, UseCaseError<AccessRefusal>> {
        match principal {
            Principal::Service => Err(UseCaseError::Refused(AccessRefusal::NoUser)),
            Principal::ServiceFor(user) => Ok(user),
            Principal::User(account) => {
                let user = self.links.discord_user(account).await?;
                user.ok_or(UseCaseError::Refused(AccessRefusal::NotLinked))
            }
        }
    }

    /// The admin of `guild` who stands behind `principal`.
    pub async fn guild_admin(
        &self,
        principal: Principal,
        guild: GuildId,
    ) -> Result<UserId, UseCaseError<AccessRefusal>> {
        let user = self.discord_user(principal).await?;
        match self.members.authority(guild, user).await? {
            Some(Authority::Admin | Authority::Owner) => Ok(user),
            _ => Err(UseCaseError::Refused(AccessRefusal::NotAdmin)),
        }
    }

    /// The roles of a member of `guild`; none when they are no member of it, or the bot is not.
    pub async fn roles(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Vec<RoleId>>, PortFailure> {
        self.members.roles(guild, user).await
    }
}
