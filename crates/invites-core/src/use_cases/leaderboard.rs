//! Who has brought the most.

use kernel::{GuildId, PortFailure};

use super::Invites;
use crate::settings::InvitesSettings;
use crate::{Person, Standing};

/// The most that are listed.
pub const LEADERBOARD_MAX: u16 = 25;

/// Somebody on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked {
    /// Who.
    pub person: Person,
    /// How many they have brought.
    pub count: u32,
}

/// What is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Board {
    /// Counting is switched off in this guild.
    Disabled,
    /// Those who have brought the most; nobody, if nobody has brought anybody.
    Leaders(Vec<Ranked>),
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
        let named = leaders.into_iter().map(|it| self.named(guild, it));
        let named = futures_util::future::join_all(named).await;
        Ok(Board::Leaders(named))
    }

    /// A name that cannot be asked for is left out: the list is worth more than it.
    async fn named(&self, guild: GuildId, Standing { user, count }: Standing) -> Ranked {
        let name = self.0.ports.people.name(guild, user).await;
        let person = Person {
            id: user,
            name: name.ok().flatten(),
        };
        Ranked { person, count }
    }
}
