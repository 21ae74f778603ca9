//! The store of answers.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, PortFailure, UserId};
use sqlx::PgPool;
use tickets_core::faq::{
    AddOutcome, EditOutcome, FaqDraft, FaqEntry, FaqId, FaqPage, FaqRevision, FaqStore, Pin,
    PinOutcome,
};

use super::row::{EntryRow, Unreadable, entry_rows};
use super::write::{self, NewEntry, Origin};
use crate::error::failed;

/// [`FaqStore`] and [`FaqSearchLog`](tickets_core::faq::FaqSearchLog) over the tables of the FAQ.
#[derive(Debug, Clone)]
pub struct PgFaqStore {
    pool: PgPool,
}

impl PgFaqStore {
    /// The FAQs in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    async fn try_page(
        &self,
        guild: GuildId,
        offset: u32,
        limit: u32,
    ) -> Result<FaqPage, sqlx::Error> {
        let total = write::count(&self.pool, guild).await?;
        let rows = entry_rows!(
            "WHERE guild_id = $1 ORDER BY pinned DESC, created_at DESC, id OFFSET $2 LIMIT $3",
            guild.as_i64(),
            i64::from(offset),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(FaqPage {
            entries: entries(rows)?,
            total: u32::try_from(total).unwrap_or(u32::MAX),
        })
    }
}

fn entries(rows: Vec<EntryRow>) -> Result<Vec<FaqEntry>, Unreadable> {
    rows.into_iter().map(FaqEntry::try_from).collect()
}

#[async_trait]
impl FaqStore for PgFaqStore {
    async fn add(
        &self,
        guild: GuildId,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<AddOutcome, PortFailure> {
        let entry = NewEntry {
            guild,
            draft,
            origin: Origin::default(),
            by,
            now,
        };
        let added = write::add(&self.pool, entry).await;
        added.map_err(failed("add an answer"))
    }

    async fn find(&self, guild: GuildId, id: FaqId) -> Result<Option<FaqEntry>, PortFailure> {
        let found = write::find(&self.pool, guild, id).await;
        found.map_err(failed("find an answer"))
    }

    async fn all(&self, guild: GuildId) -> Result<Vec<FaqEntry>, PortFailure> {
        let rows = entry_rows!(
            "WHERE guild_id = $1 ORDER BY pinned DESC, created_at DESC, id",
            guild.as_i64(),
        );
        let rows = rows.fetch_all(&self.pool).await;
        let all = rows.and_then(|rows| Ok(entries(rows)?));
        all.map_err(failed("read all answers"))
    }

    async fn page(&self, guild: GuildId, offset: u32, limit: u32) -> Result<FaqPage, PortFailure> {
        let page = self.try_page(guild, offset, limit).await;
        page.map_err(failed("list answers"))
    }

    async fn edit(
        &self,
        guild: GuildId,
        id: FaqId,
        seen: DateTime<Utc>,
        draft: &FaqDraft,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<EditOutcome, PortFailure> {
        let entry = NewEntry {
            guild,
            draft,
            origin: Origin::default(),
            by,
            now,
        };
        let edited = write::edit(&self.pool, id, seen, entry).await;
        edited.map_err(failed("change an answer"))
    }

    async fn remove(&self, guild: GuildId, id: FaqId) -> Result<Option<FaqEntry>, PortFailure> {
        let removed = write::remove(&self.pool, guild, id).await;
        removed.map_err(failed("remove an answer"))
    }

    async fn pin(
        &self,
        guild: GuildId,
        id: FaqId,
        pin: Pin,
        by: UserId,
        now: DateTime<Utc>,
    ) -> Result<PinOutcome, PortFailure> {
        let pinned = write::pin(&self.pool, guild, id, pin, by, now).await;
        pinned.map_err(failed("pin an answer"))
    }

    async fn revision(&self, guild: GuildId) -> Result<FaqRevision, PortFailure> {
        let revision = sqlx::query_scalar!(
            "SELECT revision FROM alphapy.faq_revisions WHERE guild_id = $1",
            guild.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("look whether answers changed"))?;
        Ok(FaqRevision(revision.unwrap_or_default().to_string()))
    }
}
