//! Announcements until they stand: the table `invite_announcements`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use invites_core::{Announcement, Announcements};
use kernel::{GuildId, PortFailure, UserId};

use super::store::PgInviteStore;
use crate::error::failed;

struct Row {
    id: i64,
    guild_id: i64,
    member_id: i64,
    inviter_id: Option<i64>,
    invite_count: Option<i32>,
    joined_at: DateTime<Utc>,
    tries: i32,
}

#[async_trait]
impl Announcements for PgInviteStore {
    async fn claim(
        &self,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
        most: u16,
    ) -> Result<Vec<Announcement>, PortFailure> {
        let mut rows = sqlx::query_as!(
            Row,
            "WITH free AS (
                 SELECT id FROM alphapy.invite_announcements WHERE held_until <= $1
                 ORDER BY held_until, id
                 LIMIT $3
                 FOR UPDATE SKIP LOCKED
             )
             UPDATE alphapy.invite_announcements kept SET tries = kept.tries + 1, held_until = $2
             FROM free WHERE kept.id = free.id
             RETURNING kept.id, guild_id, member_id, inviter_id, invite_count, joined_at, tries",
            now,
            until,
            i64::from(most),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("take announcements in hand"))?;
        rows.sort_unstable_by_key(|it| it.id);
        Ok(rows.into_iter().filter_map(Row::read).collect())
    }

    async fn finish(&self, done: &Announcement) -> Result<(), PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.invite_announcements WHERE guild_id = $1 AND id = $2",
            done.guild.as_i64(),
            done.id,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("forget an announcement that stands"))?;
        Ok(())
    }
}

impl Row {
    /// None for ids that Discord never gives.
    fn read(self) -> Option<Announcement> {
        let inviter = self.inviter_id.and_then(|it| UserId::try_from(it).ok());
        let count = self.invite_count.and_then(|it| u32::try_from(it).ok());
        Some(Announcement {
            id: self.id,
            guild: GuildId::try_from(self.guild_id).ok()?,
            member: UserId::try_from(self.member_id).ok()?,
            inviter: inviter.zip(count),
            joined_at: self.joined_at,
            tries: u32::try_from(self.tries).ok()?,
        })
    }
}
