//! Members' roles: given and taken.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{GuildId, PortFailure, RoleId, UserId};
use onboarding_core::{MemberRoles, RoleChange, RoleObstacle, RoleReason, Standing};
use twilight_http::request::AuditLogReason as _;
use twilight_model::guild::Member;

use crate::GuildDirectory;
use crate::convert::{self, ToTwilight as _};
use crate::directory::RoleObstacle as InTheWay;
use crate::rest::{Rest, RestError};

/// Discord's codes: who is no member, who does not exist, and which role is gone.
const UNKNOWN_MEMBER: u64 = 10_007;
const UNKNOWN_USER: u64 = 10_013;
const UNKNOWN_ROLE: u64 = 10_011;

/// [`MemberRoles`] over Discord's REST API. What is known to be in the way is not asked for.
pub struct GuildRoles {
    rest: Rest,
    directory: Arc<GuildDirectory>,
}

impl GuildRoles {
    /// The roles of the guilds in `directory`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>) -> Self {
        Self { rest, directory }
    }

    fn in_the_way(&self, guild: GuildId, role: RoleId) -> Option<RoleObstacle> {
        match self.directory.obstacle_to_giving(guild, role)? {
            // Of a guild that is not known yet nothing can be said.
            InTheWay::Unknown => self.directory.knows(guild).then_some(RoleObstacle::Deleted),
            InTheWay::Everyone | InTheWay::Managed => Some(RoleObstacle::NotGivable),
            InTheWay::TooHigh => Some(RoleObstacle::AboveBot),
            InTheWay::MayNotManage => Some(RoleObstacle::MayNotManage),
        }
    }

    fn changed(
        &self,
        (guild, role): (GuildId, RoleId),
        done: Result<(), RestError>,
        attempted: &'static str,
    ) -> Result<RoleChange, PortFailure> {
        let impossible = |it| Ok(RoleChange::Impossible(it));
        match done {
            Ok(()) => Ok(RoleChange::Done),
            Err(error) if error.is_unknown(UNKNOWN_ROLE) => impossible(RoleObstacle::Deleted),
            Err(error) if error.is_unknown(UNKNOWN_MEMBER) || error.is_unknown(UNKNOWN_USER) => {
                impossible(RoleObstacle::MemberLeft)
            }
            Err(RestError::Refused { status: 403, .. }) => {
                // Discord says no more than that; what the directory knows now says why.
                impossible(
                    self.in_the_way(guild, role)
                        .unwrap_or(RoleObstacle::AboveBot),
                )
            }
            Err(error) => Err(error.failure(attempted)),
        }
    }
}

#[async_trait]
impl MemberRoles for GuildRoles {
    async fn standing(
        &self,
        guild: GuildId,
        member: UserId,
    ) -> Result<Option<Standing>, PortFailure> {
        let request = self
            .rest
            .requests()
            .guild_member(guild.to_twilight(), member.to_twilight());
        let found: Result<Member, RestError> = self.rest.model(request).await;
        match found {
            Ok(member) => Ok(Some(Standing {
                roles: convert::roles(&member.roles),
                is_bot: member.user.bot,
                is_pending: member.pending,
            })),
            Err(error) if error.is_unknown(UNKNOWN_MEMBER) || error.is_unknown(UNKNOWN_USER) => {
                Ok(None)
            }
            Err(error) => Err(error.failure("find a member")),
        }
    }

    async fn give(
        &self,
        guild: GuildId,
        member: UserId,
        role: RoleId,
        reason: RoleReason,
    ) -> Result<RoleChange, PortFailure> {
        if let Some(obstacle) = self.in_the_way(guild, role) {
            return Ok(RoleChange::Impossible(obstacle));
        }
        let (of, whose, which) = (
            guild.to_twilight(),
            member.to_twilight(),
            role.to_twilight(),
        );
        let request = self.rest.requests().add_guild_member_role(of, whose, which);
        let done = self.rest.done(request.reason(worded(reason))).await;
        self.changed((guild, role), done, "give a member a role")
    }

    async fn take(
        &self,
        guild: GuildId,
        member: UserId,
        role: RoleId,
        reason: RoleReason,
    ) -> Result<RoleChange, PortFailure> {
        if let Some(obstacle) = self.in_the_way(guild, role) {
            return Ok(RoleChange::Impossible(obstacle));
        }
        let (of, whose, which) = (
            guild.to_twilight(),
            member.to_twilight(),
            role.to_twilight(),
        );
        let request = self
            .rest
            .requests()
            .remove_guild_member_role(of, whose, which);
        let done = self.rest.done(request.reason(worded(reason))).await;
        self.changed((guild, role), done, "take a role from a member")
    }
}

/// What Discord's audit log says.
fn worded(reason: RoleReason) -> &'static str {
    match reason {
        RoleReason::Joined => "Join role",
        RoleReason::Completed => "Onboarding completed",
        RoleReason::CameBack => "Onboarding completed before",
    }
}
