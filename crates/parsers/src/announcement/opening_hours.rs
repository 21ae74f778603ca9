//! Hours at which a house is open or a desk is kept: they come again or name a weekday, but nobody is invited.

use chrono::NaiveTime;

use super::Part;
use super::findings::{Finding, Role, of_sentence};
use crate::Pattern;
use crate::expression::{Cue, OnWhat, Value};

/// From how many days a week and hours a day on it is no event but a presence.
const LONG: (usize, i64) = (3, 7);
/// The same for a whole working week.
const WEEK: (usize, i64) = (5, 5);

/// Whether a day and its clock are called so, or span a working week.
pub(super) fn are_opening_hours(found: &[Finding], day: usize, clock: usize) -> bool {
    is_named(found, day)
        || is_working_week(&found[day], &found[clock]) && !is_dated(found, &found[day])
}

fn is_named(found: &[Finding], at: usize) -> bool {
    let here = &found[at];
    let above =
        |it: &Finding| it.at == Part::Title || it.line + 1 >= here.line && it.line <= here.line;
    // "Openingsuren: 18u-24u" has its own hours, and the next line is not about them.
    let has_own = |it: &Finding| {
        it.sentence != here.sentence
            && of_sentence(found, it.sentence)
                .iter()
                .any(|it| it.clock().is_some())
    };
    found
        .iter()
        .any(|it| it.is_cue(Cue::OpeningHours) && above(it) && !has_own(it))
}

/// A camp has its dates: `17-21 August, every day 9:00-16:00`.
fn is_dated(found: &[Finding], day: &Finding) -> bool {
    found.iter().any(|it| {
        let date = |it: &Finding| {
            it.day()
                .is_some_and(|it| matches!(it.what, OnWhat::Date(_)))
        };
        it.sentence == day.sentence && date(it)
    })
}

fn is_working_week(day: &Finding, clock: &Finding) -> bool {
    let Value::Recurrence(repeats) = day.value else {
        return false;
    };
    if day.label.is_some() || clock.label.is_some() {
        return false;
    }
    let days = match repeats.pattern {
        Pattern::Daily => 7,
        Pattern::Weekly(days) => days.len(),
        _ => 0,
    };
    let Some((start, end)) = clock
        .clock()
        .and_then(|it| it.end.map(|end| (it.start, end)))
    else {
        return false;
    };
    let hours = length(start, end);
    [LONG, WEEK]
        .into_iter()
        .any(|(many, long)| days >= many && hours >= long)
}

/// In whole hours, over midnight where the end comes first.
fn length(start: NaiveTime, end: NaiveTime) -> i64 {
    (end - start).num_minutes().rem_euclid(24 * 60) / 60
}

/// What the sentence of a day says of the hours of a house.
pub(super) struct Hours {
    closed: bool,
    open: bool,
    /// It names an end that stands apart.
    ends: bool,
}

impl Hours {
    pub(super) fn of(found: &[Finding], day: &Finding) -> Self {
        let here = of_sentence(found, day.sentence);
        Self {
            closed: here.iter().any(|it| it.is_cue(Cue::Closed)),
            open: here.iter().any(|it| it.is_cue(Cue::OpenNow)),
            ends: here
                .iter()
                .any(|it| it.role == Role::End && it.clock().is_some()),
        }
    }

    /// Whether they say from when to when something is open on days that are no date, or that it is closed.
    pub(super) fn keep(&self, day: &Finding, clock: &Finding) -> bool {
        let undated = match day.value {
            Value::Recurrence(_) => true,
            Value::Day(it) => matches!(it.what, OnWhat::Weekday(..) | OnWhat::Relative(_)),
            _ => false,
        };
        let ends = self.ends || clock.clock().is_some_and(|it| it.end.is_some());
        self.closed || undated && ends && self.open && clock.sentence == day.sentence
    }
}
