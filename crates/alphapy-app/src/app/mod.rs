//! One running Alphapy: started phase by phase, stopped in the opposite order.

mod background;
mod edges;
mod http;
mod options;
mod probe;
mod reports;
mod request_names;
pub(crate) mod storage;
pub(crate) mod vitals;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use adapter_discord::rest::{Rest, RestConfig};
use adapter_discord::{DiscordContext, GatewayConfig, GatewayStatus, IdentifyPace};
use adapter_postgres::Database;
use adapter_postgres::private_server::PrivateServer;
use anyhow::{Context as _, bail};
use operations_core::{Scope, SyncRequest, SyncType, Tracker};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::options::{AppOptions, Storage};
use crate::jobs::{self, sizes};
use crate::lifecycle::SHUTDOWN_BUDGET;
use crate::wiring::{self, Stores};

/// A running app.
pub struct App {
    api: SocketAddr,
    database: Database,
    server: Option<Arc<PrivateServer>>,
    gateway: watch::Receiver<GatewayStatus>,
    context: DiscordContext,
    stop: Stop,
    tasks: Tasks,
}

/// The order in which things stop.
#[derive(Clone, Default)]
struct Stop {
    api: CancellationToken,
    gateway: CancellationToken,
    jobs: CancellationToken,
    server: CancellationToken,
    tracking: CancellationToken,
    late_answers: CancellationToken,
}

/// What is under way.
#[derive(Clone, Default)]
struct Tasks {
    api: TaskTracker,
    gateway: TaskTracker,
    handlers: TaskTracker,
    jobs: TaskTracker,
    logs: TaskTracker,
    server: TaskTracker,
    tracking: TaskTracker,
    late_answers: TaskTracker,
    /// What may ask the model beside members, and leaves something to be written down.
    asking: TaskTracker,
}

/// Starts an app: database, settings, commands, gateway, jobs. An error says what to do about it, and leaves nothing
/// running.
pub async fn start(options: AppOptions) -> anyhow::Result<App> {
    let listener = TcpListener::bind(options.bind).await.with_context(|| {
        format!(
            "the API cannot listen on {}: another program has the port; stop it, or set PORT",
            options.bind
        )
    })?;
    let stop = Stop::default();
    let tasks = Tasks::default();
    let (database, server) = phase("database", storage::open(&options, &stop, &tasks)).await?;
    let started = async {
        let clock = options.clock.clone();
        let stores = phase("settings", async {
            wiring::stores(&database, clock, options.privacy_key.as_ref())
        })
        .await?;
        let log = stores.command_log.clone();
        let (tracker, flusher) = operations_core::tracking(log, options.clock.clone());
        let signing_in = sign_in(&options, &stores, &tasks, tracker);
        let context = phase("commands", signing_in).await?;
        anyhow::Ok((stores, context, flusher))
    };
    let (stores, context, flusher) = match started.await {
        Ok(it) => it,
        Err(error) => {
            storage::close(&database, server.as_deref(), &stop, &tasks).await;
            return Err(error);
        }
    };
    let (status, gateway) = watch::channel(GatewayStatus::default());
    let api = listener.local_addr().context("the API's own address")?;
    let app = App {
        api,
        database,
        server,
        gateway,
        context,
        stop,
        tasks,
    };
    let (tracker, stop) = (app.context.tracker.clone(), app.stop.tracking.clone());
    let writing = jobs::command_tracking::write(flusher, tracker, stop);
    app.tasks.tracking.spawn(writing);
    match app.begin(listener, &options, &stores, status).await {
        Ok(()) => Ok(app),
        Err(error) => {
            app.stop().await;
            Err(error)
        }
    }
}

/// Runs one phase of the start and logs how long it took.
async fn phase<T>(
    name: &'static str,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let begun = tokio::time::Instant::now();
    let outcome = work.await;
    let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    if outcome.is_ok() {
        tracing::info!(phase = name, milliseconds, "started");
    } else {
        tracing::error!(phase = name, milliseconds, "failed to start");
    }
    outcome
}

/// Asks Discord who we are, and tells it our commands if they have changed.
async fn sign_in(
    options: &AppOptions,
    stores: &Stores,
    tasks: &Tasks,
    tracker: Tracker,
) -> anyhow::Result<DiscordContext> {
    let rest = Rest::new(RestConfig::new(
        options.token.clone(),
        options.discord_proxy.clone(),
    ));
    let identity = adapter_discord::identify(&rest).await?;
    let context = wiring::context(
        stores,
        rest,
        &identity,
        tasks.logs.clone(),
        options,
        tracker,
    )?;
    let everywhere = SyncRequest::of(Scope::Global, SyncType::FirstReady);
    adapter_discord::report_sync(&context.sync.sync_all([everywhere]).await);
    Ok(context)
}

impl App {
    /// Where the API listens.
    pub fn api(&self) -> SocketAddr {
        self.api
    }

    /// Waits until a shard of this process has a session; an error when Discord refuses us for good.
    pub async fn ready(&self) -> anyhow::Result<()> {
        let mut gateway = self.gateway.clone();
        let status = *gateway
            .wait_for(|it| it.connected > 0 || it.rejected.is_some())
            .await?;
        if status.rejected.is_some() {
            bail!("Discord refuses the connection: see the log for what to mend");
        }
        Ok(())
    }

    /// Whether reminders are being sent at this moment.
    pub fn delivering(&self) -> bool {
        self.context.features.reminders.delivering()
    }

    /// Waits until Discord refuses us for good.
    pub async fn rejected(&self) {
        let mut gateway = self.gateway.clone();
        if gateway.wait_for(|it| it.rejected.is_some()).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Stops within 25 seconds: the API drains, the gateway closes so that it can be resumed, handlers and jobs finish,
    /// the database closes.
    pub async fn stop(self) {
        let orderly = async {
            let others = async {
                drain(&self.stop.api, &self.tasks.api, 6).await;
                drain(&self.stop.gateway, &self.tasks.gateway, 3).await;
                drain(&CancellationToken::new(), &self.tasks.handlers, 5).await;
                self.context.features.reminders.stop_delivering();
                drain(&CancellationToken::new(), &self.tasks.asking, 5).await;
                // Nothing is noted any more, and writing what was takes its own time.
                tokio::join!(
                    drain(&self.stop.tracking, &self.tasks.tracking, 6),
                    drain(&self.stop.jobs, &self.tasks.jobs, 5),
                );
            };
            // They may take as long as all of these together.
            let late = jobs::model::LATE_ANSWERS_END.as_secs();
            let late = drain(&self.stop.late_answers, &self.tasks.late_answers, late);
            tokio::join!(others, late);
            drain(&CancellationToken::new(), &self.tasks.logs, 3).await;
            storage::close(
                &self.database,
                self.server.as_deref(),
                &self.stop,
                &self.tasks,
            )
            .await;
        };
        if tokio::time::timeout(SHUTDOWN_BUDGET, orderly)
            .await
            .is_err()
        {
            tracing::warn!(
                "not everything stopped in time; what was under way is repeated at the next start"
            );
        } else {
            tracing::info!("stopped");
        }
    }

    async fn begin(
        &self,
        listener: TcpListener,
        options: &AppOptions,
        stores: &Stores,
        status: watch::Sender<GatewayStatus>,
    ) -> anyhow::Result<()> {
        self.hear_settings(options, stores).await?;
        let runner = self.runner(options, stores);
        let mut gauges = self.serve(listener, options, &runner)?;
        phase("gateway", self.connect(options, status)).await?;
        self.run_jobs(options, stores, &runner);
        let (settings, secrets) = (stores.cached_settings.clone(), options.secrets.clone());
        gauges.extend(sizes::of_the_bot(&self.context, settings, secrets));
        self.tasks.jobs.spawn(sizes::show_sizes(runner, gauges));
        tracing::info!(api = %self.api, "running");
        Ok(())
    }

    async fn connect(
        &self,
        options: &AppOptions,
        status: watch::Sender<GatewayStatus>,
    ) -> anyhow::Result<()> {
        use secrecy::ExposeSecret as _;
        let pace = match &options.discord_gateway {
            Some(_) => IdentifyPace::Unlimited,
            None => adapter_discord::identify_pace(&self.context.rest).await?,
        };
        let config = GatewayConfig {
            token: options.token.expose_secret().to_owned(),
            url: options.discord_gateway.clone(),
            shards: options.shards.clone(),
            pace,
        };
        let handlers = self.tasks.handlers.clone();
        let running = adapter_discord::run(
            config,
            self.context.clone(),
            status,
            handlers,
            self.stop.gateway.clone(),
        );
        self.tasks.gateway.spawn(running);
        Ok(())
    }
}

async fn drain(stop: &CancellationToken, tasks: &TaskTracker, seconds: u64) {
    stop.cancel();
    tasks.close();
    let _ = tokio::time::timeout(Duration::from_secs(seconds), tasks.wait()).await;
}
