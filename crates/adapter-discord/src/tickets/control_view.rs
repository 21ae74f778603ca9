//! The message with a ticket's buttons.

use tickets_core::{Button, ControlButton, Ticket, TicketStatus, buttons};
use twilight_model::channel::message::component::{ActionRow, ButtonStyle};
use twilight_model::channel::message::{Component, Embed};

use super::wording::{chip, number, target, written};
use crate::reply;
use crate::text::{Card, Colour, Rich, TimeStyle};

/// How many characters of the question are shown; the rest of an embed's description is room for escapes.
const DESCRIPTION_MAX: usize = 3800;

/// Who is pinged when the message is posted.
pub(super) fn greeting(ticket: &Ticket, staff: Option<kernel::RoleId>) -> Rich {
    let greeting = Rich::default().user(ticket.requester);
    match staff {
        Some(role) => greeting.and(" ").role(role),
        None => greeting,
    }
}

/// The ticket as it stands.
pub(super) fn embed(ticket: &Ticket) -> Embed {
    let moment = |at| Rich::default().moment(at, TimeStyle::Relative);
    let claimed = ticket
        .claim
        .map_or_else(|| Rich::own("nobody yet"), |it| Rich::default().user(it.by));
    let mut card = Card::new(
        colour(ticket.status),
        Rich::own("🎟️ Ticket ").rich(&number(ticket.number)),
    )
    .description(written(&ticket.description, DESCRIPTION_MAX))
    .inline("Status", chip(ticket.status))
    .inline("Requester", Rich::default().user(ticket.requester))
    .inline("Claimed by", claimed);
    if let Some(escalation) = ticket.escalation {
        let to = escalation
            .to
            .map_or_else(|| Rich::own("nobody in particular"), target);
        card = card.inline("Escalated to", to);
    }
    card.inline("Opened", moment(ticket.created_at))
        .inline("Last updated", moment(ticket.updated_at))
        .footer(concat!("Alphapy ", env!("CARGO_PKG_VERSION")))
        .build()
}

/// Two rows: what staff does with a live ticket, and how it ends.
pub(super) fn components(ticket: &Ticket) -> Vec<Component> {
    let mut rows: Vec<Vec<Component>> = vec![Vec::new(), Vec::new()];
    for control in buttons(ticket) {
        let is_end = matches!(control.button, Button::Close | Button::Archive);
        rows[usize::from(is_end)].push(Component::Button(button(control, ticket)));
    }
    let rows = rows.into_iter();
    rows.map(|components| {
        Component::ActionRow(ActionRow {
            id: None,
            components,
        })
    })
    .collect()
}

fn button(
    control: ControlButton,
    ticket: &Ticket,
) -> twilight_model::channel::message::component::Button {
    let (id, label, style) = match control.button {
        Button::Claim if ticket.status == TicketStatus::Claimed => {
            ("ticket_claim_btn", "🎟️ Claimed", ButtonStyle::Primary)
        }
        Button::Claim => ("ticket_claim_btn", "🎟️ Claim ticket", ButtonStyle::Primary),
        Button::Wait => (
            "ticket_wait_btn",
            "⏳ Wait for user",
            ButtonStyle::Secondary,
        ),
        Button::Escalate => ("ticket_escalate_btn", "🚩 Escalate", ButtonStyle::Secondary),
        Button::Suggest => (
            "ticket_suggest_btn",
            "💬 Suggest reply",
            ButtonStyle::Success,
        ),
        Button::Close => ("ticket_close_btn", "🔒 Close ticket", ButtonStyle::Danger),
        Button::Archive => (
            "ticket_archive_btn",
            "🗄 Archive ticket",
            ButtonStyle::Secondary,
        ),
    };
    twilight_model::channel::message::component::Button {
        style,
        disabled: !control.is_enabled,
        ..reply::button(label, id.to_owned())
    }
}

fn colour(status: TicketStatus) -> Colour {
    match status {
        TicketStatus::Open => Colour::Green,
        TicketStatus::Claimed => Colour::Gold,
        TicketStatus::WaitingForUser => Colour::LightGrey,
        TicketStatus::Escalated => Colour::Red,
        TicketStatus::Closed | TicketStatus::Archived => Colour::DarkGrey,
    }
}
