//! What changed about a reminder, old → new, in words.

use chrono_tz::Tz;
use reminders_core::NewReminder;
use sanitizer::safe_embed_text;

use super::{when_view, wording};
use crate::text::Rich;

/// How much of a text is quoted.
const QUOTED_MAX: usize = 120;

/// Each change with its name.
pub(super) fn changes(
    before: &NewReminder,
    after: &NewReminder,
    zone: Tz,
) -> Vec<(&'static str, Rich)> {
    let mut changes = Vec::new();
    let mut note = |label, old: Rich, new: Rich| {
        if old != new {
            changes.push((label, old.and(" → ").rich(&new)));
        }
    };
    note(
        "Name",
        quoted(before.name.as_str()),
        quoted(after.name.as_str()),
    );
    if before.schedule != after.schedule {
        note(
            "When",
            wording::when(&before.schedule, zone),
            wording::when(&after.schedule, zone),
        );
    }
    note(
        "Announced",
        when_view::announced(before),
        when_view::announced(after),
    );
    note(
        "Channel",
        Rich::default().channel(before.channel),
        Rich::default().channel(after.channel),
    );
    let location = |it: &NewReminder| quoted(it.location.as_ref().map_or("", |it| it.as_str()));
    note("Location", location(before), location(after));
    note(
        "Pings everyone",
        yes_no(before.mention_everyone),
        yes_no(after.mention_everyone),
    );
    if before.message != after.message {
        let (old, new) = (
            quoted(before.message.as_str()),
            quoted(after.message.as_str()),
        );
        changes.push(("Message", old.and(" → ").rich(&new)));
    }
    if before.image_url != after.image_url {
        let words = match &after.image_url {
            Some(_) => Rich::own("another one"),
            None => Rich::own("removed"),
        };
        changes.push(("Picture", words));
    }
    changes
}

fn quoted(text: &str) -> Rich {
    let quote = safe_embed_text(text, QUOTED_MAX);
    if quote.is_empty() {
        Rich::own("—")
    } else {
        Rich::own("“").text(&quote).and("”")
    }
}

fn yes_no(value: bool) -> Rich {
    Rich::own(if value { "yes" } else { "no" })
}
