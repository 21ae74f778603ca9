//! Where the story is played: a simulated Discord, a private Postgres, the bot, and a clock that all of them share.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use chrono::{DateTime, TimeZone as _, Utc};
use discord_simulator::{
    Guild, Options as SimulatorOptions, Permissions, RateLimits, SimTime, Simulator, User,
};
use kernel::{Clock as _, ManualClock};
use secrecy::SecretString;
use tempfile::TempDir;
use uuid::Uuid;

use super::addresses::Addresses;
use crate::app::{self, App, AppOptions, Storage};
use crate::config::ApiOptions;

/// What the README has the bot invited with.
const INVITED_WITH: u64 = 2_252_160_859_630_608;

/// The simulator's view of the shared clock.
#[derive(Debug)]
struct SharedTime(ManualClock);

impl SimTime for SharedTime {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// Everything that the story needs.
pub(crate) struct Stage {
    app: App,
    pub(super) simulator: Simulator,
    pub(super) clock: ManualClock,
    pub(super) guild: Guild,
    /// What a service shows that asks the API; made anew each time.
    key: String,
    // Deleted with everything in it when the stage is cleared.
    _directory: TempDir,
}

impl Stage {
    /// Builds the stage and waits until the bot is ready.
    pub(crate) async fn set() -> anyhow::Result<Self> {
        let clock = ManualClock::at(morning()?);
        let simulator = Simulator::start(SimulatorOptions {
            time: Arc::new(SharedTime(clock.clone())),
            application_name: "Alphapy".to_owned(),
            rate_limits: RateLimits {
                in_real_time: true,
                ..RateLimits::default()
            },
            ..SimulatorOptions::default()
        })
        .await
        .context("the Discord simulator does not start")?;
        let guild = community(&simulator);
        simulator.install_bot(&guild);
        let directory = tempfile::Builder::new().prefix("alphapy-demo-").tempdir()?;
        let key = Uuid::new_v4().to_string();
        let app = app::start(AppOptions {
            storage: Storage::Throwaway(directory.path().join("postgres")),
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            service: "alphapy-demo".to_owned(),
            api: ApiOptions {
                keys: vec![SecretString::from(key.clone())],
                ..ApiOptions::default()
            },
            discord_proxy: Some(simulator.http_addr()),
            discord_gateway: Some(simulator.gateway_url()),
            ..AppOptions::new(
                SecretString::from(simulator.token()),
                Arc::new(clock.clone()),
            )
        })
        .await?;
        app.ready().await?;
        Ok(Self {
            app,
            simulator,
            clock,
            guild,
            key,
            _directory: directory,
        })
    }

    /// Somebody of the community.
    pub(super) fn member(&self, name: &str) -> User {
        self.guild.member(name)
    }

    /// Waits until the bot sleeps: nothing is due any more, and nothing on its way.
    pub(super) async fn settled(&self) -> anyhow::Result<()> {
        let asleep = async {
            while self.app.delivering()
                || self
                    .clock
                    .next_wake()
                    .is_none_or(|it| it <= self.clock.now())
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), asleep)
            .await
            .context("the bot does not come to rest")
    }

    /// Where the API listens, and what to ask it.
    pub(crate) fn addresses(&self) -> Addresses<'_> {
        Addresses {
            api: self.app.api(),
            key: &self.key,
            guild: self.guild.id().to_string(),
            owner: self.guild.owner().id().to_string(),
            channel: self.guild.channel("general").id().to_string(),
        }
    }

    /// Stops everything.
    pub(crate) async fn clear(self) {
        self.app.stop().await;
        self.simulator.stop().await;
    }
}

/// Monday 2 February 2026, nine in the morning in Brussels.
fn morning() -> anyhow::Result<DateTime<Utc>> {
    Utc.with_ymd_and_hms(2026, 2, 2, 8, 0, 0)
        .single()
        .context("the story's first moment")
}

fn community(simulator: &Simulator) -> Guild {
    simulator
        .guild("De Spelzolder")
        .owner("sara")
        .role("Crew", Permissions::MANAGE_MESSAGES)
        .role("Players", Permissions::NONE)
        .bot_permissions(Permissions(INVITED_WITH))
        .channel("general")
        .channel("bot-log")
        .announcement_channel("announcements")
        .channel("help")
        .channel("welcome")
        .category("Support")
        .member("alice", &[])
        .member("bob", &[])
        .member("karim", &["Crew"])
        .create()
}
