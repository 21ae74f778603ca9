//! The ports of tickets, put together.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};
use sqlx::PgPool;
use tickets_core::{
    ApplyOutcome, ClaimedWork, Heard, IdleSince, Lane, NewTicket, Numbers, OpenOutcome,
    OpeningLimits, Recorded, RoomKind, Ticket, TicketId, TicketNumber, TicketPage, TicketQuery,
    TicketSearch, TicketStore, Transition, Work, WorkStore,
};

use super::row::{TicketRow, Unreadable, event, status, ticket_rows};
use super::unreadable::UnreadableRows;
use super::{apply, idling, listing, open, work};
use crate::error::failed;

/// [`TicketStore`] and [`WorkStore`] over the tables of tickets.
#[derive(Debug, Clone)]
pub struct PgTicketStore {
    pub(super) pool: PgPool,
    unreadable: UnreadableRows,
}

impl PgTicketStore {
    /// The tickets in this database.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            unreadable: UnreadableRows::default(),
        }
    }
}

fn one(row: Option<TicketRow>) -> Result<Option<Ticket>, sqlx::Error> {
    Ok(row.map(Ticket::try_from).transpose()?)
}

#[async_trait]
impl TicketStore for PgTicketStore {
    async fn open(
        &self,
        what: &NewTicket,
        limits: OpeningLimits,
        now: DateTime<Utc>,
    ) -> Result<OpenOutcome, PortFailure> {
        let opened = open::open(&self.pool, &self.unreadable, what, limits, now).await;
        opened.map_err(failed("open a ticket"))
    }

    async fn give_turn_back(&self, guild: GuildId, id: TicketId) -> Result<(), PortFailure> {
        let noted = open::give_turn_back(&self.pool, guild, id).await;
        noted.map_err(failed("note that an opening cost no turn"))
    }

    async fn find(&self, guild: GuildId, id: TicketId) -> Result<Option<Ticket>, PortFailure> {
        let row = ticket_rows!(
            "WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            id.as_i64()
        );
        let row = row.fetch_optional(&self.pool).await;
        row.and_then(one).map_err(failed("find a ticket"))
    }

    async fn by_number(
        &self,
        guild: GuildId,
        number: TicketNumber,
    ) -> Result<Option<Ticket>, PortFailure> {
        let row = ticket_rows!(
            "WHERE guild_id = $1 AND ticket_no = $2",
            guild.as_i64(),
            number.as_i32()
        );
        let row = row.fetch_optional(&self.pool).await;
        row.and_then(one).map_err(failed("find a ticket"))
    }

    async fn in_channel(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<Option<Ticket>, PortFailure> {
        let row = ticket_rows!(
            "WHERE guild_id = $1 AND channel_id = $2",
            guild.as_i64(),
            channel.as_i64()
        );
        let row = row.fetch_optional(&self.pool).await;
        row.and_then(one)
            .map_err(failed("find the ticket of a channel"))
    }

    async fn place(
        &self,
        guild: GuildId,
        id: TicketId,
        channel: ChannelId,
    ) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.support_tickets SET channel_id = $3
             WHERE guild_id = $1 AND id = $2 AND coalesce(channel_id, $3) = $3",
            guild.as_i64(),
            id.as_i64(),
            channel.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note the channel of a ticket"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn note_control(
        &self,
        guild: GuildId,
        id: TicketId,
        message: MessageId,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "WITH before AS (
                 SELECT guild_id, id, control_message_id, created_at FROM alphapy.support_tickets
                 WHERE guild_id = $1 AND id = $2 FOR UPDATE
             ), noted AS (
                 UPDATE alphapy.support_tickets ticket SET control_message_id = $3 FROM before
                 WHERE ticket.guild_id = before.guild_id AND ticket.id = before.id
             )
             INSERT INTO alphapy.ticket_jobs (guild_id, ticket_id, kind, run_after, created_at)
             SELECT guild_id, id, 'answers', created_at, created_at FROM before WHERE control_message_id IS NULL",
            guild.as_i64(),
            id.as_i64(),
            message.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("note the buttons of a ticket"))
    }

    async fn take_back(&self, guild: GuildId, id: TicketId) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "DELETE FROM alphapy.support_tickets WHERE guild_id = $1 AND id = $2 AND revision = 0",
            guild.as_i64(),
            id.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("take a ticket back"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn apply(&self, transition: &Transition) -> Result<ApplyOutcome, PortFailure> {
        let outcome = apply::apply(&self.pool, transition).await;
        outcome.map_err(failed("change a ticket"))
    }

    async fn note_activity(
        &self,
        guild: GuildId,
        id: TicketId,
        at: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.support_tickets SET last_activity_at = $3, idle_notified_at = NULL, idle_unreached = false
             WHERE guild_id = $1 AND id = $2 AND last_activity_at < $3 AND status NOT IN ('closed', 'archived')",
            guild.as_i64(),
            id.as_i64(),
            at,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("note that somebody wrote in a ticket"))
    }

    async fn heard(
        &self,
        guild: GuildId,
        channel: ChannelId,
        at: DateTime<Utc>,
    ) -> Result<Option<Heard>, PortFailure> {
        let heard = idling::heard(&self.pool, guild, channel, at).await;
        heard.map_err(failed("note that somebody wrote in a channel"))
    }

    async fn idle(
        &self,
        before: DateTime<Utc>,
        after: Option<IdleSince>,
        limit: u32,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let silent = idling::idle(&self.pool, &self.unreadable, before, after, limit).await;
        silent.map_err(failed("find silent tickets"))
    }

    async fn ask_idle(
        &self,
        ticket: &Ticket,
        work: &[Work],
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let asked = idling::ask(&self.pool, ticket, work, now).await;
        asked.map_err(failed("ask about a silent ticket"))
    }

    async fn note_unreachable(&self, guild: GuildId, id: TicketId) -> Result<(), PortFailure> {
        let noted = idling::note_unreachable(&self.pool, guild, id).await;
        noted.map_err(failed("note that a requester was not reached"))
    }

    async fn list(&self, guild: GuildId, query: TicketQuery) -> Result<TicketPage, PortFailure> {
        let page = listing::list(&self.pool, guild, query).await;
        page.map_err(failed("list tickets"))
    }

    async fn numbers(&self, guild: GuildId, ids: &[TicketId]) -> Result<Numbers, PortFailure> {
        let numbers = listing::numbers(&self.pool, guild, ids).await;
        numbers.map_err(failed("look up numbers of tickets"))
    }

    async fn suggest(
        &self,
        guild: GuildId,
        search: TicketSearch<'_>,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let found = listing::suggest(&self.pool, guild, search).await;
        found.map_err(failed("suggest tickets"))
    }

    async fn half_open(
        &self,
        before: DateTime<Utc>,
        after: Option<TicketId>,
        limit: u32,
    ) -> Result<Vec<Ticket>, PortFailure> {
        let found = open::half_open(&self.pool, &self.unreadable, before, after, limit).await;
        found.map_err(failed("find tickets that are half open"))
    }

    async fn archivable(&self, guild: GuildId, room: RoomKind) -> Result<u32, PortFailure> {
        let counted = listing::archivable(&self.pool, guild, room).await;
        counted.map_err(failed("count tickets that can be archived"))
    }

    async fn history(&self, guild: GuildId, id: TicketId) -> Result<Vec<Recorded>, PortFailure> {
        let rows = sqlx::query!(
            "SELECT event, from_status, to_status, actor_id, at FROM alphapy.ticket_events
             WHERE guild_id = $1 AND ticket_id = $2 ORDER BY id",
            guild.as_i64(),
            id.as_i64(),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("read the history of a ticket"))?;
        let read = rows.into_iter().map(|row| {
            Ok(Recorded {
                event: event(&row.event)?,
                from: row.from_status.as_deref().map(status).transpose()?,
                to: status(&row.to_status)?,
                by: row.actor_id.map(UserId::try_from).transpose()?,
                at: row.at,
            })
        });
        let read: Result<Vec<Recorded>, Unreadable> = read.collect();
        read.map_err(|it| failed("read the history of a ticket")(it.into()))
    }
}

#[async_trait]
impl WorkStore for PgTicketStore {
    async fn claim(
        &self,
        lane: Lane,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<ClaimedWork>, PortFailure> {
        let claimed = work::claim(&self.pool, lane, now, until, limit).await;
        claimed.map_err(failed("take on the work of tickets"))
    }

    async fn add(
        &self,
        guild: GuildId,
        ticket: TicketId,
        work: &[Work],
        now: DateTime<Utc>,
    ) -> Result<(), PortFailure> {
        let added = work::add(&self.pool, guild, ticket, work, now).await;
        added.map_err(failed("add to the work of a ticket"))
    }

    async fn add_unless_there(
        &self,
        guild: GuildId,
        ticket: TicketId,
        work: &Work,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let added = work::add_unless_there(&self.pool, guild, ticket, work, since, now).await;
        added.map_err(failed("add to the work of a ticket"))
    }

    async fn finish(
        &self,
        work: &ClaimedWork,
        error: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<bool, PortFailure> {
        let finished = work::finish(&self.pool, work, error, now).await;
        finished.map_err(failed("note that work of a ticket is done"))
    }

    async fn waiting_summaries(&self, guild: GuildId) -> Result<u64, PortFailure> {
        let waiting = work::waiting_summaries(&self.pool, guild).await;
        waiting.map_err(failed("count summaries that wait"))
    }

    async fn put_off(
        &self,
        work: &ClaimedWork,
        at: DateTime<Utc>,
        error: &str,
    ) -> Result<bool, PortFailure> {
        let put_off = work::put_off(&self.pool, work, at, error).await;
        put_off.map_err(failed("put off the work of a ticket"))
    }
}
