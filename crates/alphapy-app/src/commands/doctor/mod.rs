//! `alphapy doctor`: what keeps this machine from running the bot, and what mends it.

mod database;
mod discord;
mod finding;
mod machine;

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use self::finding::Finding;
use super::{USAGE, block_on, say};
use crate::config::{Config, Problems};
use crate::logging;

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Arguments {
    /// Say it as one JSON document
    #[arg(long)]
    json: bool,
}

/// Looks at everything, says what it found, and ends with 1 when something needs mending, 2 when it is the environment.
pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match Config::from_environment() {
        Ok(config) => {
            logging::start(config.log_format, &config.log_filter);
            block_on(async move { Ok(tell(&look(&config).await, arguments)) })
        }
        Err(problems) if arguments.json => {
            tell(&environment(&problems), arguments);
            Ok(ExitCode::from(USAGE))
        }
        Err(problems) => Err(problems.into()),
    }
}

fn environment(problems: &Problems) -> Vec<Finding> {
    let fix = "correct the variable; `alphapy --help` says what each takes";
    let found = problems
        .iter()
        .map(|it| Finding::bad("environment", it, fix));
    found.collect()
}

async fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![Finding::good("environment", "every variable can be read")];
    findings.extend(discord::look(config).await);
    findings.extend(database::look(config).await);
    findings.extend(machine::look(config).await);
    findings
}

fn tell(findings: &[Finding], arguments: Arguments) -> ExitCode {
    let sound = !findings.iter().any(Finding::is_bad);
    if arguments.json {
        let findings: Vec<_> = findings.iter().map(Finding::json).collect();
        say(&json!({ "ok": sound, "findings": findings }).to_string());
    } else {
        for finding in findings {
            say(&finding.to_string());
        }
    }
    if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
