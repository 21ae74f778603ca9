//! What can be done with the FAQ: a method of [`Faq`] for each, a file for each.

mod add;
mod edit;
mod list;
mod pin;
mod reload;
mod remove;
mod search;
mod suggest;
#[cfg(test)]
mod tests;
mod unanswered;
mod view;

use std::sync::Arc;

use kernel::{Clock, GuildId, Member, PortFailure, UseCaseError};
use settings_core::Settings;

use super::shelf::Shelf;
use super::{FaqEntry, FaqSearchLog, FaqStore};
use crate::settings::faq::FaqSettings;

pub use add::{AddFaq, AddFaqRefusal};
pub use edit::{EditFaq, EditFaqRefusal};
pub use list::{FAQ_PAGE, ListedFaq};
pub use pin::{PinFaq, PinFaqRefusal};
pub use reload::Reloaded;
pub use search::{Answered, SearchFaq, SearchFaqRefusal, Searched};
pub use suggest::{FAQ_CHOICE, faq_choice};
pub use unanswered::UNANSWERED_DAYS;

/// Everything that the FAQ needs from outside.
pub struct FaqPorts {
    /// Where entries are kept.
    pub store: Arc<dyn FaqStore>,
    /// Where searches are kept.
    pub searches: Arc<dyn FaqSearchLog>,
    /// The guild's settings.
    pub settings: Settings,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The FAQs of all guilds. Cheap to clone; clones share the indexes in memory.
#[derive(Clone)]
pub struct Faq {
    ports: Arc<FaqPorts>,
    shelf: Arc<Shelf>,
}

/// Why the FAQ is not shown, or not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaqRefusal {
    /// The FAQ is switched off in this guild.
    Disabled,
    /// Only admins do this.
    NotAdmin,
    /// There is no such entry: missing, removed and another guild's look the same.
    NotFound,
}

impl Faq {
    /// The FAQ over these ports.
    pub fn new(ports: FaqPorts) -> Self {
        Self {
            ports: Arc::new(ports),
            shelf: Arc::default(),
        }
    }

    /// Another process has changed the guild's FAQ: what is in memory is read anew when it is next needed.
    pub fn changed_elsewhere(&self, guild: GuildId) {
        self.shelf.forget(guild);
    }

    /// Refuses where the FAQ is off.
    async fn must_be_on(&self, guild: GuildId) -> Result<(), UseCaseError<FaqRefusal>> {
        if self.is_on(guild).await? {
            Ok(())
        } else {
            Err(UseCaseError::Refused(FaqRefusal::Disabled))
        }
    }

    /// Has an entry found at once that was stored elsewhere in this process.
    pub(crate) fn take_in(&self, entry: &FaqEntry) {
        self.shelf.put(entry);
    }

    /// Refuses where the FAQ is off, and who is no admin.
    pub(crate) async fn must_be_admin(
        &self,
        guild: GuildId,
        member: Member,
    ) -> Result<(), UseCaseError<FaqRefusal>> {
        self.must_be_on(guild).await?;
        if member.is_admin() {
            Ok(())
        } else {
            Err(UseCaseError::Refused(FaqRefusal::NotAdmin))
        }
    }

    /// Whether the guild has its FAQ switched on.
    pub(crate) async fn is_on(&self, guild: GuildId) -> Result<bool, PortFailure> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        Ok(FaqSettings::read(&snapshot).enabled)
    }
}
