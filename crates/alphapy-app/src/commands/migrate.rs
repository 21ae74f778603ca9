//! `alphapy migrate`.

use std::fmt::Display;
use std::process::ExitCode;

use adapter_postgres::migrations;
use adapter_postgres::private_server::{PrivateServer, ServerConfig};
use clap::{Args, Subcommand};
use secrecy::ExposeSecret as _;

use super::say;
use crate::config::{self, Config};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Action {
    /// Show where each step stands (the default)
    Status,
    /// Apply the steps that are missing
    Up {
        /// Stop after this step
        #[arg(long)]
        to: Option<i64>,
    },
    /// Take the last step back, with everything that was stored in it
    Down {
        /// The last step's number, so that nothing is taken back by mistake
        version: i64,
    },
    /// Show what was applied, and when
    History,
}

pub(super) async fn run(config: Config, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (database, server) = open(&config).await?;
    let outcome = act(&database, arguments.action.unwrap_or(Action::Status)).await;
    database.close().await;
    if let Some(server) = server {
        server.stop().await;
    }
    outcome.map(|()| ExitCode::SUCCESS)
}

/// The database that is configured, and its private server.
pub(super) async fn open(
    config: &Config,
) -> anyhow::Result<(adapter_postgres::Database, Option<PrivateServer>)> {
    match &config.database {
        config::Database::Url(url) => Ok((
            adapter_postgres::Database::at(url.expose_secret()).await?,
            None,
        )),
        config::Database::Private(dir) => {
            let server = PrivateServer::start(ServerConfig::durable(dir)).await?;
            server
                .ensure_database(crate::app::storage::DATABASE)
                .await?;
            let database =
                adapter_postgres::Database::of(&server, crate::app::storage::DATABASE).await?;
            Ok((database, Some(server)))
        }
    }
}

async fn act(database: &adapter_postgres::Database, action: Action) -> anyhow::Result<()> {
    let pool = database.pool();
    match action {
        Action::Status => list(&migrations::status(pool).await?),
        Action::Up { to } => match migrations::up(pool, to).await?.as_slice() {
            [] => say("The schema is up to date already."),
            applied => applied.iter().for_each(|it| say(&format!("applied {it}"))),
        },
        Action::Down { version } => {
            let done = migrations::down(pool, version).await?;
            say(&format!("took back {done}"));
        }
        Action::History => list(&migrations::history(pool).await?),
    }
    Ok(())
}

fn list(steps: &[impl Display]) {
    for step in steps {
        say(&step.to_string());
    }
}
