//! Reading one answer.

use kernel::{GuildId, Member, UseCaseError};

use super::{Faq, FaqRefusal};
use crate::faq::{FaqEntry, FaqId};

impl Faq {
    /// The entry with this number, as it is at this moment.
    pub async fn view(
        &self,
        guild: GuildId,
        id: FaqId,
    ) -> Result<FaqEntry, UseCaseError<FaqRefusal>> {
        self.must_be_on(guild).await?;
        let found = self.ports.store.find(guild, id).await?;
        found.ok_or(UseCaseError::Refused(FaqRefusal::NotFound))
    }

    /// Refuses whoever is about to write an entry and may not.
    pub async fn may_write(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<(), UseCaseError<FaqRefusal>> {
        self.must_be_admin(guild, member).await
    }

    /// The entry with this number, for whoever is about to change it.
    pub async fn form(
        &self,
        guild: GuildId,
        member: Member,
        id: FaqId,
    ) -> Result<FaqEntry, UseCaseError<FaqRefusal>> {
        self.must_be_admin(guild, member).await?;
        self.view(guild, id).await
    }
}
