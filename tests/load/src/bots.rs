//! Bots and servers as child processes: the real program, the bare echo, and the bare server.

use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::Simulator;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

use crate::processes;

/// How long a bot may take to end when it is told to.
const GRACE: Duration = Duration::from_secs(30);
/// What services show to the program.
pub(crate) const API_KEY: &str = "0123456789abcdef0123456789abcdef";

/// A bot in a process of its own, which ends with this value.
pub(crate) struct Bot(Child);

impl Bot {
    /// The program `alphapy run` on a database.
    pub(crate) fn alphapy(simulator: &Simulator, database_url: &str) -> anyhow::Result<Self> {
        Self::alphapy_with(simulator, database_url, &[])
    }

    /// The same with more variables, or others.
    pub(crate) fn alphapy_with(
        simulator: &Simulator,
        database_url: &str,
        variables: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let mut command = this_program("run")?;
        command
            .env("BOT_TOKEN", simulator.token())
            .env("DATABASE_URL", database_url)
            .env("APP_ENV", "production")
            .env("API_KEY", API_KEY)
            .env("BIND", "127.0.0.1")
            .env("PORT", "0")
            .env("RUST_LOG", "warn")
            .env("DISCORD_PROXY", simulator.http_addr())
            .env("DISCORD_GATEWAY_URL", simulator.gateway_url())
            .envs(variables.iter().copied());
        Ok(Self(command.spawn()?))
    }

    /// A twilight bot that answers every command with `pong`, and `/ping` is all that it has.
    pub(crate) fn echo(simulator: &Simulator) -> anyhow::Result<Self> {
        let mut command = this_program("echo")?;
        command.args([
            simulator.http_addr(),
            simulator.gateway_url(),
            simulator.token(),
        ]);
        Ok(Self(command.spawn()?))
    }

    /// A server of axum and sqlx with nothing around its handlers.
    pub(crate) fn bare_http(database_url: &str, port: u16) -> anyhow::Result<Self> {
        let mut command = this_program("bare-http")?;
        command.args([database_url, &port.to_string()]);
        Ok(Self(command.spawn()?))
    }

    /// Lets it run on these processors only, with the threads that it has and those that they start.
    pub(crate) fn keep_to(&self, processors: &[usize]) -> anyhow::Result<()> {
        processes::keep_to(self.pid()?, processors)
    }

    /// For how long it has had a processor so far, in seconds.
    pub(crate) fn busy(&self) -> anyhow::Result<f64> {
        processes::busy(self.pid()?)
    }

    /// Its resident memory in bytes.
    pub(crate) fn resident(&self) -> anyhow::Result<f64> {
        self.status("VmRSS:")
    }

    /// The most that its resident memory ever was, in bytes.
    pub(crate) fn peak(&self) -> anyhow::Result<f64> {
        self.status("VmHWM:")
    }

    /// Ends it as an operator would.
    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        let pid = i32::try_from(self.pid()?)?;
        kill(Pid::from_raw(pid), Signal::SIGTERM)?;
        tokio::time::timeout(GRACE, self.0.wait())
            .await
            .context("a bot did not stop in time")??;
        Ok(())
    }

    fn pid(&self) -> anyhow::Result<u32> {
        self.0.id().context("the bot has ended")
    }

    fn status(&self, field: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()?))?;
        let line = status
            .lines()
            .find_map(|it| it.strip_prefix(field))
            .context("the system does not tell a process's memory")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kilobytes * 1024.0)
    }
}

/// This program in another role, with nothing of our environment that could change what is measured.
pub(crate) fn this_program(role: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(role).env_clear().kill_on_drop(true);
    Ok(command)
}
