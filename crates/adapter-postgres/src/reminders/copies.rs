//! Reminders in great numbers, for storms and measurements: one is stored as the bot stores it, and its row is copied, so
//! that a new column needs nothing here.

use chrono::TimeDelta;
use kernel::{ChannelId, GuildId};
use reminders_core::ReminderId;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};

/// Where copies go.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The guild; it gets a row when it has none.
    pub guild: GuildId,
    /// The channel in it.
    pub channel: ChannelId,
    /// How many go there.
    pub count: u32,
}

/// Puts copies of a stored reminder in the place of it. Each is called as the model and a number of its own, from 1; their
/// next sends are spread evenly over the time `spread` from the model's on.
pub async fn replace_by_copies(
    options: &PgConnectOptions,
    model: ReminderId,
    places: &[Place],
    spread: TimeDelta,
) -> Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    // Neither triggers nor foreign keys: what is copied fits.
    sqlx::raw_sql("SET session_replication_role = replica")
        .execute(&mut connection)
        .await?;
    let guilds: Vec<i64> = places.iter().map(|it| it.guild.as_i64()).collect();
    sqlx::query(
        "INSERT INTO alphapy.guilds (guild_id) SELECT DISTINCT UNNEST($1::bigint[]) ON CONFLICT DO NOTHING",
    )
    .bind(&guilds)
    .execute(&mut connection)
    .await?;
    copy(&mut connection, model, places, spread).await?;
    sqlx::query("DELETE FROM alphapy.reminders WHERE id = $1")
        .bind(model.as_i64())
        .execute(&mut connection)
        .await?;
    // As a server does by itself after a while.
    sqlx::raw_sql("VACUUM (ANALYZE) alphapy.reminders")
        .execute(&mut connection)
        .await?;
    connection.close().await
}

async fn copy(
    connection: &mut PgConnection,
    model: ReminderId,
    places: &[Place],
    spread: TimeDelta,
) -> Result<(), sqlx::Error> {
    let guilds: Vec<i64> = places.iter().map(|it| it.guild.as_i64()).collect();
    let channels: Vec<i64> = places.iter().map(|it| it.channel.as_i64()).collect();
    let counts: Vec<i64> = places.iter().map(|it| i64::from(it.count)).collect();
    let columns = other_columns(connection).await?;
    let statement = format!(
        "INSERT INTO alphapy.reminders (guild_id, channel_id, name, next_fire_at, {columns})
         SELECT place.guild, place.channel, name || ' ' || place.number,
                next_fire_at + make_interval(secs => $5 * (place.number - 1) / place.total), {columns}
         FROM alphapy.reminders,
              (SELECT guild, channel, row_number() OVER () AS number, count(*) OVER () AS total
               FROM UNNEST($2::bigint[], $3::bigint[], $4::bigint[]) p (guild, channel, copies),
                    generate_series(1, p.copies)) place
         WHERE id = $1"
    );
    sqlx::query(AssertSqlSafe(statement))
        .bind(model.as_i64())
        .bind(&guilds)
        .bind(&channels)
        .bind(&counts)
        .bind(spread.as_seconds_f64())
        .execute(connection)
        .await?;
    Ok(())
}

/// The columns that are copied as they are.
async fn other_columns(connection: &mut PgConnection) -> Result<String, sqlx::Error> {
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT quote_ident(column_name) FROM information_schema.columns
         WHERE table_schema = 'alphapy' AND table_name = 'reminders' AND is_generated = 'NEVER'
           AND column_name NOT IN ('id', 'guild_id', 'channel_id', 'name', 'next_fire_at')",
    )
    .fetch_all(connection)
    .await?;
    Ok(columns.join(", "))
}
