//! Whose turn it is.

use crate::settings::ticketbot::TicketbotSettings;
use crate::{Line, Ping, Target, Ticket};

/// Who is pinged with a line; when the state changes, only where the guild has people pinged for that.
pub(super) fn ping(line: &Line, ticket: &Ticket, settings: TicketbotSettings) -> Ping {
    if *line == Line::Idle {
        return settings.staff_role_id.map_or(Ping::Nobody, Ping::Role);
    }
    if !settings.notify_on_status {
        return Ping::Nobody;
    }
    match line {
        Line::Waiting => Ping::User(ticket.requester),
        Line::Escalated(Some(Target::Role(role))) => Ping::Role(*role),
        Line::Escalated(Some(Target::User(user))) => Ping::User(*user),
        Line::Claimed(_)
        | Line::Escalated(None)
        | Line::Closed { .. }
        | Line::Reopened(_)
        | Line::Left
        | Line::Idle => Ping::Nobody,
    }
}
