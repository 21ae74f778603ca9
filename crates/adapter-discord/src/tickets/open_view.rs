//! What is said to whoever opens a ticket.

use tickets_core::{DESCRIPTION_MAX, OpenRefusal, Ticket};

use super::log_view::names;
use super::open::{DESCRIPTION, FORM};
use super::wording::{number, switched_off};
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
        OpenRefusal::Disabled => switched_off(),
        OpenRefusal::CoolingDown(wait) => {
            Rich::too_soon("⏳ You have just tried to open a ticket. You can try again in ")
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
        OpenRefusal::Discord(_) => Rich::own(
            "⚠️ I could not make your ticket, because of an error at Discord. Nothing is left of it, so please try again in a \
             minute. Staff has been told.",
        ),
        OpenRefusal::Unsettled(_) => Rich::own(
            "⚠️ Discord has not told me what it made of your ticket's channel. I keep your question and look again every few \
             minutes until it does: then I call you in the channel, or nothing is left of it, and you can ask again. Staff \
             has been told.",
        ),
        OpenRefusal::Unfinished(lacking) => Rich::own(
            "🛠️ Your ticket's channel is there, but I may not finish it. I need there: ",
        )
        .rich(&names(*lacking))
        .and("\nStaff has been told. I keep your question, and call you in the channel within minutes of being let."),
    })
}

fn too_many(live: &[Ticket]) -> Rich {
    if live.iter().all(|it| it.channel.is_none()) {
        return Rich::denied(
            "📬 Your ticket is still being opened. I look again every few minutes until that is done: then I call you in its \
             channel, or nothing is left of it, and you can ask again.",
        );
    }
    let words = match u32::try_from(live.len()).unwrap_or(u32::MAX) {
        1 => Rich::denied("📬 You already have an open ticket, and one at a time is the limit here. Please go on in it:"),
        count => Rich::denied("📬 You already have ")
            .number(count)
            .and(" open tickets, and that many at a time is the limit here. Please go on in one of them:"),
    };
    let channels = live.iter().filter_map(|it| it.channel);
    channels.fold(words, |words, it| words.and(" ").channel(it))
}

#[cfg(test)]
mod tests {
    use tickets_core::{LogEvent, Permissions};

    use super::super::log_view;
    use super::*;

    fn told_staff(refusal: &OpenRefusal) -> String {
        let event = LogEvent::NotOpened {
            refusal: refusal.clone(),
            archivable: None,
        };
        log_view::card(&event).build().description.unwrap()
    }

    fn told_requester(refusal: &OpenRefusal) -> String {
        match refused(refusal) {
            Reply::Message(body) => body.into_data().content.unwrap_or_default(),
            _ => panic!("no message"),
        }
    }

    #[test]
    fn whoever_asked_and_staff_read_which_permissions_keep_a_ticket_from_being_finished() {
        let lacking = Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
        let refusal = OpenRefusal::Unfinished(lacking);
        for said in [told_requester(&refusal), told_staff(&refusal)] {
            assert!(said.contains("*Send Messages* *Embed Links*"), "{said}");
            assert!(!said.contains("Manage"), "{said}");
        }
    }

    #[test]
    fn nobody_is_promised_a_moment_that_only_discord_can_keep() {
        let refusal = OpenRefusal::Unsettled("no answer".to_owned());
        for said in [told_requester(&refusal), told_staff(&refusal)] {
            assert!(said.contains("again every few minutes until"), "{said}");
            assert!(!said.contains("five minutes"), "{said}");
            assert!(!said.contains("no answer"), "{said}");
        }
    }
}
