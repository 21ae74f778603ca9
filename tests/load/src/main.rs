//! The load driver: `cargo run --release -p load -- <scenario|all> [--json-only]`.
//!
//! Every figure stands beside the same figure of something bare, taken in the same run on the same machine, and the aims
//! are about their ratio: a slow or busy machine changes both. The JSON goes to standard output, the table to standard
//! error. `run`, `echo`, `bare-http` and `client` are what its child processes are: the program itself, the bare bot, the bare
//! server, and who asks a server.

mod bare_http;
mod bots;
mod client;
mod echo;
mod ground;
mod measure;
mod processes;
mod report;
mod scenario;
mod scenarios;
mod seed;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;

use crate::ground::Ground;
use crate::scenario::Scenario;

/// Measures how fast and how small the bot is.
#[derive(Debug, Parser)]
#[command(name = "load", after_help = overview())]
struct CommandLine {
    /// Which scenario; `all` for each of them
    #[arg(default_value = "all")]
    scenario: String,
    /// Print no table
    #[arg(long)]
    json_only: bool,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        // The program reads the same command line, in which this is its own command.
        Some("run") => alphapy_app::commands::main(),
        Some("echo") => ended(block_on(echo::run(arguments.collect()))),
        Some("bare-http") => ended(block_on(bare_http::run(arguments.collect()))),
        Some("client") => ended(client::run(arguments)),
        _ => ended(block_on(drive(CommandLine::parse()))),
    }
}

async fn drive(line: CommandLine) -> anyhow::Result<ExitCode> {
    let all = scenarios::all();
    let chosen: Vec<&dyn Scenario> = all
        .iter()
        .map(AsRef::as_ref)
        .filter(|it| line.scenario == "all" || line.scenario == it.name())
        .collect();
    anyhow::ensure!(
        !chosen.is_empty(),
        "there is no scenario {}: see --help",
        line.scenario
    );
    let ground = Ground::prepare().await?;
    let mut report = report::Report::default();
    for scenario in chosen {
        if !line.json_only {
            writeln!(
                io::stderr().lock(),
                "{}: {}",
                scenario.name(),
                scenario.about()
            )?;
        }
        let findings = scenario.run(&ground).await?;
        if !line.json_only {
            write!(io::stderr().lock(), "{}", report::table(&findings))?;
        }
        report.add(scenario.name(), &findings);
    }
    ground.leave().await;
    writeln!(io::stdout().lock(), "{}", report.json())?;
    Ok(if report.met() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn block_on(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    // Exactly one TLS provider; the bots speak plain HTTP here and want one all the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

fn ended(outcome: anyhow::Result<ExitCode>) -> ExitCode {
    outcome.unwrap_or_else(|error| {
        let _ = writeln!(io::stderr().lock(), "load: {error:#}");
        ExitCode::from(2)
    })
}

fn overview() -> String {
    let lines = scenarios::all();
    let lines = lines
        .iter()
        .map(|it| format!("  {:12}  {}", it.name(), it.about()));
    std::iter::once("Scenarios:".to_owned())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}
