//! Leafing through the answers.

use kernel::{GuildId, PortFailure, UseCaseError, UserId};

use super::{Faq, FaqRefusal};
use crate::faq::{FaqEntry, FaqEvent};

/// How many entries a page has.
pub const FAQ_PAGE: u32 = 10;

/// A page of a guild's FAQ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedFaq {
    /// The entries: pinned ones first, then the newest.
    pub entries: Vec<FaqEntry>,
    /// Which page it is, from 1; the last one where there are not that many.
    pub page: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// How many entries there are in all.
    pub total: u32,
}

impl Faq {
    /// The page with this number, counted from 1, as it is at this moment.
    pub async fn list(
        &self,
        guild: GuildId,
        page: u32,
    ) -> Result<ListedFaq, UseCaseError<FaqRefusal>> {
        self.must_be_on(guild).await?;
        let store = &self.ports.store;
        let mut page = page.max(1);
        let mut found = store.page(guild, offset(page), FAQ_PAGE).await?;
        let pages = found.total.div_ceil(FAQ_PAGE).max(1);
        if page > pages {
            // Entries were removed since somebody saw the page before this one.
            page = pages;
            found = store.page(guild, offset(page), FAQ_PAGE).await?;
        }
        Ok(ListedFaq {
            entries: found.entries,
            page,
            pages,
            total: found.total,
        })
    }

    /// Every entry of the guild.
    pub(crate) async fn everything(&self, guild: GuildId) -> Result<Vec<FaqEntry>, PortFailure> {
        self.ports.store.all(guild).await
    }

    /// Tells staff that `by` has taken so many entries out.
    pub(crate) async fn tell_exported(&self, guild: GuildId, entries: usize, by: UserId) {
        let event = FaqEvent::Exported { entries, by };
        self.ports.log.record(guild, &event).await;
    }
}

fn offset(page: u32) -> u32 {
    (page - 1).saturating_mul(FAQ_PAGE)
}
