//! What is said to whoever does something with a ticket.

use tickets_core::{ActRefusal, Acted, Action, Claim, Closing, Refusal, Ticket};

use super::wording::{chip, number, switched_off, target};
use crate::reply::{Choice, ChoiceValue, Reply};
use crate::text::{Rich, TimeStyle};

pub(super) fn no_such_ticket() -> Reply {
    Reply::text(Rich::denied(
        "❓ I know no such ticket. `/ticket_list` shows those that there are.",
    ))
}

/// What was done. Everybody in the channel reads it there; this is for whoever did it.
pub(super) fn done(action: &Action, acted: &Acted) -> Reply {
    let Acted { before, after, .. } = acted;
    let ticket = number(after.number);
    let words = match action {
        Action::Claim | Action::SetClaimed => {
            let words = Rich::own("🎟️ ").rich(&ticket).and(" is yours");
            match after.channel {
                Some(channel) => words.and(": ").channel(channel).and("."),
                None => words.and("."),
            }
        }
        Action::Wait => Rich::own("⏳ ")
            .rich(&ticket)
            .and(" waits for its requester now."),
        Action::Escalate(_) => escalated(&ticket, acted),
        Action::Close(_) => Rich::own("🔒 ").rich(&ticket).and(" is closed."),
        Action::Reopen | Action::Archive | Action::Answer | Action::LoseChannel => ticket
            .and(": ")
            .and(chip(before.status))
            .and(" → ")
            .and(chip(after.status))
            .and("."),
    };
    Reply::text(words)
}

/// To whom it was escalated: to nobody where the role that was meant is gone.
fn escalated(number: &Rich, acted: &Acted) -> Rich {
    let words = Rich::own("🚩 ").rich(number);
    if let Some(to) = acted.after.target() {
        return words
            .and(" is escalated to ")
            .rich(&target(to))
            .and(". I let them in.");
    }
    words
        .and(" is escalated, to nobody in particular: ")
        .and(match acted.lost_target {
            Some(_) => "the role that it was meant for is gone, or is everybody's.",
            None => "no target is configured.",
        })
        .and(" An admin can choose one with `/config ticketbot set_escalation_role`.")
}

pub(super) fn refused(refusal: &ActRefusal) -> Reply {
    match refusal {
        ActRefusal::Disabled => Reply::text(switched_off()),
        ActRefusal::NotFound => no_such_ticket(),
        ActRefusal::NoTicketHere => Reply::text(Rich::denied(
            "❓ This channel is not linked to a ticket. `/ticket_list` shows those that there are, and `/ticket_claim` and \
             `/ticket_close` take one by its `id`.",
        )),
        ActRefusal::Busy => {
            Reply::text("⛔ Too many people change this ticket at the same time. Please try again.")
        }
        ActRefusal::Refused(ticket, refusal) => Reply::text(by_the_rules(ticket, refusal)),
    }
}

/// The most characters of a choice, and of the question in it.
const CHOICE_MAX: usize = 100;
const QUESTION_MAX: usize = 30;

/// `#12 – alice (open) – My role is gone`.
pub(super) fn suggestions(tickets: &[Ticket]) -> Reply {
    let choice = |it: &Ticket| {
        let question: String = it.description.chars().take(QUESTION_MAX).collect();
        let name = format!(
            "#{} – {} ({}) – {question}",
            it.number,
            it.username,
            it.status.as_str()
        );
        Choice {
            name: name.chars().take(CHOICE_MAX).collect(),
            value: ChoiceValue::Integer(i64::from(it.number.get())),
        }
    };
    Reply::Choices(tickets.iter().map(choice).collect())
}

pub(super) fn by_the_rules(ticket: &Ticket, refusal: &Refusal) -> Rich {
    match refusal {
        Refusal::NotStaff => Rich::denied("🚫 Only staff can do that."),
        Refusal::NotAdmin => Rich::denied("🚫 Only admins can do that."),
        Refusal::NotYours => {
            Rich::denied("🚫 Only staff and whoever opened the ticket can do that.")
        }
        Refusal::AlreadyYours => Rich::own("🎟️ It is yours already."),
        Refusal::Claimed(claim) => claimed(*claim),
        Refusal::AlreadyEscalated(Some(to)) => Rich::own("🚩 It is escalated to ")
            .rich(&target(*to))
            .and(" already."),
        Refusal::AlreadyEscalated(None) => Rich::own("🚩 It is escalated already."),
        Refusal::Already(status) => Rich::own("It is ").and(chip(*status)).and(" already."),
        Refusal::AlreadyClosed(closing) => closed(closing),
        Refusal::Closed => {
            Rich::own("🔒 It is closed. An admin can open it again with `/ticket_status`.")
        }
        Refusal::NotClosed => number(ticket.number)
            .and(" is not closed yet. Staff, and whoever opened it, can close it; then it can be archived."),
        Refusal::Archived => Rich::own("🗄 It is archived, and stays so."),
    }
}

fn claimed(claim: Claim) -> Rich {
    Rich::own("🎟️ ")
        .user(claim.by)
        .and(" has it, since ")
        .moment(claim.at, TimeStyle::Relative)
        .and(".")
}

fn closed(closing: &Closing) -> Rich {
    let words = Rich::own("🔒 It was closed");
    let words = match closing.by {
        Some(by) => words.and(" by ").user(by),
        None => words,
    };
    words
        .and(" ")
        .moment(closing.at, TimeStyle::Relative)
        .and(" already.")
}
