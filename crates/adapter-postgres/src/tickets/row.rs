//! A row of `alphapy.support_tickets`, and the ticket in it.

use chrono::{DateTime, Utc};
use kernel::{ChannelId, GuildId, InvalidId, MessageId, RoleId, UserId};
use tickets_core::{
    Claim, Closing, Escalation, Event, RoomKind, Target, Ticket, TicketId, TicketNumber,
    TicketStatus,
};

/// `sqlx::query_as!` over whole rows: `ticket_rows!("WHERE …", arguments…)`.
macro_rules! ticket_rows {
    ($tail:literal $(, $argument:expr)* $(,)?) => {
        ticket_rows!(@ [$tail] $(, $argument)*)
    };
    // Live ones, in the words of the indexes of them.
    (live $tail:literal $(, $argument:expr)* $(,)?) => {
        ticket_rows!(
            @ ["WHERE status IN ('open', 'claimed', 'waiting_for_user', 'escalated') AND " $tail] $(, $argument)*
        )
    };
    (@ [$($part:literal)+] $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::tickets::row::TicketRow,
            r#"SELECT id, guild_id, ticket_no, user_id, username, description, status, room, channel_id, control_message_id,
                      claimed_by, claimed_at, escalated_kind, escalated_to, closed_at, closed_by, close_reason,
                      idle_notified_at, idle_unreached, last_activity_at, revision, created_at, updated_at
               FROM alphapy.support_tickets "# $(+ $part)+
            $(, $argument)*
        )
    };
}

pub(super) use ticket_rows;

/// A stored ticket as the database has it.
#[derive(Debug)]
pub(super) struct TicketRow {
    pub(super) id: i64,
    pub(super) guild_id: i64,
    pub(super) ticket_no: i32,
    pub(super) user_id: i64,
    pub(super) username: String,
    pub(super) description: String,
    pub(super) status: String,
    pub(super) room: String,
    pub(super) channel_id: Option<i64>,
    pub(super) control_message_id: Option<i64>,
    pub(super) claimed_by: Option<i64>,
    pub(super) claimed_at: Option<DateTime<Utc>>,
    pub(super) escalated_kind: Option<String>,
    pub(super) escalated_to: Option<i64>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) closed_by: Option<i64>,
    pub(super) close_reason: Option<String>,
    pub(super) idle_notified_at: Option<DateTime<Utc>>,
    pub(super) idle_unreached: bool,
    pub(super) last_activity_at: DateTime<Utc>,
    pub(super) revision: i32,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

/// A row that its own constraints should have kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a row of tickets holds what no ticket can be")]
pub(super) struct Unreadable;

impl From<InvalidId> for Unreadable {
    fn from(_: InvalidId) -> Self {
        Self
    }
}

impl From<Unreadable> for sqlx::Error {
    fn from(unreadable: Unreadable) -> Self {
        Self::Decode(Box::new(unreadable))
    }
}

impl TryFrom<TicketRow> for Ticket {
    type Error = Unreadable;

    fn try_from(row: TicketRow) -> Result<Self, Unreadable> {
        let escalation = row.escalation()?;
        let closing = row.closing()?;
        let claim = row.claim()?;
        Ok(Self {
            id: ticket_id(row.id)?,
            number: number(row.ticket_no)?,
            guild: GuildId::try_from(row.guild_id)?,
            requester: UserId::try_from(row.user_id)?,
            username: row.username,
            description: row.description,
            status: status(&row.status)?,
            room: room(&row.room)?,
            channel: row.channel_id.map(ChannelId::try_from).transpose()?,
            control_message: row
                .control_message_id
                .map(MessageId::try_from)
                .transpose()?,
            claim,
            escalation,
            closing,
            revision: u32::try_from(row.revision).map_err(|_| Unreadable)?,
            created_at: row.created_at,
            updated_at: row.updated_at,
            last_activity_at: row.last_activity_at,
            idle_notified_at: row.idle_notified_at,
            is_unreachable: row.idle_unreached,
        })
    }
}

impl TicketRow {
    fn claim(&self) -> Result<Option<Claim>, Unreadable> {
        let (Some(by), Some(at)) = (self.claimed_by, self.claimed_at) else {
            return Ok(None);
        };
        Ok(Some(Claim {
            by: UserId::try_from(by)?,
            at,
        }))
    }

    fn escalation(&self) -> Result<Option<Escalation>, Unreadable> {
        let Some(kind) = &self.escalated_kind else {
            return Ok(None);
        };
        let to = self.escalated_to.map(|id| target(kind, id)).transpose()?;
        Ok(Some(Escalation { to }))
    }

    fn closing(&self) -> Result<Option<Closing>, Unreadable> {
        let Some(at) = self.closed_at else {
            return Ok(None);
        };
        Ok(Some(Closing {
            by: self.closed_by.map(UserId::try_from).transpose()?,
            at,
            reason: self.close_reason.clone(),
        }))
    }
}

pub(super) fn ticket_id(id: i64) -> Result<TicketId, Unreadable> {
    let id = u64::try_from(id).ok().and_then(TicketId::new);
    id.ok_or(Unreadable)
}

pub(super) fn number(number: i32) -> Result<TicketNumber, Unreadable> {
    let number = u32::try_from(number).ok().and_then(TicketNumber::new);
    number.ok_or(Unreadable)
}

pub(super) fn status(name: &str) -> Result<TicketStatus, Unreadable> {
    TicketStatus::named(name).ok_or(Unreadable)
}

fn room(name: &str) -> Result<RoomKind, Unreadable> {
    match name {
        "channel" => Ok(RoomKind::Channel),
        "thread" => Ok(RoomKind::Thread),
        _ => Err(Unreadable),
    }
}

/// The name of a kind of room.
pub(super) fn room_text(room: RoomKind) -> &'static str {
    match room {
        RoomKind::Channel => "channel",
        RoomKind::Thread => "thread",
    }
}

/// The target of this kind with this id.
pub(super) fn target(kind: &str, id: i64) -> Result<Target, Unreadable> {
    match kind {
        "role" => Ok(Target::Role(RoleId::try_from(id)?)),
        "user" => Ok(Target::User(UserId::try_from(id)?)),
        _ => Err(Unreadable),
    }
}

/// The kind and the id of a target.
pub(super) fn target_columns(target: Target) -> (&'static str, i64) {
    match target {
        Target::Role(role) => ("role", role.as_i64()),
        Target::User(user) => ("user", user.as_i64()),
    }
}

/// The event with this name.
pub(super) fn event(name: &str) -> Result<Event, Unreadable> {
    Event::named(name).ok_or(Unreadable)
}
