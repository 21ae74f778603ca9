//! What people see of the button "Undo".

use kernel::UserId;
use reminders_core::{Reminder, UndoRefusal};

use crate::reply::{Buttons, Note, Reply};
use crate::text::Rich;

pub(super) fn undone(by: UserId, removed: &[Reminder]) -> Reply {
    let line = Rich::own("↩️ Undone by ").user(by).and(". ");
    let line = match removed {
        [] => line.and("There was nothing left to remove."),
        [one] => line
            .and("The reminder is removed (ID ")
            .number(one.id.get())
            .and(")."),
        more => line
            .number(more.len() as u64)
            .and(" reminders are removed."),
    };
    note(line.and(" I leave this announcement alone from now on."))
}

pub(super) fn not_undone(refusal: UndoRefusal) -> Reply {
    match refusal {
        UndoRefusal::NotStaff => Reply::text(Rich::denied(
            "❌ Only admins, and members who may manage messages in the announcement's channel, can undo this.",
        )),
        // Perhaps the mark was lost on the way: it is set again.
        UndoRefusal::Already(by) => note(Rich::own("↩️ Undone by ").user(by).and(".")),
        UndoRefusal::Nothing => Reply::text(
            "❌ There is nothing to undo: the announcement was deleted, and its reminders with it.",
        ),
    }
}

fn note(line: Rich) -> Reply {
    Reply::Annotate(Note {
        line,
        buttons: Buttons::Taken,
    })
}
