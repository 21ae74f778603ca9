//! What newcomers, staff and jobs can do.

mod arrive;
mod finish;
mod left_undone;
mod panel;
mod press;
mod roles;
mod show;
mod staff;
mod start;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use kernel::{ChannelId, Clock, Cooldown, GuildId, RoleId, UserId};
use settings_core::SettingsReader;

use crate::ports::{
    Arrivals, FunnelStore, MemberRoles, PanelBoard, PanelMemory, RunEvent, RunLog, RunStore, Sheet,
    UndoneStore,
};

pub use arrive::Arrived;
pub use finish::Left;
pub use left_undone::LeftUndone;
pub use panel::{PanelOutcome, PostPanel, PostPanelRefusal};
pub use press::Press;
pub use show::{Done, Shown};

/// What the use cases need from outside.
#[derive(Clone)]
pub struct NewcomerPorts {
    /// Sessions and completions.
    pub runs: Arc<dyn RunStore>,
    /// Roles that are left to be seen to.
    pub undone: Arc<dyn UndoneStore>,
    /// Where panels stand.
    pub panels: Arc<dyn PanelMemory>,
    /// Who has joined and is not seen to yet.
    pub arrivals: Arc<dyn Arrivals>,
    /// How many get how far.
    pub funnel: Arc<dyn FunnelStore>,
    /// What guilds ask.
    pub sheet: Arc<dyn Sheet>,
    /// Members' roles.
    pub roles: Arc<dyn MemberRoles>,
    /// Panels in channels.
    pub board: Arc<dyn PanelBoard>,
    /// The guilds' logs.
    pub log: Arc<dyn RunLog>,
    /// The guilds' settings.
    pub settings: Arc<dyn SettingsReader>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Whoever goes through the onboarding, as their interaction shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    /// In which guild.
    pub guild: GuildId,
    /// Who.
    pub member: UserId,
    /// The roles that they have.
    pub roles: Vec<RoleId>,
}

/// Everything about newcomers. Cheap to clone.
#[derive(Clone)]
pub struct Newcomers(Arc<Inner>);

struct Inner {
    ports: NewcomerPorts,
    presses: Cooldown,
    warned: Warned,
    /// The channels that were chosen for panels when these were last looked after; a restart forgets.
    chosen: Mutex<HashMap<GuildId, Option<ChannelId>>>,
}

/// When staff was last warned of something that each newcomer would run into; a restart forgets.
struct Warned {
    no_rules: Cooldown<GuildId>,
    rules_skipped: Cooldown<GuildId>,
    questions: Cooldown<GuildId>,
    arrivals: Cooldown<GuildId>,
    missing_role: Cooldown<(GuildId, UserId)>,
}

impl Newcomers {
    /// The use cases over these ports.
    pub fn new(ports: NewcomerPorts) -> Self {
        let (hour, day) = (TimeDelta::hours(1), TimeDelta::hours(24));
        Self(Arc::new(Inner {
            ports,
            presses: Cooldown::new(1, TimeDelta::seconds(3)),
            warned: Warned {
                no_rules: Cooldown::new(1, hour),
                rules_skipped: Cooldown::new(1, day),
                questions: Cooldown::new(1, day),
                arrivals: Cooldown::new(1, hour),
                missing_role: Cooldown::new(1, hour),
            },
            chosen: Mutex::default(),
        }))
    }

    fn ports(&self) -> &NewcomerPorts {
        &self.0.ports
    }

    /// Tells staff, unless they were told of the same not long ago.
    async fn warn(
        &self,
        guild: GuildId,
        event: RunEvent,
        last: impl FnOnce(&Warned) -> &Cooldown<GuildId> + Send,
    ) {
        let now = self.ports().clock.now();
        if last(&self.0.warned).admit(guild, now).is_ok() {
            self.ports().log.record(guild, &event).await;
        }
    }
}
