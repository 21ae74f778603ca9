//! How the app tells of itself: to probes, to dashboards, and to a dashboard elsewhere.

use std::sync::Arc;
use std::time::Duration;

use adapter_api::{CachedHealth, Dashboards, HealthProbe, Operations};
use adapter_discord::GatewayRuntime;
use adapter_postgres::PgHealthHistory;
use adapter_supabase::SupabaseTelemetry;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{PortFailure, Retry};
use language_model::ModelService;
use operations_core::{
    Activity, ActivityCounts, CommandAnalytics, Telemetry, TelemetryPace, TelemetryPorts,
};

use super::probe::{DaysCommands, Probe};
use super::{App, AppOptions};
use crate::jobs;
use crate::jobs::periodic::Runner;
use crate::model::model_use;

/// How long counting for telemetry may take.
const COUNTING: Duration = Duration::from_secs(2);

impl App {
    /// What reports are made of.
    pub(super) fn operations(&self, options: &AppOptions) -> Operations {
        let bot = GatewayRuntime::new(
            self.context.directory.clone(),
            self.gateway.clone(),
            self.context.pulse.clone(),
            options.shards.ids.len(),
        );
        Operations {
            service: options.service.clone(),
            version: env!("CARGO_PKG_VERSION"),
            codename: operations_core::CODENAME,
            started: options.clock.now(),
            bot: Arc::new(bot),
            history: Arc::new(PgHealthHistory::new(self.database.pool().clone())),
            dashboards: Dashboards::default(),
        }
    }

    /// Looks at the parts, once a second at most.
    pub(super) fn health(
        &self,
        options: &AppOptions,
        operations: &Operations,
    ) -> Arc<dyn HealthProbe> {
        Arc::new(CachedHealth::new(Arc::new(Probe {
            service: options.service.clone(),
            started: operations.started,
            clock: options.clock.clone(),
            database: self.database.clone(),
            gateway: self.gateway.clone(),
            bot: operations.bot.clone(),
            commands: DaysCommands::new(self.context.features.analytics.clone()),
            model: self.context.features.model.clone(),
            stopping: self.stop.api.clone(),
        })))
    }

    /// Begins to keep the history of health, and to send telemetry where that is configured.
    pub(super) fn run_reports(
        &self,
        options: &AppOptions,
        runner: &Runner,
        health: Arc<dyn HealthProbe>,
        operations: &Operations,
    ) -> anyhow::Result<()> {
        let (clock, stop) = (options.clock.clone(), &self.stop.jobs);
        let history = operations.history.clone();
        let recording = jobs::health::record(runner.clone(), health, history, clock.clone());
        self.tasks.jobs.spawn(recording);
        if let Some(telemetry) = self.telemetry(options, operations)? {
            let sending = jobs::telemetry::send(telemetry, clock, stop.clone());
            self.tasks.jobs.spawn(sending);
        }
        Ok(())
    }

    fn telemetry(
        &self,
        options: &AppOptions,
        operations: &Operations,
    ) -> anyhow::Result<Option<Telemetry>> {
        let supabase = &options.supabase;
        let (Some(url), Some(key)) = (&supabase.url, &supabase.service_role_key) else {
            tracing::info!(
                "no telemetry is sent: SUPABASE_URL and SUPABASE_SERVICE_ROLE_KEY are not both set"
            );
            return Ok(None);
        };
        let ports = TelemetryPorts {
            bot: operations.bot.clone(),
            activity: Arc::new(Counted(
                self.context.features.analytics.clone(),
                self.context.features.model.clone(),
            )),
            sink: Arc::new(SupabaseTelemetry::new(url, key.clone())?),
            clock: options.clock.clone(),
        };
        let seconds = u32::try_from(options.telemetry_interval.as_secs()).unwrap_or(u32::MAX);
        Ok(Some(Telemetry::new(ports, TelemetryPace::clamped(seconds))))
    }
}

/// [`ActivityCounts`] of what there is to count so far: commands, and questions to the language model. Tickets count as
/// none.
struct Counted(CommandAnalytics, ModelService);

#[async_trait]
impl ActivityCounts for Counted {
    async fn activity(&self, _: DateTime<Utc>) -> Result<Activity, PortFailure> {
        let counting = tokio::time::timeout(COUNTING, self.0.per_minute());
        let late = |it| PortFailure::new("count commands", Retry::Later, it);
        let commands_per_minute = counting.await.map_err(late)??;
        Ok(Activity {
            commands_per_minute,
            ai: model_use(&self.1),
            ..Activity::default()
        })
    }
}
