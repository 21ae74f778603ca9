//! Tickets for an export, read page by page as they are asked for, so that no connection waits for whoever writes them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use futures_util::stream;
use futures_util::{StreamExt as _, TryStreamExt as _};
use kernel::{GuildId, PortFailure};
use sqlx::PgPool;
use tickets_core::export::{ExportRange, ExportedTicket, ExportedTickets, TicketArchive};
use tickets_core::{Ticket, TicketStatus};

use super::PgTicketStore;
use super::row::{TicketRow, ticket_rows};
use crate::error::failed;

/// So many tickets are read at a time.
const PAGE: i64 = 500;

/// What is asked for, and how far it has been read.
struct Cursor {
    pool: PgPool,
    guild: GuildId,
    range: ExportRange,
    status: Option<&'static str>,
    below: i64,
}

impl TicketArchive for PgTicketStore {
    fn export(
        &self,
        guild: GuildId,
        range: &ExportRange,
        status: Option<TicketStatus>,
    ) -> ExportedTickets {
        let cursor = Cursor {
            pool: self.pool.clone(),
            guild,
            range: range.clone(),
            status: status.map(TicketStatus::as_str),
            below: i64::MAX,
        };
        let pages = stream::try_unfold(cursor, |cursor| async move {
            let page = cursor.page().await.map_err(failed("read tickets"))?;
            Ok::<_, PortFailure>(page)
        });
        let tickets = pages.map_ok(|page| stream::iter(page.into_iter().map(Ok)));
        tickets.try_flatten().boxed()
    }
}

impl Cursor {
    /// The next tickets, newest first; none at the end.
    async fn page(mut self) -> Result<Option<(Vec<ExportedTicket>, Self)>, sqlx::Error> {
        let rows: Vec<TicketRow> = ticket_rows!(
            "WHERE guild_id = $1 AND id < $2 AND ($3::timestamptz IS NULL OR created_at >= $3)
               AND ($4::timestamptz IS NULL OR created_at < $4) AND ($5::text IS NULL OR status = $5)
             ORDER BY id DESC LIMIT $6",
            self.guild.as_i64(),
            self.below,
            self.range.from,
            self.range.before,
            self.status,
            PAGE,
        )
        .fetch_all(&self.pool)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        self.below = last.id;
        let archived = self.archived(rows.iter().map(|it| it.id).collect()).await?;
        let mut page = Vec::with_capacity(rows.len());
        for row in rows {
            let archived_at = archived.get(&row.id).copied().flatten();
            page.push(ExportedTicket {
                ticket: Ticket::try_from(row)?,
                archived_at,
            });
        }
        Ok(Some((page, self)))
    }

    /// When each of these was archived.
    async fn archived(
        &self,
        ids: Vec<i64>,
    ) -> Result<HashMap<i64, Option<DateTime<Utc>>>, sqlx::Error> {
        let rows = sqlx::query!(
            "SELECT id, archived_at FROM alphapy.support_tickets
             WHERE guild_id = $1 AND id = ANY ($2) AND archived_at IS NOT NULL",
            self.guild.as_i64(),
            &ids,
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|it| (it.id, it.archived_at)).collect())
    }
}
