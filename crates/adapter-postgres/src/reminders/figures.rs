//! Reminders in figures, for dashboards.

use kernel::ChannelId;
use reminders_core::{ReminderFigures, ReminderId, Upcoming};
use sqlx::{PgConnection, PgPool};

use super::status::narrow;

/// The figures of a guild; of all guilds when none is named.
pub(super) async fn figures(
    pool: &PgPool,
    guild: Option<i64>,
) -> Result<ReminderFigures, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let counted = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE event_time IS NULL) AS "recurring!",
                  count(*) FILTER (WHERE event_time IS NOT NULL) AS "one_off!"
           FROM alphapy.reminders WHERE ($1::bigint IS NULL OR guild_id = $1) AND NOT completed"#,
        guild,
    )
    .fetch_one(&mut *connection)
    .await?;
    Ok(ReminderFigures {
        recurring: narrow(counted.recurring),
        one_off: narrow(counted.one_off),
        per_channel: per_channel(&mut connection, guild).await?,
        upcoming: upcoming(&mut connection, guild).await?,
    })
}

async fn per_channel(
    connection: &mut PgConnection,
    guild: Option<i64>,
) -> Result<Vec<(ChannelId, u32)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT channel_id, count(*) AS "count!"
           FROM alphapy.reminders WHERE ($1::bigint IS NULL OR guild_id = $1) AND NOT completed
           GROUP BY channel_id ORDER BY count(*) DESC, channel_id LIMIT $2"#,
        guild,
        i64::from(ReminderFigures::MOST_CHANNELS),
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        let channel = ChannelId::try_from(row.channel_id).ok()?;
        Some((channel, narrow(row.count)))
    });
    Ok(read.collect())
}

async fn upcoming(
    connection: &mut PgConnection,
    guild: Option<i64>,
) -> Result<Vec<Upcoming>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"SELECT id, name, channel_id, next_event_at AS "event_at!", event_time IS NULL AS "is_recurring!"
           FROM alphapy.reminders
           WHERE ($1::bigint IS NULL OR guild_id = $1) AND next_event_at IS NOT NULL AND NOT completed
           ORDER BY next_event_at, id LIMIT $2"#,
        guild,
        i64::from(ReminderFigures::MOST_UPCOMING),
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        Some(Upcoming {
            id: u64::try_from(row.id).ok().and_then(ReminderId::new)?,
            name: row.name,
            channel: ChannelId::try_from(row.channel_id).ok()?,
            event_at: row.event_at,
            is_recurring: row.is_recurring,
        })
    });
    Ok(read.collect())
}
