//! Saying once what happens to a ticket, to whose turn it is.

use super::Tickets;
use crate::settings::ticketbot::TicketbotSettings;
use crate::{ClaimedWork, Line, Ping, RoomError, Target, Ticket};

impl Tickets {
    /// Says a line, unless whoever took that on before has said it and did not live to note that.
    pub(super) async fn say(
        &self,
        line: &Line,
        ticket: &Ticket,
        settings: TicketbotSettings,
        piece: &ClaimedWork,
    ) -> Result<(), RoomError> {
        let rooms = &self.ports.rooms;
        let ping = ping(line, ticket, settings);
        if piece.attempt > 1 && rooms.has_said(ticket, line, ping, piece.since).await? {
            return Ok(());
        }
        rooms.say(ticket, line, ping, piece.id).await
    }
}

/// Who is pinged with a line; when the state changes, only where the guild has people pinged for that.
fn ping(line: &Line, ticket: &Ticket, settings: TicketbotSettings) -> Ping {
    if *line == Line::Idle {
        return settings.staff_role_id.map_or(Ping::Nobody, Ping::Role);
    }
    if let Line::NotLocked { by, .. } | Line::NotArchived { by, .. } = line {
        return Ping::User(*by);
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
        | Line::Unclaimed(_)
        | Line::NotLocked { .. }
        | Line::NotArchived { .. }
        | Line::Left
        | Line::Idle => Ping::Nobody,
    }
}
