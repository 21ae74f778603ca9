//! Tickets as a table, without what was asked in them.

use chrono::{DateTime, Utc};
use kernel::{ChannelId, UserId};

use super::Cell;
use super::faq::moment;
use crate::{Target, Ticket};

/// The columns, in order.
pub const TICKET_COLUMNS: [&str; 13] = [
    "id",
    "user_id",
    "username",
    "status",
    "age_seconds",
    "claimed_by",
    "escalated_to",
    "channel_id",
    "created_at",
    "claimed_at",
    "updated_at",
    "closed_at",
    "archived_at",
];

/// A ticket to be exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
}

/// The row of a ticket at `now`, with its line break.
pub fn ticket_row(exported: &ExportedTicket, now: DateTime<Utc>) -> String {
    let ticket = &exported.ticket;
    let closed_at = ticket.closing.as_ref().map(|it| it.at);
    let age = closed_at.unwrap_or(now) - ticket.created_at;
    let target = ticket.target().map(|it| match it {
        Target::Role(role) => role.to_string(),
        Target::User(user) => user.to_string(),
    });
    let time = |it: Option<DateTime<Utc>>| made(it.map(moment));
    super::row(&[
        Cell::Made(ticket.number.to_string()),
        Cell::Made(ticket.requester.to_string()),
        Cell::Text(&ticket.username),
        Cell::Made(ticket.status.as_str().to_owned()),
        Cell::Made(age.num_seconds().max(0).to_string()),
        made(ticket.claim.map(|it| it.by).map(user)),
        made(target),
        made(ticket.channel.map(channel)),
        Cell::Made(moment(ticket.created_at)),
        time(ticket.claim.map(|it| it.at)),
        Cell::Made(moment(ticket.updated_at)),
        time(closed_at),
        time(exported.archived_at),
    ])
}

fn made(value: Option<String>) -> Cell<'static> {
    value.map_or(Cell::Empty, Cell::Made)
}

fn user(user: UserId) -> String {
    user.to_string()
}

fn channel(channel: ChannelId) -> String {
    channel.to_string()
}

#[cfg(test)]
mod tests {
    use kernel::RoleId;

    use super::*;
    use crate::machine::testing::ticket;
    use crate::testing::{instant, user};
    use crate::{Claim, Closing, Escalation, TicketStatus};

    #[test]
    fn a_ticket_is_a_row_in_the_order_of_the_columns_without_its_question() {
        let mut ticket = ticket(TicketStatus::Archived, None);
        ticket.requester = user(81_384_788_765_712_384);
        ticket.username = "=Alice, A.".to_owned();
        ticket.channel = ChannelId::new(1001).ok();
        ticket.claim = Some(Claim {
            by: user(21),
            at: instant(1),
        });
        ticket.escalation = Some(Escalation {
            to: RoleId::new(78).ok().map(Target::Role),
        });
        ticket.closing = Some(Closing {
            by: None,
            at: instant(2),
            reason: None,
        });
        ticket.created_at = instant(0);
        ticket.updated_at = instant(3);
        let number = ticket.number;
        let mut exported = ExportedTicket {
            ticket,
            archived_at: Some(instant(3)),
        };
        assert_eq!(
            ticket_row(&exported, instant(60)),
            format!(
                "{number},81384788765712384,\"'=Alice, A.\",archived,120,21,78,1001,2031-05-06T12:00:00Z,\
                 2031-05-06T12:01:00Z,2031-05-06T12:03:00Z,2031-05-06T12:02:00Z,2031-05-06T12:03:00Z\r\n"
            )
        );
        exported.ticket.status = TicketStatus::Open;
        exported.ticket.username = "Bob".to_owned();
        exported.ticket.channel = None;
        exported.ticket.claim = None;
        exported.ticket.escalation = None;
        exported.ticket.closing = None;
        exported.archived_at = None;
        assert_eq!(
            ticket_row(&exported, instant(60)),
            format!(
                "{number},81384788765712384,Bob,open,3600,,,,2031-05-06T12:00:00Z,,2031-05-06T12:03:00Z,,\r\n"
            )
        );
    }
}
