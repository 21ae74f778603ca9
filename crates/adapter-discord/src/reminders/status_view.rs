//! What admins see of `/reminder_status`.

use chrono::TimeDelta;
use kernel::BreakerState;
use reminders_core::{
    PauseReason, ReminderStatus, Resting, SendCounts, StatusRefusal, WaitingRetry,
};
use sanitizer::safe_embed_text;

use super::{notices_view, wording};
use crate::reply::Reply;
use crate::text::{Card, Colour, Rich, TimeStyle};

/// The longest name in a line.
const NAME_MAX: usize = 60;

pub(super) fn refused(refusal: StatusRefusal) -> Reply {
    match refusal {
        StatusRefusal::AdminsOnly => Reply::text(Rich::denied(
            "Only admins can look at this. `/reminder_list` shows your own reminders and this channel's.",
        )),
    }
}

pub(super) fn status(status: &ReminderStatus) -> Reply {
    let stored = &status.stored;
    let (colour, verdict) = if !status.enabled {
        (
            Colour::Orange,
            "⏹️ Reminders are switched off here, and nothing is sent. `/config reminders toggle` switches them on.",
        )
    } else if status.is_well() {
        (Colour::Green, "✅ All is well.")
    } else {
        (Colour::Orange, "⚠️ Something needs a look.")
    };
    let active = Rich::default()
        .number(stored.recurring)
        .and(" recurring, ")
        .number(stored.one_off)
        .and(" one-off, ")
        .number(stored.resting)
        .and(" resting");
    let mut card = Card::new(colour, "📊 Reminder status")
        .description(verdict)
        .field("⏰ Reminders", active)
        .field("⏭️ Next", next(status));
    card = card
        .field("📅 Last 24 hours", counts(&stored.day))
        .field("🗓️ Last 7 days", counts(&stored.week));
    if !stored.some_resting.is_empty() {
        let lines = stored.some_resting.iter().map(resting);
        card = card.field("⏸️ Resting", list(lines, stored.resting));
    }
    if !stored.some_waiting.is_empty() {
        let lines = stored.some_waiting.iter().map(waiting);
        card = card.field("🔁 Waiting for another try", list(lines, stored.waiting));
    }
    card = match status.breaker {
        BreakerState::Closed => card,
        BreakerState::Trying => card.field(
            "🚧 Held back",
            "Discord refused several posts in a row; I am trying one now.",
        ),
        BreakerState::Open { until } => {
            let text = Rich::own("Discord refused several posts in a row. I try the next one ")
                .moment(until, TimeStyle::Relative)
                .and(".");
            card.field("🚧 Held back", text)
        }
    };
    let card = card
        .inline("Sent late up to", wording::duration(status.late_window))
        .inline("Zone", Rich::default().code(status.zone.name(), 64))
        .at(status.now);
    Reply::card(card)
}

fn next(status: &ReminderStatus) -> Rich {
    match &status.stored.next {
        Some((reminder, occurrence)) => Rich::own("**")
            .text(&safe_embed_text(reminder.what.name.as_str(), NAME_MAX))
            .and("** (ID ")
            .number(reminder.id.get())
            .and(") in ")
            .channel(reminder.what.channel)
            .and("\n")
            .rich(&wording::moment(occurrence.fires_at)),
        None => Rich::own("Nothing is planned."),
    }
}

fn counts(counts: &SendCounts) -> Rich {
    let parts = [
        (counts.on_time, " on time"),
        (counts.late, " late"),
        (counts.missed, " missed"),
        (counts.failed, " failed"),
        (counts.skipped, " left out"),
        (counts.retried, " needed several tries"),
    ];
    let mut text = Rich::default();
    for (index, (count, words)) in parts.into_iter().enumerate() {
        text = text
            .and(if index > 0 { " · " } else { "" })
            .number(count)
            .and(words);
    }
    match counts.lateness {
        Some(lateness) => text
            .and("\nAfter their moment: half within ")
            .rich(&delay(lateness.median))
            .and(", 95 % within ")
            .rich(&delay(lateness.p95))
            .and(", at most ")
            .rich(&delay(lateness.most)),
        None => text,
    }
}

/// A delay as exactly as it matters: `0.4 s`, or whole words from a minute on.
fn delay(delay: TimeDelta) -> Rich {
    if delay < TimeDelta::minutes(1) {
        Rich::default().seconds(delay)
    } else {
        wording::duration(delay)
    }
}

fn resting(resting: &Resting) -> Rich {
    let reminder = &resting.reminder;
    let line = Rich::own("**")
        .text(&safe_embed_text(reminder.what.name.as_str(), NAME_MAX))
        .and("** (ID ")
        .number(reminder.id.get())
        .and("): ");
    match reminder.paused.map(|it| it.reason) {
        Some(PauseReason::ChannelGone) => line
            .and("its channel is gone. ")
            .rich(&notices_view::gone()),
        Some(PauseReason::Forbidden) => line.rich(&notices_view::forbidden(
            reminder.what.channel,
            &resting.missing,
        )),
        Some(PauseReason::GuildLeft) | None => line.and("I was away, and am about to go on."),
    }
}

fn waiting(waiting: &WaitingRetry) -> Rich {
    Rich::own("**")
        .text(&safe_embed_text(&waiting.name, NAME_MAX))
        .and("**, due ")
        .moment(waiting.fires_at, TimeStyle::Clock)
        .and(", tried ")
        .number(waiting.attempts)
        .and("×, again ")
        .moment(waiting.again_at, TimeStyle::Relative)
}

/// As many lines as a field holds, and how many more there are.
fn list(lines: impl Iterator<Item = Rich>, total: u32) -> Rich {
    let mut text = Rich::default();
    let mut shown = 0;
    for line in lines {
        // Room for the last line is kept.
        if text.chars() + line.chars() > sanitizer::FIELD_VALUE_MAX - 40 {
            break;
        }
        text = text.and(if shown > 0 { "\n• " } else { "• " }).rich(&line);
        shown += 1;
    }
    match total.saturating_sub(shown) {
        0 => text,
        more => text.and("\n… and ").number(more).and(" more"),
    }
}
