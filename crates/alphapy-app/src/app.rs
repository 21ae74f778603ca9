//! One running Alphapy: started phase by phase, stopped in the opposite order.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use adapter_api::{ApiState, Check, Health, HealthProbe};
use adapter_discord::rest::{Rest, RestConfig};
use adapter_discord::{
    DiscordContext, GatewayConfig, GatewayStatus, IdentifyPace, RegistrationOutcome, Shards,
};
use adapter_postgres::private_server::{PrivateServer, ServerConfig};
use adapter_postgres::{
    ConnectOptions, Database, DatabaseError, PgCommandSync, ReminderSignal, SettingsListener,
    migrations,
};
use anyhow::{Context as _, bail};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{Admins, Clock};
use reminders_core::EveryonePolicy;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Migrate;
use crate::jobs;
use crate::lifecycle::SHUTDOWN_BUDGET;
use crate::measures::Measures;
use crate::wiring::{self, CommandSync, Stores};

/// Which database an app uses.
#[derive(Debug, Clone)]
pub enum Storage {
    /// A server that somebody else runs.
    Url(SecretString),
    /// A private server whose data is kept in this directory.
    Private(PathBuf),
    /// A private server whose data goes with the app: for the demo.
    Throwaway(PathBuf),
    /// A database that the caller has made ready: for tests.
    Given(ConnectOptions),
}

/// What an app is made of.
#[derive(Clone)]
pub struct AppOptions {
    /// The bot's token.
    pub token: SecretString,
    /// The database.
    pub storage: Storage,
    /// Whether its schema is brought up to date.
    pub migrate: Migrate,
    /// Where the API listens; port 0 chooses a free one.
    pub bind: SocketAddr,
    /// Who counts as admin.
    pub admins: Admins,
    /// Whether reminders may ping everyone.
    pub everyone: EveryonePolicy,
    /// Which shards run here.
    pub shards: Shards,
    /// What `/health` calls this service.
    pub service: String,
    /// A REST proxy (or simulator), `host:port`, spoken to in plain HTTP.
    pub discord_proxy: Option<String>,
    /// Another gateway than Discord's.
    pub discord_gateway: Option<String>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

impl AppOptions {
    /// One shard, the API on port 8000, a private database in `./.alphapy`, and Discord itself.
    pub fn new(token: SecretString, clock: Arc<dyn Clock>) -> Self {
        Self {
            token,
            storage: Storage::Private(PathBuf::from("./.alphapy")),
            migrate: Migrate::AtStart,
            bind: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 8000)),
            admins: Admins::default(),
            everyone: EveryonePolicy::AsGuildsChoose,
            shards: Shards {
                ids: vec![0],
                total: 1,
            },
            service: "alphapy-service".to_owned(),
            discord_proxy: None,
            discord_gateway: None,
            clock,
        }
    }
}

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
}

/// What is under way.
#[derive(Clone, Default)]
struct Tasks {
    api: TaskTracker,
    gateway: TaskTracker,
    handlers: TaskTracker,
    jobs: TaskTracker,
    server: TaskTracker,
}

/// The database in a private server.
pub(crate) const DATABASE: &str = "alphapy";
const DATABASE_TRIES: u32 = 5;
const DATABASE_PAUSE: Duration = Duration::from_millis(1500);

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
    let (database, server) = phase("database", open_database(&options, &stop, &tasks)).await?;
    let started = async {
        let stores = phase("settings", async { wiring::stores(&database) }).await?;
        let context = phase("commands", sign_in(&options, &stores, &database)).await?;
        anyhow::Ok((stores, context))
    };
    let (stores, context) = match started.await {
        Ok(it) => it,
        Err(error) => {
            close_database(&database, server.as_deref(), &stop, &tasks).await;
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
    app.serve(listener, &options)?;
    app.connect(&options, status).await?;
    app.run_jobs(&options, &stores);
    tracing::info!(api = %app.api, "running");
    Ok(app)
}

/// Runs one phase of the start and logs how long it took.
async fn phase<T>(
    name: &'static str,
    work: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let begun = tokio::time::Instant::now();
    let outcome = work.await;
    let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    match &outcome {
        Ok(_) => tracing::info!(phase = name, milliseconds, "started"),
        Err(_) => tracing::error!(phase = name, milliseconds, "failed to start"),
    }
    outcome
}

async fn open_database(
    options: &AppOptions,
    stop: &Stop,
    tasks: &Tasks,
) -> anyhow::Result<(Database, Option<Arc<PrivateServer>>)> {
    use secrecy::ExposeSecret as _;
    let (database, server) = match &options.storage {
        Storage::Url(url) => (patiently(|| Database::at(url.expose_secret())).await?, None),
        Storage::Given(options) => (Database::connect(options.clone()).await?, None),
        Storage::Private(dir) => private(ServerConfig::durable(dir), stop, tasks).await?,
        Storage::Throwaway(dir) => private(ServerConfig::throwaway(dir), stop, tasks).await?,
    };
    if let Err(error) = prepare_schema(&database, options.migrate).await {
        close_database(&database, server.as_deref(), stop, tasks).await;
        return Err(error);
    }
    Ok((database, server))
}

async fn private(
    config: ServerConfig,
    stop: &Stop,
    tasks: &Tasks,
) -> anyhow::Result<(Database, Option<Arc<PrivateServer>>)> {
    let server = Arc::new(PrivateServer::start(config).await?);
    server.ensure_database(DATABASE).await?;
    let database = Database::of(&server, DATABASE).await?;
    let (supervised, token) = (server.clone(), stop.server.clone());
    tasks
        .server
        .spawn(async move { supervised.supervise(token).await });
    Ok((database, Some(server)))
}

/// A server that starts beside us may need a moment.
async fn patiently<F: Future<Output = Result<Database, DatabaseError>>>(
    connect: impl Fn() -> F,
) -> Result<Database, DatabaseError> {
    let mut tries = 1;
    loop {
        match connect().await {
            Err(DatabaseError::Unreachable(_)) if tries < DATABASE_TRIES => {
                tracing::warn!(tries, "the database does not answer yet");
                tokio::time::sleep(DATABASE_PAUSE * tries).await;
                tries += 1;
            }
            outcome => return outcome,
        }
    }
}

async fn prepare_schema(database: &Database, migrate: Migrate) -> anyhow::Result<()> {
    use migrations::MigrationState::{Applied, Pending};
    if migrate == Migrate::AtStart {
        return match migrations::up(database.pool(), None).await {
            // Expand, migrate, contract: a newer schema still carries what this version needs.
            Err(migrations::MigrationError::DatabaseNewer { .. }) => {
                tracing::warn!(
                    "the schema is newer than this version of Alphapy; update it when you can"
                );
                Ok(())
            }
            outcome => outcome.map(|_| ()).map_err(anyhow::Error::from),
        };
    }
    let steps = migrations::status(database.pool()).await?;
    if let Some(step) = steps.iter().find(|it| it.state == Pending) {
        bail!(
            "the schema lacks step {} ({}): run `alphapy migrate up`, or set AUTO_MIGRATE=1",
            step.version,
            step.description
        );
    }
    if steps.iter().any(|it| !matches!(it.state, Applied { .. })) {
        tracing::warn!(
            "the schema is not the one this version knows; `alphapy migrate status` shows where they differ"
        );
    }
    Ok(())
}

async fn close_database(
    database: &Database,
    server: Option<&PrivateServer>,
    stop: &Stop,
    tasks: &Tasks,
) {
    database.close().await;
    stop.server.cancel();
    tasks.server.close();
    tasks.server.wait().await;
    if let Some(server) = server {
        server.stop().await;
    }
}

/// Asks Discord who we are, and tells it our commands if they have changed.
async fn sign_in(
    options: &AppOptions,
    stores: &Stores,
    database: &Database,
) -> anyhow::Result<DiscordContext> {
    let rest = Rest::new(RestConfig::new(
        options.token.clone(),
        options.discord_proxy.clone(),
    ));
    let identity = adapter_discord::identify(&rest).await?;
    let mut admins = options.admins.clone();
    admins.owners.extend(identity.owner);
    let context = wiring::context(
        stores,
        rest,
        &identity,
        admins,
        options.everyone,
        options.clock.clone(),
    );
    let sync = CommandSync(PgCommandSync::new(database.pool().clone()));
    match adapter_discord::register(&context, &sync).await {
        Ok(RegistrationOutcome::Unchanged) => tracing::info!("the commands are registered already"),
        Ok(RegistrationOutcome::Registered(count)) => {
            tracing::info!(count, "the commands are registered")
        }
        Err(failure) => tracing::warn!(
            error = &failure as &dyn std::error::Error,
            "the commands could not be registered; those of the last start still work"
        ),
    }
    Ok(context)
}

impl App {
    /// Where the API listens.
    pub fn api(&self) -> SocketAddr {
        self.api
    }

    /// Waits until every shard of this process has a session; an error when Discord refuses us for good.
    pub async fn ready(&self) -> anyhow::Result<()> {
        let mut gateway = self.gateway.clone();
        let status = *gateway
            .wait_for(|it| it.connected > 0 || it.rejected)
            .await?;
        if status.rejected {
            bail!("Discord refuses the connection: see the log for what to mend");
        }
        Ok(())
    }

    /// Waits until Discord refuses us for good.
    pub async fn rejected(&self) {
        let mut gateway = self.gateway.clone();
        if gateway.wait_for(|it| it.rejected).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Stops within 25 seconds: the API drains, the gateway closes so that it can be resumed, handlers and jobs finish,
    /// the database closes.
    pub async fn stop(self) {
        let orderly = async {
            drain(&self.stop.api, &self.tasks.api, 6).await;
            drain(&self.stop.gateway, &self.tasks.gateway, 3).await;
            drain(&CancellationToken::new(), &self.tasks.handlers, 5).await;
            drain(&self.stop.jobs, &self.tasks.jobs, 5).await;
            close_database(
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

    fn serve(&self, listener: TcpListener, options: &AppOptions) -> anyhow::Result<()> {
        let measures =
            Arc::new(Measures::start().context("something else in this process measures already")?);
        let probe = Probe {
            service: options.service.clone(),
            started: options.clock.now(),
            clock: options.clock.clone(),
            database: self.database.clone(),
            gateway: self.gateway.clone(),
            stopping: self.stop.api.clone(),
        };
        let counter = std::sync::atomic::AtomicU64::new(0);
        let started = options.clock.now().timestamp_millis();
        let next = move || {
            format!(
                "{started:x}-{}",
                counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
            )
        };
        let state = ApiState {
            health: Arc::new(probe),
            metrics: measures.clone(),
            next_request_id: Arc::new(next),
        };
        let stop = self.stop.api.clone();
        self.tasks.api.spawn(async move {
            if let Err(error) = adapter_api::serve(listener, state, stop).await {
                tracing::error!(error = &error as &dyn std::error::Error, "the API stopped");
            }
        });
        self.tasks
            .jobs
            .spawn(jobs::keep_measures(measures, self.stop.jobs.clone()));
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

    fn run_jobs(&self, options: &AppOptions, stores: &Stores) {
        let (pool, stop) = (self.database.pool().clone(), &self.stop.jobs);
        let reminders = &self.context.features.reminders;
        let listener = SettingsListener::new(pool.clone(), stores.cached_settings.clone());
        let zones = jobs::follow_zones(reminders.clone(), listener.subscribe(), stop.clone());
        let signal = ReminderSignal::new(pool);
        let hearing = signal.clone().run(stop.clone());
        let dispatching = jobs::dispatch_reminders(
            reminders.clone(),
            signal,
            options.clock.clone(),
            stop.clone(),
        );
        self.tasks.jobs.spawn(listener.run(stop.clone()));
        self.tasks.jobs.spawn(zones);
        self.tasks.jobs.spawn(hearing);
        self.tasks.jobs.spawn(dispatching);
    }
}

async fn drain(stop: &CancellationToken, tasks: &TaskTracker, seconds: u64) {
    stop.cancel();
    tasks.close();
    let _ = tokio::time::timeout(Duration::from_secs(seconds), tasks.wait()).await;
}

/// Looks at the parts, for `/health`.
struct Probe {
    service: String,
    started: DateTime<Utc>,
    clock: Arc<dyn Clock>,
    database: Database,
    gateway: watch::Receiver<GatewayStatus>,
    stopping: CancellationToken,
}

#[async_trait]
impl HealthProbe for Probe {
    async fn health(&self) -> Health {
        Health {
            service: self.service.clone(),
            version: env!("CARGO_PKG_VERSION"),
            uptime_seconds: (self.clock.now() - self.started).num_seconds(),
            database: if self.stopping.is_cancelled() {
                Check::Down {
                    detail: "Alphapy is stopping",
                }
            } else if self.database.answers().await {
                Check::Ok
            } else {
                Check::Down {
                    detail: "Postgres does not answer: see the log, and `alphapy doctor`",
                }
            },
            gateway: gateway_check(*self.gateway.borrow()),
        }
    }
}

fn gateway_check(status: GatewayStatus) -> Check {
    match status {
        GatewayStatus { rejected: true, .. } => Check::Down {
            detail: "Discord refuses the token: set BOT_TOKEN to the one on the application's Bot page",
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
