//! What people read about moments: when a reminder comes, where a clock change moves it, and what was no moment.

use chrono_tz::Tz;
use parsers::{ClockError, DateError, RecurrenceError};
use reminders_core::{Announce, ClockMove, Lead, MoveCause, NewReminder, Reminder, WhenRefusal};
use sanitizer::safe_embed_text;
use settings_core::{Snapshot, system};

use super::wording::{duration, moment, words};
use crate::text::{Rich, TimeStyle};

/// How much of what was typed is quoted.
const TYPED_MAX: usize = 60;

/// The zone whose clock is meant, where it is not the one that everybody begins with.
pub(super) fn zone(zone: Tz) -> Rich {
    if zone == Snapshot::default().zone(&system::TIMEZONE) {
        Rich::default()
    } else {
        Rich::own(" (")
            .text(&safe_embed_text(zone.name(), TYPED_MAX))
            .and(")")
    }
}

/// A line with the next post; nothing when there is none.
pub(super) fn next_post(reminder: &Reminder) -> Rich {
    let Some(next) = reminder.next else {
        return Rich::default();
    };
    let text = Rich::own("\n⏭️ Next post: ").rich(&moment(next.fires_at));
    if next.fires_at < next.event_at && reminder.what.lead > Lead::NONE {
        text.and(" (")
            .rich(&duration(reminder.what.lead.as_delta()))
            .and(" before)")
    } else {
        text
    }
}

/// Which of an event's moments are announced: `1 hour before and at the start`.
pub(super) fn announced(what: &NewReminder) -> Rich {
    let before = || {
        Rich::default()
            .rich(&duration(what.lead.as_delta()))
            .and(" before")
    };
    match what.announce {
        Announce::Before | Announce::Both if what.lead == Lead::NONE => Rich::own("at the start"),
        Announce::Before => before(),
        Announce::AtStart => Rich::own("at the start"),
        Announce::Both => before().and(" and at the start"),
    }
}

/// A line for each day on which a clock change moves the reminder.
pub(super) fn moves(what: &NewReminder, moves: &[ClockMove], zone: Tz) -> Rich {
    moves.iter().fold(Rich::default(), |text, it| {
        text.and("\n🕰️ ").rich(&clock_move(what, it, zone))
    })
}

/// What a clock change does to one event: `On Sunday 29 March 2026 the clock jumps over 02:30, …`.
pub(super) fn clock_move(what: &NewReminder, it: &ClockMove, zone: Tz) -> Rich {
    let at = |instant| Rich::default().clock(parsers::local(instant, zone).time());
    let text = Rich::own("On ").date(it.date.and_time(it.clock));
    let text = match it.cause {
        MoveCause::Skipped => text
            .and(" the clock jumps over ")
            .clock(it.clock)
            .and(", so that day it starts at ")
            .rich(&at(it.event_at)),
        MoveCause::Doubled => text
            .and(" the clock shows ")
            .clock(it.clock)
            .and(" twice, and I take the first"),
        MoveCause::NoticeShifted => text.and(" the clock changes before it starts"),
    };
    let posts = posts(what, it);
    let mut text = text.and(if it.cause == MoveCause::NoticeShifted {
        ": I post at "
    } else {
        "; I post at "
    });
    for (index, post) in posts.iter().enumerate() {
        text = text
            .and(if index > 0 { " and " } else { "" })
            .rich(&at(*post));
    }
    if it.cause == MoveCause::NoticeShifted {
        text = text.and(", not at ").clock(it.usual_notice(what.lead));
    }
    text.and(".")
}

/// When the posts of an event go out.
fn posts(what: &NewReminder, it: &ClockMove) -> Vec<chrono::DateTime<chrono::Utc>> {
    let start = what.announce != Announce::Before || it.notice_at.is_none();
    let start = start.then_some(it.event_at);
    match it.cause {
        MoveCause::NoticeShifted => it.notice_at.into_iter().collect(),
        MoveCause::Skipped | MoveCause::Doubled => it.notice_at.into_iter().chain(start).collect(),
    }
}

/// Why what was typed is no moment.
pub(super) fn refusal(refusal: &WhenRefusal) -> Rich {
    match refusal {
        WhenRefusal::TimeUnreadable { typed, error } => clock_error(typed, *error),
        WhenRefusal::DaysUnreadable(unknown) => Rich::own("❌ I did not understand these days: ")
            .rich(&words(unknown))
            .and(". Write them like `mon, wed`, `ma-vr`, `every 2 weeks on friday` or `first monday of the month`."),
        WhenRefusal::DaysImpossible { typed, error } => days_error(typed, error),
        WhenRefusal::NoDays => Rich::own("❌ Give at least one day, for example `mon, wed`."),
        WhenRefusal::DaysAndDate => Rich::own(
            "❌ Give either `days` for what comes again or `date` for a one-off, not both.",
        ),
        WhenRefusal::DateUnreadable { typed, error } => date_error("date", typed, *error),
        WhenRefusal::BoundUnreadable {
            option,
            typed,
            error,
        } => date_error(option, typed, *error),
        WhenRefusal::BoundsWithoutDays => Rich::own(
            "❌ `starts_on` and `ends_on` are for what comes again: give `days` with them, and no `date`.",
        ),
        WhenRefusal::BoundsContradict => Rich::own(
            "❌ That first and last date contradict each other: it would end before it begins, or it has an end already.",
        ),
        WhenRefusal::Past(at) => Rich::own("❌ ")
            .moment(*at, TimeStyle::Full)
            .and(" has passed. Give a later date or time."),
        WhenRefusal::NoDateLeft => Rich::own(
            "❌ No such day comes before the last date. Give a later `ends_on`, or other `days`.",
        ),
    }
}

fn typed(what: &'static str, text: &str) -> Rich {
    Rich::own(what)
        .and(" “")
        .text(&safe_embed_text(text, TYPED_MAX))
        .and("”")
}

fn clock_error(text: &str, error: ClockError) -> Rich {
    match error {
        ClockError::Range => typed(
            "❌ Give one time, the one at which the event starts, for example `20:00`, not",
            text,
        )
        .and("."),
        ClockError::OutOfRange => {
            typed("❌ There is no such time as", text).and(". Times go from `00:00` to `23:59`.")
        }
        ClockError::Ambiguous => typed("❌ In the morning or in the evening:", text)
            .and("? Write it like `08:30` or `20:30`."),
        ClockError::ForeignZone => typed(
            "❌ Give the time by this server's own clock, without a zone, not",
            text,
        )
        .and(". An admin can change the server's zone with `/config system set_timezone`."),
        ClockError::Empty | ClockError::Unreadable => {
            typed("❌ I did not understand that time:", text)
                .and(". Write it like `20:00` (HH:MM), `20u30` or `8pm`.")
        }
    }
}

fn days_error(text: &str, error: &RecurrenceError) -> Rich {
    typed("❌ I cannot follow", text).and(match error {
        RecurrenceError::NoWeekday => {
            ": on which day of the week? Write it like `every 2 weeks on friday`."
        }
        RecurrenceError::NoDayOfMonth => {
            ": on which day of the month? Write it like `first monday of the month` or `the 15th of every month`."
        }
        RecurrenceError::Unsupported => {
            ". I know days, weeks and months: `mon, wed`, `every 2 weeks on friday`, `last friday of the month`."
        }
        RecurrenceError::Several => {
            ": it names several things at once. Give one, and the others as reminders of their own."
        }
        RecurrenceError::Date(_) => ": its first or last day is no date to come.",
        RecurrenceError::Invalid(_) => ": its parts contradict each other.",
        RecurrenceError::TooLong | RecurrenceError::Empty | RecurrenceError::Unknown(_) => ".",
    })
}

fn date_error(option: &'static str, text: &str, error: DateError) -> Rich {
    let (words, advice) = match error {
        DateError::Past => ("❌ That date has passed:", ". Give a later `"),
        DateError::Invalid => ("❌ There is no such date:", ". Look at `"),
        DateError::Unreadable => (
            "❌ I did not understand that date:",
            ". Write it like `14/2`, `14 February 2027` or `tomorrow` in `",
        ),
    };
    typed(words, text).and(advice).and(option).and("`.")
}
