//! What is said to an admin who puts a ticket away.

use tickets_core::{ArchiveRefusal, Archived, TicketId, Undelivered};
use twilight_model::channel::message::component::{Button, ButtonStyle};

use super::act_view;
use super::archive::FORCE;
use super::wording::number;
use crate::custom_id::encode;
use crate::reply::{Body, Reply, button};
use crate::text::{Rich, TimeStyle};

pub(super) fn done(archived: &Archived) -> Reply {
    let ticket = &archived.ticket;
    let words = Rich::own("🗄 ").rich(&number(ticket.number));
    let words = match archived.transcript {
        _ if archived.channel_was_gone => {
            words.and(" is archived. Its channel was deleted before, so there is no transcript.")
        }
        Some(transcript) => words
            .and(" is archived: ")
            .link_to(
                "its transcript is saved",
                ticket.guild,
                transcript.channel,
                transcript.message,
            )
            .and(", and its channel is being deleted."),
        None => words.and(" is archived without a transcript. Its channel is being deleted."),
    };
    Reply::text(words)
}

pub(super) fn refused(refusal: ArchiveRefusal) -> Reply {
    match refusal {
        ArchiveRefusal::Act(refusal) => act_view::refused(&refusal),
        ArchiveRefusal::Held(mark) => {
            let words = Rich::own("⏳ The ticket is being archived by ")
                .user(mark.by)
                .and(" already, since ")
                .moment(mark.since, TimeStyle::Relative)
                .and(".");
            Reply::text(words)
        }
        ArchiveRefusal::NotDelivered(ticket, why) => undelivered(ticket, &why),
    }
}

/// It stays closed; with the way to do without a transcript where waiting does not help.
fn undelivered(ticket: TicketId, why: &Undelivered) -> Reply {
    let reason = match why {
        Undelivered::NoLogChannel => {
            "this server has no log channel. Choose one with `/config system set_log_channel`, and try again."
        }
        Undelivered::LogChannelGone => {
            "the log channel is gone. Choose another one with `/config system set_log_channel`, and try again."
        }
        Undelivered::LogChannelClosed => {
            "I may not post in the log channel. Let me have *View Channel*, *Send Messages*, *Embed Links* and \
             *Attach Files* there, and try again."
        }
        Undelivered::Unreadable => {
            "I may not read this channel. Let me have *View Channel* and *Read Message History* here, and try again."
        }
        Undelivered::TooLarge => "it is larger than Discord takes, even compressed and in parts.",
        // Nothing is lost by waiting, so nobody is offered to lose it.
        Undelivered::Failed(_) | Undelivered::TakenOver | Undelivered::ChannelGone => {
            return Reply::text(
                "🛠️ The ticket stays closed, since its transcript could not be saved just now. Please try again in a minute.",
            );
        }
    };
    let words = Rich::own("🛠️ The ticket stays closed, since its transcript cannot be saved: ")
        .and(reason)
        .and("\nOr delete it for good, with everything that was written in it:");
    Reply::Message(Body::text(words).buttons(vec![force(ticket)]))
}

fn force(ticket: TicketId) -> Button {
    Button {
        style: ButtonStyle::Danger,
        ..button("Delete without transcript", encode(FORCE, &[&ticket]))
    }
}
