//! A ticket as dashboards see it.

use chrono::TimeDelta;
use serde::Serialize;
use tickets_core::stats::duration_text;
use tickets_core::summary::Summary;
use tickets_core::{ListedTickets, Recorded, ShownTicket, Target, Ticket};
use utoipa::ToSchema;

use crate::settings::moment;

/// A ticket. Discord ids are texts, moments are in UTC.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 12,
    "guild_id": "111111111111111111",
    "user_id": "333333333333333333",
    "username": "alice",
    "description": "My role is gone",
    "status": "claimed",
    "channel_id": "222222222222222222",
    "claimed_by": "444444444444444444",
    "claimed_at": "2026-08-01T09:05:00Z",
    "escalated": false,
    "escalated_to": null,
    "escalated_kind": null,
    "closed_by": null,
    "closed_at": null,
    "close_reason": null,
    "created_at": "2026-08-01T09:00:00Z",
    "updated_at": "2026-08-01T09:05:00Z",
    "last_activity_at": "2026-08-01T09:05:00Z"
}))]
pub(super) struct TicketView {
    /// The number that people say: it counts from 1 in every server.
    id: u32,
    /// Its server.
    guild_id: String,
    /// Who asked.
    user_id: String,
    /// What they were called then.
    username: String,
    /// What they asked.
    description: String,
    /// `open`, `claimed`, `waiting_for_user`, `escalated`, `closed` or `archived`.
    status: &'static str,
    /// Its channel; null while it is made, and where it is gone.
    channel_id: Option<String>,
    /// Who has taken it on.
    claimed_by: Option<String>,
    /// When they did.
    claimed_at: Option<String>,
    /// Whether it was passed on.
    escalated: bool,
    /// To which role or person it was passed on; null also where it was to nobody in particular.
    escalated_to: Option<String>,
    /// `role` or `user`.
    escalated_kind: Option<&'static str>,
    /// Who closed it; null also where nobody wrote any more.
    closed_by: Option<String>,
    /// When it was closed.
    closed_at: Option<String>,
    /// Why it was closed, in the closer's words.
    close_reason: Option<String>,
    /// When it was opened.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
    /// When somebody last wrote in it, or it was last changed.
    last_activity_at: String,
}

/// A page of tickets: those first in which nobody has written for longest.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketPageView {
    /// At most ten tickets.
    tickets: Vec<TicketView>,
    /// Which page it is, from 1; the last one where there are not that many.
    page: u32,
    /// How many pages there are, at least 1.
    pages: u32,
    /// How many tickets there are in all.
    total: u32,
}

/// An entry of a ticket's history.
#[derive(Debug, Serialize, ToSchema)]
struct TicketEventView {
    /// `created`, `claimed`, `unclaimed`, `waiting`, `answered`, `escalated`, `closed`, `reopened`, `archived` or
    /// `deleted` (its channel, by hand).
    event: &'static str,
    /// The state before; null for the opening.
    from_status: Option<&'static str>,
    /// The state after.
    to_status: &'static str,
    /// Who did it; null for Alphapy by itself.
    actor_id: Option<String>,
    /// When.
    at: String,
}

/// A ticket with what happened to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketWithHistory {
    /// The ticket.
    ticket: TicketView,
    /// What happened to it, oldest first.
    events: Vec<TicketEventView>,
    /// What staff keeps of its last closing; null where it was not summed up.
    summary: Option<TicketSummaryView>,
}

/// What staff keeps of a closed ticket.
#[derive(Debug, Serialize, ToSchema)]
struct TicketSummaryView {
    /// What happened.
    text: String,
    /// What it was about, by the alphabet.
    #[schema(max_items = 8)]
    topic_terms: Vec<String>,
    /// Which model wrote it; null where there was too little for one.
    model: Option<String>,
    /// Of which closing it is.
    closed_at: String,
    /// When it was written.
    written_at: String,
}

/// A ticket whose state was set.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TicketStatusSet {
    /// Always true.
    pub(super) success: bool,
    /// The state before.
    pub(super) old_status: &'static str,
    /// The ticket as it is.
    pub(super) ticket: TicketView,
}

/// A stretch of time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Span {
    /// In seconds.
    seconds: i64,
    /// As people read it: `2d 3h 5m`.
    human: String,
}

impl From<TimeDelta> for Span {
    fn from(span: TimeDelta) -> Self {
        Self {
            seconds: span.num_seconds(),
            human: duration_text(span),
        }
    }
}

impl From<&Ticket> for TicketView {
    fn from(ticket: &Ticket) -> Self {
        let closing = ticket.closing.as_ref();
        let (kind, target) = match ticket.target() {
            Some(Target::Role(role)) => (Some("role"), Some(role.to_string())),
            Some(Target::User(user)) => (Some("user"), Some(user.to_string())),
            None => (None, None),
        };
        Self {
            id: ticket.number.get(),
            guild_id: ticket.guild.to_string(),
            user_id: ticket.requester.to_string(),
            username: ticket.username.clone(),
            description: ticket.description.clone(),
            status: ticket.status.as_str(),
            channel_id: ticket.channel.map(|it| it.to_string()),
            claimed_by: ticket.claim.map(|it| it.by.to_string()),
            claimed_at: ticket.claim.map(|it| moment(it.at)),
            escalated: ticket.escalation.is_some(),
            escalated_to: target,
            escalated_kind: kind,
            closed_by: closing.and_then(|it| it.by).map(|it| it.to_string()),
            closed_at: closing.map(|it| moment(it.at)),
            close_reason: closing.and_then(|it| it.reason.clone()),
            created_at: moment(ticket.created_at),
            updated_at: moment(ticket.updated_at),
            last_activity_at: moment(ticket.last_activity_at),
        }
    }
}

impl From<ListedTickets> for TicketPageView {
    fn from(listed: ListedTickets) -> Self {
        Self {
            tickets: listed.tickets.iter().map(Into::into).collect(),
            page: listed.page,
            pages: listed.pages,
            total: listed.total,
        }
    }
}

impl From<Recorded> for TicketEventView {
    fn from(entry: Recorded) -> Self {
        Self {
            event: entry.event.as_str(),
            from_status: entry.from.map(tickets_core::TicketStatus::as_str),
            to_status: entry.to.as_str(),
            actor_id: entry.by.map(|it| it.to_string()),
            at: moment(entry.at),
        }
    }
}

impl From<ShownTicket> for TicketWithHistory {
    fn from(shown: ShownTicket) -> Self {
        Self {
            ticket: (&shown.ticket).into(),
            events: shown.history.into_iter().map(Into::into).collect(),
            summary: shown.summary.map(Into::into),
        }
    }
}

impl From<Summary> for TicketSummaryView {
    fn from(summary: Summary) -> Self {
        let what = summary.what;
        Self {
            topic_terms: what.topic.terms().map(str::to_owned).collect(),
            text: what.text,
            model: what.model,
            closed_at: moment(what.closed_at),
            written_at: moment(summary.at),
        }
    }
}
