//! A proposal in the log channel, and what is said to whoever decides about it.

use sanitizer::safe_embed_text;
use tickets_core::TicketNumber;
use tickets_core::faq::FaqId;
use tickets_core::topics::{AddProposed, Proposal, ProposalRefusal, ProposalState};
use twilight_model::channel::message::component::{Button, ButtonStyle};

use super::form::Typed;
use super::proposals::{DISMISS, add_button};
use super::{view, write_view};
use crate::custom_id;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich};

/// How much of a sample, and of a topic's terms, is shown.
const SHOWN_MAX: usize = 400;

/// The proposal, with its tickets while it is open, and with what was decided afterwards.
pub(super) fn card(proposal: &Proposal, tickets: &[TicketNumber]) -> Card {
    let terms = proposal.topic.terms().collect::<Vec<_>>().join(", ");
    let terms = Rich::from(&safe_embed_text(&terms, SHOWN_MAX));
    let sample = Rich::from(&safe_embed_text(&proposal.sample, SHOWN_MAX));
    match proposal.state {
        ProposalState::Open => Card::new(Colour::Orange, "🔁 Members keep asking this")
            .description(sample)
            .field("What it is about", terms)
            .inline("Tickets", of_tickets(proposal, tickets)),
        _ => Card::new(Colour::DarkGrey, "🔁 Members kept asking this")
            .description(decision(&proposal.state))
            .field("What it was about", terms),
    }
}

/// The buttons below it, until somebody decides.
pub(super) fn buttons(proposal: &Proposal) -> Vec<Button> {
    if proposal.state != ProposalState::Open {
        return Vec::new();
    }
    let add = Button {
        style: ButtonStyle::Success,
        ..button("Add to FAQ", add_button(proposal.id))
    };
    let dismiss = Button {
        style: ButtonStyle::Secondary,
        ..button("Dismiss", custom_id::encode(DISMISS, &[&proposal.id]))
    };
    vec![add, dismiss]
}

/// `4: #1, #2, #3, #7`.
fn of_tickets(proposal: &Proposal, tickets: &[TicketNumber]) -> Rich {
    let count = u64::try_from(proposal.tickets.len()).unwrap_or(u64::MAX);
    let mut words = Rich::default().number(count);
    for (at, ticket) in tickets.iter().enumerate() {
        words = words.and(if at == 0 { ": #" } else { ", #" });
        words = words.number(ticket.get());
    }
    if tickets.len() < proposal.tickets.len() {
        words = words.and(" …");
    }
    words
}

fn decision(state: &ProposalState) -> Rich {
    let (words, by) = match *state {
        ProposalState::Open => return Rich::own("Nobody has decided about it yet."),
        ProposalState::Added { entry, by, .. } => (added_as(entry), by),
        ProposalState::Dismissed { by, .. } => (Rich::own("✖️ Dismissed"), by),
    };
    match by {
        Some(by) => words.and(" by ").user(by).and("."),
        None => words.and("."),
    }
}

fn added_as(entry: Option<FaqId>) -> Rich {
    match entry {
        Some(id) => Rich::own("✅ Added to the FAQ as #").number(id.get()),
        None => Rich::own("✅ Added to the FAQ (and removed since)"),
    }
}

/// A list of answers for an admin, with a word of those proposals that stand in no log channel.
pub(super) fn hinting(list: Body, open: &[Proposal]) -> Body {
    let unseen: Vec<&Proposal> = open.iter().filter(|it| it.posted.is_none()).collect();
    let Some(first) = unseen.first() else {
        return list;
    };
    let terms = first.topic.terms().collect::<Vec<_>>().join(", ");
    let count = u64::try_from(unseen.len()).unwrap_or(u64::MAX);
    list.above(
        &Rich::own("💡 Members keep asking something that has no answer yet (")
            .number(count)
            .and("): ")
            .text(&safe_embed_text(&terms, SHOWN_MAX))
            .and(
                ". Choose a log channel with `/config system set_log_channel`, and I propose it there \
                 when it is asked again.",
            ),
    )
}

pub(super) fn dismissed() -> Reply {
    Reply::text("✖️ Dismissed. I do not propose it again for 30 days.")
}

pub(super) fn decided_before(proposal: &Proposal) -> Reply {
    Reply::text(faster(proposal))
}

fn faster(proposal: &Proposal) -> Rich {
    Rich::denied("🏁 Somebody has decided about this before you. ").rich(&decision(&proposal.state))
}

pub(super) fn not_added(refusal: &AddProposed, typed: &Typed) -> Reply {
    match refusal {
        AddProposed::Proposal(ProposalRefusal::Faq(refusal)) => view::refused(*refusal),
        AddProposed::Proposal(ProposalRefusal::Decided(proposal)) => {
            write_view::kept(faster(proposal).and(" "), typed)
        }
        AddProposed::Entry(refusal) => write_view::not_added(refusal, typed),
        AddProposed::TopicTaken(id) => write_view::kept(
            Rich::own("📖 There is an answer to this already: #")
                .number(id.get())
                .and(". Change it with `/faq edit`."),
            typed,
        ),
    }
}
