//! What is said to whoever opens a ticket.

use tickets_core::{DESCRIPTION_MAX, OpenRefusal, Ticket};

use super::open::{DESCRIPTION, FORM};
use super::wording::number;
use crate::form_inputs::{answer, label};
use crate::reply::{Form, Reply};
use crate::text::Rich;

/// The shortest question of a form: less helps nobody.
const DESCRIPTION_MIN: u16 = 10;

/// The form behind a panel's button.
pub(super) fn form() -> Reply {
    let max = u16::try_from(DESCRIPTION_MAX).unwrap_or(u16::MAX);
    let input = answer(DESCRIPTION, DESCRIPTION_MIN, max);
    Reply::Form(Form {
        custom_id: FORM.to_owned(),
        title: "Open a ticket",
        components: vec![label(
            "What is it about?",
            Some("What happened, what you tried, and what you hoped for."),
            input,
        )],
    })
}

pub(super) fn opened(ticket: &Ticket) -> Reply {
    let words = Rich::own("✅ Your ticket ").rich(&number(ticket.number));
    Reply::text(match ticket.channel {
        Some(channel) => words
            .and(" is open: ")
            .channel(channel)
            .and(". Staff has been told."),
        None => words.and(" is open."),
    })
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/ticket` again.")
}

pub(super) fn refused(refusal: &OpenRefusal) -> Reply {
    Reply::text(match refusal {
        OpenRefusal::Disabled => {
            Rich::denied("🚫 Tickets are switched off here. Please ask an admin of this server.")
        }
        OpenRefusal::CoolingDown(wait) => {
            Rich::too_soon("⏳ You have just opened a ticket. You can open another one in ")
                .seconds(*wait)
                .and(".")
        }
        OpenRefusal::NoDescription => {
            Rich::own("✏️ Please say what it is about: a sentence is enough.")
        }
        OpenRefusal::TooLong => Rich::own(
            "✏️ That is more than 2,000 characters. Please say it in fewer; you can go on in the ticket.",
        ),
        OpenRefusal::NotSetUp => Rich::own(
            "🛠️ Tickets are not set up here yet. An admin has to choose a category with `/config ticketbot set_category`, \
             or a channel for threads with `/config ticketbot set_thread_channel`.",
        ),
        OpenRefusal::CategoryGone(_) => Rich::own(
            "🛠️ The category of tickets is gone. Please tell an admin; staff has been told as well.",
        ),
        OpenRefusal::ThreadChannelGone(_) => Rich::own(
            "🛠️ The channel of tickets is gone. Please tell an admin; staff has been told as well.",
        ),
        OpenRefusal::TooMany(live) => too_many(live),
        OpenRefusal::Lacking(_) => Rich::own(
            "🛠️ I cannot make tickets right now, since I lack permissions. Staff has been told which.",
        ),
        OpenRefusal::CategoryFull | OpenRefusal::GuildFull | OpenRefusal::ThreadsFull => Rich::own(
            "📭 There is no room for another ticket right now. Staff has been told; please try again later.",
        ),
    })
}

fn too_many(live: &[Ticket]) -> Rich {
    let count = u32::try_from(live.len()).unwrap_or(u32::MAX);
    let words = Rich::denied("📬 You have ")
        .number(count)
        .and(" open tickets, and more you may not have at a time. Please go on in one of them:");
    let channels = live.iter().filter_map(|it| it.channel);
    channels.fold(words, |words, it| words.and(" ").channel(it))
}
