//! Reminders as programs list them.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};
use reminders_core::{Completed, Dated, MOST_LISTED, ReminderId};
use sqlx::PgPool;

use super::row::{ReminderRow, reminder_rows};
use super::unreadable;

/// A member's unfinished reminders, in all guilds or in one: `makers_reminders!(maker, guild, limit)`.
macro_rules! makers_reminders {
    ($maker:expr, $guild:expr, $limit:expr $(,)?) => {
        $crate::reminders::row::reminder_rows!(
            r#"WHERE created_by = $1 AND NOT completed AND ($2::bigint IS NULL OR guild_id = $2)
               ORDER BY coalesce(call_time, "time"), name COLLATE "C", id LIMIT $3"#,
            $maker,
            $guild,
            $limit,
        )
    };
}

/// How many rows a list has at most.
fn most() -> i64 {
    i64::try_from(MOST_LISTED).unwrap_or(i64::MAX)
}

/// See `ReminderStore::of_maker`.
pub(super) async fn of_maker(
    pool: &PgPool,
    maker: UserId,
    guild: Option<GuildId>,
) -> Result<Vec<Dated>, sqlx::Error> {
    let guild = guild.map(GuildId::as_i64);
    let rows = makers_reminders!(maker.as_i64(), guild, most())
        .fetch_all(pool)
        .await?;
    Ok(rows.iter().filter_map(told).collect())
}

/// See `ReminderStore::of_guild`.
pub(super) async fn of_guild(
    pool: &PgPool,
    guild: GuildId,
    completed: Completed,
    now: DateTime<Utc>,
) -> Result<Vec<Dated>, sqlx::Error> {
    let rows = reminder_rows!(
        r#"WHERE guild_id = $1 AND ($2 OR NOT completed)
           ORDER BY coalesce(event_time, $3), "time", id LIMIT $4"#,
        guild.as_i64(),
        completed == Completed::Included,
        now,
        most(),
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.iter().filter_map(told).collect())
}

/// See `ReminderStore::dated`.
pub(super) async fn dated(
    pool: &PgPool,
    guild: GuildId,
    id: ReminderId,
) -> Result<Option<Dated>, sqlx::Error> {
    let row = reminder_rows!(
        "WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.as_ref().and_then(told))
}

/// See `ReminderStore::guild_of`.
pub(super) async fn guild_of(
    pool: &PgPool,
    maker: UserId,
    id: ReminderId,
) -> Result<Option<GuildId>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "SELECT guild_id FROM alphapy.reminders WHERE id = $1 AND created_by = $2",
        id.as_i64(),
        maker.as_i64(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(found.and_then(|it| GuildId::try_from(it).ok()))
}

fn told(row: &ReminderRow) -> Option<Dated> {
    Some(Dated {
        reminder: unreadable::readable(row)?,
        last_sent_at: row.last_sent_at,
        updated_at: row.updated_at,
    })
}

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Execute as _};

    use crate::testing::fresh_database;

    /// Five thousand reminders, every second of them by member 7: sorting theirs would cost more than reading the first
    /// ones in order.
    const MANY: [&str; 3] = [
        "INSERT INTO alphapy.guilds (guild_id) VALUES (1)",
        "INSERT INTO alphapy.reminders
             (guild_id, name, channel_id, created_by, event_time, call_time, next_fire_at, next_kind, next_event_at)
         SELECT 1, 'Raid ' || n, 10, CASE WHEN n % 2 = 0 THEN 7 ELSE n + 100 END, at, at::time, at, 't0', at
         FROM generate_series(1, 5000) AS n,
              LATERAL (SELECT timestamptz '2026-02-04 13:00Z' + n * interval '1 minute' AS at) AS event",
        "ANALYZE alphapy.reminders",
    ];

    #[tokio::test]
    async fn a_members_reminders_are_read_in_order_from_their_index() {
        let database = fresh_database().await;
        for sql in MANY {
            sqlx::query(sql).execute(database.pool()).await.unwrap();
        }
        for guild in [None, Some(1_i64)] {
            let sql = makers_reminders!(7_i64, guild, 500_i64).sql();
            let plan = AssertSqlSafe(format!("EXPLAIN {}", sql.as_str()));
            let plan: Vec<String> = sqlx::query_scalar(plan)
                .bind(7_i64)
                .bind(guild)
                .bind(500_i64)
                .fetch_all(database.pool())
                .await
                .unwrap();
            let plan = plan.join("\n");
            assert!(plan.contains("using idx_reminders_created_by"), "{plan}");
            assert!(!plan.contains("Sort"), "{plan}");
        }
    }
}
