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

use chrono::TimeDelta;
use kernel::{
    Clock, Cooldown, GuildId, MOST_RECENT, Member, PortFailure, RoleId, UseCaseError, UserId,
};
use settings_core::Settings;

use super::shelf::Shelf;
use super::{FaqChange, FaqEntry, FaqEvent, FaqLog, FaqSearchLog, FaqStore};
use crate::Standing;
use crate::settings::faq::FaqSettings;
use crate::settings::ticketbot::TicketbotSettings;

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
    /// The guild's log channel.
    pub log: Arc<dyn FaqLog>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The FAQs of all guilds. Cheap to clone; clones share the indexes in memory.
#[derive(Clone)]
pub struct Faq {
    ports: Arc<FaqPorts>,
    shelf: Arc<Shelf>,
    askings: Arc<Cooldown>,
}

/// Why the FAQ is not shown, or not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaqRefusal {
    /// The FAQ is switched off in this guild.
    Disabled,
    /// Only admins do this.
    NotAdmin,
    /// Only staff does this.
    NotStaff,
    /// There is no such entry: missing, removed and another guild's look the same.
    NotFound,
}

impl Faq {
    /// A member asks so often …
    pub const ASKINGS: usize = 5;
    /// … in this time.
    pub const ASKING_WINDOW: TimeDelta = TimeDelta::seconds(30);

    /// The FAQ over these ports.
    pub fn new(ports: FaqPorts) -> Self {
        Self {
            ports: Arc::new(ports),
            shelf: Arc::default(),
            askings: Arc::new(Cooldown::new(Self::ASKINGS, Self::ASKING_WINDOW)),
        }
    }

    /// What is remembered, by the name of what it is for: how many, and how many at most.
    pub fn remembered(&self) -> [(&'static str, usize, usize); 2] {
        [
            ("faq_cooldowns", self.askings.remembered(), MOST_RECENT),
            ("faq_indexes", self.shelf.kept_guilds(), Shelf::MOST_GUILDS),
        ]
    }

    /// Another process has changed the guild's FAQ: what is in memory is read anew when it is next needed.
    pub fn changed_elsewhere(&self, guild: GuildId) {
        self.shelf.doubt(guild);
    }

    /// Nobody knows which guilds' FAQs other processes have changed: everything is read anew when it is next needed.
    pub fn unheard_elsewhere(&self) {
        self.shelf.doubt_all();
    }

    /// Tells the guild's log what was done with an entry.
    pub(crate) async fn tell(&self, change: FaqChange, entry: &FaqEntry, by: UserId) {
        let event = FaqEvent::Changed {
            change,
            entry: Box::new(entry.clone()),
            by,
        };
        self.ports.log.record(entry.guild, &event).await;
    }

    /// Refuses where the FAQ is off.
    async fn must_be_on(&self, guild: GuildId) -> Result<(), UseCaseError<FaqRefusal>> {
        if self.is_on(guild).await? {
            Ok(())
        } else {
            Err(UseCaseError::Refused(FaqRefusal::Disabled))
        }
    }

    /// Has an entry found at once that `by` stored, and tells the guild of it.
    pub(crate) async fn take_in(&self, entry: &FaqEntry, by: UserId) {
        self.shelf.put(entry);
        self.tell(FaqChange::Added, entry, by).await;
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

    /// Refuses where the FAQ is off, and who is no staff: neither an admin nor of the guild's staff role.
    async fn must_be_staff(
        &self,
        guild: GuildId,
        member: Member,
        roles: &[RoleId],
    ) -> Result<(), UseCaseError<FaqRefusal>> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        if !FaqSettings::read(&snapshot).enabled {
            return Err(UseCaseError::Refused(FaqRefusal::Disabled));
        }
        let staff_role = TicketbotSettings::read(&snapshot).staff_role_id;
        if Standing::in_guild(member, roles, staff_role).is_staff {
            Ok(())
        } else {
            Err(UseCaseError::Refused(FaqRefusal::NotStaff))
        }
    }

    /// Whether the guild has its FAQ switched on.
    pub(crate) async fn is_on(&self, guild: GuildId) -> Result<bool, PortFailure> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        Ok(FaqSettings::read(&snapshot).enabled)
    }
}
