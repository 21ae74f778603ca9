//! What an erasure leaves behind of tickets outside the database, and of those that the person took care of.
//!
//! In the erasure's own transaction, and before the rows go: a channel whose ticket is erased is remembered until it is taken
//! away, and a ticket that nobody has any more is set back, as the rules of tickets do it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Remembers the channels of the person's tickets, and lets go of those of others that they had in hand. How many tickets of
/// others were changed.
pub(super) async fn let_go(
    connection: &mut PgConnection,
    user: i64,
    at: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    // The channel of an archived one is gone, or about to be: that work goes with the ticket.
    sqlx::query!(
        "INSERT INTO alphapy.left_ticket_rooms (guild_id, channel_id, due_at)
         SELECT guild_id, channel_id, $2 FROM alphapy.support_tickets ticket
         WHERE user_id = $1 AND channel_id IS NOT NULL
           AND (status <> 'archived' OR EXISTS (
               SELECT FROM alphapy.ticket_jobs job
               WHERE job.guild_id = ticket.guild_id AND job.ticket_id = ticket.id AND job.kind = 'delete_channel'
                 AND job.done_at IS NULL
           ))
         ON CONFLICT DO NOTHING",
        user,
        at,
    )
    .execute(&mut *connection)
    .await?;
    // The revision of every row that names them goes up, so that nobody who has read it writes them back.
    let changed = sqlx::query_scalar!(
        r#"WITH held AS (
               SELECT id, status, claimed_by = $1 AND status IN ('open', 'claimed', 'waiting_for_user', 'escalated') AS is_let_go
               FROM alphapy.support_tickets
               WHERE user_id <> $1
                 AND (claimed_by = $1 OR closed_by = $1 OR (escalated_to = $1 AND escalated_kind = 'user'))
               ORDER BY id FOR NO KEY UPDATE
           ), changed AS (
               UPDATE alphapy.support_tickets ticket
               SET revision = revision + 1,
                   status = CASE WHEN is_let_go AND held.status = 'claimed' THEN 'open' ELSE held.status END,
                   claimed_by = CASE WHEN claimed_by = $1 THEN NULL ELSE claimed_by END,
                   claimed_at = CASE WHEN is_let_go THEN NULL ELSE claimed_at END,
                   updated_at = CASE WHEN is_let_go THEN $2 ELSE updated_at END
               FROM held WHERE held.id = ticket.id
               RETURNING ticket.guild_id, ticket.id, held.status AS was, ticket.status, is_let_go
           ), noted AS (
               INSERT INTO alphapy.ticket_events (guild_id, ticket_id, event, from_status, to_status, at)
               SELECT guild_id, id, 'unclaimed', was, status, $2 FROM changed WHERE is_let_go
           ), told AS (
               INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, payload, run_after, created_at)
               SELECT guild_id, id, piece.kind, piece.payload, $2, $2
               FROM changed, (VALUES (1, 'refresh_embed', '{}'::jsonb),
                                     (2, 'notify', '{"line": "unclaimed", "by": null}')) AS piece (place, kind, payload)
               WHERE is_let_go ORDER BY id, place
           )
           SELECT count(*) AS "count!" FROM changed"#,
        user,
        at,
    )
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(changed).unwrap_or_default())
}
