//! What an app is made of.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use adapter_discord::Shards;
use adapter_postgres::ConnectOptions;
use kernel::{Admins, Clock, GuildId};
use operations_core::Secrets;
use reminders_core::{EveryonePolicy, PictureLimits, Premium};
use secrecy::SecretString;

use crate::config::{ApiOptions, Links, Migrate, ModelOptions, SupabaseOptions};
use crate::wiring::NobodyHasPremium;

/// Which database an app uses.
#[derive(Debug, Clone)]
pub enum Storage {
    /// A server that somebody else runs.
    Url(SecretString),
    /// A private server whose data is kept in this directory.
    Private(PathBuf),
    /// A private server whose data goes with the app: for the demo.
    Throwaway(PathBuf),
    /// A database that the caller has made ready: for tests.
    Given(Box<ConnectOptions>),
}

/// What an app is made of.
#[derive(Clone)]
pub struct AppOptions {
    /// The bot's token.
    pub token: SecretString,
    /// The database.
    pub storage: Storage,
    /// Whether its schema is brought up to date.
    pub migrate: Migrate,
    /// Where the API listens; port 0 chooses a free one.
    pub bind: SocketAddr,
    /// Who counts as admin.
    pub admins: Admins,
    /// The bot's home server, whose log is told of what concerns all servers.
    pub home: Option<GuildId>,
    /// Whether reminders may ping everyone.
    pub everyone: EveryonePolicy,
    /// Which shards run here.
    pub shards: Shards,
    /// What `/health` calls this service.
    pub service: String,
    /// A REST proxy (or simulator), `host:port`, spoken to in plain HTTP.
    pub discord_proxy: Option<String>,
    /// Another gateway than Discord's.
    pub discord_gateway: Option<String>,
    /// Who has Premium.
    pub premium: Arc<dyn Premium>,
    /// How many pictures members may attach.
    pub picture_limits: PictureLimits,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// What the HTTP API is given.
    pub api: ApiOptions,
    /// Who verifies tokens.
    pub supabase: SupabaseOptions,
    /// The language model.
    pub model: ModelOptions,
    /// Where the documents are that replies may be drafted from.
    pub documents: PathBuf,
    /// The secrets that were asked for at the start.
    pub secrets: Option<Secrets>,
    /// The web apps that belong to this bot.
    pub links: Links,
    /// How often telemetry is sent.
    pub telemetry_interval: Duration,
    /// Servers that get the commands as their own, at once.
    pub dev_guilds: Vec<GuildId>,
    /// By which the record of erasures says whom it is about.
    pub privacy_key: Option<SecretString>,
}

impl AppOptions {
    /// One shard, no customers, the API on port 8000, a private database in `./.alphapy`, and Discord itself.
    pub fn new(token: SecretString, clock: Arc<dyn Clock>) -> Self {
        Self {
            token,
            storage: Storage::Private(PathBuf::from("./.alphapy")),
            migrate: Migrate::AtStart,
            bind: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 8000)),
            admins: Admins::default(),
            home: None,
            everyone: EveryonePolicy::AsGuildsChoose,
            shards: Shards {
                ids: vec![0],
                total: 1,
            },
            service: "alphapy-service".to_owned(),
            discord_proxy: None,
            discord_gateway: None,
            premium: Arc::new(NobodyHasPremium),
            picture_limits: PictureLimits::default(),
            clock,
            api: ApiOptions::default(),
            supabase: SupabaseOptions::default(),
            model: ModelOptions::default(),
            documents: PathBuf::from("./data/faq"),
            secrets: None,
            links: Links::default(),
            telemetry_interval: Duration::from_secs(45),
            dev_guilds: Vec::new(),
            privacy_key: None,
        }
    }
}
