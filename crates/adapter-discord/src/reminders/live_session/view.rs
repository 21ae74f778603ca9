//! What people read about live sessions.

use chrono_tz::Tz;
use reminders_core::{
    AddRefusal, Added, DeleteRefusal, EditRefusal, Edited, NewReminder, Reminder, ReminderId,
    Schedule,
};

use crate::reminders::picture_view::{self, Feature};
use crate::reminders::{edit_view, view, when_view, wording};
use crate::reply::{Choice, Reply};
use crate::text::Rich;

pub(super) fn added(added: &Added) -> Reply {
    let Added { reminder, zone, .. } = added;
    let what = &reminder.what;
    let text = Rich::own("✅ Live session (ID ")
        .number(reminder.id.get())
        .and(") set: ")
        .rich(&where_and_when(what, *zone))
        .rich(&when_view::next_post(reminder))
        .and("\n📣 Announced ")
        .rich(&when_view::announced(what))
        .rich(&picture_view::outcome(added.picture, Feature::LiveSession))
        .rich(&when_view::moves(what, &added.moves, *zone));
    Reply::text(text)
}

pub(super) fn not_added(refusal: &AddRefusal) -> Reply {
    match refusal {
        AddRefusal::Picture(refusal) => {
            Reply::text(picture_view::refusal(*refusal, Feature::LiveSession))
        }
        other => view::not_added(other),
    }
}

pub(super) fn edited(edited: &Edited) -> Reply {
    let reminder = &edited.reminder;
    let text = Rich::own("✅ Live session (ID ")
        .number(reminder.id.get())
        .and(") updated: ")
        .rich(&where_and_when(&reminder.what, edited.zone))
        .rich(&edit_view::consequences(edited))
        .rich(&picture_view::outcome(edited.picture, Feature::LiveSession));
    Reply::text(text)
}

pub(super) fn not_edited(refusal: &EditRefusal) -> Reply {
    match refusal {
        EditRefusal::NotFound(id) => Reply::text(missing(*id)),
        EditRefusal::Unchanged(id) => Reply::text(
            Rich::own("There is nothing to change: give `days`, `time`, `channel` or an image, other than what live session ")
                .number(id.get())
                .and(" has already."),
        ),
        EditRefusal::Finished(id) => Reply::text(
            Rich::own("❌ The live session with ID ")
                .number(id.get())
                .and(" is over. Make a new one with `/add_live_session`."),
        ),
        EditRefusal::Picture(refusal) => {
            Reply::text(picture_view::refusal(*refusal, Feature::LiveSession))
        }
        other => edit_view::not_edited(other),
    }
}

pub(super) fn deleted(reminder: &Reminder) -> Reply {
    Reply::text(
        Rich::own("🗑️ Live session (ID ")
            .number(reminder.id.get())
            .and(") removed."),
    )
}

pub(super) fn not_deleted(refusal: DeleteRefusal) -> Reply {
    match refusal {
        DeleteRefusal::Disabled => Reply::text(view::disabled()),
        DeleteRefusal::NotFound(id) => Reply::text(missing(id)),
    }
}

pub(super) fn no_such_live_session() -> Reply {
    Reply::text("❌ There is no live session with that ID. `/reminder_list` shows them.")
}

pub(super) fn suggestions(found: &[Reminder]) -> Reply {
    let choice = |it: &Reminder| {
        let name = Rich::own("ID ")
            .number(it.id.get())
            .and(" – ")
            .rich(&days_and_clock(&it.what));
        Choice {
            name: sanitizer::autocomplete_label(name.as_str(), 100),
            value: it.id.as_i64().into(),
        }
    };
    Reply::Choices(found.iter().map(choice).collect())
}

/// One answer for what is not there, is no live session, or is somebody else's.
fn missing(id: ReminderId) -> Rich {
    Rich::own("❌ There is no live session with ID ")
        .number(id.get())
        .and(
            " that is yours to change. `/reminder_list` shows them; admins can change everybody's.",
        )
}

/// `#general at 19:30 (Monday, Friday)`.
fn where_and_when(what: &NewReminder, zone: Tz) -> Rich {
    let text = Rich::default().channel(what.channel).and(" at ");
    let text = match &what.schedule {
        Schedule::Recurring { recurrence, clock } => {
            text.clock(*clock).and(" (").recurrence(recurrence).and(")")
        }
        // Nobody makes one that comes once any more.
        Schedule::OneOff { .. } => text.rich(&wording::when(&what.schedule, zone)),
    };
    text.rich(&when_view::zone(zone))
}

fn days_and_clock(what: &NewReminder) -> Rich {
    match &what.schedule {
        Schedule::Recurring { recurrence, clock } => Rich::default()
            .recurrence(recurrence)
            .and(" at ")
            .clock(*clock),
        Schedule::OneOff { at } => wording::when(&Schedule::OneOff { at: *at }, Tz::UTC),
    }
}
