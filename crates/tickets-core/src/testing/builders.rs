//! Tickets and the people around them.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{GuildId, UserId};

use crate::{Actor, NewTicket, OpeningLimits, RoomKind, Standing};

/// A guild.
pub fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

/// A person.
pub fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

/// So many minutes after a certain noon.
pub fn instant(minutes: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_935_835_200, 0).unwrap() + TimeDelta::minutes(minutes)
}

/// So many live tickets of a member, however soon after each other.
pub fn at_most(live: u32) -> OpeningLimits {
    OpeningLimits {
        most_live: live,
        none_since: instant(100_000),
    }
}

/// A ticket of this person in this guild.
pub fn a_ticket(guild: GuildId, requester: UserId) -> NewTicket {
    NewTicket {
        guild,
        requester,
        username: "Alice".to_owned(),
        description: "My role is gone since yesterday".to_owned(),
        room: RoomKind::Channel,
    }
}

/// An admin who is nothing else to the ticket.
pub fn admin_of(id: u64) -> Actor {
    Actor::Person {
        user: user(id),
        standing: Standing {
            is_requester: false,
            is_staff: true,
            is_admin: true,
        },
    }
}
