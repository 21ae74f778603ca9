//! The Discord user behind a principal, and the admins of a guild.

use std::sync::Arc;

use kernel::{GuildId, Member, PortFailure, RoleId, UseCaseError, UserId};

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

    /// The admin of `guild` who stands behind `principal`, or the owner of the bot.
    pub async fn guild_admin(
        &self,
        principal: Principal,
        guild: GuildId,
    ) -> Result<Member, UseCaseError<AccessRefusal>> {
        let user = self.discord_user(principal).await?;
        let member = self.members.member(guild, user).await?;
        let member = member.map(|it| Member {
            user,
            authority: it.authority,
        });
        match member.filter(|it| it.is_admin()) {
            Some(admin) => Ok(admin),
            None => Err(UseCaseError::Refused(AccessRefusal::NotAdmin)),
        }
    }

    /// The roles of a member of `guild`; none when they are no member of it, or the bot is not.
    pub async fn roles(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Vec<RoleId>>, PortFailure> {
        let member = self.members.member(guild, user).await?;
        Ok(member.map(|it| it.roles))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Authority;
    use uuid::Uuid;

    use super::*;
    use crate::testing::{InMemoryLinks, InMemoryMembers};
    use crate::{AccountId, LinkAccount, LinkProof, LinkStore as _};

    const ACCOUNT: AccountId = AccountId(Uuid::from_u128(7));

    fn user(id: u64) -> UserId {
        UserId::new(id).unwrap()
    }

    /// Guild 1 with an admin (1), an owner of the bot (2) and a member (3); the account is user 1's.
    async fn access() -> Access {
        let links = InMemoryLinks::default();
        let link = LinkAccount {
            account: ACCOUNT,
            user: user(1),
            proof: LinkProof::Admin,
        };
        links.link(link).await.unwrap();
        let members = InMemoryMembers::default();
        let all = [Authority::Admin, Authority::Owner, Authority::Member];
        for (id, authority) in (1..).zip(all) {
            members.set(GuildId::new(1).unwrap(), user(id), Some(authority));
        }
        Access::new(Arc::new(links), Arc::new(members))
    }

    async fn admin(principal: Principal, guild: u64) -> Result<u64, AccessRefusal> {
        let guild = GuildId::new(guild).unwrap();
        match access().await.guild_admin(principal, guild).await {
            Ok(admin) => Ok(admin.user.get()),
            Err(UseCaseError::Refused(refusal)) => Err(refusal),
            Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
        }
    }

    #[tokio::test]
    async fn an_admin_is_one_in_their_guild_by_either_proof() {
        assert_eq!(admin(Principal::User(ACCOUNT), 1).await, Ok(1));
        assert_eq!(admin(Principal::ServiceFor(user(1)), 1).await, Ok(1));
        assert_eq!(admin(Principal::ServiceFor(user(2)), 1).await, Ok(2));
    }

    #[tokio::test]
    async fn an_unknown_guild_looks_like_one_where_one_is_nobody() {
        let refused = Err(AccessRefusal::NotAdmin);
        for (who, guild) in [(1, 2), (3, 1), (4, 1), (2, 2)] {
            let principal = Principal::ServiceFor(user(who));
            assert_eq!(admin(principal, guild).await, refused, "{who} {guild}");
        }
        assert_eq!(admin(Principal::User(ACCOUNT), 2).await, refused);
    }

    #[tokio::test]
    async fn a_service_alone_is_nobody_and_an_account_without_a_link_is_told_so() {
        let service = admin(Principal::Service, 1).await;
        assert_eq!(service, Err(AccessRefusal::NoUser));
        let stranger = Principal::User(AccountId(Uuid::from_u128(8)));
        assert_eq!(admin(stranger, 1).await, Err(AccessRefusal::NotLinked));
    }

    #[tokio::test]
    async fn roles_are_those_of_members() {
        let guild = GuildId::new(1).unwrap();
        let access = access().await;
        assert_eq!(
            access.roles(guild, user(3)).await.unwrap(),
            Some(Vec::new())
        );
        assert_eq!(access.roles(guild, user(4)).await.unwrap(), None);
    }
}
