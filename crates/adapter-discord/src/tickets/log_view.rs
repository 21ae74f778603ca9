//! What the guild's log channel is told of tickets, in words.

use kernel::UserId;
use tickets_core::drafts::Decision;
use tickets_core::{
    Event, LogEvent, OpenRefusal, Permissions, Recorded, Ticket, TicketNumber, Unarchived, Work,
};

use super::archive_view;
use super::wording::{chip, number, typed};
use crate::text::{Card, Colour, Rich};

/// How much of a question is told.
const QUESTION_MAX: usize = 200;

/// The embed of an event.
pub(super) fn card(event: &LogEvent) -> Card {
    let colour = Colour::from(event.severity());
    match event {
        LogEvent::Changed {
            ticket,
            what,
            saved,
        } => changed(colour, ticket, what, *saved),
        LogEvent::NotOpened {
            refusal,
            archivable,
        } => {
            let words = not_opened(refusal).rich(&making_room(*archivable));
            Card::new(colour, "❌ A ticket could not be opened").description(words)
        }
        LogEvent::FillingUp {
            channels,
            archivable,
        } => {
            let words = Rich::default()
                .number(*channels)
                .and(" of the 50 channels that Discord allows in the category of tickets are taken. \
                     Archive closed tickets, or choose another category with `/config ticketbot set_category`.")
                .rich(&making_room(*archivable));
            Card::new(colour, "⚠️ The tickets' category fills up").description(words)
        }
        LogEvent::Forbidden {
            ticket,
            work,
            lacking,
        } => {
            let words = Rich::own(given_up(work))
                .and(" I need there: ")
                .rich(&names(*lacking))
                .and("\nI try again for some minutes.");
            Card::new(colour, "❌ I lack permissions in a ticket's channel")
                .description(words)
                .inline("Ticket", number(*ticket))
        }
        LogEvent::GivenUp { ticket, work } => {
            Card::new(colour, "❌ Something was not done in a ticket")
                .description(given_up(work))
                .inline("Ticket", number(*ticket))
        }
        LogEvent::TargetGone { ticket, role, by } => {
            Card::new(colour, "⚠️ A ticket is escalated to nobody")
                .description(
                    "The role that it was meant for is gone, or is everybody's. \
                     Choose another one with `/config ticketbot set_escalation_role`.",
                )
                .inline("Ticket", number(*ticket))
                .inline("Role", Rich::default().role(*role))
                .inline("By", Rich::default().user(*by))
        }
        LogEvent::PanelPosted { channel, by } => {
            Card::new(colour, "📨 A panel for tickets was posted")
                .inline("Channel", Rich::default().channel(*channel))
                .inline("By", Rich::default().user(*by))
        }
        LogEvent::StatsViewed { scope, by } => Card::new(colour, "📊 Figures of tickets looked at")
            .inline("Of", scope.as_str())
            .inline("By", Rich::default().user(*by)),
        LogEvent::Exported { range, tickets, by } => Card::new(colour, "📤 Tickets exported")
            .inline("Tickets", Rich::default().number(*tickets))
            .inline("Range", Rich::default().code(range, 40))
            .inline("By", Rich::default().user(*by)),
        LogEvent::WithoutTranscript { ticket, by } => {
            Card::new(colour, "🗄 A ticket is deleted without a transcript")
                .inline("Ticket", number(*ticket))
                .inline("By", Rich::default().user(*by))
        }
        LogEvent::NotArchived { ticket, by, why } => not_archived(colour, *ticket, *by, *why),
        LogEvent::Summed {
            ticket,
            is_stored: true,
        } => Card::new(colour, "📄 Ticket summed up").inline("Ticket", number(*ticket)),
        LogEvent::Summed { ticket, .. } => Card::new(colour, "⚠️ A ticket has no summary")
            .description(
                "The assistant did not answer for too long. The ticket stays closed without one.",
            )
            .inline("Ticket", number(*ticket)),
        LogEvent::Left(ticket) => Card::new(colour, "🚪 A requester has left the server")
            .inline("Ticket", number(ticket.number))
            .inline("Requester", Rich::default().user(ticket.requester)),
        LogEvent::Draft {
            ticket,
            by,
            decision,
        } => Card::new(colour, draft(*decision))
            .inline("Ticket", number(*ticket))
            .inline("By", Rich::default().user(*by)),
        LogEvent::Lacking(permissions) => Card::new(colour, "⚠️ I lack permissions for tickets")
            .description(lacking(*permissions)),
    }
}

fn not_archived(colour: Colour, ticket: TicketNumber, by: UserId, why: Unarchived) -> Card {
    let words = Rich::own("I went on archiving it, and could not save its transcript: ");
    let words = words.and(archive_view::reason(why)).and(
        "\nIt stays closed, and nothing of it is lost. In its channel it can be archived again, or deleted without a \
         transcript.",
    );
    Card::new(colour, "⚠️ A ticket could not be archived")
        .description(words)
        .inline("Ticket", number(ticket))
        .inline("For", Rich::default().user(by))
}

fn draft(decision: Option<Decision>) -> &'static str {
    match decision {
        None => "💬 A reply was drafted",
        Some(Decision::Posted) => "💬 A drafted reply was posted",
        Some(Decision::Edited(_)) => "💬 A drafted reply was edited and posted",
        Some(Decision::Dismissed) => "💬 A drafted reply was discarded",
    }
}

fn changed(colour: Colour, ticket: &Ticket, what: &Recorded, saved: Option<u32>) -> Card {
    let title = match what.event {
        Event::Created => "🎟️ Ticket opened",
        Event::Claimed => "🎟️ Ticket claimed",
        Event::Unclaimed => "🟢 Ticket set back to open",
        Event::Waiting => "⏳ Ticket waits for its requester",
        Event::Answered => "💬 Ticket answered by its requester",
        Event::Escalated => "🚩 Ticket escalated",
        Event::Closed => "🔒 Ticket closed",
        Event::Reopened => "🟢 Ticket opened again",
        Event::Archived => "🗄 Ticket archived",
        Event::Deleted => "⚠️ Ticket archived: its channel was deleted",
    };
    let by = what.by.map_or_else(
        || Rich::own("nobody: by itself"),
        |it| Rich::default().user(it),
    );
    let mut card = Card::new(colour, title)
        .inline("Ticket", number(ticket.number))
        .inline("By", by);
    if what.event == Event::Created {
        card = card.description(typed(&ticket.description, QUESTION_MAX));
    }
    if let Some(from) = what.from {
        card = card.inline(
            "Status",
            Rich::own(chip(from)).and(" → ").and(chip(what.to)),
        );
    }
    if let Some(count) = saved {
        card = card.inline("Messages saved", Rich::default().number(count));
    }
    match ticket.channel.filter(|_| ticket.status.is_live()) {
        Some(channel) => card.inline("Channel", Rich::default().channel(channel)),
        None => card,
    }
}

/// How many closed tickets could be archived; nothing where that is not known.
fn making_room(archivable: Option<u32>) -> Rich {
    match archivable {
        None => Rich::default(),
        Some(0) => Rich::own("\nNone of the tickets is closed, so close some first."),
        Some(1) => Rich::own("\n1 ticket is closed and can be archived."),
        Some(count) => Rich::own("\n")
            .number(count)
            .and(" tickets are closed and can be archived."),
    }
}

fn not_opened(refusal: &OpenRefusal) -> Rich {
    match refusal {
        OpenRefusal::CategoryGone(_) => Rich::own(
            "The category of tickets is gone. Choose another one with `/config ticketbot set_category`.",
        ),
        OpenRefusal::ThreadChannelGone(_) => Rich::own(
            "The channel whose threads tickets are is gone, or has no private threads. \
             Choose another one with `/config ticketbot set_thread_channel`.",
        ),
        OpenRefusal::ThreadsFull => Rich::own(
            "This server has as many active threads as Discord allows. Archive closed tickets to make room.",
        ),
        OpenRefusal::Lacking(permissions) => lacking(*permissions),
        OpenRefusal::CategoryFull => Rich::own(
            "The category of tickets has the 50 channels that Discord allows. Archive closed tickets to make room.",
        ),
        OpenRefusal::GuildFull => Rich::own(
            "This server has the 500 channels that Discord allows. Archive closed tickets to make room.",
        ),
        OpenRefusal::Discord(_) => Rich::own(
            "Discord did not make its channel, or not all of it. Nothing is left of it, and whoever asked was told to try \
             again. If that goes on, whoever runs me finds the reason in my log.",
        ),
        OpenRefusal::Unsettled(_) => Rich::own(
            "Discord did not say whether it made its channel, or what is left of it could not be cleared away. I look again \
             every few minutes until it does: then it is open, and I tell so here, or nothing is left of it, and whoever asked \
             knows to ask again then. If that goes on, whoever runs me finds the reason in my log.",
        ),
        OpenRefusal::Unfinished(lacking) => Rich::own(
            "I made its channel, and may neither finish it nor take it away. I need there: ",
        )
        .rich(&names(*lacking))
        .and("\nGive it to my role there. Within minutes of that it is open, and I tell so here."),
        OpenRefusal::Disabled
        | OpenRefusal::CoolingDown(_)
        | OpenRefusal::NoDescription
        | OpenRefusal::TooLong
        | OpenRefusal::NotSetUp
        | OpenRefusal::TooMany(_) => Rich::own("Somebody could not open a ticket."),
    }
}

fn given_up(work: &Work) -> &'static str {
    match work {
        Work::RefreshControl => "I could not show the ticket's new state on its buttons.",
        Work::Tell(_) => "I could not write in its channel.",
        Work::Admit(_) => "I could not let in whom it was escalated to.",
        Work::Lock => "It is closed, and yet its requester can still write.",
        Work::Unlock => "It is open again, and yet its requester cannot write.",
        Work::Rename => "I could not rename its channel.",
        Work::Summarise => "I could not sum it up.",
        Work::DeleteChannel => "It is archived, and yet I could not delete its channel.",
        Work::Ask => "I could not ask its requester whether it is still needed.",
        Work::OfferAnswers => "I could not say which answers of the FAQ may help.",
        Work::Log => "I could not tell of it here.",
    }
}

fn lacking(permissions: Permissions) -> Rich {
    Rich::own("Where tickets are made I need: ")
        .rich(&names(permissions))
        .and("\nGive it to my role there, and try again.")
}

/// The names of permissions, as Discord's settings show them.
pub(super) fn names(permissions: Permissions) -> Rich {
    let names = [
        (Permissions::VIEW_CHANNEL, "*View Channels* "),
        (Permissions::MANAGE_CHANNELS, "*Manage Channels* "),
        (Permissions::SEND_MESSAGES, "*Send Messages* "),
        (Permissions::EMBED_LINKS, "*Embed Links* "),
        (Permissions::READ_MESSAGE_HISTORY, "*Read Message History* "),
        (
            Permissions::MANAGE_ROLES,
            "*Manage Roles* (Discord's *Manage Permissions*) ",
        ),
        (
            Permissions::CREATE_PRIVATE_THREADS,
            "*Create Private Threads* ",
        ),
        (
            Permissions::SEND_MESSAGES_IN_THREADS,
            "*Send Messages in Threads* ",
        ),
        (Permissions::MANAGE_THREADS, "*Manage Threads* "),
    ];
    let among = names
        .into_iter()
        .filter(|(it, _)| permissions.contains(*it));
    among.fold(Rich::default(), |words, (_, it)| words.and(it))
}
