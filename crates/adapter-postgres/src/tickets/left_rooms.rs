//! Channels whose tickets were erased: the table `left_ticket_rooms`.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, PortFailure};
use tickets_core::{LeftRoom, LeftRooms};

use super::PgTicketStore;
use super::row::Unreadable;
use crate::error::failed;

struct Row {
    guild_id: i64,
    channel_id: i64,
    tries: i32,
}

impl TryFrom<Row> for LeftRoom {
    type Error = Unreadable;

    fn try_from(row: Row) -> Result<Self, Unreadable> {
        Ok(Self {
            guild: GuildId::try_from(row.guild_id)?,
            channel: ChannelId::try_from(row.channel_id)?,
            tries: u32::try_from(row.tries).unwrap_or_default(),
        })
    }
}

#[async_trait]
impl LeftRooms for PgTicketStore {
    async fn due(&self, now: DateTime<Utc>, at_most: u32) -> Result<Vec<LeftRoom>, PortFailure> {
        let rows = sqlx::query_as!(
            Row,
            "SELECT guild_id, channel_id, tries FROM alphapy.left_ticket_rooms
             WHERE due_at <= $1 ORDER BY due_at, channel_id LIMIT $2",
            now,
            i64::from(at_most),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(failed("look for channels whose tickets were erased"))?;
        let rooms = rows.into_iter().map(LeftRoom::try_from);
        let rooms: Result<Vec<_>, _> = rooms.collect();
        rooms.map_err(|it| failed("look for channels whose tickets were erased")(it.into()))
    }

    async fn forget(&self, room: &LeftRoom) -> Result<(), PortFailure> {
        sqlx::query!(
            "DELETE FROM alphapy.left_ticket_rooms WHERE guild_id = $1 AND channel_id = $2",
            room.guild.as_i64(),
            room.channel.as_i64(),
        )
        .execute(&self.pool)
        .await
        .map_err(failed("forget the channel of an erased ticket"))
        .map(drop)
    }

    async fn put_off(&self, room: &LeftRoom, at: DateTime<Utc>) -> Result<(), PortFailure> {
        sqlx::query!(
            "UPDATE alphapy.left_ticket_rooms SET tries = tries + 1, due_at = $3
             WHERE guild_id = $1 AND channel_id = $2",
            room.guild.as_i64(),
            room.channel.as_i64(),
            at,
        )
        .execute(&self.pool)
        .await
        .map_err(failed("put off the channel of an erased ticket"))
        .map(drop)
    }
}
