//! The role of those who accepted the agreement, given on Discord.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure, RoleId, UserId};
use privacy_core::{AcceptanceRoles, Granted};

use crate::convert::ToTwilight as _;
use crate::rest::{Rest, RestError};

/// What the audit log of the guild says.
const REASON: &str = "accepted the agreement on what is stored";
/// Discord's code for a role that is not there.
const UNKNOWN_ROLE: u64 = 10_011;
/// Discord's codes for somebody who is not in the guild, or not there at all.
const UNKNOWN_MEMBER: [u64; 2] = [10_007, 10_013];

/// [`AcceptanceRoles`] through Discord's REST API.
pub struct DiscordAcceptanceRoles {
    rest: Rest,
}

impl DiscordAcceptanceRoles {
    /// Roles that are given through `rest`.
    pub fn new(rest: Rest) -> Self {
        Self { rest }
    }
}

#[async_trait]
impl AcceptanceRoles for DiscordAcceptanceRoles {
    async fn grant(
        &self,
        guild: GuildId,
        user: UserId,
        role: RoleId,
    ) -> Result<Granted, PortFailure> {
        use twilight_http::request::AuditLogReason as _;
        let client = self.rest.requests();
        let request = client
            .add_guild_member_role(guild.to_twilight(), user.to_twilight(), role.to_twilight())
            .reason(REASON);
        match self.rest.done(request).await {
            Ok(()) => Ok(Granted::Given),
            Err(error) if error.is_unknown(UNKNOWN_ROLE) => Ok(Granted::NoRole),
            Err(error) if UNKNOWN_MEMBER.iter().any(|it| error.is_unknown(*it)) => {
                Ok(Granted::NoMember)
            }
            Err(RestError::Refused { status: 403, .. }) => Ok(Granted::Forbidden),
            Err(error) => Err(error.failure("give the role of those who accepted")),
        }
    }
}
