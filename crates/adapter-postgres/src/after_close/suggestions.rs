//! What became of drafts.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, PortFailure, UserId};
use serde_json::json;
use sqlx::PgPool;
use tickets_core::drafts::{
    Decision, NewSuggestion, Suggestion, SuggestionFigures, SuggestionId, SuggestionState,
    SuggestionStore,
};

use super::proposal_row::{Unreadable, ticket_id};
use crate::error::failed;

/// [`SuggestionStore`] over `alphapy.ticket_suggestions`.
#[derive(Debug, Clone)]
pub struct PgSuggestionStore {
    pool: PgPool,
}

impl PgSuggestionStore {
    /// The drafts in this database.
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    async fn try_find(
        &self,
        guild: GuildId,
        id: SuggestionId,
    ) -> Result<Option<Suggestion>, sqlx::Error> {
        let row = sqlx::query!(
            "SELECT ticket_id, requested_by, state, edit_ratio, created_at FROM alphapy.ticket_suggestions
             WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Suggestion {
            id,
            guild,
            ticket: ticket_id(row.ticket_id)?,
            by: UserId::try_from(row.requested_by).map_err(Unreadable::from)?,
            state: state(&row.state, row.edit_ratio)?,
            at: row.created_at,
        }))
    }

    async fn try_figures(
        &self,
        guild: GuildId,
        since: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<SuggestionFigures, sqlx::Error> {
        let waits_since = now - TimeDelta::hours(SuggestionFigures::EXPIRES_AFTER_HOURS);
        let row = sqlx::query!(
            r#"SELECT count(*) FILTER (WHERE state = 'posted') AS "posted!",
                      count(*) FILTER (WHERE state = 'edited') AS "edited!",
                      count(*) FILTER (WHERE state = 'dismissed') AS "dismissed!",
                      count(*) FILTER (WHERE state = 'drafted' AND created_at >= $3) AS "waiting!",
                      count(*) FILTER (WHERE state = 'drafted' AND created_at < $3) AS "expired!",
                      coalesce(sum(chars) FILTER (WHERE state IN ('posted', 'edited')), 0)::bigint AS "accepted_chars!"
               FROM alphapy.ticket_suggestions WHERE guild_id = $1 AND created_at >= coalesce($2, '-infinity'::timestamptz)"#,
            guild.as_i64(),
            since,
            waits_since,
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(SuggestionFigures {
            posted: row.posted.unsigned_abs(),
            edited: row.edited.unsigned_abs(),
            dismissed: row.dismissed.unsigned_abs(),
            waiting: row.waiting.unsigned_abs(),
            expired: row.expired.unsigned_abs(),
            accepted_chars: row.accepted_chars.unsigned_abs(),
        })
    }
}

fn state(state: &str, edit_ratio: Option<f32>) -> Result<SuggestionState, Unreadable> {
    Ok(match (state, edit_ratio) {
        ("drafted", None) => SuggestionState::Drafted,
        ("posted", None) => SuggestionState::Decided(Decision::Posted),
        ("edited", Some(ratio)) => SuggestionState::Decided(Decision::Edited(ratio)),
        ("dismissed", None) => SuggestionState::Decided(Decision::Dismissed),
        _ => return Err(Unreadable),
    })
}

fn columns(decision: Decision) -> (&'static str, Option<f32>) {
    match decision {
        Decision::Posted => ("posted", None),
        Decision::Edited(ratio) => ("edited", Some(ratio)),
        Decision::Dismissed => ("dismissed", None),
    }
}

fn stored(chars: usize) -> i32 {
    i32::try_from(chars).unwrap_or(i32::MAX)
}

#[async_trait]
impl SuggestionStore for PgSuggestionStore {
    async fn add(
        &self,
        what: &NewSuggestion,
        now: DateTime<Utc>,
    ) -> Result<Option<SuggestionId>, PortFailure> {
        let id = sqlx::query_scalar!(
            "INSERT INTO alphapy.ticket_suggestions (guild_id, ticket_id, requested_by, sources, chars, created_at)
             SELECT guild_id, id, $3, $4, $5, $6 FROM alphapy.support_tickets WHERE guild_id = $1 AND id = $2
             FOR KEY SHARE
             RETURNING id",
            what.guild.as_i64(),
            what.ticket.as_i64(),
            what.by.as_i64(),
            json!(what.sources),
            stored(what.chars),
            now,
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("keep a draft"))?;
        Ok(id.and_then(|it| u64::try_from(it).ok().and_then(SuggestionId::new)))
    }

    async fn find(
        &self,
        guild: GuildId,
        id: SuggestionId,
    ) -> Result<Option<Suggestion>, PortFailure> {
        let found = self.try_find(guild, id).await;
        found.map_err(failed("find a draft"))
    }

    async fn decide(
        &self,
        guild: GuildId,
        id: SuggestionId,
        decision: Decision,
        chars: usize,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let (state, edit_ratio) = columns(decision);
        let decided = sqlx::query!(
            "UPDATE alphapy.ticket_suggestions SET state = $3, edit_ratio = $4, chars = $5, decided_at = $6
             WHERE guild_id = $1 AND id = $2 AND state = 'drafted'",
            guild.as_i64(),
            id.as_i64(),
            state,
            edit_ratio,
            stored(chars),
            now,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("decide about a draft"))?;
        Ok(decided.rows_affected() > 0)
    }

    async fn reopen(
        &self,
        guild: GuildId,
        id: SuggestionId,
        chars: usize,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.ticket_suggestions SET state = 'drafted', edit_ratio = NULL, chars = $3, decided_at = NULL
             WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64(),
            stored(chars),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("have a draft wait again"))?;
        Ok(())
    }

    async fn figures(
        &self,
        guild: GuildId,
        since: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<SuggestionFigures, PortFailure> {
        let figures = self.try_figures(guild, since, now).await;
        figures.map_err(failed("count what became of drafts"))
    }
}
