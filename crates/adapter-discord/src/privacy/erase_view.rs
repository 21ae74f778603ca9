//! What people read of `/delete_my_data`.

use privacy_core::{Erased, ErasureRefusal, Question, Withdrawal};
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
            "your tickets with what was noted of them and their channels, your check-ins, your answers to the onboarding, your agreements, \
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
            "your Discord account and your roles; what you wrote in other channels; what I posted in \
             channels that names you or quotes you, such as your answers to the onboarding and who joined in a server's \
             log, transcripts of tickets, and greetings; and your account on the web. Ask the server's admins to delete \
             such messages",
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
    let words = Rich::own("✅ Everything that I stored of you is erased: ")
        .number(rows)
        .and(if rows == 1 { " entry" } else { " entries" });
    Reply::Update(Body::text(words.and(
        ". What you did in the last minutes may be written down a little later; that is erased as well, within a quarter \
         of an hour. Messages in other channels stay, also those of mine that name or quote you: a server's admins can delete \
         them.",
    )))
}

/// It was settled from elsewhere, one way or the other.
pub(super) fn settled() -> Reply {
    Reply::Update(Body::text(
        "ℹ️ That was settled meanwhile: it was carried out, or taken back from elsewhere. If you are not sure, run \
         `/delete_my_data` again; there is no harm in it.",
    ))
}

/// The wish is stored, and could not be carried out just now.
pub(super) fn noted() -> Reply {
    Reply::Update(Body::text(
        "⏳ I could not finish that just now. Your wish is noted, and I carry it out by myself as soon as I can, usually \
         within minutes: everything at once, or nothing. If you change your mind until then, run `/delete_my_data` and \
         press *Cancel*.",
    ))
}

/// Nobody knows whether the wish is stored.
pub(crate) fn not_noted(reference: u64) -> Reply {
    let words = Rich::own(
        "⛔ I could not note your wish, and nothing is deleted now. Please run `/delete_my_data` again in a minute: doing it \
         twice does no harm.\n-# If it keeps happening, tell whoever runs me this number: ",
    );
    Reply::Update(Body::text(words.number(reference)))
}

pub(super) fn cancelled(withdrawal: Withdrawal) -> Reply {
    Reply::Update(Body::text(match withdrawal {
        Withdrawal::Nothing => "↩️ Nothing was deleted.",
        Withdrawal::Withdrawn => {
            "↩️ Nothing was deleted. Your earlier wish, which I had not been able to carry out yet, is taken back."
        }
        Withdrawal::CarriedOut => "⌛ That came too late: you had confirmed it, and it is done.",
    }))
}

/// Whether an earlier wish waits could not be seen.
pub(super) fn perhaps_cancelled() -> Reply {
    Reply::Update(Body::text(
        "↩️ This deletes nothing. Whether an earlier wish of yours still waits I could not see just now: if you confirmed one, \
         run `/delete_my_data` again in a minute and press *Cancel*.",
    ))
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
