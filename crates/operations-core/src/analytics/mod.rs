//! What was used how often: the answers behind `/command_stats` and the API, and who may ask.

mod shelf;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Authority, Clock, PortFailure, UseCaseError};

use self::shelf::Shelf;
use crate::{Caller, CommandLog, CommandScope, Ranking};

/// What is asked for: whose commands, of how many days, and how many names at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TopCommands {
    /// Whose.
    pub scope: CommandScope,
    /// Of so many days up to now. The API takes 1 to 365, the command 1 to 90.
    pub days: u16,
    /// At most so many names. The API takes 1 to 100, the command 1 to 25.
    pub limit: u16,
}

/// What `/command_stats` was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatsRequest {
    /// Of so many days up to now.
    pub days: u16,
    /// At most so many names.
    pub limit: u16,
    /// Whether only the commands of the guild where it is asked count.
    pub guild_only: bool,
}

/// Why `/command_stats` does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatsRefusal {
    /// Only admins see how their server uses the bot.
    AdminsOnly,
    /// Only owners of the bot see how all servers use it.
    OwnersOnly,
    /// So many days are not counted; from 1 to 90 are.
    Days,
    /// So many names are not listed; from 1 to 25 are.
    Limit,
}

/// Questions about what was used. Cheap to clone; clones share their memory of answers.
#[derive(Clone)]
pub struct CommandAnalytics {
    log: Arc<dyn CommandLog>,
    shelf: Arc<Shelf>,
    clock: Arc<dyn Clock>,
}

impl StatsRequest {
    /// Nobody is shown more days.
    pub const MOST_DAYS: u16 = 90;
    /// Nobody is shown more names.
    pub const MOST_NAMES: u16 = 25;
}

impl Default for StatsRequest {
    fn default() -> Self {
        Self {
            days: 7,
            limit: 10,
            guild_only: true,
        }
    }
}

impl CommandAnalytics {
    /// So many answers are remembered at most.
    pub const MOST_REMEMBERED: usize = Shelf::MOST;

    /// Questions to `log`.
    pub fn new(log: Arc<dyn CommandLog>, clock: Arc<dyn Clock>) -> Self {
        Self {
            log,
            shelf: Arc::default(),
            clock,
        }
    }

    /// What was used most. An answer serves everybody who asks the same within 30 seconds, and whoever asks while it is
    /// being looked up waits for it instead of asking again. Failures are not remembered.
    pub async fn top(&self, asked: TopCommands) -> Result<Arc<Ranking>, PortFailure> {
        let (log, now) = (self.log.clone(), self.clock.now());
        let look_up = async move {
            let since = now - TimeDelta::days(i64::from(asked.days));
            log.ranking(asked.scope, since, asked.limit).await
        };
        Shelf::answer(&self.shelf, asked, now, look_up).await
    }

    /// `/command_stats`: what was used most, and the scope that was counted.
    pub async fn stats(
        &self,
        by: Caller,
        request: StatsRequest,
    ) -> Result<(TopCommands, Arc<Ranking>), UseCaseError<StatsRefusal>> {
        let StatsRequest { days, limit, .. } = request;
        let scope = match (request.guild_only, by.member.authority) {
            (_, Authority::Member) => return refuse(StatsRefusal::AdminsOnly),
            (true, _) => CommandScope::Guild(by.guild),
            (false, Authority::Owner) => CommandScope::All,
            (false, Authority::Admin) => return refuse(StatsRefusal::OwnersOnly),
        };
        if !(1..=StatsRequest::MOST_DAYS).contains(&days) {
            return refuse(StatsRefusal::Days);
        }
        if !(1..=StatsRequest::MOST_NAMES).contains(&limit) {
            return refuse(StatsRefusal::Limit);
        }
        let asked = TopCommands { scope, days, limit };
        Ok((asked, self.top(asked).await?))
    }

    /// How many commands were used within the last 24 hours.
    pub async fn last_day(&self, scope: CommandScope) -> Result<u64, PortFailure> {
        self.log.count(scope, self.ago(TimeDelta::days(1))).await
    }

    /// How many commands a minute were used within the last hour, over all guilds.
    pub async fn per_minute(&self) -> Result<f64, PortFailure> {
        let since = self.ago(TimeDelta::hours(1));
        let count = self.log.count(CommandScope::All, since).await?;
        // More commands in an hour than 32 bits hold are not told apart.
        Ok(f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / 60.0)
    }

    /// How many answers are remembered.
    pub fn remembered(&self) -> usize {
        self.shelf.len()
    }

    fn ago(&self, span: TimeDelta) -> DateTime<Utc> {
        self.clock.now() - span
    }
}

fn refuse<T>(why: StatsRefusal) -> Result<T, UseCaseError<StatsRefusal>> {
    Err(UseCaseError::Refused(why))
}

#[cfg(test)]
mod tests;
