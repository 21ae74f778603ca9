//! The question about a silent ticket, and what is said to its answer.

use sanitizer::safe_embed_text;
use tickets_core::Ticket;
use twilight_model::channel::message::component::ButtonStyle;
use twilight_model::channel::message::{Component, Embed};

use super::idle::{CLOSE, KEEP, button_id};
use super::wording::{number, typed};
use crate::reply::{Buttons, Note, Reply, button, rows};
use crate::text::{Card, Colour, Rich, TimeStyle};

/// How much of the ticket's question is quoted.
const QUESTION_MAX: usize = 200;
/// The longest name of a server.
const NAME_MAX: usize = 80;

/// "Do you still need this?"
pub(super) fn question(ticket: &Ticket, guild: Option<&str>) -> Embed {
    let title = Rich::own("💤 Do you still need ticket ")
        .rich(&number(ticket.number))
        .and("?");
    let words = Rich::own("Somebody wrote in it last ")
        .moment(ticket.last_activity_at, TimeStyle::Relative)
        .and(". If it stays so, it will be closed. You asked:\n> ")
        .rich(&typed(&ticket.description, QUESTION_MAX));
    let mut card = Card::new(Colour::Orange, title).description(words);
    if let Some(guild) = guild {
        let name = safe_embed_text(guild, NAME_MAX);
        card = card.inline("Server", Rich::default().text(&name));
    }
    match ticket.channel {
        Some(channel) => card.inline("Channel", Rich::default().channel(channel)),
        None => card,
    }
    .build()
}

/// Yes and no.
pub(super) fn answers(ticket: &Ticket) -> Vec<Component> {
    let keep = button("💬 I still need it", button_id(KEEP, ticket));
    let close = twilight_model::channel::message::component::Button {
        style: ButtonStyle::Danger,
        ..button("🔒 Close it", button_id(CLOSE, ticket))
    };
    rows(vec![keep, close])
}

pub(super) fn kept(ticket: &Ticket) -> Reply {
    answered(
        Rich::own("💬 ")
            .rich(&number(ticket.number))
            .and(" stays open. Please write in it what is still missing."),
    )
}

pub(super) fn let_go(ticket: &Ticket) -> Reply {
    answered(
        Rich::own("🔒 ")
            .rich(&number(ticket.number))
            .and(" is closed. Thank you for telling!"),
    )
}

/// Said above the question, whose buttons go.
fn answered(line: Rich) -> Reply {
    Reply::Annotate(Note {
        line,
        buttons: Buttons::Taken,
    })
}
