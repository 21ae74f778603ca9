//! Bots as child processes: the real program, and the bare echo.

use std::time::Duration;

use anyhow::Context as _;
use discord_simulator::Simulator;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

/// How long a bot may take to end when it is told to.
const GRACE: Duration = Duration::from_secs(30);

/// A bot in a process of its own, which ends with this value.
pub(crate) struct Bot(Child);

impl Bot {
    /// The program `alphapy run` on a database.
    pub(crate) fn alphapy(simulator: &Simulator, database_url: &str) -> anyhow::Result<Self> {
        let mut command = this_program("run")?;
        command
            .env("BOT_TOKEN", simulator.token())
            .env("DATABASE_URL", database_url)
            .env("APP_ENV", "production")
            .env("API_KEY", "0123456789abcdef0123456789abcdef")
            .env("BIND", "127.0.0.1")
            .env("PORT", "0")
            .env("RUST_LOG", "warn")
            .env("DISCORD_PROXY", simulator.http_addr())
            .env("DISCORD_GATEWAY_URL", simulator.gateway_url());
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
fn this_program(role: &str) -> anyhow::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(role).env_clear().kill_on_drop(true);
    Ok(command)
}
