//! `alphapy commands`.

use std::process::ExitCode;

use super::say;

pub(super) fn print() -> anyhow::Result<ExitCode> {
    say(&serde_json::to_string_pretty(&adapter_discord::commands())?);
    Ok(ExitCode::SUCCESS)
}
