//! `alphapy doctor`: what keeps this machine from running the bot, and what mends it.

mod database;
mod discord;
mod finding;
mod machine;

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use self::finding::Finding;
use super::{USAGE, block_on, environment, say};
use crate::config::{Config, Problems, Purpose};

#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Arguments {
    /// Say it as one JSON document
    #[arg(long)]
    json: bool,
}

/// Looks at everything, says what it found, and ends with 1 when something needs mending, 2 when it is the environment.
pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match environment::read(Purpose::Tools) {
        Ok(config) => block_on(async move { Ok(tell(&look(&config).await, arguments)) }),
        Err(error) => match error.downcast_ref() {
            Some(problems) if arguments.json => {
                tell(&wrong(problems), arguments);
                Ok(ExitCode::from(USAGE))
            }
            _ => Err(error),
        },
    }
}

fn wrong(problems: &Problems) -> Vec<Finding> {
    let fix = "correct the variable; `alphapy --help` says what each takes";
    let found = problems
        .iter()
        .map(|it| Finding::bad("environment", it, fix));
    found.collect()
}

async fn look(config: &Config) -> Vec<Finding> {
    let mut findings = vec![Finding::good("environment", "every variable can be read")];
    findings.extend(security(config));
    findings.extend(discord::look(config).await);
    findings.extend(database::look(config).await);
    findings.extend(machine::look(config).await);
    findings
}

/// What `run` would refuse, but for the token, which has a check of its own; and what could be better.
fn security(config: &Config) -> impl Iterator<Item = Finding> {
    let others = |it: &&String| !it.starts_with("BOT_TOKEN");
    let lacks = config.lacks.iter().filter(others).map(|it| {
        let fix = "set one of them: in production the bot does not start without";
        Finding::bad("environment", it, fix)
    });
    let warnings = config.warnings.iter();
    lacks.chain(warnings.map(|it| {
        let fix = "correct the variable; `alphapy --help` says what each takes";
        Finding::note("environment", it, fix)
    }))
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
