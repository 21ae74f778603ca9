//! `alphapy run`.

use std::process::ExitCode;
use std::sync::Arc;

use adapter_discord::Shards;

use super::WrongInput;
use crate::app::{self, AppOptions, Storage};
use crate::clock::SystemClock;
use crate::config::{Config, Database};
use crate::lifecycle;

pub(super) async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let options = options(config)?;
    let app = tokio::select! {
        started = app::start(options) => started?,
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
        links: config.links,
        secrets: config.secrets,
        telemetry_interval: config.telemetry_interval,
        dev_guilds: config.dev_guilds,
        ..AppOptions::new(token, Arc::new(SystemClock))
    })
}
