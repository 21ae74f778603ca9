//! The store of what privacy asks for.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{PortFailure, UserId};
use privacy_core::map::tables;
use privacy_core::{Erased, Origin, PersonalData, RequestId, RowCounts, Sheet, Withdrawal};
use serde_json::Value as Json;
use sqlx::{PgConnection, PgPool};

use super::requests::{self, Held, New};
use super::subject_hash::SubjectKey;
use super::{erasing, gathering};
use crate::error::failed;

/// How long one person's data may take.
const PATIENCE: &str = "30s";

/// [`PersonalData`] in this database.
#[derive(Debug, Clone)]
pub struct PgPersonalData {
    pool: PgPool,
    key: Option<SubjectKey>,
}

impl PgPersonalData {
    /// The data in this database. Without a key, requests say nothing of who they were about once they are over.
    pub fn new(pool: PgPool, key: Option<SubjectKey>) -> Self {
        Self { pool, key }
    }

    fn digest(&self, user: UserId) -> Option<Vec<u8>> {
        self.key.as_ref().map(|it| it.digest(user))
    }

    async fn try_gather(&self, user: UserId) -> Result<Vec<Sheet>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        // One moment for all tables, and every moment in UTC.
        sqlx::query!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            .execute(&mut *transaction)
            .await?;
        sqlx::query!("SELECT set_config('timezone', 'UTC', true)")
            .fetch_one(&mut *transaction)
            .await?;
        be_patient(&mut transaction).await?;
        let sheets = gathering::gather(&mut transaction, user.as_i64()).await?;
        transaction.rollback().await?;
        Ok(sheets)
    }

    async fn try_erase(
        &self,
        request: RequestId,
        at: DateTime<Utc>,
    ) -> Result<Option<Erased>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        be_patient(&mut transaction).await?;
        let Some(held) = requests::hold(&mut transaction, request).await? else {
            return Ok(None);
        };
        let user = match held {
            Held {
                user: Some(user),
                completed_at: None,
                ..
            } => user,
            Held {
                completed_at,
                row_counts,
                ..
            } => {
                return Ok(Some(Erased {
                    rows: row_counts.map(|it| read_counts(&it)).unwrap_or_default(),
                    at: completed_at.unwrap_or(at),
                }));
            }
        };
        let rows = erasing::erase(&mut transaction, user, at).await?;
        requests::carried_out(&mut transaction, request, &rows, at).await?;
        transaction.commit().await?;
        Ok(Some(Erased { rows, at }))
    }

    async fn try_settle(&self, before: DateTime<Utc>, at_most: u32) -> Result<u32, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        be_patient(&mut transaction).await?;
        let mut settled = 0;
        for (id, user, at) in requests::to_settle(&mut transaction, before, at_most).await? {
            erasing::erase_late(&mut transaction, user, at).await?;
            requests::over(&mut transaction, id).await?;
            settled += 1;
        }
        transaction.commit().await?;
        Ok(settled)
    }
}

async fn be_patient(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("SELECT set_config('statement_timeout', $1, true)", PATIENCE)
        .fetch_one(connection)
        .await
        .map(drop)
}

fn read_counts(json: &Json) -> RowCounts {
    let count = |name: &'static str| Some((name, json.get(name)?.as_u64()?));
    tables().filter_map(|it| count(it.name)).collect()
}

#[async_trait]
impl PersonalData for PgPersonalData {
    async fn gather(&self, user: UserId) -> Result<Vec<Sheet>, PortFailure> {
        let gathered = self.try_gather(user).await;
        gathered.map_err(failed("gather what is stored of somebody"))
    }

    async fn note_export(
        &self,
        user: UserId,
        rows: &RowCounts,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let digest = self.digest(user);
        let digest = digest.as_deref();
        let noted = requests::exported(&self.pool, New { user, digest, at }, rows).await;
        noted.map_err(failed("note that somebody was given their data"))
    }

    async fn request_erasure(
        &self,
        user: UserId,
        origin: Origin,
        at: DateTime<Utc>,
    ) -> Result<RequestId, PortFailure> {
        let digest = self.digest(user);
        let digest = digest.as_deref();
        let stored = requests::erasure(&self.pool, New { user, digest, at }, origin).await;
        stored.map_err(failed("note that somebody wants to be erased"))
    }

    async fn erase(
        &self,
        request: RequestId,
        at: DateTime<Utc>,
    ) -> Result<Option<Erased>, PortFailure> {
        let erased = self.try_erase(request, at).await;
        erased.map_err(failed("erase somebody"))
    }

    async fn withdraw_erasure(
        &self,
        user: UserId,
        since: DateTime<Utc>,
    ) -> Result<Withdrawal, PortFailure> {
        let withdrawn = requests::withdraw(&self.pool, user, since).await;
        withdrawn.map_err(failed("take back the wish to be erased"))
    }

    async fn note_failure(
        &self,
        request: RequestId,
        failure: &PortFailure,
    ) -> Result<(), PortFailure> {
        // Without the causes: they may name values.
        let noted = requests::failed(&self.pool, request, &failure.to_string()).await;
        noted.map_err(failed("note that somebody could not be erased"))
    }

    async fn unfinished(
        &self,
        before: DateTime<Utc>,
        at_most: u32,
    ) -> Result<Vec<RequestId>, PortFailure> {
        let found = requests::unfinished(&self.pool, before, at_most).await;
        found.map_err(failed("look for people who are yet to be erased"))
    }

    async fn settle(&self, before: DateTime<Utc>, at_most: u32) -> Result<u32, PortFailure> {
        let settled = self.try_settle(before, at_most).await;
        settled.map_err(failed("forget who was erased"))
    }
}
