//! Every variable of the environment, as help and documentation list it.

/// A variable, as documentation and `deploy/env.example` list it.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it means, its form and its default.
    pub meaning: &'static str,
}

/// Variables whose values nobody may see. Each may also be given as `NAME_FILE`, the path of a file that holds it, or as
/// `gsm:<name>`, a secret of the Secret Manager.
pub const SECRET_VARIABLES: [&str; 11] = [
    "BOT_TOKEN",
    "BOT_TOKEN_TEST",
    "DATABASE_URL",
    "API_KEY",
    "API_KEY_NEXT",
    "SUPABASE_ANON_KEY",
    "SUPABASE_SERVICE_ROLE_KEY",
    "SUPABASE_JWT_SECRET",
    "GOOGLE_CREDENTIALS_JSON",
    "OPENAI_API_KEY",
    "PRIVACY_KEY",
];

/// What earlier versions read for the one server they were in. They are ignored, with one warning for all.
pub const LEGACY_VARIABLES: [&str; 7] = [
    "GUILD_ID",
    "ROLE_ID",
    "LOG_CHANNEL_ID",
    "RULES_CHANNEL_ID",
    "WATCHER_LOG_CHANNEL",
    "ANNOUNCEMENTS_CHANNEL_ID",
    "TICKET_CATEGORY_ID",
];

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
        meaning: "`production` or `prod` makes checks strict and stops the .env file from being read; default development",
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
    Variable {
        name: "BOT_TOKEN_TEST",
        meaning: "the token of another bot, for tests; used where USE_TEST_BOT is 1",
    },
    Variable {
        name: "USE_TEST_BOT",
        meaning: "1 runs the bot of BOT_TOKEN_TEST; default 0",
    },
    Variable {
        name: "STRICT_SECURITY_MODE",
        meaning: "1 refuses to start while nothing is set that tells who asks the API; default 1 in production, else 0",
    },
    Variable {
        name: "API_KEY",
        meaning: "the key that services send as X-API-Key, at least 32 characters: the output of `openssl rand -hex 32`",
    },
    Variable {
        name: "API_KEY_NEXT",
        meaning: "a second key, as good as the first, while services change over to it",
    },
    Variable {
        name: "ALLOWED_ORIGINS",
        meaning: "origins whose pages may ask the API, like https://app.example.org, separated by commas; default those of the three addresses below",
    },
    Variable {
        name: "APP_BASE_URL",
        meaning: "where the main app is; default https://app.innersync.tech",
    },
    Variable {
        name: "MIND_BASE_URL",
        meaning: "where the app for the mind is; default https://mind.innersync.tech",
    },
    Variable {
        name: "ALPHAPY_BASE_URL",
        meaning: "where the dashboard is; default https://alphapy.innersync.tech",
    },
    Variable {
        name: "TRUSTED_PROXIES",
        meaning: "networks of proxies whose X-Forwarded-For is believed, like 10.0.0.0/8, separated by commas; default none",
    },
    Variable {
        name: "SUPABASE_URL",
        meaning: "https://… of the Supabase project whose accounts may ask the API",
    },
    Variable {
        name: "SUPABASE_ANON_KEY",
        meaning: "the project's public key; with SUPABASE_URL, and neither a JWT secret nor a JWKS address, Supabase is asked about each token",
    },
    Variable {
        name: "SUPABASE_SERVICE_ROLE_KEY",
        meaning: "the project's key that may do everything, to look up who signed in with Discord, and for telemetry",
    },
    Variable {
        name: "SUPABASE_JWT_SECRET",
        meaning: "the shared secret of tokens signed by HS256, at least 32 bytes",
    },
    Variable {
        name: "SUPABASE_JWKS_URL",
        meaning: "where the public keys of tokens signed by RS256 or ES256 are; default SUPABASE_URL/auth/v1/.well-known/jwks.json, unless Supabase is asked about each token",
    },
    Variable {
        name: "SUPABASE_JWT_AUDIENCE",
        meaning: "the audience that tokens must name; default authenticated",
    },
    Variable {
        name: "SUPABASE_ISSUER",
        meaning: "the issuer that tokens must name; default SUPABASE_URL/auth/v1",
    },
    Variable {
        name: "TELEMETRY_INGEST_INTERVAL",
        meaning: "every how many seconds telemetry is sent, 30 to 60; default 45",
    },
    Variable {
        name: "DEV_GUILD_IDS",
        meaning: "ids of servers that get the commands as their own too, separated by commas; default none",
    },
    Variable {
        name: "OPENAI_API_KEY",
        meaning: "the key of the service that has the language model; without it everything works but what asks the model",
    },
    Variable {
        name: "OPENAI_BASE_URL",
        meaning: "the address of that service up to /chat/completions, any that speaks the protocol; default https://api.openai.com/v1",
    },
    Variable {
        name: "OPENAI_MODEL",
        meaning: "the model of servers that have chosen none; default gpt-4.1-mini",
    },
    Variable {
        name: "OPENAI_PRICES",
        meaning: "what a million tokens of questions and of answers cost, like small-1=0.40/1.60, separated by commas; default unknown",
    },
    Variable {
        name: "GPT_DAILY_LIMIT_FREE",
        meaning: "how many answers of the model a member has in a server each day (UTC), 0 for as many as they like; default 0",
    },
    Variable {
        name: "PRIVACY_KEY",
        meaning: "the key by which the record of erasures says whom it is about, at least 32 characters: the output of `openssl rand -hex 32`; without it the record says of nobody that they were erased",
    },
    Variable {
        name: "GOOGLE_PROJECT_ID",
        meaning: "the project of Google Cloud whose Secret Manager keeps the secrets that variables name, like BOT_TOKEN=gsm:alphapy-bot-token",
    },
    Variable {
        name: "GOOGLE_CREDENTIALS_JSON",
        meaning: "the key of a service account of that project, as JSON; default the account of the machine, on Google Cloud",
    },
    Variable {
        name: "GOOGLE_SECRET_NAME",
        meaning: "the secret that is GOOGLE_CREDENTIALS_JSON where the Secret Manager is away; default alphapy-google-credentials",
    },
    Variable {
        name: "SECRET_MANAGER_URL",
        meaning: "https://… of another Secret Manager than Google's, for tests",
    },
];

/// Whether Alphapy reads a variable of this name.
pub(crate) fn is_known(name: &str) -> bool {
    let in_file = name.strip_suffix("_FILE");
    VARIABLES.iter().any(|it| it.name == name)
        || LEGACY_VARIABLES.contains(&name)
        || in_file.is_some_and(|it| SECRET_VARIABLES.contains(&it))
}
