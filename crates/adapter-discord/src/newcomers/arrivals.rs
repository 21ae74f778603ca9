//! Guilds that can be worked with: their panel, and who waits to be let in.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kernel::{GuildId, PortFailure, Retry};

use crate::context::DiscordContext;

/// The waits between attempts while the database or Discord is away.
const WAITS: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(30)];

/// The guilds whose panel was looked after since this process began: a connection that is lost and comes back is no reason
/// to look again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Panels(Arc<Mutex<HashSet<GuildId>>>);

impl Panels {
    /// Whether this is the first time that a guild can be worked with.
    pub(crate) fn is_first(&self, guild: GuildId) -> bool {
        self.seen().insert(guild)
    }

    /// It could not be looked after: the next time is the first one again.
    fn forget(&self, guild: GuildId) {
        self.seen().remove(&guild);
    }

    fn seen(&self) -> MutexGuard<'_, HashSet<GuildId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A guild can be worked with: its panel should stand, and who waits to be let in is looked at.
pub(crate) async fn see_to(guild: GuildId, panels: Panels, context: DiscordContext) {
    let newcomers = &context.features.newcomers;
    let is_late = |it: &PortFailure| it.retry() == Retry::Later;
    let mut waits = WAITS.iter();
    let (recalled, ensured) = loop {
        let recalled = newcomers.recall_arrivals(guild).await;
        let ensured = newcomers.ensure_panel(guild).await;
        let is_late = recalled.as_ref().is_err_and(is_late) || ensured.as_ref().is_err_and(is_late);
        match waits.next().filter(|_| is_late) {
            Some(wait) => tokio::time::sleep(*wait).await,
            None => break (recalled, ensured),
        }
    };
    if recalled.is_err() || ensured.is_err() {
        panels.forget(guild);
    }
    tell(guild, recalled);
    tell(guild, ensured.map(drop));
}

fn tell(guild: GuildId, done: Result<(), PortFailure>) {
    if let Err(failure) = done {
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            guild.id = guild.get(),
            "a server's panel and newcomers could not be seen to"
        );
    }
}
