//! Setting somebody's count by hand.

use kernel::{GuildId, Member, UseCaseError, UserId};

use super::Invites;
use crate::settings::InvitesSettings;
use crate::{InviteEvent, Standing};

/// The highest count that can be set.
pub const COUNT_MAX: u32 = 1_000_000;

/// A wish to set somebody's count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetCount {
    /// Where.
    pub guild: GuildId,
    /// Who wishes it.
    pub by: Member,
    /// Whether they have *Manage Server* there, which serves as well as being an admin.
    pub manages_server: bool,
    /// Whose count.
    pub member: UserId,
    /// What it is to be; 0 to reset it.
    pub count: u32,
}

/// Why a count was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetCountRefusal {
    /// They are no admin and may not manage the server.
    NotManager,
    /// Counting is switched off in this guild.
    Disabled,
    /// It is more than [`COUNT_MAX`].
    TooMany,
}

/// A count that was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WasSet {
    /// Whose.
    pub member: UserId,
    /// What it was.
    pub old: u32,
    /// What it is.
    pub new: u32,
}

impl Invites {
    /// Sets somebody's count, and has the guild's log tell of it.
    pub async fn set_count(&self, wish: SetCount) -> Result<WasSet, UseCaseError<SetCountRefusal>> {
        if !wish.by.is_admin() && !wish.manages_server {
            return Err(UseCaseError::Refused(SetCountRefusal::NotManager));
        }
        let ports = &self.0.ports;
        let settings = InvitesSettings::read(&*ports.settings.snapshot(wish.guild).await?);
        if !settings.enabled {
            return Err(UseCaseError::Refused(SetCountRefusal::Disabled));
        }
        if wish.count > COUNT_MAX {
            return Err(UseCaseError::Refused(SetCountRefusal::TooMany));
        }
        let (user, count) = (wish.member, wish.count);
        let to = Standing { user, count };
        let (by, now) = (wish.by.user, ports.clock.now());
        let old = ports.store.set_count(wish.guild, to, by, now).await?;
        let (member, new) = (user, count);
        let event = InviteEvent::CountSet {
            member,
            by,
            old,
            new,
        };
        ports.log.record(wish.guild, event).await;
        Ok(WasSet { member, old, new })
    }
}
