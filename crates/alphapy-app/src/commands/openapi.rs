//! `alphapy openapi`: what the API says of itself, for who writes a client.

use std::process::ExitCode;

use super::say;

pub(super) fn print() -> anyhow::Result<ExitCode> {
    say(&serde_json::to_string_pretty(&adapter_api::openapi())?);
    Ok(ExitCode::SUCCESS)
}
