//! What is said in a ticket's channel.

use tickets_core::{Line, Ping, Ticket};
use twilight_model::channel::message::component::Button;

use super::archive_view;
use super::log_view::names;
use super::wording::{target, written};
use crate::text::{Rich, TimeStyle};

/// The longest reason that is told.
const REASON_MAX: usize = 300;

/// The line in words. Whoever it names is shown, and pinged only where the message says so; and whoever is pinged is named.
pub(super) fn words(line: &Line, ticket: &Ticket, ping: Ping) -> Rich {
    match line {
        Line::Claimed(claim) => Rich::own("🎟️ Claimed by ")
            .user(claim.by)
            .and(", ")
            .moment(claim.at, TimeStyle::Full)
            .and("."),
        Line::Waiting => Rich::own("⏳ ")
            .user(ticket.requester)
            .and(", we need an answer from you to go on. Just write it here."),
        Line::Escalated(Some(to)) => Rich::own("🚩 Escalated to ").rich(&target(*to)).and("."),
        Line::Escalated(None) => Rich::own("🚩 Escalated."),
        Line::Closed { by, reason } => closed(*by, reason.as_deref()),
        Line::Reopened(Some(by)) => Rich::own("🟢 Opened again by ").user(*by).and("."),
        Line::Reopened(None) => Rich::own("🟢 Opened again."),
        Line::Unclaimed(Some(by)) => Rich::own("🟢 Set back to open by ").user(*by).and("."),
        Line::Unclaimed(None) => Rich::own("🟢 Set back to open."),
        Line::NotLocked { by, lacking } => Rich::own("🛠️ ")
            .user(*by)
            .and(", I could not lock this channel, so ")
            .user(ticket.requester)
            .and(" can still write in it. I need here: ")
            .rich(&names(*lacking))
            .and("\n-# I try again for some minutes."),
        Line::NotArchived { by, why } => Rich::own("🛠️ ")
            .user(*by)
            .and(", I went on archiving this ticket, and could not save its transcript: ")
            .and(archive_view::reason(*why))
            .and("\nIt stays closed. Archive it again, or delete it for good, with everything that was written in it:"),
        Line::Left => Rich::own("🚪 ")
            .user(ticket.requester)
            .and(" has left the server. The ticket stays as it is."),
        Line::Idle => idle(ticket, ping),
    }
}

/// What can be pressed below it.
pub(super) fn buttons(line: &Line, ticket: &Ticket) -> Vec<Button> {
    match line {
        Line::NotArchived { .. } => vec![archive_view::force(ticket.id)],
        Line::Claimed(_)
        | Line::Waiting
        | Line::Escalated(_)
        | Line::Closed { .. }
        | Line::Reopened(_)
        | Line::Unclaimed(_)
        | Line::NotLocked { .. }
        | Line::Left
        | Line::Idle => Vec::new(),
    }
}

fn idle(ticket: &Ticket, ping: Ping) -> Rich {
    let words = Rich::own("💤 Nobody has written here since ")
        .moment(ticket.last_activity_at, TimeStyle::Relative)
        .and(", so I ask its requester whether it is still needed.");
    match ping {
        Ping::Role(staff) => words.and(" ").role(staff).and(", can you go on with it?"),
        Ping::User(_) | Ping::Nobody => words,
    }
}

/// Before and after those who hold a role are let into a thread.
pub(super) fn letting_in() -> Rich {
    Rich::own("🔑 One moment …")
}

pub(super) fn let_in(role: kernel::RoleId) -> Rich {
    Rich::own("🔑 ").role(role).and(" can read this now.")
}

fn closed(by: Option<kernel::UserId>, reason: Option<&str>) -> Rich {
    let words = match by {
        Some(by) => Rich::own("🔒 Closed by ").user(by),
        None => Rich::own("🔒 Closed"),
    };
    match reason {
        Some(reason) => words.and(": ").rich(&written(reason, REASON_MAX)),
        None => words.and("."),
    }
}
