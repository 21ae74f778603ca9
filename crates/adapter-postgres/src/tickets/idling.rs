//! What is noted of tickets in which people write, and of those in which nobody does.

use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, UserId};
use sqlx::PgPool;
use tickets_core::{Heard, IdleSince, Ticket, TicketId, Work};

use super::apply::store_work;
use super::row::{Unreadable, status, ticket_id, ticket_rows};
use super::unreadable::UnreadableRows;

/// See `TicketStore::heard`: one statement, found by the channel.
pub(super) async fn heard(
    pool: &PgPool,
    guild: GuildId,
    channel: ChannelId,
    at: DateTime<Utc>,
) -> Result<Option<Heard>, sqlx::Error> {
    let row = sqlx::query!(
        "UPDATE alphapy.support_tickets SET
             last_activity_at = CASE status WHEN 'closed' THEN last_activity_at ELSE greatest(last_activity_at, $3) END,
             idle_notified_at = CASE status WHEN 'closed' THEN idle_notified_at END,
             idle_unreached = idle_unreached AND status = 'closed'
         WHERE guild_id = $1 AND channel_id = $2 AND status <> 'archived'
         RETURNING id, user_id, status",
        guild.as_i64(),
        channel.as_i64(),
        at,
    )
    .fetch_optional(pool)
    .await?;
    let read = |id, user_id, state: &str| {
        Ok::<_, Unreadable>(Heard {
            id: ticket_id(id)?,
            requester: UserId::try_from(user_id)?,
            status: status(state)?,
        })
    };
    let heard = row.map(|it| read(it.id, it.user_id, &it.status));
    Ok(heard.transpose()?)
}

/// See `TicketStore::idle`. Over all guilds, as the sweep is.
pub(super) async fn idle(
    pool: &PgPool,
    unreadable: &UnreadableRows,
    before: DateTime<Utc>,
    after: Option<IdleSince>,
    limit: u32,
) -> Result<Vec<Ticket>, sqlx::Error> {
    let (mut at, mut id) = after.map_or((DateTime::<Utc>::UNIX_EPOCH, 0), |it| {
        (it.at, it.id.as_i64())
    });
    loop {
        let rows = ticket_rows!(
            "WHERE status IN ('open', 'claimed', 'waiting_for_user') AND last_activity_at <= $1
           AND (last_activity_at, id) > ($2, $3)
         ORDER BY last_activity_at, id LIMIT $4",
            before,
            at,
            id,
            i64::from(limit),
        )
        .fetch_all(pool)
        .await?;
        let last = rows.last().map(|it| (it.last_activity_at, it.id));
        let tickets = unreadable.pass_over(rows);
        match last {
            // An empty page would be the end.
            Some(last) if tickets.is_empty() => (at, id) = last,
            _ => return Ok(tickets),
        }
    }
}

/// See `TicketStore::ask_idle`.
pub(super) async fn ask(
    pool: &PgPool,
    ticket: &Ticket,
    work: &[Work],
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let done = sqlx::query!(
        "UPDATE alphapy.support_tickets SET idle_notified_at = $4
         WHERE guild_id = $1 AND id = $2 AND last_activity_at = $3 AND idle_notified_at IS NULL
           AND status IN ('open', 'claimed', 'waiting_for_user')",
        ticket.guild.as_i64(),
        ticket.id.as_i64(),
        ticket.last_activity_at,
        now,
    )
    .execute(&mut *transaction)
    .await?;
    if done.rows_affected() == 0 {
        transaction.rollback().await?;
        return Ok(false);
    }
    store_work(&mut transaction, ticket.guild, ticket.id, work, now).await?;
    transaction.commit().await?;
    Ok(true)
}

/// See `TicketStore::note_unreachable`.
pub(super) async fn note_unreachable(
    pool: &PgPool,
    guild: GuildId,
    id: TicketId,
) -> Result<(), sqlx::Error> {
    let noted = sqlx::query!(
        "UPDATE alphapy.support_tickets SET idle_unreached = true
         WHERE guild_id = $1 AND id = $2 AND idle_notified_at IS NOT NULL",
        guild.as_i64(),
        id.as_i64(),
    );
    noted.execute(pool).await.map(drop)
}
