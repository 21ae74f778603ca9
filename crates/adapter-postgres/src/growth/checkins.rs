//! Check-ins: the table `growth_checkins`. They belong to people: every statement names whose they are.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use growth_core::{Checkin, CheckinForm, CheckinId, CheckinStore, NewCheckin};
use kernel::{GuildId, PortFailure, Retry, UserId};
use sqlx::PgPool;

use crate::error::failed;

/// [`CheckinStore`] in the table `growth_checkins`.
#[derive(Debug, Clone)]
pub struct PgCheckins {
    pool: PgPool,
}

struct Row {
    id: i64,
    guild_id: Option<i64>,
    user_id: i64,
    shared: bool,
    goal: String,
    obstacle: String,
    feeling: String,
    reply: String,
    created_at: DateTime<Utc>,
}

impl PgCheckins {
    /// The table in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// An erasure holds its request until it is committed, so it is waited for; one that begins later finds this row.
    async fn try_add(&self, checkin: &NewCheckin) -> Result<Option<i64>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let erasures = sqlx::query_scalar!(
            "SELECT completed_at FROM alphapy.privacy_requests WHERE state <> 'done' AND discord_user_id = $1 FOR SHARE",
            checkin.user.as_i64(),
        )
        .fetch_all(&mut *transaction)
        .await?;
        let mut erased = erasures.into_iter().flatten();
        if erased.any(|at| at >= checkin.asked_at) {
            return Ok(None);
        }
        let id = sqlx::query_scalar!(
            "INSERT INTO alphapy.growth_checkins (guild_id, user_id, goal, obstacle, feeling, reply, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            checkin.guild.map(GuildId::as_i64),
            checkin.user.as_i64(),
            checkin.form.goal(),
            checkin.form.obstacle(),
            checkin.form.feeling(),
            checkin.reply,
            checkin.created_at,
        )
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(id))
    }
}

#[async_trait]
impl CheckinStore for PgCheckins {
    async fn add(&self, checkin: &NewCheckin) -> Result<Option<CheckinId>, PortFailure> {
        let added = self.try_add(checkin).await;
        let Some(id) = added.map_err(failed("keep a check-in"))? else {
            return Ok(None);
        };
        number(id).map(Some).ok_or_else(unreadable)
    }

    async fn newest(
        &self,
        user: UserId,
        since: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<Checkin>, PortFailure> {
        let rows = sqlx::query_as!(
            Row,
            "SELECT id, guild_id, user_id, shared, goal, obstacle, feeling, reply, created_at
             FROM alphapy.growth_checkins WHERE user_id = $1 AND created_at >= $2
             ORDER BY created_at DESC, id DESC LIMIT $3",
            user.as_i64(),
            since,
            i64::from(most),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read somebody's check-ins"))?;
        let checkins: Option<Vec<_>> = rows.into_iter().map(Row::into_checkin).collect();
        checkins.ok_or_else(unreadable)
    }

    async fn find(&self, user: UserId, id: CheckinId) -> Result<Option<Checkin>, PortFailure> {
        let row = sqlx::query_as!(
            Row,
            "SELECT id, guild_id, user_id, shared, goal, obstacle, feeling, reply, created_at
             FROM alphapy.growth_checkins WHERE user_id = $1 AND id = $2",
            user.as_i64(),
            id.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("read a check-in"))?;
        row.map(|it| it.into_checkin().ok_or_else(unreadable))
            .transpose()
    }

    async fn share(&self, user: UserId, id: CheckinId, shared: bool) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.growth_checkins SET shared = $3 WHERE user_id = $1 AND id = $2 AND shared <> $3",
            user.as_i64(),
            id.as_i64(),
            shared,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note that a check-in is shared"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn delete(&self, user: UserId, id: CheckinId) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "DELETE FROM alphapy.growth_checkins WHERE user_id = $1 AND id = $2",
            user.as_i64(),
            id.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("delete a check-in"))?;
        Ok(done.rows_affected() > 0)
    }
}

impl Row {
    /// None for a row that no version of ours has written.
    fn into_checkin(self) -> Option<Checkin> {
        let guild = self.guild_id.map(GuildId::try_from).transpose().ok()?;
        Some(Checkin {
            id: number(self.id)?,
            guild,
            user: UserId::try_from(self.user_id).ok()?,
            form: CheckinForm::new(&self.goal, &self.obstacle, &self.feeling).ok()?,
            reply: self.reply,
            shared: self.shared,
            created_at: self.created_at,
        })
    }
}

fn number(id: i64) -> Option<CheckinId> {
    u64::try_from(id).ok().and_then(CheckinId::new)
}

fn unreadable() -> PortFailure {
    PortFailure::new(
        "read a check-in",
        Retry::Useless,
        "a row that no version of Alphapy writes",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::tests::own;

    growth_core::checkin_store_contract!(#[tokio::test] fn() => own(PgCheckins::new).await);
}
