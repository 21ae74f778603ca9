//! Summaries of closed tickets.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{GuildId, MessageId, PortFailure};
use sqlx::PgPool;
use tickets_core::TicketId;
use tickets_core::summary::{NewSummary, Summary, SummaryStore};
use tickets_core::topics::{SummarizedTicket, Topic, TopicStore};

use super::proposal_row::{Unreadable, ticket_id};
use crate::error::failed;

/// [`SummaryStore`] and [`TopicStore`] over `alphapy.ticket_summaries`.
#[derive(Debug, Clone)]
pub struct PgSummaryStore {
    pool: PgPool,
}

/// A row of `alphapy.ticket_summaries`.
struct SummaryRow {
    guild_id: i64,
    ticket_id: i64,
    closed_at: DateTime<Utc>,
    summary: String,
    topic_terms: Vec<String>,
    model: Option<String>,
    posted_message_id: Option<i64>,
    created_at: DateTime<Utc>,
}

impl TryFrom<SummaryRow> for Summary {
    type Error = Unreadable;

    fn try_from(row: SummaryRow) -> Result<Self, Unreadable> {
        Ok(Self {
            what: NewSummary {
                guild: GuildId::try_from(row.guild_id)?,
                ticket: ticket_id(row.ticket_id)?,
                closed_at: row.closed_at,
                text: row.summary,
                topic: Topic::of_terms(row.topic_terms),
                model: row.model,
            },
            posted: row.posted_message_id.map(MessageId::try_from).transpose()?,
            at: row.created_at,
        })
    }
}

impl PgSummaryStore {
    /// The summaries in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    async fn try_of_closing(
        &self,
        guild: GuildId,
        ticket: TicketId,
        closed_at: DateTime<Utc>,
    ) -> Result<Option<Summary>, sqlx::Error> {
        let row = sqlx::query_as!(
            SummaryRow,
            "SELECT guild_id, ticket_id, closed_at, summary, topic_terms, model, posted_message_id, created_at
             FROM alphapy.ticket_summaries WHERE guild_id = $1 AND ticket_id = $2 AND closed_at = $3",
            guild.as_i64(),
            ticket.as_i64(),
            closed_at,
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(Summary::try_from).transpose()?)
    }

    async fn try_latest(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Summary>, sqlx::Error> {
        let row = sqlx::query_as!(
            SummaryRow,
            "SELECT guild_id, ticket_id, closed_at, summary, topic_terms, model, posted_message_id, created_at
             FROM alphapy.ticket_summaries WHERE guild_id = $1 AND ticket_id = $2 ORDER BY closed_at DESC LIMIT 1",
            guild.as_i64(),
            ticket.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(Summary::try_from).transpose()?)
    }

    async fn try_summarized_since(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
    ) -> Result<Vec<SummarizedTicket>, sqlx::Error> {
        let rows = sqlx::query!(
            "SELECT ticket_id, topic_terms, created_at FROM alphapy.ticket_summaries
             WHERE guild_id = $1 AND created_at >= $2 AND model IS NOT NULL ORDER BY created_at, id",
            guild.as_i64(),
            since,
        )
        .fetch_all(&self.pool)
        .await?;
        let tickets = rows.into_iter().map(|row| {
            Ok(SummarizedTicket {
                ticket: ticket_id(row.ticket_id)?,
                topic: Topic::of_terms(row.topic_terms),
                at: row.created_at,
            })
        });
        Ok(tickets.collect::<Result<_, Unreadable>>()?)
    }
}

#[async_trait]
impl SummaryStore for PgSummaryStore {
    async fn add(
        &self,
        what: &NewSummary,
        now: DateTime<Utc>,
    ) -> Result<Option<Summary>, PortFailure> {
        let terms: Vec<String> = what.topic.terms().map(str::to_owned).collect();
        // Of a ticket that is gone there is nothing to select.
        sqlx::query!(
            "INSERT INTO alphapy.ticket_summaries
                 (guild_id, ticket_id, closed_at, summary, similarity_key, topic_terms, model, created_at)
             SELECT guild_id, id, $3, $4, $5, $6, $7, $8 FROM alphapy.support_tickets
             WHERE guild_id = $1 AND id = $2
             FOR KEY SHARE
             ON CONFLICT ON CONSTRAINT uq_ticket_summaries_closing DO NOTHING",
            what.guild.as_i64(),
            what.ticket.as_i64(),
            what.closed_at,
            what.text,
            Some(what.topic.key()).filter(|it| !it.is_empty()),
            &terms,
            what.model,
            now,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("keep the summary of a ticket"))?;
        self.of_closing(what.guild, what.ticket, what.closed_at)
            .await
    }

    async fn of_closing(
        &self,
        guild: GuildId,
        ticket: TicketId,
        closed_at: DateTime<Utc>,
    ) -> Result<Option<Summary>, PortFailure> {
        let found = self.try_of_closing(guild, ticket, closed_at).await;
        found.map_err(failed("find the summary of a closing"))
    }

    async fn latest(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Summary>, PortFailure> {
        let found = self.try_latest(guild, ticket).await;
        found.map_err(failed("find the summary of a ticket"))
    }

    async fn note_posted(
        &self,
        guild: GuildId,
        ticket: TicketId,
        closed_at: DateTime<Utc>,
        message: MessageId,
    ) -> Result<bool, PortFailure> {
        let noted = sqlx::query!(
            "UPDATE alphapy.ticket_summaries SET posted_message_id = $4
             WHERE guild_id = $1 AND ticket_id = $2 AND closed_at = $3",
            guild.as_i64(),
            ticket.as_i64(),
            closed_at,
            message.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("remember where a summary is shown"))?;
        Ok(noted.rows_affected() > 0)
    }
}

#[async_trait]
impl TopicStore for PgSummaryStore {
    async fn summarized_since(
        &self,
        guild: GuildId,
        since: DateTime<Utc>,
    ) -> Result<Vec<SummarizedTicket>, PortFailure> {
        let found = self.try_summarized_since(guild, since).await;
        found.map_err(failed("read what tickets were about"))
    }
}
