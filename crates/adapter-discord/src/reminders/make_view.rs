//! What people see of "Make reminder": the form, and why there is none.

use reminders_core::{PrepareRefusal, PreparedReminder};

use super::{form_typed, view};
use crate::form_inputs::{channel_select, label, line, paragraph};
use crate::reply::{Form, Reply};
use crate::text::Rich;

pub(super) fn nothing_to_make() -> Reply {
    Reply::text(
        "❌ There is no text in that message to make a reminder of. Use `/add_reminder` instead.",
    )
}

pub(super) fn not_prepared(refusal: PrepareRefusal) -> Reply {
    Reply::text(match refusal {
        PrepareRefusal::Disabled => view::disabled(),
        PrepareRefusal::AlreadyTracked(id) => view::already_tracked(id),
        PrepareRefusal::Unreadable => Rich::own(
            "❌ I could not read that message. It must still be there, in a channel that both you and I can read.",
        ),
    })
}

pub(super) fn make_form(custom_id: String, prepared: &PreparedReminder) -> Form {
    let components = vec![
        label(
            "Name",
            None,
            line(form_typed::INPUT_NAME, 100, true, &prepared.name),
        ),
        label(
            "Date or weekdays",
            Some("14/2/2027, tomorrow, or mon, wed. Empty: the next time the clock shows it."),
            line(form_typed::INPUT_WHEN, 100, false, &prepared.when),
        ),
        label(
            "Time",
            Some("When it starts: 20:00"),
            line(form_typed::INPUT_TIME, 12, true, &prepared.time),
        ),
        label(
            "Message",
            None,
            paragraph(form_typed::INPUT_MESSAGE, 2000, &prepared.message),
        ),
        label(
            "Channel",
            None,
            channel_select(form_typed::INPUT_CHANNEL, Some(prepared.channel)),
        ),
    ];
    Form {
        custom_id,
        title: "Make reminder",
        components,
    }
}
