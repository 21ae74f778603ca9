//! Everything that the environment says.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use kernel::{Admins, GuildId, RoleId, UserId};
use operations_core::{HealthRecord, Secrets};
use secrecy::{ExposeSecret as _, SecretString};
use tracing_subscriber::EnvFilter;

use super::api::ApiOptions;
use super::environment::is_production;
use super::google::GoogleOptions;
use super::links::Links;
use super::model::ModelOptions;
use super::reader::Reader;
use super::supabase::SupabaseOptions;
use crate::variables::LEGACY_VARIABLES;

/// The shortest key of the record of erasures, in characters.
const PRIVACY_KEY_MIN: usize = 32;

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines, an object a line.
    Json,
}

/// Which database is used.
#[derive(Debug, Clone)]
pub enum Database {
    /// One that somebody else runs, by its address.
    Url(SecretString),
    /// A private one in this directory.
    Private(PathBuf),
}

/// Whether the schema is brought up to date at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrate {
    /// It is.
    AtStart,
    /// It must be up to date already.
    Never,
}

/// What the environment says.
#[derive(Debug, Clone)]
pub struct Config {
    /// The bot's token; none when it is not set.
    pub token: Option<SecretString>,
    /// Which database.
    pub database: Database,
    /// Whether it is migrated.
    pub migrate: Migrate,
    /// Where the API listens.
    pub bind: SocketAddr,
    /// Who counts as admin.
    pub admins: Admins,
    /// The bot's home server.
    pub home: Option<GuildId>,
    /// Whether guilds may let reminders ping everyone.
    pub everyone: reminders_core::EveryonePolicy,
    /// How many images members may attach.
    pub picture_limits: reminders_core::PictureLimits,
    /// How many shards there are.
    pub shard_count: u32,
    /// Which of them run here.
    pub shard_ids: Vec<u32>,
    /// What `/health` calls this service.
    pub service: String,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written.
    pub log_filter: String,
    /// A REST proxy, `host:port`.
    pub discord_proxy: Option<String>,
    /// Another gateway.
    pub discord_gateway: Option<String>,
    /// What the HTTP API is given.
    pub api: ApiOptions,
    /// Who verifies tokens.
    pub supabase: SupabaseOptions,
    /// The language model.
    pub model: ModelOptions,
    /// Where secrets are kept, other than in the environment.
    pub google: GoogleOptions,
    /// The secrets that were asked for; none when the environment holds all of them itself.
    pub secrets: Option<Secrets>,
    /// The web apps that belong to this bot.
    pub links: Links,
    /// How often telemetry is sent.
    pub telemetry_interval: Duration,
    /// Servers that get the commands as their own, at once.
    pub dev_guilds: Vec<GuildId>,
    /// By which the record of erasures says whom it is about.
    pub privacy_key: Option<SecretString>,
    /// What running the bot needs and is not set, by name; empty when it was read for
    /// [`Purpose::Run`](super::Purpose::Run).
    pub lacks: Vec<String>,
    /// What works and should be otherwise, by name; for the log.
    pub warnings: Vec<String>,
}

impl Reader<'_> {
    pub(super) fn config(&mut self) -> Config {
        let production = self.text("APP_ENV").is_some_and(|it| is_production(&it));
        let shard_count = self.number("SHARD_COUNT", 1, 1..=16_384);
        let url = self.secret("DATABASE_URL");
        // A server of its own is nobody else's; elsewhere whoever runs it decides when its schema changes.
        let is_private = url.is_none();
        let links = Links::read(self, production);
        let api = ApiOptions::read(self, production, &links);
        let supabase = SupabaseOptions::read(self, production);
        let token = self.token();
        self.miss(token.as_ref(), &api, &supabase);
        self.warn_of_legacy();
        Config {
            token,
            database: match url {
                Some(url) => self.database_url(url),
                None => Database::Private(
                    self.text("ALPHAPY_DATA_DIR")
                        .unwrap_or_else(|| "./.alphapy".to_owned())
                        .into(),
                ),
            },
            migrate: if self.switch("AUTO_MIGRATE", is_private) {
                Migrate::AtStart
            } else {
                Migrate::Never
            },
            bind: SocketAddr::new(self.address("BIND"), self.port("PORT", 8000)),
            admins: Admins {
                owners: self.ids("OWNER_IDS", |it| it.parse::<UserId>().ok()),
                admin_roles: self.ids("ADMIN_ROLE_ID", |it| it.parse::<RoleId>().ok()),
            },
            home: self.home(),
            everyone: if self.switch("ENABLE_EVERYONE_MENTIONS", true) {
                reminders_core::EveryonePolicy::AsGuildsChoose
            } else {
                reminders_core::EveryonePolicy::Never
            },
            picture_limits: self.picture_limits(),
            shard_count,
            shard_ids: self.shard_ids(shard_count),
            service: self.service(),
            log_format: self.log_format(),
            log_filter: self.log_filter(),
            discord_proxy: self.text("DISCORD_PROXY"),
            discord_gateway: self
                .text("DISCORD_GATEWAY_URL")
                .map(|it| it.trim_end_matches('/').to_owned()),
            api,
            supabase,
            model: ModelOptions::read(self),
            google: GoogleOptions::read(self, production),
            secrets: None,
            links,
            telemetry_interval: Duration::from_secs(
                self.number("TELEMETRY_INGEST_INTERVAL", 45, 30..=60).into(),
            ),
            dev_guilds: self.ids("DEV_GUILD_IDS", |it| it.parse::<GuildId>().ok()),
            privacy_key: self.privacy_key(),
            lacks: std::mem::take(&mut self.lacks),
            warnings: std::mem::take(&mut self.warnings),
        }
    }

    /// One that can be guessed would name everybody in the record.
    fn privacy_key(&mut self) -> Option<SecretString> {
        let key = self.secret("PRIVACY_KEY")?;
        if key.expose_secret().chars().count() < PRIVACY_KEY_MIN {
            self.problem(format!(
                "PRIVACY_KEY must have at least {PRIVACY_KEY_MIN} characters: the output of `openssl rand -hex 32`"
            ));
            return None;
        }
        Some(key)
    }

    fn service(&mut self) -> String {
        let name = self.text("SERVICE_NAME");
        let name = name.unwrap_or_else(|| "alphapy-service".to_owned());
        if name.chars().count() > HealthRecord::LONGEST_SERVICE || name.contains(char::is_control) {
            self.problem(format!(
                "SERVICE_NAME must have at most {} characters, and be one line",
                HealthRecord::LONGEST_SERVICE
            ));
        }
        name
    }

    /// The token of the bot that is to run: the test bot's only where that is asked for.
    fn token(&mut self) -> Option<SecretString> {
        let (token, test) = (self.secret("BOT_TOKEN"), self.secret("BOT_TOKEN_TEST"));
        if !self.switch("USE_TEST_BOT", false) {
            return token;
        }
        if test.is_none() {
            self.problem("BOT_TOKEN_TEST must be set where USE_TEST_BOT is 1");
        }
        test
    }

    /// Notes what running the bot needs and is not there.
    fn miss(&mut self, token: Option<&SecretString>, api: &ApiOptions, supabase: &SupabaseOptions) {
        if token.is_none() && !self.problems.iter().any(|it| it.starts_with("BOT_TOKEN")) {
            self.lacks.push(
                "BOT_TOKEN is not set: copy the token of your application from the Developer Portal (Bot, Reset Token); \
                 `alphapy demo` needs none"
                    .to_owned(),
            );
        }
        let is_wrong = |it: &String| it.starts_with("API_KEY") || it.starts_with("SUPABASE");
        if api.keys.is_empty() && !supabase.verifies_tokens() && !self.problems.iter().any(is_wrong)
        {
            let words = "neither API_KEY nor SUPABASE_JWT_SECRET, SUPABASE_JWKS_URL or SUPABASE_URL is set: nobody could \
                         use the API; set API_KEY to the output of `openssl rand -hex 32`";
            if api.strict {
                self.lacks
                    .push(format!("{words}, or STRICT_SECURITY_MODE to 0"));
            } else {
                self.warnings.push(words.to_owned());
            }
        }
    }

    fn warn_of_legacy(&mut self) {
        let set = LEGACY_VARIABLES.iter().copied();
        let set: Vec<_> = set.filter(|it| self.text(it).is_some()).collect();
        if !set.is_empty() {
            self.warnings.push(format!(
                "{} are ignored: each server is configured by its admins, see `/config start`",
                set.join(", ")
            ));
        }
    }

    fn database_url(&mut self, url: SecretString) -> Database {
        if !["postgres://", "postgresql://"]
            .iter()
            .any(|it| url.expose_secret().starts_with(it))
        {
            self.problems
                .push("DATABASE_URL must start with postgres:// or postgresql://".to_owned());
        }
        Database::Url(url)
    }

    fn picture_limits(&mut self) -> reminders_core::PictureLimits {
        let window = self.number("IMAGE_REMINDER_RATE_LIMIT_WINDOW", 3600, 1..=2_592_000);
        let remembered = self.number("IMAGE_REMINDER_RATE_LIMIT_COUNT", 100, 3..=10_000);
        reminders_core::PictureLimits {
            window: chrono::TimeDelta::seconds(i64::from(window)),
            remembered: usize::try_from(remembered).unwrap_or(usize::MAX),
        }
    }

    /// Zero means none, as it did in earlier versions.
    fn home(&mut self) -> Option<GuildId> {
        let text = self.text("MAIN_GUILD_ID").filter(|it| it != "0")?;
        let id = text.parse().ok();
        if id.is_none() {
            self.problems
                .push("MAIN_GUILD_ID must be a Discord id".to_owned());
        }
        id
    }

    fn shard_ids(&mut self, count: u32) -> Vec<u32> {
        let Some(text) = self.text("SHARD_IDS") else {
            return (0..count).collect();
        };
        let ids: Option<Vec<u32>> = text
            .split(',')
            .map(|it| it.trim().parse().ok().filter(|id| *id < count))
            .collect();
        ids.unwrap_or_else(|| {
            self.problems.push(
                "SHARD_IDS must be numbers below SHARD_COUNT, separated by commas".to_owned(),
            );
            Vec::new()
        })
    }

    fn log_format(&mut self) -> LogFormat {
        match self.text("LOG_FORMAT").as_deref() {
            None | Some("text") => LogFormat::Text,
            Some("json") => LogFormat::Json,
            Some(_) => {
                self.problems
                    .push("LOG_FORMAT must be text or json".to_owned());
                LogFormat::Text
            }
        }
    }
    fn log_filter(&mut self) -> String {
        let filter = self.text("RUST_LOG").unwrap_or_else(|| "info".to_owned());
        if EnvFilter::try_new(&filter).is_err() {
            self.problem("RUST_LOG must be levels of targets, like info,adapter_discord=debug");
        }
        filter
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::read;
    use super::*;

    #[test]
    fn an_empty_environment_is_enough_for_everything_but_a_token() {
        let config = read(&[]).unwrap();
        assert!(config.token.is_none());
        assert_eq!(config.bind.to_string(), "0.0.0.0:8000");
        assert_eq!(config.shard_ids, [0]);
        assert!(matches!(config.database, Database::Private(ref dir) if dir.ends_with(".alphapy")));
    }

    #[test]
    fn every_problem_is_named_at_once_and_no_value_is_shown() {
        let wrong = [
            ("PORT", "secret-port"),
            ("OWNER_IDS", "12,secret-owner"),
            ("DATABASE_URL", "mysql://secret"),
            ("SHARD_COUNT", "2"),
            ("SHARD_IDS", "2"),
            ("AUTO_MIGRATE", "maybe"),
            ("MAIN_GUILD_ID", "secret-home"),
            ("LOG_FORMAT", "xml"),
        ];
        let problems = read(&wrong).unwrap_err().to_string();
        for (name, value) in wrong.iter().filter(|it| it.0 != "SHARD_COUNT") {
            assert!(problems.contains(name), "{name} is not named in {problems}");
            assert!(
                value.len() < 4 || !problems.contains(value),
                "{value} is shown in {problems}"
            );
        }
    }

    #[test]
    fn only_a_private_database_is_migrated_without_being_asked_to() {
        let migrate = |pairs: &[_]| read(pairs).unwrap().migrate;
        let elsewhere = ("DATABASE_URL", "postgres://db.example/alphapy");
        assert_eq!(migrate(&[]), Migrate::AtStart);
        assert_eq!(migrate(&[elsewhere]), Migrate::Never);
        assert_eq!(
            migrate(&[elsewhere, ("AUTO_MIGRATE", "1")]),
            Migrate::AtStart
        );
        assert_eq!(migrate(&[("AUTO_MIGRATE", "0")]), Migrate::Never);
    }

    #[test]
    fn the_service_has_a_name_that_the_history_of_health_can_hold() {
        let named = |name: &str| read(&[("SERVICE_NAME", name)]);
        assert_eq!(named("").unwrap().service, "alphapy-service");
        let longest = "é".repeat(200);
        assert_eq!(named(&longest).unwrap().service, longest);
        for wrong in ["é".repeat(201), "two\nlines".to_owned()] {
            let said = named(&wrong).unwrap_err().to_string();
            assert!(
                said.contains("SERVICE_NAME") && !said.contains(&wrong),
                "{said}"
            );
        }
    }

    #[test]
    fn the_home_server_is_none_unless_it_is_named() {
        let home = |value| read(&[("MAIN_GUILD_ID", value)]).unwrap().home;
        assert_eq!((home(""), home("0")), (None, None));
        assert_eq!(
            home("81384788765712384"),
            GuildId::new(81_384_788_765_712_384).ok()
        );
    }

    #[test]
    fn the_test_bot_runs_only_where_it_is_asked_for() {
        use crate::config::testing::{config, problems};
        let both = [("BOT_TOKEN", "real"), ("BOT_TOKEN_TEST", "test")];
        let token = |pairs: &[_]| config(pairs).token.map(|it| it.expose_secret().to_owned());
        assert_eq!(token(&both).as_deref(), Some("real"));
        let asked = [both[0], both[1], ("USE_TEST_BOT", "1")];
        assert_eq!(token(&asked).as_deref(), Some("test"));
        assert!(problems(&[both[0], asked[2]]).contains("BOT_TOKEN_TEST must be set"));
    }

    #[test]
    fn variables_of_earlier_versions_are_ignored_with_one_warning() {
        let pairs = [
            ("GUILD_ID", "1"),
            ("ROLE_ID", "no id"),
            ("LOG_CHANNEL_ID", ""),
        ];
        let warnings = read(&[pairs[0], pairs[1], pairs[2], ("STRICT_SECURITY_MODE", "0")]);
        let warnings = warnings.unwrap().warnings;
        let of_legacy = warnings.iter().filter(|it| it.contains("GUILD_ID"));
        let of_legacy: Vec<_> = of_legacy.collect();
        assert_eq!(of_legacy.len(), 1);
        assert!(
            of_legacy[0].starts_with("GUILD_ID, ROLE_ID are ignored"),
            "{of_legacy:?}"
        );
    }

    #[test]
    fn telemetry_is_sent_every_thirty_to_sixty_seconds() {
        let interval = |text| read(&[("TELEMETRY_INGEST_INTERVAL", text)]);
        assert_eq!(interval("").unwrap().telemetry_interval.as_secs(), 45);
        for fits in ["30", "60"] {
            let seconds = interval(fits).unwrap().telemetry_interval.as_secs();
            assert_eq!(seconds.to_string(), fits);
        }
        for wrong in ["29", "61", "45.5", "-30", "soon"] {
            let said = interval(wrong).unwrap_err().to_string();
            assert!(
                said.contains("TELEMETRY_INGEST_INTERVAL"),
                "{wrong}: {said}"
            );
        }
    }

    #[test]
    fn the_token_never_shows_in_debug_output() {
        let config = read(&[("BOT_TOKEN", "abc.def.ghi")]).unwrap();
        assert!(!format!("{config:?}").contains("abc.def"));
    }
}
