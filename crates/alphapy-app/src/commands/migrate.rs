//! `alphapy migrate`.

use std::process::ExitCode;

use adapter_postgres::migrations::{self, MigrationState};
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

async fn open(
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
        Action::Status => {
            for step in migrations::status(pool).await? {
                let state = match step.state {
                    MigrationState::Applied { at } => {
                        format!("applied {}", at.format("%Y-%m-%d %H:%M:%S UTC"))
                    }
                    MigrationState::Pending => "pending".to_owned(),
                    MigrationState::Changed { .. } => {
                        "applied, but its file has changed since".to_owned()
                    }
                    MigrationState::Unknown { .. } => {
                        "applied by a newer version of Alphapy".to_owned()
                    }
                };
                say(&format!(
                    "{:04} {:<32} {state}",
                    step.version, step.description
                ));
            }
        }
        Action::Up { to } => match migrations::up(pool, to).await?.as_slice() {
            [] => say("The schema is up to date already."),
            applied => applied
                .iter()
                .for_each(|it| say(&format!("applied {it:04}"))),
        },
        Action::Down { version } => {
            migrations::down(pool, version).await?;
            say(&format!("took back {version:04}"));
        }
        Action::History => {
            for step in migrations::history(pool).await? {
                let took = step
                    .took
                    .map_or_else(String::new, |it| format!(" in {} ms", it.as_millis()));
                let at = step.at.format("%Y-%m-%d %H:%M:%S UTC");
                say(&format!(
                    "{at} {:04} {}{took}",
                    step.version, step.description
                ));
            }
        }
    }
    Ok(())
}
