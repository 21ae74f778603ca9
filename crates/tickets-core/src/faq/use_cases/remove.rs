//! Taking an answer away.

use kernel::{GuildId, Member, UseCaseError};

use super::{Faq, FaqRefusal};
use crate::faq::{FaqChange, FaqEntry, FaqId};

impl Faq {
    /// Removes an entry, and returns it as it was.
    pub async fn remove(
        &self,
        guild: GuildId,
        member: Member,
        id: FaqId,
    ) -> Result<FaqEntry, UseCaseError<FaqRefusal>> {
        self.must_be_admin(guild, member).await?;
        let removed = self.ports.store.remove(guild, id).await?;
        self.shelf.remove(guild, id);
        let removed = removed.ok_or(UseCaseError::Refused(FaqRefusal::NotFound))?;
        self.tell(FaqChange::Removed, &removed, member.user).await;
        Ok(removed)
    }
}
