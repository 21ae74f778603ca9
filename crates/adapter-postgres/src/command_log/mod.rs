//! What members did with commands: the table `audit_logs`.

mod queries;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure};
use operations_core::{CommandLog, CommandScope, Execution, Ranking, Usage, WriteFailure};
use sqlx::PgPool;

use self::queries::{count_of, count_of_all, ranking_of, ranking_of_all};
use crate::error::failed;

/// [`CommandLog`] in the table `audit_logs`.
#[derive(Debug, Clone)]
pub struct PgCommandLog {
    pool: PgPool,
}

impl PgCommandLog {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl CommandLog for PgCommandLog {
    async fn write(&self, executions: &[Execution]) -> Result<(), WriteFailure> {
        if executions.is_empty() {
            return Ok(());
        }
        insert(&self.pool, executions).await.map_err(|error| {
            let of_a_row = is_of_a_row(&error);
            let failure = failed("write which commands were used")(error);
            if of_a_row {
                WriteFailure::Rows(failure)
            } else {
                WriteFailure::Away(failure)
            }
        })
    }

    async fn ranking(
        &self,
        scope: CommandScope,
        since: DateTime<Utc>,
        limit: u16,
    ) -> Result<Ranking, PortFailure> {
        let lines = match scope {
            CommandScope::Guild(guild) => {
                let query = ranking_of!(guild.as_i64(), since, i64::from(limit));
                query.fetch_all(&self.pool).await
            }
            CommandScope::All => {
                let query = ranking_of_all!(since, i64::from(limit));
                query.fetch_all(&self.pool).await
            }
        };
        let lines = lines.map_err(failed("read which commands are used most"))?;
        let total = lines.first().map_or(0, |it| unsigned(it.total));
        let top = lines.into_iter().map(|it| Usage {
            name: it.command_name,
            count: unsigned(it.uses),
        });
        Ok(Ranking {
            top: top.collect(),
            total,
        })
    }

    async fn count(&self, scope: CommandScope, since: DateTime<Utc>) -> Result<u64, PortFailure> {
        let count = match scope {
            CommandScope::Guild(guild) => {
                let query = count_of!(guild.as_i64(), since);
                query.fetch_one(&self.pool).await
            }
            CommandScope::All => count_of_all!(since).fetch_one(&self.pool).await,
        };
        count
            .map(unsigned)
            .map_err(failed("count which commands were used"))
    }
}

/// One statement, and so all or none.
async fn insert(pool: &PgPool, executions: &[Execution]) -> Result<(), sqlx::Error> {
    let each = executions.iter();
    let guilds: Vec<Option<i64>> = each
        .clone()
        .map(|it| it.guild.map(GuildId::as_i64))
        .collect();
    let users: Vec<i64> = each.clone().map(|it| it.user.as_i64()).collect();
    let names: Vec<&str> = each.clone().map(|it| it.name.as_str()).collect();
    let kinds: Vec<&str> = each.clone().map(|it| it.kind.as_str()).collect();
    let successes: Vec<bool> = each.clone().map(|it| it.ending.is_success()).collect();
    let errors: Vec<Option<&str>> = each.clone().map(|it| it.ending.error()).collect();
    let moments: Vec<DateTime<Utc>> = each.map(|it| it.at).collect();
    sqlx::query!(
        "INSERT INTO alphapy.audit_logs
             (guild_id, user_id, command_name, command_type, success, error_message, created_at)
         SELECT * FROM UNNEST
             ($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::text[], $7::timestamptz[])",
        &guilds as &[Option<i64>],
        &users,
        &names as &[&str],
        &kinds as &[&str],
        &successes,
        &errors as &[Option<&str>],
        &moments,
    )
    .execute(pool)
    .await
    .map(drop)
}

/// Whether the database refuses what a row holds (class 22: its data, 23: a constraint), and not the table or us.
fn is_of_a_row(error: &sqlx::Error) -> bool {
    let refused = error.as_database_error();
    let code = refused.and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|it| it.starts_with("22") || it.starts_with("23"))
}

/// A count, which is never negative.
fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}
