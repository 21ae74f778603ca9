//! From when until when something comes again.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use super::candidates::Now;
use super::findings::{Finding, Role, of_sentence};
use super::lasting::Lasting;
use crate::expression::{Cue, OnWhat, Value};
use crate::language::Label;

/// The first and the last date, as far as they are said.
#[derive(Default)]
pub(super) struct Bounds {
    pub(super) starts_on: Option<NaiveDate>,
    pub(super) ends_on: Option<NaiveDate>,
    /// What is said instead of a last date.
    pub(super) lasts: Option<Lasting>,
    /// The findings that say it.
    pub(super) used: Vec<usize>,
}

impl Bounds {
    /// The same on the local calendar, where a clock of another zone falls on another date.
    pub(super) fn shifted(&self, days: i64) -> Self {
        let moved = |date: Option<NaiveDate>| {
            date.and_then(|it| it.checked_add_signed(Duration::days(days)))
        };
        Self {
            starts_on: moved(self.starts_on),
            ends_on: moved(self.ends_on),
            lasts: self.lasts,
            used: Vec::new(),
        }
    }

    fn is_set(&self, role: Role) -> bool {
        match role {
            Role::EndsOn => self.ends_on.is_some(),
            _ => self.starts_on.is_some(),
        }
    }
}

/// `Every Saturday at 10:00, start 7 March, end 27 June`: beside what comes again, days that start or end something
/// bound it.
pub(super) fn mark_bounds(found: &mut [Finding]) {
    let again: BTreeSet<usize> = found
        .iter()
        .filter(|it| matches!(it.value, Value::Recurrence(_)))
        .map(|it| it.sentence)
        .collect();
    let days = found
        .iter_mut()
        .filter(|it| it.day().is_some() && again.contains(&it.sentence));
    for day in days {
        day.role = match day.role {
            Role::Start => Role::StartsOn,
            Role::End => Role::EndsOn,
            role => role,
        };
    }
}

/// The bounds that the text names: first those that begin it, because an end without a year lies behind them.
pub(super) fn bounds(found: &[Finding], live: &[usize], now: Now) -> Bounds {
    let mut bounds = Bounds::default();
    for at in live {
        starts(found, *at, now, &mut bounds);
    }
    for at in live {
        ends(found, *at, now, &mut bounds);
    }
    bounds
}

fn starts(found: &[Finding], at: usize, now: Now, bounds: &mut Bounds) {
    if bounds.is_set(Role::StartsOn) {
        return;
    }
    if let Some(day) = found[at].day() {
        if !is_bound(found, at) || found[at].role == Role::EndsOn {
            return;
        }
        let Some(date) = now.date_of(day) else {
            return;
        };
        bounds.starts_on = Some(date);
        if let OnWhat::Date(it) = day.what {
            bounds.ends_on = it.ends_on(date);
        }
        bounds.used.push(at);
    } else if let Some(first) = named(found, at).and_then(|it| it.first(now.today())) {
        bounds.starts_on = Some(first);
        bounds.used.push(at);
    }
}

fn ends(found: &[Finding], at: usize, now: Now, bounds: &mut Bounds) {
    if bounds.is_set(Role::EndsOn) {
        return;
    }
    let from = bounds.starts_on.unwrap_or(now.today()).max(now.today());
    let last = match found[at].day() {
        Some(day) if found[at].role == Role::EndsOn => match (now.date_of(day), day.what) {
            // Seen from today it lies before what begins later.
            (Some(last), OnWhat::Date(date)) if date.year.is_none() && last < from => {
                date.resolve(from).ok().or(Some(last))
            }
            (last, _) => last,
        },
        Some(_) => None,
        None => named(found, at).and_then(|it| it.last(from)),
    };
    if last.is_some() {
        bounds.ends_on = last;
        bounds.used.push(at);
    }
}

/// The bounds that a finding names in months, unless they are those of a deadline: `inschrijven tot eind maart`.
fn named(found: &[Finding], at: usize) -> Option<crate::expression::Bounds> {
    let here = &found[at];
    let Value::Bounds(bounds) = here.value else {
        return None;
    };
    let before = at.checked_sub(1).map(|prev| &found[prev]);
    let enrols = before.is_some_and(|it| {
        it.segment == here.segment
            && it.sentence == here.sentence
            && (it.is_cue(Cue::Deadline) || it.is_cue(Cue::Due))
    });
    (!enrols && here.label != Some(Label::Link)).then_some(bounds)
}

/// Whether a day bounds what comes again, and is no day of an event: by a word before it, or as a range beside it.
pub(super) fn is_bound(found: &[Finding], at: usize) -> bool {
    let here = &found[at];
    let is_range = here
        .day()
        .is_some_and(|it| matches!(it.what, OnWhat::Date(date) if date.last.is_some()));
    let season = is_season(found, here);
    let beside = |it: &Finding| {
        let together = it.sentence == here.sentence && it.segment == here.segment
            || it.label.is_some() && here.label.is_some()
            || season && it.part == here.part && it.line.abs_diff(here.line) <= NEAR;
        together && matches!(it.value, Value::Recurrence(_) | Value::Weekly(_))
    };
    matches!(here.role, Role::StartsOn | Role::EndsOn) || is_range && found.iter().any(beside)
}

/// How many lines may part a season from what comes again in it.
const NEAR: usize = 2;

/// The longest range of dates that may be one event, in days.
const EVENT: u32 = 7;

/// `6 March to 29 May` in a sentence without a clock: too long for one event.
fn is_season(found: &[Finding], here: &Finding) -> bool {
    let long = here.day().is_some_and(|it| match it.what {
        OnWhat::Date(date) => date.last.is_some_and(|(month, day)| {
            let days = |month: u32, day: u32| month * 31 + day;
            let year = days(12, 0);
            (days(month, day) + year - days(date.month, date.day)) % year > EVENT
        }),
        _ => false,
    });
    let timed = || {
        of_sentence(found, here.sentence)
            .iter()
            .any(|it| it.clock().is_some())
    };
    long && !timed()
}
