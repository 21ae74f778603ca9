//! What people see below a reminder that stands in its channel, and above it once somebody pressed a button.

use kernel::UserId;
use reminders_core::{OccurrenceId, SnoozeFor, SnoozeRefusal, Snoozed};
use twilight_model::channel::message::Component;
use twilight_model::channel::message::component::{Button, ButtonStyle};

use super::{after, view};
use crate::reply::{Buttons, Note, Reply, button, rows};
use crate::text::{Rich, TimeStyle};

/// The row below a reminder.
pub(super) fn buttons(id: OccurrenceId) -> Vec<Component> {
    let snooze = |label, how_long| button(label, after::snooze_id(how_long, id));
    rows(vec![
        snooze("💤 10 min", SnoozeFor::TenMinutes),
        snooze("💤 1 hour", SnoozeFor::OneHour),
        snooze("💤 Tomorrow 09:00", SnoozeFor::TomorrowMorning),
        Button {
            style: ButtonStyle::Success,
            ..button("Done", after::done_id(id))
        },
    ])
}

pub(super) fn snoozed(by: UserId, snoozed: &Snoozed) -> Reply {
    let line = Rich::own("💤 ")
        .user(by)
        .and(" will be told again ")
        .moment(snoozed.until, TimeStyle::Relative)
        .and(".");
    Reply::Annotate(Note {
        line,
        buttons: Buttons::Kept,
    })
}

pub(super) fn done(by: UserId) -> Reply {
    Reply::Annotate(Note {
        line: Rich::own("✅ Done, says ").user(by).and("."),
        buttons: Buttons::Taken,
    })
}

pub(super) fn refused(refusal: SnoozeRefusal) -> Reply {
    Reply::text(match refusal {
        SnoozeRefusal::Disabled => view::disabled(),
        SnoozeRefusal::Gone => Rich::own("❌ That reminder is gone: somebody has deleted it."),
        SnoozeRefusal::NotYours => Rich::denied(
            "❌ Only the one who made this reminder, and admins, can do that. You can make your own with `/add_reminder`.",
        ),
    })
}
