//! `alphapy doctor`: what keeps this machine from running the bot, and what mends it.

use std::process::ExitCode;

use adapter_discord::rest::{Rest, RestConfig};
use adapter_postgres::migrations;
use adapter_postgres::private_server::{PrivateServer, ServerConfig};
use chrono::TimeDelta;
use kernel::Clock as _;
use operations_core::StepState;
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;

use super::say;
use crate::clock::SystemClock;
use crate::config::{self, Config, Migrate};

/// A clock that is further off than this misses minutes.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(30);

/// What one look found.
struct Finding {
    good: bool,
    what: &'static str,
    words: String,
}

fn good(what: &'static str, words: impl Into<String>) -> Finding {
    Finding {
        good: true,
        what,
        words: words.into(),
    }
}

fn bad(what: &'static str, words: impl Into<String>) -> Finding {
    Finding {
        good: false,
        what,
        words: words.into(),
    }
}

/// Looks at everything, says what it found, and ends with 1 when something needs mending.
pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let mut findings = discord(&config).await;
    findings.extend(database(&config).await);
    findings.push(port(&config).await);
    for finding in &findings {
        let mark = if finding.good { "ok  " } else { "MEND" };
        say(&format!("{mark}  {:<10} {}", finding.what, finding.words));
    }
    let sound = findings.iter().all(|it| it.good);
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn discord(config: &Config) -> Vec<Finding> {
    let Some(token) = &config.token else {
        return vec![bad(
            "token",
            "BOT_TOKEN is not set: copy it from the Developer Portal (your application, Bot, Reset Token)",
        )];
    };
    let rest = Rest::new(RestConfig::new(token.clone(), config.discord_proxy.clone()));
    match adapter_discord::examine(&rest).await {
        Err(error) => vec![bad("token", error.to_string())],
        Ok(examined) => vec![
            good(
                "token",
                format!("Discord knows the bot as {}", examined.name),
            ),
            if examined
                .intents
                .contains(&settings_core::Intent::MessageContent)
            {
                good("intents", "Message Content Intent is on")
            } else {
                bad(
                    "intents",
                    "Message Content Intent is off, so announcements cannot be read: switch it on (Developer Portal, \
                     your application, Bot)",
                )
            },
            clock(examined.discord_time),
        ],
    }
}

fn clock(discord: Option<chrono::DateTime<chrono::Utc>>) -> Finding {
    let Some(discord) = discord else {
        return good("clock", "Discord did not say what time it is");
    };
    let off = (SystemClock.now() - discord).abs();
    if off <= CLOCK_TOLERANCE {
        good("clock", "within half a minute of Discord's")
    } else {
        let words = format!(
            "{} seconds off Discord's: set it, or run a time daemon such as chrony",
            off.num_seconds()
        );
        bad("clock", words)
    }
}

async fn database(config: &Config) -> Vec<Finding> {
    match &config.database {
        config::Database::Url(url) => {
            match adapter_postgres::Database::at(url.expose_secret()).await {
                Err(error) => vec![bad("database", error.to_string())],
                Ok(database) => vec![
                    good("database", "answers"),
                    schema(&database, config.migrate).await,
                ],
            }
        }
        config::Database::Private(dir) => {
            match PrivateServer::start(ServerConfig::durable(dir)).await {
                Err(error) => vec![bad("database", error.to_string())],
                Ok(server) => {
                    let findings = vec![
                        good(
                            "database",
                            format!(
                                "the private Postgres runs in {}",
                                server.directory().display()
                            ),
                        ),
                        private_schema(&server, config.migrate).await,
                    ];
                    server.stop().await;
                    findings
                }
            }
        }
    }
}

async fn private_schema(server: &PrivateServer, migrate: Migrate) -> Finding {
    if let Err(error) = server.ensure_database(crate::app::storage::DATABASE).await {
        return bad("schema", error.to_string());
    }
    match adapter_postgres::Database::of(server, crate::app::storage::DATABASE).await {
        Err(error) => bad("schema", error.to_string()),
        Ok(database) => schema(&database, migrate).await,
    }
}

async fn schema(database: &adapter_postgres::Database, migrate: Migrate) -> Finding {
    let finding = match migrations::status(database.pool()).await {
        Err(error) => bad("schema", error.to_string()),
        Ok(steps) => {
            let pending = steps
                .iter()
                .filter(|it| it.state == StepState::Pending)
                .count();
            let odd = steps
                .iter()
                .any(|it| !matches!(it.state, StepState::Applied { .. } | StepState::Pending));
            match (pending, odd) {
                (0, false) => good("schema", "up to date"),
                (0, true) => bad(
                    "schema",
                    "not the one this version knows: see `alphapy migrate status`",
                ),
                (count, _) if migrate == Migrate::AtStart => good(
                    "schema",
                    format!("{count} steps are applied at the next start"),
                ),
                (count, _) => bad(
                    "schema",
                    format!("{count} steps are missing: run `alphapy migrate up`"),
                ),
            }
        }
    };
    database.close().await;
    finding
}

async fn port(config: &Config) -> Finding {
    match TcpListener::bind(config.bind).await {
        Ok(_) => good("port", format!("{} is free", config.bind)),
        Err(_) => bad(
            "port",
            format!(
                "{} is taken (perhaps Alphapy runs already): stop the other program, or set PORT",
                config.bind
            ),
        ),
    }
}
