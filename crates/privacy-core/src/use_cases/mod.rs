//! What can be done, a file each.

mod agree;
mod erase;
mod export;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{Clock, Cooldown, GuildId, MOST_RECENT, UserId};
use settings_core::SettingsReader;

use crate::{AcceptanceRoles, AcceptanceStore, PersonalData, PrivacyLog};

pub use agree::{AgreeRefusal, Agreed, RoleOutcome};
pub use erase::{CarriedOn, ErasureRefusal};
pub use export::ExportRefusal;

/// What is needed from outside.
#[derive(Clone)]
pub struct PrivacyPorts {
    /// What is stored of people.
    pub data: Arc<dyn PersonalData>,
    /// Who accepted the agreement.
    pub acceptances: Arc<dyn AcceptanceStore>,
    /// Gives the role of those who did.
    pub roles: Arc<dyn AcceptanceRoles>,
    /// The guild's log channel.
    pub log: Arc<dyn PrivacyLog>,
    /// What the guild has set.
    pub settings: Arc<dyn SettingsReader>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The use cases of privacy. Clones share everything.
#[derive(Clone)]
pub struct Privacy(Arc<Inner>);

struct Inner {
    ports: PrivacyPorts,
    exporting: Cooldown<UserId>,
    /// Of whom a server's log was told that they did not get the role of those who accepted.
    warning: Cooldown<(GuildId, UserId)>,
}

impl Privacy {
    /// The use cases over these ports.
    pub fn new(ports: PrivacyPorts) -> Self {
        Self(Arc::new(Inner {
            ports,
            exporting: Cooldown::new(2, TimeDelta::hours(1)),
            warning: Cooldown::new(1, TimeDelta::hours(1)),
        }))
    }

    /// What is remembered, by the name of what it is for: how much, and how much at most.
    pub fn remembered(&self) -> [(&'static str, usize, usize); 2] {
        let (exporting, warning) = (&self.0.exporting, &self.0.warning);
        [
            ("export_cooldowns", exporting.remembered(), MOST_RECENT),
            ("agreement_warnings", warning.remembered(), MOST_RECENT),
        ]
    }
}
