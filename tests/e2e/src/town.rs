//! A community to test in: a server with channels, staff and members, and the bot in it.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use adapter_postgres::testing::{TestDatabase, fresh_database};
use alphapy_app::{App, AppOptions, Storage};
use async_trait::async_trait;
use chrono::{DateTime, TimeZone as _, Utc};
use discord_simulator::{
    Channel, Guild, Message, Options, Permissions, RateLimits, SimTime, Simulator, User,
};
use kernel::{Admins, Clock as _, GuildId, ManualClock, PortFailure, UserId};
use reminders_core::{Premium, Tier};

use crate::{API_KEY, PATIENCE, eventually};

/// The simulator's view of a clock that it shares with the bot.
#[derive(Debug)]
pub struct SharedTime(pub ManualClock);

impl SimTime for SharedTime {
    fn now(&self) -> DateTime<Utc> {
        self.0.now()
    }
}

/// A [`Premium`] that everybody has.
struct Everybody;

#[async_trait]
impl Premium for Everybody {
    async fn tier(&self, _: GuildId, _: UserId) -> Result<Tier, PortFailure> {
        Ok(Tier::Premium)
    }
}

/// Changes how the bot is started.
pub type Adjust = Box<dyn Fn(&mut AppOptions) + Send + Sync>;

/// What a test may choose.
#[derive(Default)]
pub struct TownOptions {
    /// The member who owns the bot itself.
    pub owner: Option<&'static str>,
    /// Whether the town is the bot's home server.
    pub is_home: bool,
    /// What else is changed of how the bot is started, each time.
    pub adjust: Option<Adjust>,
    /// The simulator's options; clock and rate-limit windows are set by the town.
    pub simulator: Options,
}

/// A server named "Town" with `#general`, `#announcements`, `#bot-log` and `#staff` (hidden from members); Sara owns it,
/// Karim is of the crew (manages messages), Alice and Bob are members. It is Wednesday 4 February 2026, 10:00 in Brussels.
pub struct Town {
    /// The simulated Discord.
    pub simulator: Simulator,
    /// The time of bot and Discord.
    pub clock: ManualClock,
    /// The server.
    pub guild: Guild,
    /// The bot's database, unless it runs on a private server.
    pub database: TestDatabase,
    private: Option<PathBuf>,
    premium: Option<Arc<dyn Premium>>,
    admins: Admins,
    is_home: bool,
    adjust: Option<Adjust>,
    app: Option<App>,
}

/// A moment by Brussels' clock.
pub fn brussels(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    let local = chrono_tz::Europe::Brussels.with_ymd_and_hms(2026, month, day, hour, minute, 0);
    local.earliest().expect("a moment that exists").to_utc()
}

impl Town {
    /// The town, with the bot running and ready.
    pub async fn start() -> Self {
        Self::with(TownOptions::default()).await
    }

    /// The same where everybody has Premium.
    pub async fn of_customers() -> Self {
        let premium: Arc<dyn Premium> = Arc::new(Everybody);
        Self::built(TownOptions::default(), None, Some(premium)).await
    }

    /// The same where Discord limits nobody: for stories whose log is told of more than five things in five seconds.
    pub async fn unhurried() -> Self {
        let mut options = TownOptions::default();
        options.simulator.rate_limits = RateLimits::none();
        Self::with(options).await
    }

    /// The same with other options.
    pub async fn with(options: TownOptions) -> Self {
        Self::built(options, None, None).await
    }

    /// The same with the bot on a private Postgres that keeps its data in this directory.
    pub async fn on_private_server(directory: PathBuf, options: TownOptions) -> Self {
        Self::built(options, Some(directory), None).await
    }

    async fn built(
        options: TownOptions,
        private: Option<PathBuf>,
        premium: Option<Arc<dyn Premium>>,
    ) -> Self {
        let clock = ManualClock::at(brussels(2, 4, 10, 0));
        let simulator = Simulator::start(Options {
            time: Arc::new(SharedTime(clock.clone())),
            rate_limits: RateLimits {
                in_real_time: true,
                ..options.simulator.rate_limits.clone()
            },
            ..options.simulator
        })
        .await
        .expect("the simulator starts");
        let guild = settle(&simulator, "Town");
        let database = fresh_database().await;
        let owner = options.owner.map(|it| guild.member(it).id());
        let admins = Admins {
            owners: owner
                .and_then(|it| UserId::new(it).ok())
                .into_iter()
                .collect(),
            ..Admins::default()
        };
        let mut town = Self {
            simulator,
            clock,
            guild,
            database,
            private,
            premium,
            admins,
            is_home: options.is_home,
            adjust: options.adjust,
            app: None,
        };
        town.start_app().await;
        town
    }

    /// Starts the bot (again), and waits until it is ready.
    pub async fn start_app(&mut self) {
        let app = Box::pin(alphapy_app::start(self.options()))
            .await
            .expect("the bot starts");
        app.ready().await.expect("the bot is ready");
        self.app = Some(app);
    }

    /// How the bot is started here, for a second one beside it.
    pub fn options(&self) -> AppOptions {
        let storage = match &self.private {
            Some(directory) => Storage::Private(directory.clone()),
            None => Storage::Given(Box::new(self.database.options())),
        };
        let plain = AppOptions::new(self.simulator.token().into(), Arc::new(self.clock.clone()));
        let premium = self.premium.clone();
        let home = GuildId::new(self.guild.id()).ok();
        let mut options = AppOptions {
            storage,
            admins: self.admins.clone(),
            home: home.filter(|_| self.is_home),
            premium: premium.unwrap_or_else(|| plain.premium.clone()),
            discord_proxy: Some(self.simulator.http_addr()),
            discord_gateway: Some(self.simulator.gateway_url()),
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ..plain
        };
        options.api.keys = vec![API_KEY.into()];
        if let Some(adjust) = &self.adjust {
            adjust(&mut options);
        }
        options
    }

    /// Where the API listens.
    pub fn api(&self) -> SocketAddr {
        self.app.as_ref().expect("the bot runs").api()
    }

    /// Stops the bot as a signal would.
    pub async fn stop_app(&mut self) {
        if let Some(app) = self.app.take() {
            app.stop().await;
        }
    }

    /// Another server with the same people's names and channels, with the bot in it.
    pub fn second_guild(&self, name: &str) -> Guild {
        settle(&self.simulator, name)
    }

    /// A channel of the town.
    pub fn channel(&self, name: &str) -> Channel {
        self.guild.channel(name)
    }

    /// Somebody of the town.
    pub fn member(&self, name: &str) -> User {
        self.guild.member(name)
    }

    /// Runs a command in `#general` and returns what the member reads.
    pub async fn says(&self, name: &str, command: &str) -> String {
        self.says_in(name, "general", command).await
    }

    /// Runs a command in `#general` again and again until the member reads these words.
    pub async fn says_at_last(&self, name: &str, command: &str, words: &str) -> String {
        let mut reply = String::new();
        let said = eventually(PATIENCE, async || {
            reply = self.says(name, command).await;
            reply.contains(words)
        });
        assert!(said.await, "{command} never answered {words}: {reply}");
        reply
    }

    /// Runs a command in a channel and returns what the member reads.
    pub async fn says_in(&self, name: &str, channel: &str, command: &str) -> String {
        let place = self.member(name).in_channel(&self.channel(channel));
        place
            .runs(command)
            .await
            .expect("the client lets the command through")
            .to_string()
    }

    /// Sets log, default and announcements channel as Sara would.
    pub async fn set_up(&self) {
        for command in [
            "/config system set_log_channel channel:#bot-log",
            "/config reminders set_default_channel channel:#general",
            "/config embedwatcher set_announcements channel:#announcements",
        ] {
            let reply = self.says("sara", command).await;
            assert!(reply.contains("✅"), "{command}: {reply}");
        }
    }

    /// Somebody posts an embed in `#announcements`, and leaves it alone for as long as the bot waits for changes.
    pub fn announces(&self, name: &str, embed: serde_json::Value) -> Message {
        let announcements = self.channel("announcements");
        let posted = self.member(name).says_with_embed(&announcements, "", embed);
        self.settle_announcements();
        posted.expect("the member may post there")
    }

    /// Lets pass what the bot waits after a message was last written.
    pub fn settle_announcements(&self) {
        self.clock.advance(chrono::TimeDelta::seconds(2));
    }

    /// The first message of a channel whose embed's title contains `part`; waits for it.
    pub async fn titled(&self, channel: &str, part: &str) -> Message {
        let channel = self.channel(channel);
        let found = self
            .simulator
            .wait_for_message(&channel, |it| is_titled(it, part))
            .await;
        found.unwrap_or_else(|| {
            panic!(
                "no message titled {part} came in #{}:\n{}",
                channel.name(),
                self.reads(&channel)
            )
        })
    }

    /// How many messages of a channel have an embed whose title contains `part`.
    pub fn count_titled(&self, channel: &str, part: &str) -> usize {
        self.channel(channel)
            .messages()
            .iter()
            .filter(|it| is_titled(it, part))
            .count()
    }

    /// A channel as its owner reads it.
    pub fn reads(&self, channel: &Channel) -> String {
        channel.as_seen_by(&self.guild.owner())
    }

    /// Asserts that every request of the bot fitted Discord's own description, and stops everything.
    pub async fn leave(mut self) {
        self.stop_app().await;
        assert_eq!(
            self.simulator.violations(),
            [],
            "requests that Discord would refuse"
        );
        assert_eq!(
            self.simulator.counters().unknown_routes,
            Vec::<String>::new(),
            "routes that Discord does not have"
        );
        self.simulator.stop().await;
    }
}

fn is_titled(message: &Message, part: &str) -> bool {
    message.embeds.iter().any(|it| {
        it["title"]
            .as_str()
            .is_some_and(|title| title.contains(part))
    })
}

fn settle(simulator: &Simulator, name: &str) -> Guild {
    let guild = simulator
        .guild(name)
        .owner("sara")
        .role("Crew", Permissions::MANAGE_MESSAGES)
        .channel("general")
        .channel("bot-log")
        .channel("staff")
        .announcement_channel("announcements")
        .member("alice", &[])
        .member("bob", &[])
        .member("karim", &["Crew"])
        .create();
    simulator.install_bot(&guild);
    guild
}
