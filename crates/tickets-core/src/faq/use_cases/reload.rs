//! Reading all answers anew.

use kernel::{GuildId, Member, UseCaseError};

use super::{Faq, FaqRefusal};

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reloaded {
    /// How many entries can be found now.
    pub entries: usize,
}

impl Faq {
    /// Makes the guild's index anew, whatever is in memory. Who words it measures how long it took.
    pub async fn reload(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<Reloaded, UseCaseError<FaqRefusal>> {
        self.must_be_admin(guild, member).await?;
        let now = self.ports.clock.now();
        let index = self.shelf.reload(&*self.ports.store, guild, now).await?;
        let entries = index.read().len();
        Ok(Reloaded { entries })
    }
}
