//! The figures that cost a look into the database: of each server they are gathered once in five seconds.

use std::sync::Arc;
use std::time::Duration;

use kernel::GuildId;
use operations_core::{CommandScope, DbStatus, TopCommands};

use super::body::{
    CommandUsageBlock, InfrastructureBlock, OverrideBody, RemindersBlock, TicketsBlock,
};
use crate::fresh::Fresh;
use crate::state::ApiState;

/// For how long figures hold.
const HOLDS_FOR: Duration = Duration::from_secs(5);
/// Of how many days the most used commands are told.
const DAYS: u16 = 7;
/// How many of them are told.
const NAMES: u16 = 10;

/// What dashboards were told in the last seconds. Clones share it.
#[derive(Clone)]
pub struct Dashboards(Arc<Fresh<Option<GuildId>, Arc<Gathered>>>);

/// Figures of one server, or of all.
pub(super) struct Gathered {
    pub(super) reminders: Option<RemindersBlock>,
    pub(super) tickets: Option<TicketsBlock>,
    pub(super) settings_overrides: Vec<OverrideBody>,
    pub(super) infrastructure: InfrastructureBlock,
    pub(super) command_usage: Option<CommandUsageBlock>,
}

impl Dashboards {
    /// Figures of so many servers are held at most; then the oldest give way.
    pub const MOST: usize = 100;

    /// Of how many servers figures are held.
    pub fn held(&self) -> usize {
        self.0.len()
    }

    pub(super) async fn gathered(&self, state: &ApiState, guild: Option<GuildId>) -> Arc<Gathered> {
        self.0.get(guild, gather(state, guild)).await
    }
}

impl Default for Dashboards {
    fn default() -> Self {
        Self(Arc::new(Fresh::new(HOLDS_FOR, Self::MOST)))
    }
}

async fn gather(state: &ApiState, guild: Option<GuildId>) -> Arc<Gathered> {
    let health = state.health.health().await.record;
    let database_up = health.db_status == DbStatus::Ok;
    let infrastructure = InfrastructureBlock {
        database_up,
        pool_size: health.database_pool_size,
        checked_at: health.checked_at,
    };
    // Each question would wait for a database that is known to be away.
    let (reminders, tickets, command_usage, settings_overrides) = if database_up {
        tokio::join!(
            reminders(state, guild),
            tickets(state, guild),
            command_usage(state, guild),
            overrides(state, guild),
        )
    } else {
        (None, None, None, Vec::new())
    };
    Arc::new(Gathered {
        reminders,
        tickets,
        settings_overrides,
        infrastructure,
        command_usage,
    })
}

async fn reminders(state: &ApiState, guild: Option<GuildId>) -> Option<RemindersBlock> {
    let figures = state.features.reminders.figures(guild).await;
    told(figures).map(RemindersBlock::from)
}

async fn tickets(state: &ApiState, guild: Option<GuildId>) -> Option<TicketsBlock> {
    let overview = state.features.tickets.overview(guild).await;
    told(overview).map(TicketsBlock::from)
}

async fn command_usage(state: &ApiState, guild: Option<GuildId>) -> Option<CommandUsageBlock> {
    let scope = guild.map_or(CommandScope::All, CommandScope::Guild);
    let analytics = &state.features.analytics;
    let asked = TopCommands {
        scope,
        days: DAYS,
        limit: NAMES,
    };
    let ranking = told(analytics.top(asked).await)?;
    let total = told(analytics.last_day(scope).await)?;
    Some(CommandUsageBlock::of(&ranking, total, DAYS))
}

async fn overrides(state: &ApiState, guild: Option<GuildId>) -> Vec<OverrideBody> {
    let Some(guild) = guild else {
        return Vec::new();
    };
    let settings = &state.features.settings;
    let Some(snapshot) = told(settings.snapshot(guild).await) else {
        return Vec::new();
    };
    let set = settings.registry().iter().filter_map(|definition| {
        let set = snapshot.overridden(definition)?;
        Some(OverrideBody {
            scope: definition.scope,
            key: definition.key,
            value: settings_json::write(&set.value),
        })
    });
    set.collect()
}

/// What was found; what failed leaves its block empty, and the rest is told all the same.
fn told<T>(found: Result<T, kernel::PortFailure>) -> Option<T> {
    found
        .inspect_err(|failure| {
            tracing::debug!(
                error = failure as &dyn std::error::Error,
                "a dashboard goes without some figures"
            );
        })
        .ok()
}
