//! Who archives which ticket, and where its transcript is.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, MessageId, PortFailure, UserId};
use tickets_core::{
    ArchiveMark, ArchiveStart, ArchiveStore, Delivered, Earlier, Interrupted, TicketId,
};

use super::PgTicketStore;
use super::row::{Unreadable, ticket_id};
use crate::error::failed;

/// What is stored of an archive that is under way, or was.
struct Begun {
    status: String,
    archive_started_at: Option<DateTime<Utc>>,
    archive_started_by: Option<i64>,
    archive_renewed_at: Option<DateTime<Utc>>,
    archive_put_off: bool,
    transcript_channel_id: Option<i64>,
    transcript_message_id: Option<i64>,
    transcript_messages: Option<i32>,
}

impl Begun {
    fn mark(&self, of: &ArchiveMark) -> Result<Option<ArchiveMark>, Unreadable> {
        let (Some(since), Some(by)) = (self.archive_started_at, self.archive_started_by) else {
            return Ok(None);
        };
        let by = UserId::try_from(by)?;
        Ok(Some(ArchiveMark { by, since, ..*of }))
    }

    fn delivered(&self) -> Result<Option<Delivered>, Unreadable> {
        let (Some(channel), Some(message)) =
            (self.transcript_channel_id, self.transcript_message_id)
        else {
            return Ok(None);
        };
        Ok(Some(Delivered {
            channel: ChannelId::try_from(channel)?,
            message: MessageId::try_from(message)?,
            messages: u32::try_from(self.transcript_messages.unwrap_or(0))
                .map_err(|_| Unreadable)?,
        }))
    }
}

impl PgTicketStore {
    async fn try_begin(
        &self,
        mark: &ArchiveMark,
        stale: DateTime<Utc>,
    ) -> Result<ArchiveStart, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let found = sqlx::query_as!(
            Begun,
            "SELECT status, archive_started_at, archive_started_by, archive_renewed_at, archive_put_off,
                    transcript_channel_id, transcript_message_id, transcript_messages
             FROM alphapy.support_tickets WHERE guild_id = $1 AND id = $2 FOR NO KEY UPDATE",
            mark.guild.as_i64(),
            mark.ticket.as_i64(),
        )
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(begun) = found.filter(|it| it.status == "closed") else {
            transaction.rollback().await?;
            return Ok(ArchiveStart::NotClosed);
        };
        let before = begun.mark(mark)?;
        let said = |it: &ArchiveMark| begun.archive_renewed_at.max(Some(it.since));
        let is_held = |it: &ArchiveMark| !begun.archive_put_off && said(it) > Some(stale);
        if let Some(held) = before.filter(is_held) {
            transaction.rollback().await?;
            return Ok(ArchiveStart::Held(held));
        }
        sqlx::query!(
            "UPDATE alphapy.support_tickets
             SET archive_started_at = $3, archive_started_by = $4, archive_put_off = false,
                 archive_tries = CASE WHEN archive_started_at IS NULL THEN 0 ELSE archive_tries + 1 END
             WHERE guild_id = $1 AND id = $2",
            mark.guild.as_i64(),
            mark.ticket.as_i64(),
            mark.since,
            mark.by.as_i64(),
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let delivered = begun.delivered()?;
        let earlier = before.map(|_| delivered.map_or(Earlier::Unknown, Earlier::Delivered));
        Ok(ArchiveStart::Begun(earlier))
    }

    /// Notes that nobody is at it any more, and that so many tries do not count.
    async fn try_put_down(&self, mark: &ArchiveMark, uncounted: i32) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "UPDATE alphapy.support_tickets
             SET archive_put_off = true, archive_tries = greatest(archive_tries - $5, 0)
             WHERE guild_id = $1 AND id = $2 AND archive_started_at = $3 AND archive_started_by = $4",
            mark.guild.as_i64(),
            mark.ticket.as_i64(),
            mark.since,
            mark.by.as_i64(),
            uncounted,
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
    }

    async fn try_interrupted(&self, stale: DateTime<Utc>) -> Result<Vec<Interrupted>, sqlx::Error> {
        let rows = sqlx::query!(
            r#"SELECT guild_id, id, archive_started_by AS "by!", archive_started_at AS "since!", archive_tries
               FROM alphapy.support_tickets
               WHERE archive_started_at IS NOT NULL AND archive_started_at <= $1 AND status = 'closed'
                 AND archive_started_by IS NOT NULL AND (archive_renewed_at IS NULL OR archive_renewed_at <= $1)
               ORDER BY archive_started_at, id LIMIT 100"#,
            stale,
        )
        .fetch_all(&self.pool)
        .await?;
        let marks = rows.into_iter().map(|row| {
            Ok(Interrupted {
                mark: ArchiveMark {
                    guild: GuildId::try_from(row.guild_id)?,
                    ticket: ticket_id(row.id)?,
                    by: UserId::try_from(row.by)?,
                    since: row.since,
                },
                tries: u32::try_from(row.archive_tries).map_err(|_| Unreadable)?,
            })
        });
        Ok(marks.collect::<Result<_, Unreadable>>()?)
    }

    async fn try_transcript(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Delivered>, sqlx::Error> {
        let found = sqlx::query_as!(
            Begun,
            "SELECT status, archive_started_at, archive_started_by, archive_renewed_at, archive_put_off,
                    transcript_channel_id, transcript_message_id, transcript_messages
             FROM alphapy.support_tickets WHERE guild_id = $1 AND id = $2",
            guild.as_i64(),
            ticket.as_i64(),
        )
        .fetch_optional(&self.pool)
        .await?;
        let delivered = found.map(|it| it.delivered()).transpose()?;
        Ok(delivered.flatten())
    }
}

#[async_trait]
impl ArchiveStore for PgTicketStore {
    async fn begin(
        &self,
        mark: &ArchiveMark,
        stale: DateTime<Utc>,
    ) -> Result<ArchiveStart, PortFailure> {
        let begun = self.try_begin(mark, stale).await;
        begun.map_err(failed("begin to archive a ticket"))
    }

    async fn renew(&self, mark: &ArchiveMark, now: DateTime<Utc>) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.support_tickets SET archive_renewed_at = $5
             WHERE guild_id = $1 AND id = $2 AND archive_started_at = $3 AND archive_started_by = $4
               AND status = 'closed'",
            mark.guild.as_i64(),
            mark.ticket.as_i64(),
            mark.since,
            mark.by.as_i64(),
            now,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note that a ticket is still being archived"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn note_delivered(
        &self,
        mark: &ArchiveMark,
        transcript: Delivered,
    ) -> Result<bool, PortFailure> {
        let done = sqlx::query!(
            "UPDATE alphapy.support_tickets
             SET transcript_channel_id = $5, transcript_message_id = $6, transcript_messages = $7
             WHERE guild_id = $1 AND id = $2 AND archive_started_at = $3 AND archive_started_by = $4
               AND status = 'closed'",
            mark.guild.as_i64(),
            mark.ticket.as_i64(),
            mark.since,
            mark.by.as_i64(),
            transcript.channel.as_i64(),
            transcript.message.as_i64(),
            i32::try_from(transcript.messages).unwrap_or(i32::MAX),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("note the transcript of a ticket"))?;
        Ok(done.rows_affected() > 0)
    }

    async fn give_up(&self, mark: &ArchiveMark) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.support_tickets SET archive_started_at = NULL, archive_started_by = NULL
             WHERE guild_id = $1 AND id = $2 AND archive_started_at = $3 AND archive_started_by = $4",
            mark.guild.as_i64(),
            mark.ticket.as_i64(),
            mark.since,
            mark.by.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(failed("give up archiving a ticket"))
    }

    async fn put_off(&self, mark: &ArchiveMark) -> Result<(), PortFailure> {
        let done = self.try_put_down(mark, 0).await;
        done.map_err(failed("put off archiving a ticket"))
    }

    async fn put_back(&self, mark: &ArchiveMark) -> Result<(), PortFailure> {
        let done = self.try_put_down(mark, 1).await;
        done.map_err(failed("leave archiving a ticket to another process"))
    }

    async fn interrupted(&self, stale: DateTime<Utc>) -> Result<Vec<Interrupted>, PortFailure> {
        let marks = self.try_interrupted(stale).await;
        marks.map_err(failed("find tickets that are half archived"))
    }

    async fn transcript(
        &self,
        guild: GuildId,
        ticket: TicketId,
    ) -> Result<Option<Delivered>, PortFailure> {
        let found = self.try_transcript(guild, ticket).await;
        found.map_err(failed("find the transcript of a ticket"))
    }
}
