//! Words that the views of reminders share: moments, durations, permissions.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use parsers::Pattern;
use reminders_core::{PauseReason, Permission, Schedule};
use sanitizer::safe_embed_text;

use crate::text::{Rich, TimeStyle};

/// When an event is: `Wednesday 14 January 2026 at 20:00`, or `Every Monday, Friday at 20:00`.
pub(super) fn when(schedule: &Schedule, zone: Tz) -> Rich {
    match schedule {
        Schedule::OneOff { at } => {
            let local = parsers::local(*at, zone);
            Rich::default().date(local).and(" at ").clock(local.time())
        }
        Schedule::Recurring { recurrence, clock } => {
            // Named days alone are no sentence yet; other recurrences begin with their own words.
            let named_days =
                matches!(recurrence.pattern(), Pattern::Weekly(_)) && recurrence.interval() == 1;
            let every = if named_days { "Every " } else { "" };
            Rich::own(every)
                .recurrence(recurrence)
                .and(" at ")
                .clock(*clock)
        }
    }
}

/// Why a reminder rests, in a few words.
pub(super) fn pause_reason(reason: PauseReason) -> &'static str {
    match reason {
        PauseReason::ChannelGone => "rests: its channel is gone",
        PauseReason::Forbidden => "rests: I may not post there",
        PauseReason::GuildLeft => "rests: I was away",
    }
}

/// A moment as each reader sees it, and how far away it is.
pub(super) fn moment(at: DateTime<Utc>) -> Rich {
    Rich::default()
        .moment(at, TimeStyle::Full)
        .and(" (")
        .moment(at, TimeStyle::Relative)
        .and(")")
}

/// `1 minute and 5 seconds`, `12 seconds`, `1 hour`.
pub(super) fn duration(duration: TimeDelta) -> Rich {
    let seconds = duration.num_seconds().max(1).unsigned_abs();
    let parts = [
        (seconds / 3600, " hour"),
        (seconds % 3600 / 60, " minute"),
        (seconds % 60, " second"),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|it| it.0 > 0).collect();
    let mut text = Rich::default();
    for (index, (count, unit)) in parts.iter().enumerate() {
        if index > 0 {
            text = text.and(if index + 1 == parts.len() {
                " and "
            } else {
                ", "
            });
        }
        text = text
            .number(*count)
            .and(unit)
            .and(if *count == 1 { "" } else { "s" });
    }
    text
}

/// Permissions by Discord's names for them.
pub(super) fn permissions(missing: &[Permission]) -> Rich {
    let mut text = Rich::default();
    for (index, permission) in missing.iter().enumerate() {
        text = text
            .and(if index > 0 { ", *" } else { "*" })
            .and(permission_name(*permission))
            .and("*");
    }
    text
}

fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::ViewChannel => "View Channel",
        Permission::SendMessages => "Send Messages",
        Permission::EmbedLinks => "Embed Links",
        Permission::ReadMessageHistory => "Read Message History",
        Permission::ManageMessages => "Manage Messages",
        Permission::MentionEveryone => "Mention Everyone",
    }
}

/// What somebody typed, quoted piece by piece.
pub(super) fn words(pieces: &[String]) -> Rich {
    let mut text = Rich::default();
    for (index, piece) in pieces.iter().take(5).enumerate() {
        text = text
            .and(if index > 0 { ", “" } else { "“" })
            .text(&safe_embed_text(piece, 40))
            .and("”");
    }
    text
}
