//! What the bot is like right now: written by the gateway, read by whoever reports, and nobody waits for anybody.

mod heartbeats;
mod uptime;

use kernel::{GuildId, UserId};

pub use heartbeats::Heartbeats;
pub use uptime::uptime_words;

/// The bot at one moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BotSnapshot {
    /// Gateway shards of this process that have a session.
    pub shards_connected: usize,
    /// Gateway shards that this process runs.
    pub shards_total: usize,
    /// How long the gateway took to answer the last heartbeats.
    pub latency: GatewayLatency,
    /// The guilds that the gateway has told of and that are reachable.
    pub guild_count: usize,
    /// What can be called: application commands, subcommands one by one.
    pub commands_loaded: usize,
}

/// How long the gateway took to answer heartbeats, in milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct GatewayLatency {
    /// The last one; none before the first was answered.
    pub last: Option<f64>,
    /// The median of the last hundred; zero before the first.
    pub p50: f64,
    /// What 95 of a hundred stayed below; zero before the first.
    pub p95: f64,
}

/// A guild, as much as reports tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildFacts {
    /// Its id.
    pub id: GuildId,
    /// Its name.
    pub name: Box<str>,
    /// How many members it had when the gateway last told of them.
    pub member_count: Option<u64>,
    /// Who owns it.
    pub owner: UserId,
}

/// What can be called, as much as reports tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandFacts {
    /// With its groups: `config reminders toggle`.
    pub qualified_name: String,
    /// What it does, as members read it; empty for commands of the context menu.
    pub description: String,
    /// `slash`, `user` or `message`.
    pub kind: &'static str,
}

/// The bot, looked at from outside. Every method answers from memory, at once, and disturbs nobody.
pub trait BotRuntime: Send + Sync {
    /// The bot right now.
    fn snapshot(&self) -> BotSnapshot;

    /// A guild; none when the bot is not in it, or it is not reachable.
    fn guild(&self, guild: GuildId) -> Option<GuildFacts>;

    /// The guilds that `wanted` accepts by id and owner, in the order of their ids.
    fn guilds(&self, wanted: &dyn Fn(GuildId, UserId) -> bool) -> Vec<GuildFacts>;

    /// What can be called, in the order in which Discord is told of it; subcommands one by one.
    fn commands(&self) -> Vec<CommandFacts>;
}

impl BotSnapshot {
    /// Whether any shard has a session.
    pub fn online(&self) -> bool {
        self.shards_connected > 0
    }
}
