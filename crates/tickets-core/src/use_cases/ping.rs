//! Whose turn it is.

use crate::settings::ticketbot::TicketbotSettings;
use crate::{Line, Ping, Target, Ticket};

/// Who is pinged with a line, where the guild has people pinged at all.
pub(super) fn ping(line: &Line, ticket: &Ticket, settings: TicketbotSettings) -> Ping {
    if !settings.notify_on_status {
        return Ping::Nobody;
    }
    match line {
        Line::Waiting => Ping::User(ticket.requester),
        Line::Escalated(Some(Target::Role(role))) => Ping::Role(*role),
        Line::Escalated(Some(Target::User(user))) => Ping::User(*user),
        Line::Claimed(_) | Line::Escalated(None) | Line::Closed { .. } | Line::Reopened(_) => {
            Ping::Nobody
        }
    }
}
