//! Sharing a check-in, or keeping it.

use kernel::{GuildId, UseCaseError, UserId};

use super::Growth;
use crate::{Checkin, CheckinId, Posted, Shared, SharedAs};

/// What stays of a check-in that was decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Others read it.
    Shared,
    /// It stays its author's.
    Private,
}

/// Why a check-in was not shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareRefusal {
    /// Check-ins are switched off in this guild.
    Disabled,
    /// There is no such check-in: deleted, somebody else's, or made elsewhere.
    Gone,
    /// It was shared already.
    Already,
    /// It is of a kind that is not shared.
    NotThisOne,
    /// The guild has chosen no channel for it.
    NoBoard,
    /// The bot may not post there.
    Forbidden,
    /// Nobody knows whether it was posted: Discord did not say, and cannot be asked.
    Unsure,
}

type Refused = UseCaseError<ShareRefusal>;

impl Growth {
    /// Shares a check-in in the guild in which it was made. Two presses post it once; where it cannot be posted, nothing
    /// is decided.
    pub async fn share(
        &self,
        guild: GuildId,
        user: UserId,
        id: CheckinId,
        by: SharedAs,
    ) -> Result<Kept, Refused> {
        let checkin = self.own(guild, user, id).await?;
        let settings = self.settings(Some(guild)).await?.1;
        if !settings.enabled {
            return Err(UseCaseError::Refused(ShareRefusal::Disabled));
        }
        if checkin.form.is_distressed() {
            return Err(UseCaseError::Refused(ShareRefusal::NotThisOne));
        }
        let channel = settings.log_channel_id;
        let channel = channel.ok_or(UseCaseError::Refused(ShareRefusal::NoBoard))?;
        let checkins = &self.0.ports.checkins;
        if !checkins.share(user, id, true).await? {
            return Err(UseCaseError::Refused(ShareRefusal::Already));
        }
        let shared = Shared { checkin, by };
        let since = self.0.ports.clock.now();
        let board = &self.0.ports.board;
        let refusal = match board.post(guild, channel, &shared).await {
            Ok(Posted::There) => return Ok(Kept::Shared),
            Ok(Posted::Forbidden) => Ok(ShareRefusal::Forbidden),
            Ok(Posted::NoChannel) => Ok(ShareRefusal::NoBoard),
            Err(failure) => match board.stands(guild, channel, &shared, since).await {
                Ok(true) => return Ok(Kept::Shared),
                Ok(false) => Err(failure),
                Err(_) => return Err(UseCaseError::Refused(ShareRefusal::Unsure)),
            },
        };
        checkins.share(user, id, false).await?;
        Err(UseCaseError::Refused(refusal?))
    }

    /// Leaves a check-in its author's alone.
    pub async fn keep_private(
        &self,
        guild: GuildId,
        user: UserId,
        id: CheckinId,
    ) -> Result<Kept, Refused> {
        let checkin = self.own(guild, user, id).await?;
        if checkin.shared {
            return Err(UseCaseError::Refused(ShareRefusal::Already));
        }
        Ok(Kept::Private)
    }

    /// A person's own check-in that was made in this guild.
    async fn own(&self, guild: GuildId, user: UserId, id: CheckinId) -> Result<Checkin, Refused> {
        let found = self.0.ports.checkins.find(user, id).await?;
        let found = found.filter(|it| it.guild == Some(guild));
        found.ok_or(UseCaseError::Refused(ShareRefusal::Gone))
    }
}
