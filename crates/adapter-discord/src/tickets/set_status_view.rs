//! What is said to an admin who sets a ticket's state.

use kernel::UserId;
use tickets_core::{Acted, Refusal, StatusRefusal, Ticket, TicketStatus, settable};

use super::act_view;
use super::wording::{chip, number, target};
use crate::reply::Reply;
use crate::text::Rich;

/// `#12: 🟢 Open → 🔒 Closed.`
pub(super) fn done(acted: &Acted) -> Reply {
    let Acted { before, after, .. } = acted;
    let words = Rich::own("✅ ")
        .rich(&number(after.number))
        .and(": ")
        .and(chip(before.status))
        .and(" → ")
        .and(chip(after.status))
        .and(".");
    Reply::text(match (after.status, after.target()) {
        (TicketStatus::Escalated, Some(to)) => {
            words.and(" It is escalated to ").rich(&target(to)).and(".")
        }
        (TicketStatus::Escalated, None) if acted.lost_target.is_some() => words.and(
            " The role that it was meant for is gone, or is everybody's, so it is escalated to nobody in particular. \
             Choose another one with `escalate_to`, or for all with `/config ticketbot set_escalation_role`.",
        ),
        (TicketStatus::Escalated, None) => words.and(
            " No target is configured: choose one with `escalate_to`, or for all with \
             `/config ticketbot set_escalation_role`.",
        ),
        _ => words,
    })
}

pub(super) fn refused(refusal: &StatusRefusal) -> Reply {
    Reply::text(match refusal {
        StatusRefusal::NotAdmin => Rich::denied(
            "🚫 Only admins can set a ticket's state. Staff can use the buttons in its channel.",
        ),
        StatusRefusal::TargetWithoutEscalation => {
            Rich::own("`escalate_to` goes with `status:escalated` only. Nothing was changed.")
        }
        StatusRefusal::ArchiveByButton => Rich::own(
            "Archiving saves what was written before the channel goes: press **Archive ticket** in its channel.",
        ),
        StatusRefusal::ChannelGone => Rich::own(
            "🗄 Its channel was deleted, so it cannot be opened again. It is archived now.",
        ),
        StatusRefusal::Act(refusal) => return act_view::refused(refusal),
    })
}

/// Why not, and what could be set instead.
pub(super) fn by_the_rules(ticket: &Ticket, refusal: &Refusal, admin: UserId) -> Reply {
    let words = act_view::by_the_rules(ticket, refusal);
    let others = settable(ticket, admin).into_iter().map(chip);
    let words = others.enumerate().fold(words, |words, (place, it)| {
        let before = if place == 0 {
            "\n-# From here it can be set to: "
        } else {
            ", "
        };
        words.and(before).and(it)
    });
    Reply::text(words)
}
