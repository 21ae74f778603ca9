//! What is said to an admin who puts a ticket away.

use tickets_core::{ArchiveRefusal, Archived, TicketId, Unarchived, Undelivered};
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
        // Nothing is lost by waiting, so nobody is offered to lose it.
        ArchiveRefusal::PutOff => Reply::text(
            "⏳ The ticket stays closed for now: its transcript could not be saved just now, and nothing of it is lost. I \
             try again every few minutes for an hour. If that does not help either, I tell you in its channel; you may \
             also archive it again yourself.",
        ),
    }
}

/// It stays closed; with the way to do without a transcript.
fn undelivered(ticket: TicketId, why: &Undelivered) -> Reply {
    let words = Rich::own("🛠️ The ticket stays closed, since its transcript cannot be saved: ")
        .and(reason(why.why()))
        .and("\nOr delete it for good, with everything that was written in it:");
    Reply::Message(Body::text(words).buttons(vec![force(ticket)]))
}

/// Why its transcript is not saved, and what mends that.
pub(super) fn reason(why: Unarchived) -> &'static str {
    match why {
        Unarchived::NoLogChannel => {
            "this server has no log channel. Choose one with `/config system set_log_channel`, and try again."
        }
        Unarchived::LogChannelGone => {
            "the log channel is gone. Choose another one with `/config system set_log_channel`, and try again."
        }
        Unarchived::LogChannelClosed => {
            "I may not post in the log channel. Let me have *View Channel*, *Send Messages*, *Embed Links* and \
             *Attach Files* there, and try again."
        }
        Unarchived::Unreadable => {
            "I may not read the ticket's channel. Let me have *View Channel* and *Read Message History* there, and try \
             again."
        }
        Unarchived::TooLarge => "it is larger than Discord takes, even compressed and in parts.",
        Unarchived::Failed => {
            "it failed, and there is nothing that you could mend. Please try again later; whoever runs me finds the reason \
             in my log."
        }
        Unarchived::BrokenOff => {
            "I was interrupted again and again, or it took me too long. Please try again; if that goes on, whoever runs me \
             finds more in my log."
        }
    }
}

/// The button that does without a transcript.
pub(super) fn force(ticket: TicketId) -> Button {
    Button {
        style: ButtonStyle::Danger,
        ..button("Delete without transcript", encode(FORCE, &[&ticket]))
    }
}

#[cfg(test)]
mod tests {
    use kernel::UserId;
    use tickets_core::testing::{World, user};
    use tickets_core::{Line, LogEvent, Ping, RoomError, TicketNumber};

    use super::super::{line_view, log_view};
    use super::*;

    /// What mends each reason, as every place that names it says it.
    const MENDED: [(Unarchived, &str); 7] = [
        (Unarchived::NoLogChannel, "this server has no log channel"),
        (Unarchived::LogChannelGone, "Choose another one"),
        (Unarchived::LogChannelClosed, "*Attach Files*"),
        (Unarchived::Unreadable, "*Read Message History*"),
        (Unarchived::TooLarge, "larger than Discord takes"),
        (Unarchived::Failed, "nothing that you could mend"),
        (Unarchived::BrokenOff, "interrupted again and again"),
    ];

    fn by() -> UserId {
        user(22)
    }

    #[test]
    fn the_log_names_the_reason_and_no_other_advice() {
        for (why, words) in MENDED {
            let ticket = TicketNumber::new(7).unwrap();
            let by = by();
            let card = log_view::card(&LogEvent::NotArchived { ticket, by, why }).build();
            let said = card.description.unwrap();
            for (other, advice) in MENDED {
                assert_eq!(said.contains(advice), other == why, "{why:?}: {said}");
            }
            assert!(said.contains(words));
            assert!(said.contains("deleted without a transcript"), "{said}");
            assert_eq!(card.fields[1].value, "<@22>");
        }
    }

    fn answered(refusal: ArchiveRefusal) -> String {
        format!("{:?}", super::refused(refusal))
    }

    #[test]
    fn whoever_archives_it_hears_whether_it_is_tried_again_or_what_to_mend() {
        let put_off = answered(ArchiveRefusal::PutOff);
        assert!(put_off.contains("try again every few minutes"), "{put_off}");
        assert!(!put_off.contains("Delete without"), "{put_off}");
        let ticket = TicketId::new(7).unwrap();
        for why in [
            Undelivered::NoLogChannel,
            Undelivered::Failed(RoomError::Full),
        ] {
            let reason = reason(why.why());
            let refused = answered(ArchiveRefusal::NotDelivered(ticket, why));
            assert!(refused.contains(reason), "{refused}");
            assert!(refused.contains("Delete without transcript"), "{refused}");
        }
    }

    #[tokio::test]
    async fn in_the_ticket_whoever_wants_it_reads_the_reason_and_may_do_without_a_transcript() {
        let ticket = World::default().tickets().open(World::wish(11)).await;
        let ticket = ticket.unwrap();
        for (why, words) in MENDED {
            let line = Line::NotArchived { by: by(), why };
            let said = line_view::words(&line, &ticket, Ping::User(by()));
            let said = said.as_str();
            assert!(said.starts_with("🛠️ <@22>, I went on"), "{said}");
            assert!(said.contains(words), "{said}");
            let [button] = &line_view::buttons(&line, &ticket)[..] else {
                panic!("one button");
            };
            assert_eq!(button.label.as_deref(), Some("Delete without transcript"));
        }
        assert!(line_view::buttons(&Line::Waiting, &ticket).is_empty());
    }
}
