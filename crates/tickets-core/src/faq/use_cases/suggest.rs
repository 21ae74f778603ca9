//! Suggesting entries while a member types.

use std::sync::Arc;

use kernel::GuildId;

use super::Faq;
use crate::faq::search::MOST_CHOICES;
use crate::faq::{FaqEntry, FaqId, FaqIndex};

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
        let suggested = self.suggested(guild, |it| it.suggest(typed)).await;
        suggested.unwrap_or_default()
    }

    /// The same for whoever may type a number: its entry comes first.
    pub async fn suggest_by_number(&self, guild: GuildId, typed: &str) -> Vec<Arc<FaqEntry>> {
        let suggested = self.suggested(guild, |it| by_number(it, typed)).await;
        suggested.unwrap_or_default()
    }

    /// What the guild's index suggests, where it may be asked and is there.
    async fn suggested(
        &self,
        guild: GuildId,
        ask: impl FnOnce(&FaqIndex) -> Vec<Arc<FaqEntry>>,
    ) -> Option<Vec<Arc<FaqEntry>>> {
        if !matches!(self.is_on(guild).await, Ok(true)) {
            return None;
        }
        let now = self.ports.clock.now();
        let index = self.shelf.index(&*self.ports.store, guild, now).await;
        index.ok().map(|it| ask(&it.read()))
    }
}

fn by_number(index: &FaqIndex, typed: &str) -> Vec<Arc<FaqEntry>> {
    let mut found = index.suggest(typed);
    let number = typed.trim().trim_start_matches('#').parse().ok();
    if let Some(numbered) = number.and_then(|it| index.get(it)) {
        found.retain(|it| it.id != numbered.id);
        found.insert(0, Arc::clone(numbered));
        found.truncate(MOST_CHOICES);
    }
    found
}
