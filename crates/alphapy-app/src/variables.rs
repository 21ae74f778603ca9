//! Every variable of the environment, as help and documentation list it.

/// A variable, as documentation and `deploy/env.example` list it.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it means, its form and its default.
    pub meaning: &'static str,
}

/// Every variable that Alphapy reads.
pub const VARIABLES: &[Variable] = &[
    Variable {
        name: "BOT_TOKEN",
        meaning: "the bot's token (Developer Portal, Bot); required by `run`",
    },
    Variable {
        name: "DATABASE_URL",
        meaning: "postgres://… of a server to use; without it Alphapy runs a private one in ALPHAPY_DATA_DIR",
    },
    Variable {
        name: "ALPHAPY_DATA_DIR",
        meaning: "where the private Postgres keeps its data; default ./.alphapy",
    },
    Variable {
        name: "AUTO_MIGRATE",
        meaning: "1 brings the schema up to date at start, 0 only checks it; default 1 for the private Postgres, 0 with DATABASE_URL",
    },
    Variable {
        name: "BIND",
        meaning: "the address the API listens on; default 0.0.0.0",
    },
    Variable {
        name: "PORT",
        meaning: "the port the API listens on; default 8000",
    },
    Variable {
        name: "OWNER_IDS",
        meaning: "user ids of the bot's owners, separated by commas",
    },
    Variable {
        name: "ADMIN_ROLE_ID",
        meaning: "role ids whose holders are admins, separated by commas",
    },
    Variable {
        name: "MAIN_GUILD_ID",
        meaning: "the bot's home server, whose log is told of what concerns all servers; default none",
    },
    Variable {
        name: "ENABLE_EVERYONE_MENTIONS",
        meaning: "0 forbids @everyone in all servers; default 1",
    },
    Variable {
        name: "IMAGE_REMINDER_RATE_LIMIT_WINDOW",
        meaning: "in how many seconds a member may attach three images in a server; default 3600",
    },
    Variable {
        name: "IMAGE_REMINDER_RATE_LIMIT_COUNT",
        meaning: "how many attachments of a member in a server are remembered for that; default 100",
    },
    Variable {
        name: "SHARD_COUNT",
        meaning: "how many gateway shards there are over all processes; default 1",
    },
    Variable {
        name: "SHARD_IDS",
        meaning: "which of them this process runs, like 0,1; default all",
    },
    Variable {
        name: "SERVICE_NAME",
        meaning: "what /health calls this service; default alphapy-service",
    },
    Variable {
        name: "APP_ENV",
        meaning: "`production` stops the .env file from being read; default development",
    },
    Variable {
        name: "LOG_FORMAT",
        meaning: "text (default) or json, on standard error",
    },
    Variable {
        name: "RUST_LOG",
        meaning: "which log lines are written, like info,adapter_discord=debug; default info",
    },
    Variable {
        name: "DISCORD_PROXY",
        meaning: "host:port of a REST proxy that takes plain HTTP, for several machines",
    },
    Variable {
        name: "DISCORD_GATEWAY_URL",
        meaning: "ws://… of another gateway than Discord's, for tests",
    },
];
