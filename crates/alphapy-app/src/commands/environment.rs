//! The environment as every command meets it: read, its secrets found, what is odd about it logged.

use std::sync::Arc;

use super::block_on;
use crate::clock::SystemClock;
use crate::config::{Config, Purpose, Variables};
use crate::{logging, secrets};

/// Reads the environment, asks for the secrets that it only names, and starts the log. What is wrong with it is an
/// error of the kind [`Problems`](crate::config::Problems).
pub(super) fn read(purpose: Purpose) -> anyhow::Result<Config> {
    let mut variables = Variables::of_process();
    let (mut found, mut managed) = (Vec::new(), None);
    if variables.names_secrets() {
        (found, managed) =
            block_on(async { Ok(secrets::resolve(&mut variables, Arc::new(SystemClock)).await) })?;
    }
    let mut config = variables.config(purpose)?;
    config.secrets = managed;
    logging::start(config.log_format, &config.log_filter);
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    for it in found {
        let (variable, source) = (it.variable, it.source.word());
        tracing::info!(variable, source, "found the secret that a variable names");
        if let Some(why) = it.detour {
            tracing::warn!(variable, why, "the secret is not from the Secret Manager");
        }
    }
    Ok(config)
}
