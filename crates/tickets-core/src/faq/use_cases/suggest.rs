//! Suggesting entries while a member types.

use std::sync::Arc;

use kernel::GuildId;

use super::Faq;
use crate::faq::{FaqEntry, FaqId};

/// What the value of a choice begins with; the entry's number follows.
pub const FAQ_CHOICE: &str = "faq:";

/// The value of the choice of this entry. Sent as a question, it opens the entry.
pub fn faq_choice(id: FaqId) -> String {
    format!("{FAQ_CHOICE}{id}")
}

/// The entry that was picked, if the text is the value of a choice.
pub(super) fn read_choice(text: &str) -> Option<FaqId> {
    text.trim().strip_prefix(FAQ_CHOICE)?.parse().ok()
}

impl Faq {
    /// The entries that a member may mean who has typed this much, at most 25; nothing when the FAQ is off or cannot be
    /// read. It is no search, and is not kept.
    pub async fn suggest(&self, guild: GuildId, typed: &str) -> Vec<Arc<FaqEntry>> {
        if !matches!(self.is_on(guild).await, Ok(true)) {
            return Vec::new();
        }
        let now = self.ports.clock.now();
        match self.shelf.index(&*self.ports.store, guild, now).await {
            Ok(index) => index.read().suggest(typed),
            Err(_) => Vec::new(),
        }
    }
}
