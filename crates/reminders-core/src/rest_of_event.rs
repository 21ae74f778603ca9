//! What a reminder would still post about one event, and what comes when that is left out.

use std::iter::successors;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{After, Occurrence, Reminder, next_occurrence};

/// The first send from the reminder's next one on that is about another event than the one at `event_at`.
pub fn after_event(reminder: &Reminder, event_at: DateTime<Utc>, zone: Tz) -> Option<Occurrence> {
    let following = |it: &Occurrence| next(reminder, zone, After::Occurrence(*it));
    successors(reminder.next, following).find(|it| it.event_at != event_at)
}

/// The sends about the event at `event_at` that come behind the reminder's next one or, where it rests, that it owes
/// since then, but no longer than since `earliest`.
pub fn rest_of_event(
    reminder: &Reminder,
    event_at: DateTime<Utc>,
    zone: Tz,
    earliest: DateTime<Utc>,
) -> Vec<Occurrence> {
    let owed = reminder
        .paused
        .map(|it| After::Instant(it.since.max(earliest)));
    let Some(after) = owed.or(reminder.next.map(After::Occurrence)) else {
        return Vec::new();
    };
    let following = |it: &Occurrence| next(reminder, zone, After::Occurrence(*it));
    successors(next(reminder, zone, after), following)
        .take_while(|it| it.fires_at <= event_at)
        .filter(|it| it.event_at == event_at)
        .collect()
}

fn next(reminder: &Reminder, zone: Tz, after: After) -> Option<Occurrence> {
    let what = &reminder.what;
    next_occurrence(&what.schedule, what.lead, what.announce, zone, after)
}
