//! What people read of `/delete_my_data`.

use privacy_core::{Erased, ErasureRefusal, Question};
use twilight_model::channel::message::component::ButtonStyle;

use super::erase::{CANCEL, CONFIRM, button_id};
use crate::countdown::Expiry;
use crate::reply::{Body, Reply, button};
use crate::text::{Card, Colour, Rich, TimeStyle};

pub(super) fn question(question: Question) -> Reply {
    let (confirm, cancel) = (button_id(CONFIRM, question), button_id(CANCEL, question));
    let mut yes = button("Yes, delete everything", confirm.clone());
    yes.style = ButtonStyle::Danger;
    let card = Card::new(Colour::Red, "🗑️ Have everything of you erased?")
        .description(Rich::own("In all servers, and for good. You have until ").moment(question.until, TimeStyle::Clock).and("."))
        .field(
            "Deleted",
            "your tickets with what was noted of them, your check-ins, your answers to the onboarding, your agreements, \
             your invitations, which commands you used and how often, and the link to your account",
        )
        .field(
            "Kept without your name",
            "reminders, answers of the FAQ and settings that you made for a server, and that you took care of somebody's \
             ticket",
        )
        .field(
            "Kept",
            "that somebody was erased, and how many rows it was; what must be kept of payments by law",
        )
        .field(
            "Not touched",
            "your Discord account, what you wrote in channels (also in those of tickets), your roles, and your account on \
             the web",
        )
        .footer("Save a copy first with /export_my_data.");
    let body = Body::card(card).buttons(vec![yes, button("Cancel", cancel)]);
    Reply::Message(body.expiring(Expiry {
        at: question.until,
        mark: confirm,
        instead: Body::text(EXPIRED),
    }))
}

const EXPIRED: &str =
    "⌛ That took too long, and nothing was deleted. Run `/delete_my_data` again if you want it.";

pub(super) fn erased(erased: &Erased) -> Reply {
    let rows: u64 = erased.rows.iter().map(|it| it.1).sum();
    if rows == 0 {
        return Reply::Update(Body::text("✅ Nothing was stored about you."));
    }
    let words = Rich::own("✅ Everything of you is erased: ")
        .number(rows)
        .and(if rows == 1 { " entry" } else { " entries" });
    Reply::Update(Body::text(words.and(
        ". What you did in the last minutes may be written down a little later; that is erased as well, within a quarter \
         of an hour.",
    )))
}

pub(super) fn cancelled() -> Reply {
    Reply::Update(Body::text("↩️ Nothing was deleted."))
}

pub(super) fn not_erased(why: ErasureRefusal) -> Reply {
    match why {
        ErasureRefusal::NotAsked => Reply::text(Rich::denied("🚫 This is not for you.")),
        ErasureRefusal::TooLate => Reply::Update(Body::text(EXPIRED)),
    }
}

pub(super) fn unreadable() -> Reply {
    Reply::text("I could not read that. Please run `/delete_my_data` again.")
}
