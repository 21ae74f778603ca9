//! Tickets to try things on.

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use kernel::{GuildId, RoleId, UserId};

use crate::{
    Claim, Closing, Escalation, RoomKind, Target, Ticket, TicketId, TicketNumber, TicketStatus,
};

pub(crate) const REQUESTER: u64 = 11;
pub(crate) const ME: u64 = 21;
pub(crate) const OTHER: u64 = 22;
pub(crate) const STAFF_ROLE: u64 = 77;
pub(crate) const SECOND_LINE: u64 = 78;

pub(crate) fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

pub(crate) fn role(id: u64) -> RoleId {
    RoleId::new(id).unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2031, 5, 6, 12, 0, 0).unwrap()
}

/// A ticket in `status`, claimed by `claimer`, passed on to the second line where it is escalated.
pub(crate) fn ticket(status: TicketStatus, claimer: Option<u64>) -> Ticket {
    let opened = now() - TimeDelta::hours(3);
    let is_over = !status.is_live();
    Ticket {
        id: TicketId::new(42).unwrap(),
        number: TicketNumber::new(7).unwrap(),
        guild: GuildId::new(900).unwrap(),
        requester: user(REQUESTER),
        username: "alice".to_owned(),
        description: "My role is gone".to_owned(),
        status,
        room: RoomKind::Channel,
        channel: None,
        control_message: None,
        claim: claimer.map(|it| Claim {
            by: user(it),
            at: opened,
        }),
        escalation: (status == TicketStatus::Escalated).then(|| Escalation {
            to: Some(Target::Role(role(SECOND_LINE))),
        }),
        closing: is_over.then(|| Closing {
            by: Some(user(OTHER)),
            at: opened,
            reason: None,
        }),
        revision: 4,
        created_at: opened,
        updated_at: opened,
        last_activity_at: opened,
        idle_notified_at: Some(opened),
        is_unreachable: true,
    }
}
