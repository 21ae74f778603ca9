//! The reminder store.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, PortFailure, Retry, UserId};
use reminders_core::{
    AddOutcome, Completed, Dated, EditOutcome, LIVE_SESSION_MESSAGE, LIVE_SESSION_NAME, ListQuery,
    NewReminder, Occurrence, Origin, Page, Reminder, ReminderEdit, ReminderId, ReminderKinds,
    ReminderStore, Scope, Suggestion,
};
use sqlx::{PgConnection, PgPool};

use super::row::{ReminderRow, UnreadableRow, reminder_rows};
use super::{add, edit, listing, unreadable};
use crate::error::failed;

/// Reminders and their occurrences over Postgres. Clones share the pool.
#[derive(Debug, Clone)]
pub struct PgReminderStore {
    pub(super) pool: PgPool,
}

/// A scope as arguments of a query: whose reminders, or those in which channel; no maker means everybody's.
pub(super) struct ScopeArguments {
    pub(super) maker: Option<i64>,
    pub(super) channel: Option<i64>,
}

impl PgReminderStore {
    /// A store over `pool`, whose database is migrated.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// What a page shows. A first page with room left shows everything, and is counted without another question.
    async fn listed(&self, guild: GuildId, query: &ListQuery) -> Result<Page, sqlx::Error> {
        // One connection for both questions: each that is given back is asked by the pool whether it still works.
        let mut connection = self.pool.acquire().await?;
        let rows = page(&mut connection, guild, query).await?;
        let room_left = rows.len() < usize::try_from(query.limit).unwrap_or(usize::MAX);
        let (recurring, one_off) = if query.offset == 0 && room_left {
            let recurring = rows.iter().filter(|it| it.event_time.is_none()).count();
            (length(recurring), length(rows.len() - recurring))
        } else {
            count(&mut connection, guild, query).await?
        };
        Ok(Page {
            reminders: rows.iter().filter_map(unreadable::readable).collect(),
            recurring,
            one_off,
        })
    }
}

async fn page(
    connection: &mut PgConnection,
    guild: GuildId,
    query: &ListQuery,
) -> Result<Vec<ReminderRow>, sqlx::Error> {
    let scope = ScopeArguments::from(query.scope);
    reminder_rows!(
        r#"WHERE guild_id = $1 AND ($2::bigint IS NULL OR created_by = $2 OR channel_id = $3)
                 AND ($4 OR NOT completed) AND ($5::boolean IS NULL OR $5 = (event_time IS NULL))
               ORDER BY event_time NULLS FIRST, call_time, name COLLATE "C", id OFFSET $6 LIMIT $7"#,
        guild.as_i64(),
        scope.maker,
        scope.channel,
        query.completed == Completed::Included,
        recurring_only(query.kinds),
        i64::from(query.offset),
        i64::from(query.limit),
    )
    .fetch_all(connection)
    .await
}

/// How many recurring reminders and how many one-offs a question finds.
async fn count(
    connection: &mut PgConnection,
    guild: GuildId,
    query: &ListQuery,
) -> Result<(u32, u32), sqlx::Error> {
    let scope = ScopeArguments::from(query.scope);
    let counts = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE event_time IS NULL) AS "recurring!",
                      count(*) FILTER (WHERE event_time IS NOT NULL) AS "one_off!"
               FROM alphapy.reminders
               WHERE guild_id = $1 AND ($2::bigint IS NULL OR created_by = $2 OR channel_id = $3)
                 AND ($4 OR NOT completed) AND ($5::boolean IS NULL OR $5 = (event_time IS NULL))"#,
        guild.as_i64(),
        scope.maker,
        scope.channel,
        query.completed == Completed::Included,
        recurring_only(query.kinds),
    )
    .fetch_one(connection)
    .await?;
    Ok((length(counts.recurring), length(counts.one_off)))
}

fn length(rows: impl TryInto<u32>) -> u32 {
    rows.try_into().unwrap_or(u32::MAX)
}

#[async_trait]
impl ReminderStore for PgReminderStore {
    async fn add(
        &self,
        what: &NewReminder,
        next: Occurrence,
        quota: Option<u32>,
        now: DateTime<Utc>,
    ) -> Result<AddOutcome, PortFailure> {
        let stored = add::add(&self.pool, what, next, quota, now).await;
        stored.map_err(failed("store a reminder"))
    }

    async fn find(&self, guild: GuildId, id: ReminderId) -> Result<Option<Reminder>, PortFailure> {
        const ATTEMPTED: &str = "find a reminder";
        let row = reminder_rows!(
            "WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64()
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed(ATTEMPTED))?;
        row.map(|it| it.reminder().map_err(cannot_read(ATTEMPTED)))
            .transpose()
    }

    async fn find_by_origin(
        &self,
        guild: GuildId,
        origin: Origin,
    ) -> Result<Option<ReminderId>, PortFailure> {
        let found = add::watched(&self.pool, guild, origin, 0).await;
        found.map_err(failed("find a reminder by its message"))
    }

    async fn made_since(
        &self,
        guild: GuildId,
        channel: ChannelId,
        since: DateTime<Utc>,
    ) -> Result<Vec<Suggestion>, PortFailure> {
        let rows = sqlx::query!(
            "SELECT id, name FROM alphapy.reminders
             WHERE guild_id = $1 AND channel_id = $2 AND created_at >= $3
             ORDER BY id DESC LIMIT 50",
            guild.as_i64(),
            channel.as_i64(),
            since,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("find recent reminders"))?;
        let recent = rows
            .into_iter()
            .filter_map(|row| suggestion(row.id, row.name));
        Ok(recent.collect())
    }

    async fn list(&self, guild: GuildId, query: ListQuery) -> Result<Page, PortFailure> {
        let page = self.listed(guild, &query).await;
        page.map_err(failed("list reminders"))
    }

    async fn of_maker(
        &self,
        maker: UserId,
        guild: Option<GuildId>,
    ) -> Result<Vec<Dated>, PortFailure> {
        let found = listing::of_maker(&self.pool, maker, guild).await;
        found.map_err(failed("list a member's reminders"))
    }

    async fn of_guild(
        &self,
        guild: GuildId,
        completed: Completed,
        now: DateTime<Utc>,
    ) -> Result<Vec<Dated>, PortFailure> {
        let found = listing::of_guild(&self.pool, guild, completed, now).await;
        found.map_err(failed("list a guild's reminders"))
    }

    async fn dated(&self, guild: GuildId, id: ReminderId) -> Result<Option<Dated>, PortFailure> {
        let found = listing::dated(&self.pool, guild, id).await;
        found.map_err(failed("find a reminder"))
    }

    async fn guild_of(
        &self,
        maker: UserId,
        id: ReminderId,
    ) -> Result<Option<GuildId>, PortFailure> {
        let found = listing::guild_of(&self.pool, maker, id).await;
        found.map_err(failed("find a member's reminder"))
    }

    async fn suggest(
        &self,
        guild: GuildId,
        scope: Scope,
        fragment: &str,
        limit: u32,
    ) -> Result<Vec<Suggestion>, PortFailure> {
        let scope = ScopeArguments::from(scope);
        // Looking for the position, unlike LIKE, takes every character for itself.
        let rows = sqlx::query!(
            "SELECT id, name FROM alphapy.reminders
             WHERE guild_id = $1 AND ($2::bigint IS NULL OR created_by = $2 OR channel_id = $3) AND NOT completed
               AND (strpos(lower(name), lower($4)) > 0 OR strpos(id::text, $4) > 0)
             ORDER BY id DESC LIMIT $5",
            guild.as_i64(),
            scope.maker,
            scope.channel,
            fragment.replace('\0', ""),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("suggest reminders"))?;
        let found = rows
            .into_iter()
            .filter_map(|row| suggestion(row.id, row.name));
        Ok(found.collect())
    }

    async fn live_sessions(
        &self,
        guild: GuildId,
        scope: Scope,
    ) -> Result<Vec<Reminder>, PortFailure> {
        let scope = ScopeArguments::from(scope);
        let rows = reminder_rows!(
            "WHERE guild_id = $1 AND ($2::bigint IS NULL OR created_by = $2 OR channel_id = $3) AND NOT completed
               AND name = $4 AND message = $5
             ORDER BY id DESC LIMIT 500",
            guild.as_i64(),
            scope.maker,
            scope.channel,
            LIVE_SESSION_NAME,
            LIVE_SESSION_MESSAGE,
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("find live sessions"))?;
        Ok(rows.iter().filter_map(unreadable::readable).collect())
    }

    async fn edit(
        &self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
        edit: &ReminderEdit,
        now: DateTime<Utc>,
    ) -> Result<EditOutcome, PortFailure> {
        let edited = edit::edit(&self.pool, guild, id, scope, edit, now).await;
        edited.map_err(failed("change a reminder"))
    }

    async fn delete(
        &self,
        guild: GuildId,
        id: ReminderId,
        scope: Scope,
    ) -> Result<Option<Reminder>, PortFailure> {
        const ATTEMPTED: &str = "delete a reminder";
        let scope = ScopeArguments::from(scope);
        let mut transaction = self.pool.begin().await.map_err(failed(ATTEMPTED))?;
        let row = reminder_rows!(
            "WHERE guild_id = $1 AND id = $2 AND ($3::bigint IS NULL OR created_by = $3 OR channel_id = $4)
             FOR UPDATE",
            guild.as_i64(),
            id.as_i64(),
            scope.maker,
            scope.channel,
        )
        .fetch_optional(&mut *transaction)
        .await
        .map_err(failed(ATTEMPTED))?;
        let Some(row) = row else { return Ok(None) };
        let reminder = row.reminder().map_err(cannot_read(ATTEMPTED))?;
        sqlx::query!(
            "DELETE FROM alphapy.reminders WHERE guild_id = $1 AND id = $2",
            row.guild_id,
            row.id
        )
        .execute(&mut *transaction)
        .await
        .map_err(failed(ATTEMPTED))?;
        transaction.commit().await.map_err(failed(ATTEMPTED))?;
        Ok(Some(reminder))
    }
}

impl From<Scope> for ScopeArguments {
    fn from(scope: Scope) -> Self {
        let (maker, channel) = match scope {
            Scope::Guild => (None, None),
            Scope::CreatedBy(user) => (Some(user), None),
            Scope::CreatedByOrIn(user, channel) => (Some(user), Some(channel)),
        };
        Self {
            maker: maker.map(UserId::as_i64),
            channel: channel.map(ChannelId::as_i64),
        }
    }
}

/// Whether only recurring reminders (or else only one-offs) are asked for; none for both.
fn recurring_only(kinds: ReminderKinds) -> Option<bool> {
    match kinds {
        ReminderKinds::All => None,
        ReminderKinds::Recurring => Some(true),
        ReminderKinds::OneOff => Some(false),
    }
}

fn cannot_read(attempted: &'static str) -> impl FnOnce(UnreadableRow) -> PortFailure {
    move |unreadable| PortFailure::new(attempted, Retry::Useless, unreadable)
}

/// A row as a suggestion.
fn suggestion(id: i64, name: String) -> Option<Suggestion> {
    let id = u64::try_from(id).ok().and_then(ReminderId::new)?;
    Some(Suggestion { id, name })
}
