//! Where answers are counted, and who knows what members have paid for.

use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::{GuildId, PortFailure, UserId};

use super::Plan;

/// Whose answers are counted, where, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UsageKey {
    /// Where; none for direct messages.
    pub guild: Option<GuildId>,
    /// Whose.
    pub user: UserId,
    /// On which day in UTC, by the program's own clock.
    pub day: NaiveDate,
}

/// What became of counting one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It is counted; so many are now.
    Now(u32),
    /// It is not: as many as there may be are already.
    Full,
}

/// What is counted of one member, guild and day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Used {
    /// Answers.
    pub answers: u32,
    /// Tokens that they took, and those of answers that are not counted.
    pub tokens: u64,
}

/// Counts answers by member, guild and day.
#[async_trait]
pub trait ModelUsage: Send + Sync {
    /// Counts one more unless `limit` are counted already; without a limit always. One statement that nobody comes
    /// between: of two who ask for the last one at once, exactly one gets it.
    async fn count(&self, key: &UsageKey, limit: Option<u32>) -> Result<Counted, PortFailure>;

    /// Takes one off again; nothing happens where none is counted.
    async fn give_back(&self, key: &UsageKey) -> Result<(), PortFailure>;

    /// Adds tokens that an answer took, also where no answer is counted.
    async fn add_tokens(&self, key: &UsageKey, tokens: u64) -> Result<(), PortFailure>;

    /// What is counted.
    async fn used(&self, key: &UsageKey) -> Result<Used, PortFailure>;
}

/// Knows what members have paid for. Where there is no such thing, nobody is asked.
#[async_trait]
pub trait Plans: Send + Sync {
    /// What a member has paid for, as far as it counts in this guild.
    async fn plan_of(&self, guild: Option<GuildId>, user: UserId) -> Result<Plan, PortFailure>;
}
