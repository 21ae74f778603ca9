//! Opening a ticket: its number, the count of its requester's live ones and the row in one transaction.

use chrono::{DateTime, Utc};
use kernel::{GuildId, UserId};
use sqlx::{PgConnection, PgPool};
use tickets_core::{
    Event, NewTicket, OpenOutcome, OpeningLimits, Recorded, Ticket, TicketId, TicketStatus,
};

use super::apply::record;
use super::row::{room_text, ticket_id, ticket_rows};
use super::unreadable::UnreadableRows;
use crate::guilds::ensure_guild;

/// See `TicketStore::open`.
pub(super) async fn open(
    pool: &PgPool,
    unreadable: &UnreadableRows,
    what: &NewTicket,
    limits: OpeningLimits,
    now: DateTime<Utc>,
) -> Result<OpenOutcome, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    ensure_guild(&mut transaction, what.guild).await?;
    // The guild's counter is its lock: until the transaction ends, nobody else opens a ticket there.
    let number = next_number(&mut transaction, what.guild).await?;
    let recent = last_since(&mut transaction, what, limits.none_since).await?;
    if let Some(last) = recent {
        transaction.rollback().await?;
        return Ok(OpenOutcome::TooSoon(last));
    }
    let live = live(&mut transaction, unreadable, what.guild, what.requester).await?;
    if live.len() >= usize::try_from(limits.most_live).unwrap_or(usize::MAX) {
        transaction.rollback().await?;
        return Ok(OpenOutcome::TooMany(live));
    }
    let id = insert(&mut transaction, what, number, now).await?;
    let opened = Recorded {
        event: Event::Created,
        from: None,
        to: TicketStatus::Open,
        by: Some(what.requester),
        at: now,
    };
    record(&mut transaction, what.guild, id, opened).await?;
    let ticket = ticket_rows!(
        "WHERE guild_id = $1 AND id = $2",
        what.guild.as_i64(),
        id.as_i64()
    )
    .fetch_one(&mut *transaction)
    .await?;
    let ticket = Ticket::try_from(ticket)?;
    transaction.commit().await?;
    Ok(OpenOutcome::Opened(Box::new(ticket)))
}

async fn next_number(connection: &mut PgConnection, guild: GuildId) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(
        "INSERT INTO alphapy.ticket_numbers AS given (guild_id, last_no) VALUES ($1, 1)
         ON CONFLICT (guild_id) DO UPDATE SET last_no = given.last_no + 1
         RETURNING last_no",
        guild.as_i64(),
    )
    .fetch_one(connection)
    .await
}

/// When the requester opened their last one after `since`, whatever has become of it.
async fn last_since(
    connection: &mut PgConnection,
    what: &NewTicket,
    since: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar!(
        "SELECT created_at FROM alphapy.support_tickets
         WHERE guild_id = $1 AND user_id = $2 AND created_at > $3 AND NOT turn_given_back
         ORDER BY created_at DESC LIMIT 1",
        what.guild.as_i64(),
        what.requester.as_i64(),
        since,
    )
    .fetch_optional(connection)
    .await
}

/// See `TicketStore::give_turn_back`.
pub(super) async fn give_turn_back(
    pool: &PgPool,
    guild: GuildId,
    id: TicketId,
) -> Result<(), sqlx::Error> {
    let noted = sqlx::query!(
        "UPDATE alphapy.support_tickets SET turn_given_back = true WHERE guild_id = $1 AND id = $2",
        guild.as_i64(),
        id.as_i64(),
    );
    noted.execute(pool).await.map(drop)
}

/// See `TicketStore::half_open`. Over all guilds, as the repair is.
pub(super) async fn half_open(
    pool: &PgPool,
    unreadable: &UnreadableRows,
    before: DateTime<Utc>,
    after: Option<TicketId>,
    limit: u32,
) -> Result<Vec<Ticket>, sqlx::Error> {
    let mut after = after.map_or(0, TicketId::as_i64);
    loop {
        let rows = ticket_rows!(
            live "(channel_id IS NULL OR control_message_id IS NULL) AND created_at < $1 AND id > $2
         ORDER BY id LIMIT $3",
            before,
            after,
            i64::from(limit),
        )
        .fetch_all(pool)
        .await?;
        let last = rows.last().map(|it| it.id);
        let tickets = unreadable.pass_over(rows);
        match last {
            // An empty page would be the end.
            Some(last) if tickets.is_empty() => after = last,
            _ => return Ok(tickets),
        }
    }
}

/// The requester's live tickets that can be read, oldest first: nobody can close another one to make room.
async fn live(
    connection: &mut PgConnection,
    unreadable: &UnreadableRows,
    guild: GuildId,
    requester: UserId,
) -> Result<Vec<Ticket>, sqlx::Error> {
    let rows = ticket_rows!(
        live "guild_id = $1 AND user_id = $2 ORDER BY id",
        guild.as_i64(),
        requester.as_i64(),
    )
    .fetch_all(connection)
    .await?;
    Ok(unreadable.pass_over(rows))
}

/// Postgres takes no U+0000 in texts.
fn storable(text: &str) -> String {
    text.replace('\0', "")
}

async fn insert(
    connection: &mut PgConnection,
    what: &NewTicket,
    number: i32,
    now: DateTime<Utc>,
) -> Result<TicketId, sqlx::Error> {
    let id = sqlx::query_scalar!(
        "INSERT INTO alphapy.support_tickets
             (guild_id, ticket_no, user_id, username, description, room, created_at, updated_at, last_activity_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7) RETURNING id",
        what.guild.as_i64(),
        number,
        what.requester.as_i64(),
        storable(&what.username),
        storable(&what.description),
        room_text(what.room),
        now,
    )
    .fetch_one(connection)
    .await?;
    Ok(ticket_id(id)?)
}
