//! How the app is doing, for `/health` and its history.

use std::sync::Arc;
use std::time::Duration;

use adapter_api::{Check, Health, HealthProbe};
use adapter_discord::{GatewayStatus, Rejection};
use adapter_postgres::Database;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Clock;
use language_model::ModelService;
use operations_core::{
    AiStatus, BotRuntime, CommandAnalytics, CommandScope, DbStatus, HealthRecord,
};
use tokio::sync::{Mutex, watch};
use tokio_util::sync::CancellationToken;

use crate::model::model_use;

/// For how long the number of the day's commands holds.
const COUNT_HOLDS_FOR: TimeDelta = TimeDelta::minutes(1);
/// How long counting them may take: whoever asks how the bot is does not wait for a number.
const COUNTING: Duration = Duration::from_secs(1);

/// Looks at the parts.
pub(super) struct Probe {
    pub(super) service: String,
    pub(super) started: DateTime<Utc>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) database: Database,
    pub(super) gateway: watch::Receiver<GatewayStatus>,
    pub(super) bot: Arc<dyn BotRuntime>,
    pub(super) commands: DaysCommands,
    pub(super) model: ModelService,
    pub(super) stopping: CancellationToken,
}

/// How many commands were used within a day: counted once a minute, since nobody needs to know it to the second.
pub(super) struct DaysCommands {
    analytics: CommandAnalytics,
    counted: Mutex<Option<(DateTime<Utc>, u32)>>,
}

impl DaysCommands {
    pub(super) fn new(analytics: CommandAnalytics) -> Self {
        Self {
            analytics,
            counted: Mutex::default(),
        }
    }

    /// The number as of at most a minute before `now`; none when it cannot be counted in time.
    async fn count(&self, now: DateTime<Utc>) -> Option<u32> {
        let mut counted = self.counted.lock().await;
        if let Some((at, count)) = *counted
            && now - at < COUNT_HOLDS_FOR
        {
            return Some(count);
        }
        let counting = self.analytics.last_day(CommandScope::All);
        let count = tokio::time::timeout(COUNTING, counting).await.ok()?.ok()?;
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        *counted = Some((now, count));
        Some(count)
    }
}

#[async_trait]
impl HealthProbe for Probe {
    async fn health(&self) -> Health {
        let now = self.clock.now();
        let db_status = self.database.status().await;
        let active_commands_24h = match db_status {
            DbStatus::Ok => self.commands.count(now).await,
            _ => None,
        };
        let guilds = self.bot.snapshot().guild_count;
        Health {
            record: HealthRecord {
                service: self.service.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                uptime_seconds: u64::try_from((now - self.started).num_seconds()).unwrap_or(0),
                db_status,
                guild_count: u32::try_from(guilds).ok(),
                active_commands_24h,
                gpt_status: Some(AiStatus::of(model_use(&self.model))),
                database_pool_size: Some(self.database.connections()),
                checked_at: now,
            },
            gateway: gateway_check(*self.gateway.borrow()),
            stopping: self.stopping.is_cancelled(),
        }
    }
}

fn gateway_check(status: GatewayStatus) -> Check {
    match status {
        GatewayStatus {
            rejected: Some(Rejection::WrongToken),
            ..
        } => Check::Down {
            detail: "Discord refuses the token: set BOT_TOKEN to the one on the application's Bot page",
        },
        GatewayStatus {
            rejected: Some(Rejection::Other),
            ..
        } => Check::Down {
            detail: "Discord has closed the gateway for good: the log has its code",
        },
        GatewayStatus { connected: 0, .. } => Check::Degraded {
            detail: "connecting to Discord",
        },
        GatewayStatus {
            content_hidden: true,
            ..
        } => Check::Degraded {
            detail: "announcements are hidden: switch on Message Content Intent on the application's Bot page",
        },
        GatewayStatus { .. } => Check::Ok,
    }
}
