//! Who may do what: members, and the admins among them.

use crate::{RoleId, UserId};

/// How far a member's word reaches in a guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Authority {
    /// Owns what they made, and nothing else.
    Member,
    /// May see and change everything in this guild.
    Admin,
    /// Runs this bot: an admin everywhere, and the only one who may change what all guilds share.
    Owner,
}

/// The member who asks for something, with the authority they have in the guild where they ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Who it is.
    pub user: UserId,
    /// How far their word reaches there.
    pub authority: Authority,
}

impl Member {
    /// Whether they may see and change everything in the guild.
    pub fn is_admin(self) -> bool {
        self.authority >= Authority::Admin
    }
}

/// Whom the operator has named as owners of the bot and as admin roles, beside Discord's own permission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Admins {
    /// `OWNER_IDS`, and the owner of the Discord application.
    pub owners: Vec<UserId>,
    /// `ADMIN_ROLE_ID`: roles whose holders are admins of the guild that the role belongs to.
    pub admin_roles: Vec<RoleId>,
}

/// Whether Discord itself counts a member as an administrator of the guild: by the *Administrator* permission, or as
/// the guild's owner, who always has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiscordStanding {
    /// Has *Administrator*.
    Administrator,
    /// Does not.
    Ordinary,
}

impl Admins {
    /// The authority of `user`, who holds `roles` in the guild.
    pub fn authority(
        &self,
        user: UserId,
        roles: &[RoleId],
        standing: DiscordStanding,
    ) -> Authority {
        if self.owners.contains(&user) {
            Authority::Owner
        } else if standing == DiscordStanding::Administrator
            || roles.iter().any(|it| self.admin_roles.contains(it))
        {
            Authority::Admin
        } else {
            Authority::Member
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admins() -> Admins {
        Admins {
            owners: vec![UserId::new(1).unwrap()],
            admin_roles: vec![RoleId::new(9).unwrap()],
        }
    }

    #[test]
    fn an_owner_outranks_everybody() {
        let owner = UserId::new(1).unwrap();
        assert_eq!(
            admins().authority(owner, &[], DiscordStanding::Ordinary),
            Authority::Owner
        );
    }

    #[test]
    fn the_administrator_permission_and_the_admin_role_each_make_an_admin() {
        let user = UserId::new(2).unwrap();
        let role = RoleId::new(9).unwrap();
        assert_eq!(
            admins().authority(user, &[], DiscordStanding::Administrator),
            Authority::Admin
        );
        assert_eq!(
            admins().authority(user, &[role], DiscordStanding::Ordinary),
            Authority::Admin
        );
    }

    #[test]
    fn anybody_else_is_a_member() {
        let user = UserId::new(2).unwrap();
        let role = RoleId::new(8).unwrap();
        assert_eq!(
            admins().authority(user, &[role], DiscordStanding::Ordinary),
            Authority::Member
        );
    }
}
