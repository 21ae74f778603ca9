//! `alphapy run`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use adapter_discord::Shards;
use anyhow::bail;

use super::WrongInput;
use crate::app::{self, AppOptions, Storage};
use crate::clock::SystemClock;
use crate::config::{Config, Database};
use crate::lifecycle;

/// How long the start may take, all in all: what supervises the process tries again, or tells somebody.
const START_BUDGET: Duration = Duration::from_mins(1);

pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let options = options(config)?;
    let app = tokio::select! {
        started = in_time(app::start(options)) => started?,
        // Told to stop while starting: what was begun ends with the process, and the next start picks it up.
        told = lifecycle::told_to_stop() => return told.map(|()| ExitCode::SUCCESS),
    };
    let code = tokio::select! {
        told = lifecycle::told_to_stop() => told.map(|()| ExitCode::SUCCESS)?,
        () = app.rejected() => ExitCode::FAILURE,
    };
    app.stop().await;
    Ok(code)
}

/// What was begun when the time is over ends with the process.
async fn in_time<T>(starting: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let started = tokio::time::timeout(START_BUDGET, starting).await;
    started.unwrap_or_else(|_| {
        bail!(
            "the start has taken a minute and was given up: the log names the steps that were done; a schema that needs \
             longer is brought up to date by `alphapy migrate up`"
        )
    })
}

fn options(config: Config) -> anyhow::Result<AppOptions> {
    let token = config
        .token
        .ok_or_else(|| WrongInput("BOT_TOKEN is not set".to_owned()))?;
    Ok(AppOptions {
        storage: match config.database {
            Database::Url(url) => Storage::Url(url),
            Database::Private(dir) => Storage::Private(dir),
        },
        migrate: config.migrate,
        bind: config.bind,
        admins: config.admins,
        home: config.home,
        everyone: config.everyone,
        picture_limits: config.picture_limits,
        shards: Shards {
            ids: config.shard_ids,
            total: config.shard_count,
        },
        service: config.service,
        discord_proxy: config.discord_proxy,
        discord_gateway: config.discord_gateway,
        api: config.api,
        supabase: config.supabase,
        model: config.model,
        links: config.links,
        secrets: config.secrets,
        telemetry_interval: config.telemetry_interval,
        dev_guilds: config.dev_guilds,
        privacy_key: config.privacy_key,
        ..AppOptions::new(token, Arc::new(SystemClock))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_start_that_never_ends_is_given_up_after_a_minute_with_words() {
        let began = tokio::time::Instant::now();
        let never = in_time(std::future::pending::<anyhow::Result<()>>()).await;
        assert_eq!(began.elapsed(), START_BUDGET);
        let words = never.unwrap_err().to_string();
        assert!(words.contains("alphapy migrate up"), "{words}");
        assert_eq!(in_time(async { Ok(1) }).await.unwrap(), 1);
    }
}
