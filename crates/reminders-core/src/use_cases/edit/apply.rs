//! A reminder with a change applied: the same rules as for a new one.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::request::{Change, EditRefusal, PictureChange, ReminderPatch};
use super::reschedule::{Rescheduled, reschedule};
use crate::settings::EmbedWatcherSettings;
use crate::use_cases::when::ExactChange;
use crate::{Announce, Location, Message, Name, NewReminder, Reminder};

/// The most characters of each text that is not kept as it is.
const LIMITS: [(&str, usize); 6] = [
    ("time", 12),
    ("days", 100),
    ("days", 100),
    ("date", 100),
    ("starts_on", 100),
    ("ends_on", 100),
];

pub(super) fn check_texts(patch: &ReminderPatch) -> Result<(), EditRefusal> {
    let texts = [
        patch.time.as_deref(),
        patch.dates.as_deref(),
        patch.days.as_deref(),
        patch.date.as_deref(),
        typed(patch.starts_on.as_ref()),
        typed(patch.ends_on.as_ref()),
    ];
    for ((option, max), text) in LIMITS.into_iter().zip(texts) {
        if text.is_some_and(|it| it.chars().count() > max) {
            return Err(EditRefusal::TooLong { option, max });
        }
    }
    Ok(())
}

/// What the reminder is to be, without a look at channels and permissions.
pub(super) fn apply(
    reminder: &Reminder,
    patch: &ReminderPatch,
    watcher: &EmbedWatcherSettings,
    now: DateTime<Utc>,
    zone: Tz,
) -> Result<(NewReminder, Option<crate::use_cases::when::Asked>), EditRefusal> {
    let (schedule, asked): Rescheduled = reschedule(reminder, patch, now, zone)?;
    let mut what = NewReminder {
        schedule,
        ..reminder.what.clone()
    };
    let exactly_moved = |it: &ExactChange| it.clock.is_some() || it.event.is_some();
    if patch.time.is_some() || patch.exactly.as_ref().is_some_and(exactly_moved) {
        what.lead = watcher.reminder_offset;
    }
    let by_default = Announce::default_for(&reminder.what.schedule);
    if reminder.what.announce == by_default {
        what.announce = Announce::default_for(&schedule);
    }
    texts(&mut what, patch)?;
    if let Some(announce) = patch.announce {
        what.announce = announce;
    }
    if let Some(ping) = patch.mention_everyone {
        what.mention_everyone = ping;
    }
    if let Some(channel) = patch.channel {
        what.channel = channel;
    }
    match &patch.picture {
        Some(PictureChange::To(picture)) => {
            let link = picture.link().map(str::to_owned);
            what.image_url = link.or(what.image_url);
        }
        Some(PictureChange::Clear) => what.image_url = None,
        None => {}
    }
    Ok((what, asked))
}

fn texts(what: &mut NewReminder, patch: &ReminderPatch) -> Result<(), EditRefusal> {
    if let Some(name) = &patch.name {
        what.name = Name::new(name).map_err(EditRefusal::Invalid)?;
    }
    if let Some(message) = &patch.message {
        what.message = Message::new(message).map_err(EditRefusal::Invalid)?;
    }
    match &patch.location {
        Some(Change::To(text)) => {
            let read = if patch.exactly.is_some() {
                Location::new
            } else {
                Location::typed
            };
            what.location = read(text).map_err(EditRefusal::Invalid)?;
        }
        Some(Change::Clear) => what.location = None,
        None => {}
    }
    Ok(())
}

fn typed(change: Option<&Change>) -> Option<&str> {
    match change {
        Some(Change::To(text)) => Some(text),
        Some(Change::Clear) | None => None,
    }
}
