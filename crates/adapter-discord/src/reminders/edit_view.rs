//! What people see of `/reminder_edit`: the form, what was changed, and why nothing was.

use reminders_core::{EditRefusal, EditableReminder, Edited};
use sanitizer::safe_embed_text;

use super::edited_form::FormTexts;
use super::picture_view::{self, Feature};
use super::{changes_view, form_typed, view, when_view};
use crate::form_inputs::{channel_select, label, line, paragraph};
use crate::reply::{Form, Reply};
use crate::text::Rich;

pub(super) fn form(editable: &EditableReminder) -> Form {
    let texts = FormTexts::of(editable);
    let (dates, advice) = if editable.reminder.what.schedule.is_recurring() {
        (
            "Days",
            "mon, wed; every 2 weeks on friday; first monday of the month",
        )
    } else {
        ("Date", "14/2/2027, 14 February, tomorrow")
    };
    let components = vec![
        label(
            "Name",
            None,
            line(form_typed::INPUT_NAME, 100, true, &texts.name),
        ),
        label(
            dates,
            Some(advice),
            line(form_typed::INPUT_WHEN, 100, false, &texts.dates),
        ),
        label(
            "Time",
            Some("When it starts: 20:00"),
            line(form_typed::INPUT_TIME, 12, true, &texts.time),
        ),
        label(
            "Message",
            None,
            paragraph(form_typed::INPUT_MESSAGE, 2000, &texts.message),
        ),
        label(
            "Channel",
            None,
            channel_select(form_typed::INPUT_CHANNEL, texts.channel),
        ),
    ];
    Form {
        custom_id: texts.custom_id(editable.reminder.id),
        title: "Edit reminder",
        components,
    }
}

pub(super) fn edited(edited: &Edited) -> Reply {
    let reminder = &edited.reminder;
    let what = &reminder.what;
    let name = safe_embed_text(what.name.as_str(), sanitizer::EMBED_TITLE_MAX);
    let mut text = Rich::own("✅ Reminder **")
        .text(&name)
        .and("** (ID ")
        .number(reminder.id.get())
        .and(") updated.");
    text = text
        .rich(&consequences(edited))
        .rich(&picture_view::outcome(edited.picture, Feature::Reminder));
    Reply::text(text)
}

/// What was changed, and what follows from it.
pub(super) fn consequences(edited: &Edited) -> Rich {
    let Edited {
        before,
        reminder,
        zone,
        ..
    } = edited;
    let what = &reminder.what;
    let mut text = Rich::default();
    for (label, change) in changes_view::changes(&before.what, what, *zone) {
        text = text.and("\n• ").and(label).and(": ").rich(&change);
    }
    text = text
        .rich(&when_view::next_post(reminder))
        .rich(&view::ping(edited.ping))
        .rich(&when_view::moves(what, &edited.moves, *zone));
    if before.paused.is_some() && reminder.paused.is_none() {
        text = text.and("\n▶️ It rested, and goes on now.");
    }
    if reminder.paused.is_some() {
        text = text
            .and("\n⏸️ It still rests: I cannot post in ")
            .channel(what.channel)
            .and(". Choose another channel, or give me *View Channel*, *Send Messages* and *Embed Links* there.");
    }
    text
}

pub(super) fn not_edited(refusal: &EditRefusal) -> Reply {
    Reply::text(match refusal {
        EditRefusal::Disabled => view::disabled(),
        EditRefusal::NotFound(id) => Rich::own("❌ There is no reminder with ID ")
            .number(id.get())
            .and(" that you may change. `/reminder_list` shows them; admins can change everybody's."),
        EditRefusal::LiveSession(id) => Rich::own("❌ ID ")
            .number(id.get())
            .and(" is a live session: change it with `/edit_live_session`."),
        EditRefusal::Finished(id) => Rich::own("❌ The reminder with ID ")
            .number(id.get())
            .and(" is done: its event is over. Make a new one with `/add_reminder`."),
        EditRefusal::Recurring(id) => Rich::own("❌ The reminder with ID ")
            .number(id.get())
            .and(" comes again: only one that comes once can be marked as done."),
        EditRefusal::QuotaReached(limit) => Rich::own("Your ").number(*limit).and(
            " active reminders in this server are all in use. Delete one with `/reminder_delete` to make room.",
        ),
        EditRefusal::Unchanged(id) => Rich::own("There is nothing to change: the reminder with ID ")
            .number(id.get())
            .and(" is like that already."),
        EditRefusal::Busy(id) => Rich::own("❌ Others are changing the reminder with ID ")
            .number(id.get())
            .and(" right now. Please try again."),
        EditRefusal::When(refusal) => when_view::refusal(refusal),
        EditRefusal::DaysForOneOff(id) => Rich::own(
            "❌ This reminder comes once, so it has a date and no days. To have it come back, give `days` with the \
             command: `/reminder_edit reminder_id:",
        )
        .number(id.get())
        .and(" days:mon, wed`."),
        EditRefusal::Target(refusal) => view::target(refusal),
        EditRefusal::MayNotPing(channel) => view::may_not_ping(*channel),
        EditRefusal::Picture(refusal) => picture_view::refusal(*refusal, Feature::Reminder),
        EditRefusal::Invalid(error) => view::invalid(error),
        EditRefusal::TooLong { option, max } => view::too_long(option, *max),
    })
}
