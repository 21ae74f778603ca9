//! Counts and joins: the tables `invite_tracker`, `invite_joins` and `invite_blind_guilds`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invites_core::{Announcement, Counted, InviteStore, NewAnnouncement, NotedJoin, Standing};
use kernel::{GuildId, PortFailure, UserId};
use sqlx::{PgConnection, PgPool};

use super::queries::leaders_of;
use crate::error::failed;

/// [`InviteStore`] and [`Announcements`](invites_core::Announcements) over Postgres.
#[derive(Debug, Clone)]
pub struct PgInviteStore {
    pub(super) pool: PgPool,
}

impl PgInviteStore {
    /// The tables in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    async fn try_note_join(
        &self,
        guild: GuildId,
        join: &NotedJoin,
    ) -> Result<Counted, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let connection = &mut *transaction;
        know(connection, guild).await?;
        let Some(is_return) = keep_join(connection, guild, join).await? else {
            return Ok(Counted::Repeated);
        };
        let credited = join.attribution.credits(join.member);
        if let Some(inviter) = credited.filter(|_| !is_return) {
            credit(connection, guild, inviter, join.at).await?;
        }
        let announcement = match join.announce {
            Some(it) => Some(keep_announcement(connection, guild, join, it).await?),
            None => None,
        };
        transaction.commit().await?;
        Ok(Counted::Noted {
            is_return,
            announcement,
        })
    }

    async fn try_set_count(
        &self,
        guild: GuildId,
        to: Standing,
        by: UserId,
        at: DateTime<Utc>,
    ) -> Result<i32, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let connection = &mut *transaction;
        know(connection, guild).await?;
        sqlx::query!(
            "INSERT INTO alphapy.invite_tracker (guild_id, user_id, invite_count, updated_at) VALUES ($1, $2, 0, $3)
             ON CONFLICT (guild_id, user_id) DO NOTHING",
            guild.as_i64(),
            to.user.as_i64(),
            at,
        )
        .execute(&mut *connection)
        .await?;
        let old = sqlx::query_scalar!(
            "SELECT invite_count FROM alphapy.invite_tracker WHERE guild_id = $1 AND user_id = $2 FOR UPDATE",
            guild.as_i64(),
            to.user.as_i64(),
        )
        .fetch_one(&mut *connection)
        .await?;
        sqlx::query!(
            "UPDATE alphapy.invite_tracker SET invite_count = $3, adjusted_by = $4, adjusted_at = $5, updated_at = $5
             WHERE guild_id = $1 AND user_id = $2",
            guild.as_i64(),
            to.user.as_i64(),
            i32::try_from(to.count).unwrap_or(i32::MAX),
            by.as_i64(),
            at,
        )
        .execute(&mut *connection)
        .await?;
        transaction.commit().await?;
        Ok(old)
    }
}

async fn know(connection: &mut PgConnection, guild: GuildId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.guilds (guild_id) VALUES ($1) ON CONFLICT DO NOTHING",
        guild.as_i64(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the member had joined before; none when this very join, or a later one, is there already.
async fn keep_join(
    connection: &mut PgConnection,
    guild: GuildId,
    join: &NotedJoin,
) -> Result<Option<bool>, sqlx::Error> {
    let it = &join.attribution;
    // Whoever comes second of two at once waits here for the first, and then finds its row.
    let is_first = sqlx::query!(
        "INSERT INTO alphapy.invite_joins (guild_id, member_id, inviter_id, invite_code, way, grade, joined_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (guild_id, member_id) DO NOTHING",
        guild.as_i64(),
        join.member.as_i64(),
        it.inviter.map(UserId::as_i64),
        it.code.as_ref().map(invites_core::InviteCode::as_str),
        it.way.as_str(),
        it.grade().as_str(),
        join.at,
    )
    .execute(&mut *connection)
    .await?;
    if is_first.rows_affected() > 0 {
        return Ok(Some(false));
    }
    let is_return = sqlx::query!(
        "UPDATE alphapy.invite_joins SET joined_at = $3, left_at = NULL
         WHERE guild_id = $1 AND member_id = $2 AND joined_at < $3",
        guild.as_i64(),
        join.member.as_i64(),
        join.at,
    )
    .execute(connection)
    .await?;
    Ok((is_return.rows_affected() > 0).then_some(true))
}

async fn credit(
    connection: &mut PgConnection,
    guild: GuildId,
    inviter: UserId,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.invite_tracker AS known (guild_id, user_id, invite_count, updated_at) VALUES ($1, $2, 1, $3)
         ON CONFLICT (guild_id, user_id)
         DO UPDATE SET invite_count = known.invite_count + 1, updated_at = EXCLUDED.updated_at",
        guild.as_i64(),
        inviter.as_i64(),
        at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn keep_announcement(
    connection: &mut PgConnection,
    guild: GuildId,
    join: &NotedJoin,
    new: NewAnnouncement,
) -> Result<Announcement, sqlx::Error> {
    let kept = sqlx::query!(
        "INSERT INTO alphapy.invite_announcements (guild_id, member_id, inviter_id, invite_count, joined_at, held_until)
         SELECT $1, $2, $3, CASE WHEN $3::bigint IS NOT NULL THEN coalesce((
             SELECT invite_count FROM alphapy.invite_tracker WHERE guild_id = $1 AND user_id = $3
         ), 0) END, $4, $5
         RETURNING id, invite_count, tries",
        guild.as_i64(),
        join.member.as_i64(),
        new.inviter.map(UserId::as_i64),
        join.at,
        new.held_until,
    )
    .fetch_one(connection)
    .await?;
    let count = kept.invite_count.and_then(|it| u32::try_from(it).ok());
    Ok(Announcement {
        id: kept.id,
        guild,
        member: join.member,
        inviter: new.inviter.zip(count),
        joined_at: join.at,
        tries: u32::try_from(kept.tries).unwrap_or(1),
    })
}

#[async_trait]
impl InviteStore for PgInviteStore {
    async fn note_join(&self, guild: GuildId, join: &NotedJoin) -> Result<Counted, PortFailure> {
        let noted = self.try_note_join(guild, join).await;
        noted.map_err(failed("note who joined"))
    }

    async fn note_leave(
        &self,
        guild: GuildId,
        member: UserId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.invite_joins SET left_at = $3
             WHERE guild_id = $1 AND member_id = $2 AND joined_at <= $3 AND left_at IS NULL",
            guild.as_i64(),
            member.as_i64(),
            at,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note who left"))?;
        Ok(())
    }

    async fn leaders(&self, guild: GuildId, most: u16) -> Result<Vec<Standing>, PortFailure> {
        let leaders = leaders_of!(guild.as_i64(), i64::from(most))
            .fetch_all(&self.pool)
            .await
            .map_err(failed("list who has brought the most"))?;
        let standings = leaders.into_iter().filter_map(|it| {
            Some(Standing {
                user: UserId::try_from(it.user_id).ok()?,
                count: u32::try_from(it.invite_count).ok()?,
            })
        });
        Ok(standings.collect())
    }

    async fn set_count(
        &self,
        guild: GuildId,
        to: Standing,
        by: UserId,
        at: DateTime<Utc>,
    ) -> Result<u32, PortFailure> {
        let old = self.try_set_count(guild, to, by, at).await;
        let old = old.map_err(failed("set how many somebody has brought"))?;
        Ok(u32::try_from(old).unwrap_or_default())
    }

    async fn note_blind(&self, guild: GuildId, at: DateTime<Utc>) -> Result<bool, PortFailure> {
        let noted = sqlx::query!(
            "WITH known AS (INSERT INTO alphapy.guilds (guild_id) VALUES ($1) ON CONFLICT DO NOTHING)
             INSERT INTO alphapy.invite_blind_guilds (guild_id, since) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            guild.as_i64(),
            at,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note that invites cannot be seen"))?;
        Ok(noted.rows_affected() > 0)
    }

    async fn note_sighted(&self, guild: GuildId) -> Result<(), PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.invite_blind_guilds WHERE guild_id = $1",
            guild.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note that invites can be seen"))?;
        Ok(())
    }
}
