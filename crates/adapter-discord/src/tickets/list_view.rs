//! What people see of `/ticket_list`.

use tickets_core::{ListedTickets, Ticket};
use twilight_model::channel::message::component::Button;

use super::list::{NEXT, PREVIOUS, Shown};
use super::wording::{chip, number};
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/ticket_list` again.")
}

pub(super) fn listed(listed: &ListedTickets, shown: Shown) -> Body {
    let title = "🎟️ Tickets";
    if listed.total == 0 {
        let words = match (shown.mine, shown.is_all()) {
            (true, true) => "You have opened no ticket here.",
            (true, false) => "You have none in this state. `status:all` shows those in any other.",
            (false, true) => "There are none.",
            (false, false) => {
                "There are none in this state. `status:all` shows those in any other."
            }
        };
        return Body::card(Card::new(Colour::Orange, title).description(words));
    }
    let lines = listed.tickets.iter().map(line);
    let lines = lines.reduce(|all, it| all.and("\n").rich(&it));
    let footer = Rich::own("Page ")
        .number(listed.page)
        .and("/")
        .number(listed.pages)
        .and(" · ")
        .number(listed.total)
        .and(if listed.total == 1 {
            " ticket"
        } else {
            " tickets"
        });
    let card = Card::new(Colour::Blue, title)
        .description(lines.unwrap_or_default())
        .footer(footer);
    let body = Body::card(card);
    if listed.pages == 1 {
        body
    } else {
        body.buttons(turners(listed, shown))
    }
}

/// `#12 🟢 Open · @alice · unclaimed · 2 hours ago · #ticket-12`
fn line(ticket: &Ticket) -> Rich {
    let line = Rich::own("**")
        .rich(&number(ticket.number))
        .and("** ")
        .and(chip(ticket.status))
        .and(" · ")
        .user(ticket.requester)
        .and(" · ");
    let line = match ticket.claim {
        Some(claim) => line.and("claimed by ").user(claim.by),
        None => line.and("unclaimed"),
    };
    let line = line
        .and(" · ")
        .moment(ticket.created_at, TimeStyle::Relative);
    match ticket.channel {
        Some(channel) => line.and(" · ").channel(channel),
        None => line,
    }
}

fn turners(listed: &ListedTickets, shown: Shown) -> Vec<Button> {
    let turner = |label, route, page: u32, is_there: bool| Button {
        disabled: !is_there,
        ..button(label, shown.button(route, page))
    };
    let before = listed.page.saturating_sub(1).max(1);
    vec![
        turner("⬅ Previous", PREVIOUS, before, listed.page > 1),
        turner("Next ➡", NEXT, listed.page + 1, listed.page < listed.pages),
    ]
}
