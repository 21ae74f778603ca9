//! The command line: one file for each command.

mod definitions;
mod demo;
mod doctor;
mod environment;
mod jsonl;
mod links;
mod migrate;
mod openapi;
mod parse;
mod run;
mod sanitize;
mod settings;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Problems, Purpose};
use crate::variables::VARIABLES;

/// Wrong input: the caller has to change something.
const USAGE: u8 = 2;

/// A community assistant for Discord: reminders now, tickets and onboarding to come.
#[derive(Debug, Parser)]
#[command(name = "alphapy", version, after_help = variables())]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bot and its API (the default); needs `BOT_TOKEN`
    Run,
    /// Play a day in a community: no account, no token, no server needed
    Demo(demo::Arguments),
    /// Look at the database's schema, or change it
    Migrate(migrate::Arguments),
    /// Link accounts of the platform to Discord users, or take a link away
    Links(links::Arguments),
    /// Print the application commands as the JSON that is sent to Discord
    Commands,
    /// Print every setting that a server has, as JSON
    Settings,
    /// Print the description of the HTTP API, as OpenAPI 3.1
    Openapi,
    /// Read an announcement on standard input and print what was understood, as JSON
    Parse(parse::Arguments),
    /// Make a text on standard input safe for the place where it is to be shown
    Sanitize(sanitize::Arguments),
    /// Check environment, token, intents, database, schema, port, disk, zones and clock, and say how to mend each
    Doctor(doctor::Arguments),
}

/// Runs the program and says how it ended: 0 done, 1 failed, 2 wrong input.
pub fn main() -> ExitCode {
    let line = CommandLine::parse();
    let outcome = match line.command.unwrap_or(Command::Run) {
        Command::Run => configured(Purpose::Run, |config| block_on(run::run(config))),
        Command::Demo(arguments) => block_on(demo::run(arguments)),
        Command::Migrate(arguments) => configured(Purpose::Tools, |config| {
            block_on(migrate::run(config, arguments))
        }),
        Command::Links(arguments) => configured(Purpose::Tools, |config| {
            block_on(links::run(config, arguments))
        }),
        Command::Commands => definitions::print(),
        Command::Settings => settings::print(),
        Command::Openapi => openapi::print(),
        Command::Parse(arguments) => parse::run(&arguments),
        Command::Sanitize(arguments) => sanitize::run(arguments),
        Command::Doctor(arguments) => doctor::run(arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain(&error);
            let wrong_input = error.is::<Problems>() || error.is::<WrongInput>();
            if wrong_input {
                ExitCode::from(USAGE)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

/// Something that the caller typed, piped in or set.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct WrongInput(pub(crate) String);

fn configured(
    purpose: Purpose,
    work: impl FnOnce(Config) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    work(environment::read(purpose)?)
}

fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    // Exactly one TLS provider, chosen before anything speaks TLS. It fails only where one is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}

/// What went wrong and why, a line for each cause.
fn complain(error: &anyhow::Error) {
    let mut out = io::stderr().lock();
    let _ = writeln!(out, "alphapy: {error}");
    for cause in error.chain().skip(1) {
        let _ = writeln!(out, "  because: {cause}");
    }
}

/// Writes to standard output; a reader that has gone away is no error of ours.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

fn variables() -> String {
    let width = VARIABLES
        .iter()
        .map(|it| it.name.len())
        .max()
        .unwrap_or_default();
    let lines = VARIABLES
        .iter()
        .map(|it| format!("  {:width$}  {}", it.name, it.meaning));
    std::iter::once("Environment variables:".to_owned())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound_and_its_help_names_every_variable() {
        CommandLine::command().debug_assert();
        let help = CommandLine::command().render_long_help().to_string();
        for variable in VARIABLES {
            assert!(help.contains(variable.name), "{} is missing", variable.name);
        }
    }
}
