//! Who has brought the most.

use kernel::{GuildId, PortFailure};

use super::Invites;
use crate::Standing;
use crate::settings::InvitesSettings;

/// The most that are listed.
pub const LEADERBOARD_MAX: u16 = 25;

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Board {
    /// Counting is switched off in this guild.
    Disabled,
    /// Those who have brought the most; nobody, if nobody has brought anybody.
    Leaders(Vec<Standing>),
}

impl Invites {
    /// Those who have brought the most, at most `most` and never more than [`LEADERBOARD_MAX`].
    pub async fn leaderboard(&self, guild: GuildId, most: u16) -> Result<Board, PortFailure> {
        let ports = &self.0.ports;
        let settings = InvitesSettings::read(&*ports.settings.snapshot(guild).await?);
        if !settings.enabled {
            return Ok(Board::Disabled);
        }
        let most = most.clamp(1, LEADERBOARD_MAX);
        let leaders = ports.store.leaders(guild, most).await?;
        Ok(Board::Leaders(leaders))
    }
}
