//! The environment, read once into typed values; every problem is reported together, by name, never with a value.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use kernel::{Admins, GuildId, RoleId, UserId};
use secrecy::SecretString;

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
}

/// Everything that is wrong with the environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the environment needs mending:")?;
        self.0.iter().try_for_each(|it| write!(f, "\n  - {it}"))
    }
}

impl std::error::Error for Problems {}

impl Problems {
    /// Each of them, by the name of its variable, never with a value.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Config {
    /// Reads the process's environment, and outside production the file `.env` below it.
    pub fn from_environment() -> Result<Self, Problems> {
        let mut variables: HashMap<String, String> = HashMap::new();
        let process: HashMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let production = process.get("APP_ENV").is_some_and(|it| is_production(it));
        if !production && let Ok(file) = dotenvy::dotenv_iter() {
            variables.extend(file.flatten());
        }
        variables.extend(process);
        Self::read(|name| variables.get(name).cloned())
    }

    /// Reads what `lookup` knows; an empty value counts as none.
    pub fn read(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Problems> {
        let mut reader = Reader {
            lookup: &lookup,
            problems: Vec::new(),
        };
        let config = reader.config();
        if reader.problems.is_empty() {
            Ok(config)
        } else {
            Err(Problems(reader.problems))
        }
    }
}

fn is_production(value: &str) -> bool {
    ["production", "prod"].contains(&value.trim().to_lowercase().as_str())
}

struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn config(&mut self) -> Config {
        let shard_count = self.number("SHARD_COUNT", 1, 1..=16_384);
        // A server of its own is nobody else's; elsewhere whoever runs it decides when its schema changes.
        let is_private = self.text("DATABASE_URL").is_none();
        Config {
            token: self.text("BOT_TOKEN").map(SecretString::from),
            database: match self.text("DATABASE_URL") {
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
            service: self
                .text("SERVICE_NAME")
                .unwrap_or_else(|| "alphapy-service".to_owned()),
            log_format: self.log_format(),
            log_filter: self.text("RUST_LOG").unwrap_or_else(|| "info".to_owned()),
            discord_proxy: self.text("DISCORD_PROXY"),
            discord_gateway: self
                .text("DISCORD_GATEWAY_URL")
                .map(|it| it.trim_end_matches('/').to_owned()),
        }
    }

    fn text(&self, name: &'static str) -> Option<String> {
        (self.lookup)(name)
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
    }

    fn database_url(&mut self, url: String) -> Database {
        if !["postgres://", "postgresql://"]
            .iter()
            .any(|it| url.starts_with(it))
        {
            self.problems
                .push("DATABASE_URL must start with postgres:// or postgresql://".to_owned());
        }
        Database::Url(SecretString::from(url))
    }

    fn number(
        &mut self,
        name: &'static str,
        default: u32,
        bounds: std::ops::RangeInclusive<u32>,
    ) -> u32 {
        let Some(text) = self.text(name) else {
            return default;
        };
        match text.parse() {
            Ok(number) if bounds.contains(&number) => number,
            _ => {
                self.problems.push(format!(
                    "{name} must be a whole number from {} to {}",
                    bounds.start(),
                    bounds.end()
                ));
                default
            }
        }
    }

    fn picture_limits(&mut self) -> reminders_core::PictureLimits {
        let window = self.number("IMAGE_REMINDER_RATE_LIMIT_WINDOW", 3600, 1..=2_592_000);
        let remembered = self.number("IMAGE_REMINDER_RATE_LIMIT_COUNT", 100, 3..=10_000);
        reminders_core::PictureLimits {
            window: chrono::TimeDelta::seconds(i64::from(window)),
            remembered: usize::try_from(remembered).unwrap_or(usize::MAX),
        }
    }

    fn port(&mut self, name: &'static str, default: u16) -> u16 {
        let number = self.number(name, u32::from(default), 0..=u32::from(u16::MAX));
        u16::try_from(number).unwrap_or(default)
    }

    fn switch(&mut self, name: &'static str, default: bool) -> bool {
        match self.text(name).map(|it| it.to_lowercase()).as_deref() {
            None => default,
            Some("1" | "true" | "yes" | "on") => true,
            Some("0" | "false" | "no" | "off") => false,
            Some(_) => {
                self.problems.push(format!("{name} must be 1 or 0"));
                default
            }
        }
    }

    fn address(&mut self, name: &'static str) -> IpAddr {
        let default = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
        let Some(text) = self.text(name) else {
            return default;
        };
        text.parse().unwrap_or_else(|_| {
            self.problems
                .push(format!("{name} must be an IP address, like 127.0.0.1"));
            default
        })
    }

    fn ids<T>(&mut self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        let text = self.text(name).unwrap_or_default();
        let pieces = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        let (ids, total) = pieces.fold((Vec::new(), 0), |(mut ids, total), piece| {
            ids.extend(parse(piece));
            (ids, total + 1)
        });
        if ids.len() < total {
            self.problems
                .push(format!("{name} must hold Discord ids, separated by commas"));
        }
        ids
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::variables::VARIABLES;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, Problems> {
        Config::read(|name| {
            pairs
                .iter()
                .find(|it| it.0 == name)
                .map(|it| it.1.to_owned())
        })
    }

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
    fn the_home_server_is_none_unless_it_is_named() {
        let home = |value| read(&[("MAIN_GUILD_ID", value)]).unwrap().home;
        assert_eq!((home(""), home("0")), (None, None));
        assert_eq!(
            home("81384788765712384"),
            GuildId::new(81_384_788_765_712_384).ok()
        );
    }

    #[test]
    fn the_token_never_shows_in_debug_output() {
        let config = read(&[("BOT_TOKEN", "abc.def.ghi")]).unwrap();
        assert!(!format!("{config:?}").contains("abc.def"));
    }

    #[test]
    fn every_variable_that_is_read_is_documented() {
        let asked = std::cell::RefCell::new(Vec::new());
        let _ = Config::read(|name| {
            asked.borrow_mut().push(name.to_owned());
            None
        });
        let documented: Vec<_> = VARIABLES.iter().map(|it| it.name).collect();
        for name in asked.into_inner() {
            assert!(
                documented.contains(&name.as_str()),
                "{name} is read and not documented"
            );
        }
    }
}
