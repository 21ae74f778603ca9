//! What Discord has against something, in the words of the ports of tickets, and which permissions would mend it.

use chrono::TimeDelta;
use kernel::{ChannelId, GuildId, PortFailure, Retry};
use tickets_core::{Permissions, RoomError, RoomKind, Ticket};

use super::rooms::TicketChannels;
use crate::rest::RestError;

/// Discord's codes: what is gone, what may not even be seen, and what there is no room for; last, how a full category is
/// named.
pub(super) const UNKNOWN_CHANNEL: u64 = 10_003;
const UNKNOWN_MESSAGE: u64 = 10_008;
const MISSING_ACCESS: u64 = 50_001;
const GUILD_FULL: u64 = 30_013;
const THREADS_FULL: u64 = 160_006;
const INVALID_FORM: u64 = 50_035;
const CATEGORY_FULL: &str = "CHANNEL_PARENT_MAX_CHANNELS";

/// What is done in a ticket's channel, or to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// Making it in a category, or in a channel of threads.
    Make,
    /// Writing a line, or changing one.
    Write,
    /// Letting somebody in, or out of writing.
    Admit,
    /// Naming it, sealing it, or deleting it.
    Change,
}

impl Verb {
    /// What Discord asks of the bot for it, beside seeing where it is done.
    pub(super) fn needs(self, room: RoomKind) -> Permissions {
        match (self, room) {
            (Self::Make | Self::Change, RoomKind::Channel) => Permissions::MANAGE_CHANNELS,
            (Self::Make, RoomKind::Thread) => Permissions::CREATE_PRIVATE_THREADS,
            (Self::Change, RoomKind::Thread) => Permissions::MANAGE_THREADS,
            (Self::Write, RoomKind::Channel) => {
                Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS
            }
            (Self::Write, RoomKind::Thread) => {
                Permissions::SEND_MESSAGES_IN_THREADS | Permissions::EMBED_LINKS
            }
            (Self::Admit, RoomKind::Channel) => Permissions::MANAGE_ROLES,
            (Self::Admit, RoomKind::Thread) => Permissions::SEND_MESSAGES_IN_THREADS,
        }
    }
}

impl TicketChannels {
    /// What Discord has against writing in the ticket's channel.
    pub(super) fn unwritten(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
    ) -> impl FnOnce(RestError) -> RoomError + use<> {
        self.refused(ticket.guild, channel, Verb::Write.needs(ticket.room))
    }

    /// What Discord has against naming the ticket's channel, or deleting it.
    pub(super) fn unchanged(
        &self,
        ticket: &Ticket,
        channel: ChannelId,
    ) -> impl FnOnce(RestError) -> RoomError + use<> {
        self.refused(ticket.guild, channel, Verb::Change.needs(ticket.room))
    }

    /// What Discord has against something in this channel or category. It says no more than that the bot may not: what is
    /// named is what the bot is known to lack there of what is `needed`, or all of that where nothing is known to lack.
    pub(super) fn refused(
        &self,
        guild: GuildId,
        channel: ChannelId,
        needed: Permissions,
    ) -> impl FnOnce(RestError) -> RoomError + use<> {
        let lacking = needed.without(self.held(guild, channel));
        needing(if lacking == Permissions::NONE {
            needed
        } else {
            lacking
        })
    }
}

/// What Discord has against something that needs these permissions.
pub(super) fn needing(needed: Permissions) -> impl FnOnce(RestError) -> RoomError + use<> {
    move |error| {
        let is_blind = error.is_unknown(MISSING_ACCESS);
        match room_error(error) {
            RoomError::Forbidden(_) if is_blind => {
                RoomError::Forbidden(needed | Permissions::VIEW_CHANNEL)
            }
            RoomError::Forbidden(_) => RoomError::Forbidden(needed),
            other => other,
        }
    }
}

/// What Discord has against it, in the words of the port.
pub(crate) fn room_error(error: RestError) -> RoomError {
    match &error {
        RestError::Refused {
            code: Some(UNKNOWN_CHANNEL | UNKNOWN_MESSAGE),
            ..
        } => RoomError::Gone,
        RestError::Refused {
            code: Some(GUILD_FULL | THREADS_FULL),
            ..
        } => RoomError::Full,
        RestError::Refused {
            code: Some(INVALID_FORM),
            message,
            ..
        } if message.contains(CATEGORY_FULL) => RoomError::Full,
        RestError::Refused { status: 403, .. } => RoomError::Forbidden(Permissions::NONE),
        RestError::RateLimited { retry_after } => {
            RoomError::Wait(TimeDelta::from_std(*retry_after).unwrap_or(TimeDelta::minutes(10)))
        }
        _ => RoomError::Failed(error.failure("change the channel of a ticket")),
    }
}

pub(super) fn strange() -> RoomError {
    RoomError::Failed(PortFailure::new(
        "read what Discord made",
        Retry::Useless,
        "an id that Discord never gives",
    ))
}
