//! Lists of tickets, and those that somebody may mean.

use kernel::{GuildId, UserId};
use sqlx::PgPool;
use tickets_core::{
    Numbers, RoomKind, Statuses, Ticket, TicketId, TicketPage, TicketQuery, TicketSearch,
    TicketStatus,
};

use super::row::{Unreadable, number, room_text, ticket_rows};

/// See `TicketStore::list`.
pub(super) async fn list(
    pool: &PgPool,
    guild: GuildId,
    query: TicketQuery,
) -> Result<TicketPage, sqlx::Error> {
    let statuses = names(query.statuses);
    let requester = query.requester.map(UserId::as_i64);
    let total = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM alphapy.support_tickets
           WHERE guild_id = $1 AND status = ANY ($2) AND ($3::bigint IS NULL OR user_id = $3)"#,
        guild.as_i64(),
        &statuses,
        requester,
    )
    .fetch_one(pool)
    .await?;
    let rows = ticket_rows!(
        "WHERE guild_id = $1 AND status = ANY ($2) AND ($3::bigint IS NULL OR user_id = $3)
         ORDER BY last_activity_at, id OFFSET $4 LIMIT $5",
        guild.as_i64(),
        &statuses,
        requester,
        i64::from(query.offset),
        i64::from(query.limit),
    )
    .fetch_all(pool)
    .await?;
    let tickets: Result<Vec<Ticket>, Unreadable> = rows.into_iter().map(Ticket::try_from).collect();
    Ok(TicketPage {
        tickets: tickets?,
        total: u32::try_from(total).unwrap_or(u32::MAX),
    })
}

/// See `TicketStore::archivable`.
pub(super) async fn archivable(
    pool: &PgPool,
    guild: GuildId,
    room: RoomKind,
) -> Result<u32, sqlx::Error> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM alphapy.support_tickets
           WHERE guild_id = $1 AND status = 'closed' AND room = $2 AND channel_id IS NOT NULL"#,
        guild.as_i64(),
        room_text(room),
    )
    .fetch_one(pool)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// See `TicketStore::suggest`.
pub(super) async fn suggest(
    pool: &PgPool,
    guild: GuildId,
    search: TicketSearch<'_>,
) -> Result<Vec<Ticket>, sqlx::Error> {
    let fragment = search.fragment.replace('\0', "").to_lowercase();
    let rows = ticket_rows!(
        "WHERE guild_id = $1 AND status = ANY ($2) AND ($3::bigint IS NULL OR user_id = $3)
           AND ($4 = '' OR strpos(ticket_no::text, $4) > 0 OR strpos(lower(username), $4) > 0
                OR strpos(lower(description), $4) > 0)
           AND (NOT $6 OR claimed_by IS NULL OR status = 'escalated')
         ORDER BY id DESC LIMIT $5",
        guild.as_i64(),
        &names(search.statuses),
        search.requester.map(UserId::as_i64),
        fragment,
        i64::from(search.limit),
        search.claimable_only,
    )
    .fetch_all(pool)
    .await?;
    let tickets: Result<Vec<Ticket>, Unreadable> = rows.into_iter().map(Ticket::try_from).collect();
    Ok(tickets?)
}

/// See `TicketStore::numbers`.
pub(super) async fn numbers(
    pool: &PgPool,
    guild: GuildId,
    ids: &[TicketId],
) -> Result<Numbers, sqlx::Error> {
    let ids: Vec<i64> = ids.iter().map(|it| it.as_i64()).collect();
    let rows = sqlx::query!(
        "SELECT id, ticket_no FROM alphapy.support_tickets WHERE guild_id = $1 AND id = ANY ($2)",
        guild.as_i64(),
        &ids,
    )
    .fetch_all(pool)
    .await?;
    let numbers = rows.into_iter().map(|row| {
        let id = u64::try_from(row.id).ok().and_then(TicketId::new);
        Ok((id.ok_or(Unreadable)?, number(row.ticket_no)?))
    });
    Ok(numbers.collect::<Result<_, Unreadable>>()?)
}

fn names(statuses: Statuses) -> Vec<String> {
    let names = statuses.each().map(TicketStatus::as_str);
    names.map(str::to_owned).collect()
}
