//! Reading the history of settings.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};
use settings_core::{ChangeSource, ChangeType, HistoryEntry, HistoryFilter, HistoryId};
use sqlx::PgPool;

struct HistoryRow {
    guild_id: i64,
    id: i64,
    scope: String,
    key: String,
    old_value: Option<String>,
    new_value: Option<String>,
    changed_by: Option<i64>,
    changed_at: DateTime<Utc>,
    change_type: String,
    source: String,
    rollback_of: Option<i64>,
    value_type: Option<String>,
    request_id: Option<String>,
}

/// What `filter` wants of the guild, the newest first.
pub(super) async fn page(
    pool: &PgPool,
    guild: GuildId,
    filter: &HistoryFilter,
) -> Result<Vec<HistoryEntry>, sqlx::Error> {
    let rows = sqlx::query_as!(
        HistoryRow,
        "SELECT guild_id, id, scope, key, old_value::text, new_value::text, changed_by, changed_at, change_type, source,
                rollback_of, value_type, request_id
         FROM alphapy.settings_history
         WHERE guild_id = $1
           AND ($2::text IS NULL OR scope = $2)
           AND ($3::text IS NULL OR key = $3)
           AND ($4::bigint IS NULL OR id < $4)
           AND ($5::text IS NULL OR change_type = $5)
         ORDER BY id DESC
         LIMIT $6",
        guild.as_i64(),
        filter.scope,
        filter.key,
        filter.before.map(HistoryId::get),
        filter.change_type.map(ChangeType::as_str),
        i64::from(filter.limit),
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().filter_map(HistoryRow::entry).collect())
}

/// One line of the guild.
pub(super) async fn entry(
    pool: &PgPool,
    guild: GuildId,
    id: HistoryId,
) -> Result<Option<HistoryEntry>, sqlx::Error> {
    let row = sqlx::query_as!(
        HistoryRow,
        "SELECT guild_id, id, scope, key, old_value::text, new_value::text, changed_by, changed_at, change_type, source,
                rollback_of, value_type, request_id
         FROM alphapy.settings_history
         WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.get(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.and_then(HistoryRow::entry))
}

/// Of each setting the first line after `moment`.
pub(super) async fn first_since(
    pool: &PgPool,
    guild: GuildId,
    moment: DateTime<Utc>,
) -> Result<Vec<HistoryEntry>, sqlx::Error> {
    let rows = sqlx::query_as!(
        HistoryRow,
        "SELECT DISTINCT ON (scope, key)
                guild_id, id, scope, key, old_value::text, new_value::text, changed_by, changed_at, change_type, source,
                rollback_of, value_type, request_id
         FROM alphapy.settings_history
         WHERE guild_id = $1 AND changed_at > $2
         ORDER BY scope, key, id",
        guild.as_i64(),
        moment,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().filter_map(HistoryRow::entry).collect())
}

/// The number of the newest line of all; 0 while there is none.
pub(super) async fn newest(pool: &PgPool) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"SELECT coalesce(max(id), 0) AS "id!" FROM alphapy.settings_history"#)
        .fetch_one(pool)
        .await
}

/// Of all guilds the newest lines after `since`, at most so many, the oldest first.
pub(super) async fn newest_since(
    pool: &PgPool,
    since: i64,
    most: usize,
) -> Result<Vec<(GuildId, HistoryEntry)>, sqlx::Error> {
    let mut rows = sqlx::query_as!(
        HistoryRow,
        "SELECT guild_id, id, scope, key, old_value::text, new_value::text, changed_by, changed_at, change_type, source,
                rollback_of, value_type, request_id
         FROM alphapy.settings_history
         WHERE id > $1
         ORDER BY id DESC
         LIMIT $2",
        since,
        i64::try_from(most).unwrap_or(i64::MAX),
    )
    .fetch_all(pool)
    .await?;
    rows.reverse();
    Ok(rows.into_iter().filter_map(HistoryRow::of_guild).collect())
}

/// These lines of these guilds, as far as they are still there, the oldest first.
pub(super) async fn lines(
    pool: &PgPool,
    wanted: &[(GuildId, HistoryId)],
) -> Result<Vec<(GuildId, HistoryEntry)>, sqlx::Error> {
    let guilds: Vec<_> = wanted.iter().map(|it| it.0.as_i64()).collect();
    let ids: Vec<_> = wanted.iter().map(|it| it.1.get()).collect();
    let rows = sqlx::query_as!(
        HistoryRow,
        "SELECT guild_id, id, scope, key, old_value::text, new_value::text, changed_by, changed_at, change_type, source,
                rollback_of, value_type, request_id
         FROM alphapy.settings_history
         JOIN unnest($1::bigint[], $2::bigint[]) AS wanted (guild_id, id) USING (guild_id, id)
         ORDER BY id",
        &guilds,
        &ids,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().filter_map(HistoryRow::of_guild).collect())
}

impl HistoryRow {
    /// Whose line it is, and what it says.
    fn of_guild(self) -> Option<(GuildId, HistoryEntry)> {
        let guild = GuildId::try_from(self.guild_id).ok()?;
        Some((guild, self.entry()?))
    }

    /// The line; a row whose words no version of this program writes is left out.
    fn entry(self) -> Option<HistoryEntry> {
        Some(HistoryEntry {
            id: HistoryId::new(self.id).ok()?,
            old: self.old_value.as_deref().map(settings_json::read),
            new: self.new_value.as_deref().map(settings_json::read),
            changed_by: self.changed_by.and_then(|it| UserId::try_from(it).ok()),
            changed_at: self.changed_at,
            change_type: ChangeType::from_word(&self.change_type)?,
            source: ChangeSource::from_word(&self.source)?,
            rollback_of: self.rollback_of.and_then(|it| HistoryId::new(it).ok()),
            scope: self.scope,
            key: self.key,
            value_type: self.value_type,
            request_id: self.request_id,
        })
    }
}
