//! Which roles the bot can give, as Discord decides it.

use kernel::{GuildId, RoleId, UserId};
use twilight_model::guild::Permissions;

use super::GuildDirectory;
use super::guild::{Guild, Role};
use crate::convert::FromTwilight as _;

/// What speaks against giving members a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoleObstacle {
    /// The guild has no such role, as far as is known.
    Unknown,
    /// It is the one that everybody has.
    Everyone,
    /// It belongs to a bot, an integration or a subscription, and nobody can give it.
    Managed,
    /// It stands above the bot's highest role, or at its height.
    TooHigh,
    /// The bot may not give roles at all.
    MayNotManage,
}

impl GuildDirectory {
    /// What speaks against mentioning a role.
    pub(crate) fn obstacle_to_naming(&self, guild: GuildId, role: RoleId) -> Option<RoleObstacle> {
        let Some(guild) = self.read(guild) else {
            return Some(RoleObstacle::Unknown);
        };
        guild.named(role).err()
    }

    /// What speaks against the bot giving a role to members.
    pub(crate) fn obstacle_to_giving(&self, guild: GuildId, role: RoleId) -> Option<RoleObstacle> {
        let (Some(guild), Ok(bot)) = (self.read(guild), UserId::from_twilight(self.bot)) else {
            return Some(RoleObstacle::Unknown);
        };
        guild.obstacle_to_giving(role, bot)
    }
}

impl Guild {
    fn named(&self, role: RoleId) -> Result<&Role, RoleObstacle> {
        let found = self.roles.get(role).ok_or(RoleObstacle::Unknown)?;
        if role == self.everyone {
            return Err(RoleObstacle::Everyone);
        }
        Ok(found)
    }

    fn obstacle_to_giving(&self, role: RoleId, bot: UserId) -> Option<RoleObstacle> {
        let role = match self.named(role) {
            Ok(role) => role,
            Err(obstacle) => return Some(obstacle),
        };
        if role.managed {
            return Some(RoleObstacle::Managed);
        }
        let everywhere = self.everywhere(bot, &self.own_roles);
        if !everywhere.intersects(Permissions::MANAGE_ROLES | Permissions::ADMINISTRATOR) {
            return Some(RoleObstacle::MayNotManage);
        }
        let own = self.own_roles.iter().filter_map(|it| self.roles.get(*it));
        // Of two at one height the older one, which has the lower id, stands higher.
        let height = |it: &Role| (it.position, std::cmp::Reverse(it.id));
        let highest = own.map(height).max();
        let is_below = bot == self.owner || highest.is_some_and(|own| height(role) < own);
        (!is_below).then_some(RoleObstacle::TooHigh)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::fixture::{EVERYONE, GUILD, Stage, directory, guild_id, role};
    use super::*;

    const LOW: u64 = 201;
    const SAME_HEIGHT_BUT_NEWER: u64 = 209;
    const OWN: u64 = 205;
    const SAME_HEIGHT_BUT_OLDER: u64 = 203;
    const HIGH: u64 = 210;
    const INTEGRATION: u64 = 211;

    fn at(position: u64, mut role: Value) -> Value {
        role["position"] = json!(position);
        role
    }

    fn obstacle(wanted: u64, own: Permissions) -> Option<RoleObstacle> {
        let none = Permissions::empty();
        let mut managed = at(1, role(INTEGRATION, none));
        managed["managed"] = json!(true);
        let stage = Stage {
            own_roles: vec![OWN],
            roles: vec![
                role(EVERYONE, none),
                at(1, role(LOW, none)),
                at(2, role(SAME_HEIGHT_BUT_NEWER, none)),
                at(2, role(OWN, own)),
                at(2, role(SAME_HEIGHT_BUT_OLDER, none)),
                at(3, role(HIGH, none)),
                managed,
            ],
            ..Stage::default()
        };
        let wanted = RoleId::new(wanted).unwrap();
        directory(&stage)
            .0
            .obstacle_to_giving(guild_id(GUILD), wanted)
    }

    #[test]
    fn a_role_below_the_bots_highest_can_be_given() {
        let may = Permissions::MANAGE_ROLES;
        assert_eq!(obstacle(LOW, may), None);
        assert_eq!(obstacle(SAME_HEIGHT_BUT_NEWER, may), None);
        assert_eq!(obstacle(LOW, Permissions::ADMINISTRATOR), None);
    }

    #[test]
    fn what_speaks_against_a_role_is_named() {
        let may = Permissions::MANAGE_ROLES;
        assert_eq!(obstacle(HIGH, may), Some(RoleObstacle::TooHigh));
        assert_eq!(obstacle(OWN, may), Some(RoleObstacle::TooHigh));
        assert_eq!(
            obstacle(SAME_HEIGHT_BUT_OLDER, may),
            Some(RoleObstacle::TooHigh)
        );
        assert_eq!(obstacle(EVERYONE, may), Some(RoleObstacle::Everyone));
        assert_eq!(obstacle(INTEGRATION, may), Some(RoleObstacle::Managed));
        assert_eq!(obstacle(999, may), Some(RoleObstacle::Unknown));
        let may_not = Some(RoleObstacle::MayNotManage);
        assert_eq!(obstacle(LOW, Permissions::VIEW_CHANNEL), may_not);
    }

    #[test]
    fn a_role_of_a_guild_that_is_not_known_is_none() {
        let known = directory(&Stage::default());
        let role = RoleId::new(EVERYONE).unwrap();
        let elsewhere = guild_id(4242);
        assert_eq!(
            known.0.obstacle_to_naming(elsewhere, role),
            Some(RoleObstacle::Unknown)
        );
        assert_eq!(
            known.0.obstacle_to_naming(guild_id(GUILD), role),
            Some(RoleObstacle::Everyone)
        );
    }
}
