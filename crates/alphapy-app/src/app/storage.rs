//! The app's database: found or started, brought up to date, closed.

use std::sync::Arc;
use std::time::Duration;

use adapter_postgres::private_server::{PrivateServer, ServerConfig};
use adapter_postgres::{Database, DatabaseError, migrations};
use anyhow::bail;

use super::{AppOptions, Stop, Storage, Tasks};
use crate::config::Migrate;

/// The database in a private server.
pub(crate) const DATABASE: &str = "alphapy";
/// A server that starts beside us gets so many tries …
const DATABASE_TRIES: u32 = 5;
/// … and this long after the first, twice as long after the second, and so on.
const DATABASE_PAUSE: Duration = Duration::from_millis(1500);

/// Opens the database that the options name, with its schema ready; supervises a private server from then on.
pub(super) async fn open(
    options: &AppOptions,
    stop: &Stop,
    tasks: &Tasks,
) -> anyhow::Result<(Database, Option<Arc<PrivateServer>>)> {
    use secrecy::ExposeSecret as _;
    let (database, server) = match &options.storage {
        Storage::Url(url) => (patiently(|| Database::at(url.expose_secret())).await?, None),
        Storage::Given(options) => (Database::connect((**options).clone()).await?, None),
        Storage::Private(dir) => private(ServerConfig::durable(dir), stop, tasks).await?,
        Storage::Throwaway(dir) => private(ServerConfig::throwaway(dir), stop, tasks).await?,
    };
    if let Err(error) = prepare_schema(&database, options.migrate).await {
        close(&database, server.as_deref(), stop, tasks).await;
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
    let opened = async {
        server.ensure_database(DATABASE).await?;
        anyhow::Ok(Database::of(&server, DATABASE).await?)
    };
    let database = match opened.await {
        Ok(database) => database,
        Err(error) => {
            server.stop().await;
            return Err(error);
        }
    };
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
    use operations_core::StepState::{Applied, Pending};
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

/// Closes the connections, then a private server.
pub(super) async fn close(
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
