//! Storing a change of a ticket with its entry in the history and the work that follows, in one transaction.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};
use sqlx::{PgConnection, PgPool};
use tickets_core::{ApplyOutcome, Recorded, Ticket, TicketId, TicketStatus, Transition, Work};

use super::row::{target_columns, ticket_rows};
use super::work_row::{kind_text, payload};

/// See `TicketStore::apply`.
pub(super) async fn apply(
    pool: &PgPool,
    transition: &Transition,
) -> Result<ApplyOutcome, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let after = &transition.after;
    if !update(&mut transaction, after, transition.by).await? {
        transaction.rollback().await?;
        return meanwhile(pool, after.guild, after.id).await;
    }
    let recorded = Recorded {
        event: transition.event,
        from: Some(transition.from),
        to: after.status,
        by: transition.by,
        at: after.updated_at,
    };
    record(&mut transaction, after.guild, after.id, recorded).await?;
    let (guild, since) = (after.guild, after.updated_at);
    store_work(&mut transaction, guild, after.id, &transition.work, since).await?;
    transaction.commit().await?;
    Ok(ApplyOutcome::Stored)
}

async fn meanwhile(
    pool: &PgPool,
    guild: GuildId,
    id: TicketId,
) -> Result<ApplyOutcome, sqlx::Error> {
    let row = ticket_rows!(
        "WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64()
    )
    .fetch_optional(pool)
    .await?;
    Ok(match row {
        Some(row) => ApplyOutcome::ChangedMeanwhile(Box::new(Ticket::try_from(row)?)),
        None => ApplyOutcome::NotFound,
    })
}

/// Whether the ticket still was what the change was decided on.
async fn update(
    connection: &mut PgConnection,
    after: &Ticket,
    by: Option<UserId>,
) -> Result<bool, sqlx::Error> {
    let target = after.target().map(target_columns);
    let escalated_kind = after
        .escalation
        .map(|_| target.map_or("none", |(kind, _)| kind));
    let closing = after.closing.as_ref();
    let is_archived = after.status == TicketStatus::Archived;
    let done = sqlx::query!(
        "UPDATE alphapy.support_tickets
         SET status = $3, claimed_by = $4, claimed_at = $5, escalated_kind = $6, escalated_to = $7,
             closed_at = $8, closed_by = $9, close_reason = $10, archived_at = $11, archived_by = $12,
             revision = $13, updated_at = $14, last_activity_at = greatest(last_activity_at, $14),
             idle_notified_at = NULL, idle_unreached = false, archive_started_at = NULL, archive_started_by = NULL,
             transcript_channel_id = CASE WHEN $3 = 'archived' THEN transcript_channel_id END,
             transcript_message_id = CASE WHEN $3 = 'archived' THEN transcript_message_id END,
             transcript_messages = CASE WHEN $3 = 'archived' THEN transcript_messages END
         WHERE guild_id = $1 AND id = $2 AND revision = $13 - 1",
        after.guild.as_i64(),
        after.id.as_i64(),
        after.status.as_str(),
        after.claim.map(|it| it.by.as_i64()),
        after.claim.map(|it| it.at),
        escalated_kind,
        target.map(|(_, id)| id),
        closing.map(|it| it.at),
        closing.and_then(|it| it.by).map(UserId::as_i64),
        closing.and_then(|it| it.reason.as_deref()),
        is_archived.then_some(after.updated_at),
        by.filter(|_| is_archived).map(UserId::as_i64),
        i32::try_from(after.revision).unwrap_or(i32::MAX),
        after.updated_at,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Writes an entry of the history.
pub(super) async fn record(
    connection: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
    what: Recorded,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "INSERT INTO alphapy.ticket_events (guild_id, ticket_id, event, actor_id, from_status, to_status, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        guild.as_i64(),
        ticket.as_i64(),
        what.event.as_str(),
        what.by.map(UserId::as_i64),
        what.from.map(TicketStatus::as_str),
        what.to.as_str(),
        what.at,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Stores work of a ticket, to be done from `since` on; nothing where there is no such ticket in the guild.
pub(super) async fn store_work(
    connection: &mut PgConnection,
    guild: GuildId,
    ticket: TicketId,
    work: &[Work],
    since: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let kinds: Vec<String> = work.iter().map(|it| kind_text(it).to_owned()).collect();
    let payloads: Vec<serde_json::Value> = work.iter().map(payload).collect();
    sqlx::query!(
        "INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, payload, run_after, created_at)
         SELECT ticket.guild_id, ticket.id, piece.kind, piece.payload, $5, $5
         FROM alphapy.support_tickets ticket,
              unnest($3::text[], $4::jsonb[]) WITH ORDINALITY AS piece (kind, payload, place)
         WHERE ticket.guild_id = $1 AND ticket.id = $2
         ORDER BY piece.place",
        guild.as_i64(),
        ticket.as_i64(),
        &kinds,
        &payloads,
        since,
    )
    .execute(connection)
    .await?;
    Ok(())
}
