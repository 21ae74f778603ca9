//! Chooses the one event among everything that an announcement names.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeZone, Utc};

use super::bounds::is_bound;
use super::cancelled::is_cancelled;
use super::candidates::{Moment, Now, distance};
use super::ending::{ending, told_end};
use super::exceptions::is_denied;
use super::findings::{Finding, Role};
use super::opening_hours::are_opening_hours;
use super::pairs::{Pair, is_alternative, is_demoted, pairs};
use super::parts::PartText;
use super::question::is_asked;
use super::recurring::{has_ended, recurring};
use super::replaced::live;

use super::zones::agreed;
use super::{Confidence, Kind, Part, Reason, Warning};
use crate::Pattern;
use crate::expression::{Cue, NoDate, OnWhat, Value, WeekdayMode};
use crate::language::Label;

/// How many further starts are told.
const FURTHER: usize = 9;

/// The event that was chosen, and the moments that were not.
pub(super) struct Choice {
    pub(super) moment: Moment,
    pub(super) more: Vec<DateTime<Utc>>,
}

/// A one-off that could be meant.
struct OneOff {
    pair: Pair,
    outcome: Result<(Kind, Vec<Warning>), NoDate>,
    demoted: bool,
    /// Labelled values before text, text before the footer.
    tier: u8,
}

pub(super) fn choose(
    found: &[Finding],
    parts: &[PartText<'_>],
    now: Now,
) -> Result<Choice, Reason> {
    let live = live(found);
    if let Some(choice) = timestamps(found, &live, now) {
        return refuse_cancelled(choice?, found);
    }
    let clocks = clocks(found, &live);
    let recurring = recurring(found, &live, &clocks, parts, now);
    let repeats = live
        .iter()
        .any(|at| matches!(found[*at].value, Value::Recurrence(_) | Value::Weekly(_)))
        || recurring.is_some();
    let bounds = |at: usize| match (found[at].role, found[at].label) {
        // "Start: 6 March 20:00" bounds only what is known to come again.
        (Role::StartsOn, Some(_)) => recurring.is_some(),
        _ => repeats && is_bound(found, at),
    };
    let days = keep(&live, |at| {
        found[at].day().is_some() && found[at].role != Role::Stamp && !bounds(at)
    });
    let one_offs = standing(one_offs(found, &days, &clocks, parts, now), found);

    let concrete = one_offs.iter().any(|it| is_concrete(&found[it.pair.day]));
    if is_unsupported(found, &live, recurring.is_some()) && !concrete {
        return Err(if is_cancelled(found, &[]) {
            Reason::Cancelled
        } else {
            Reason::UnsupportedRecurrence
        });
    }
    let hours = recurring
        .as_ref()
        .is_some_and(|(_, pair)| are_opening_hours(found, pair.day, pair.clock));
    let one_offs: Vec<OneOff> = one_offs
        .into_iter()
        .filter(|it| {
            let day = &found[it.pair.day];
            is_concrete(day) || !hours && !are_opening_hours(found, it.pair.day, it.pair.clock)
        })
        .collect();
    if let Some((moment, pair)) = recurring
        && !hours
        && !one_offs.iter().any(|it| beats(it, &pair, found, parts))
    {
        let moment = moment?;
        if is_asked(found, pair.day, parts) {
            return Err(Reason::Ambiguous);
        }
        if has_ended(&moment, now) {
            return Err(Reason::Past);
        }
        let more = Vec::new();
        return refuse_cancelled(Choice { moment, more }, found);
    }
    match best(&one_offs, now) {
        Some(chosen) if is_only_deadline(chosen, &days, found) => Err(Reason::NoTime),
        Some(chosen) => refuse_cancelled(one_off(chosen, &one_offs, found, parts, now)?, found),
        None => Err(why_not(found, &one_offs, &clocks)),
    }
}

/// Whether it comes again in a way that no rule can keep, or every month on no day that is named.
fn is_unsupported(found: &[Finding], live: &[usize], has_first: bool) -> bool {
    let any = |wanted: fn(&Value) -> bool| live.iter().any(|at| wanted(&found[*at].value));
    let has_day = any(|it| {
        matches!(it, Value::Recurrence(it)
            if matches!(it.pattern, Pattern::MonthlyOnDay(_) | Pattern::MonthlyOnWeekday { .. }))
    });
    any(|it| matches!(it, Value::UnsupportedRecurrence))
        || any(|it| matches!(it, Value::Monthly(_))) && !has_day && !has_first
}

fn keep(live: &[usize], wanted: impl Fn(usize) -> bool) -> Vec<usize> {
    live.iter().copied().filter(|at| wanted(*at)).collect()
}

/// Clocks at which something can start; doors only where nothing else is.
fn clocks(found: &[Finding], live: &[usize]) -> Vec<usize> {
    let all = keep(live, |at| {
        found[at].clock().is_some() && !matches!(found[at].role, Role::End | Role::Stamp)
    });
    let starts = |doors: &usize| {
        let beside = |it: &Finding| match (it.at, found[*doors].at) {
            (Part::Field(_), Part::Field(_)) => true,
            _ if it.segment == found[*doors].segment => it.sentence == found[*doors].sentence,
            // Lines of a bill: "Doors 7pm", "Support 7.45pm".
            _ => it.part == found[*doors].part && it.line.abs_diff(found[*doors].line) <= 2,
        };
        all.iter().any(|at| {
            let it = &found[*at];
            matches!(it.role, Role::Start | Role::Plain)
                && it.clock().is_some_and(|it| !it.suspicious)
                && beside(it)
        })
    };
    let opened = |at: usize| found[at].role == Role::Doors && starts(&at);
    // "Inschrijven: tot 12/2 18:00" says nothing of when what has a clock of its own begins.
    let enrols = |at: &usize| found[*at].label == Some(Label::Link);
    let own = !all.iter().all(enrols);
    let kept = |at: usize| !own || !enrols(&at);
    keep(&all, |at| !opened(at) && kept(at))
}

fn timestamps(found: &[Finding], live: &[usize], now: Now) -> Option<Result<Choice, Reason>> {
    let all = keep(live, |at| matches!(found[at].value, Value::Timestamp(_)));
    let mut starts: Vec<(DateTime<Utc>, usize)> = Vec::new();
    for at in &all {
        if let Value::Timestamp(seconds) = found[*at].value
            && let Some(instant) = Utc.timestamp_opt(seconds, 0).single()
            && !matches!(
                found[*at].role,
                Role::Doors | Role::Deadline | Role::End | Role::EndsOn
            )
            && !starts.iter().any(|(it, _)| *it == instant)
        {
            starts.push((instant, *at));
        }
    }
    let &(first, at) = starts
        .iter()
        .filter(|(it, _)| *it > now.instant)
        .min_by_key(|(it, _)| *it)
        .or(starts.first())?;
    if first <= now.instant {
        return Some(Err(Reason::Past));
    }
    // A second moment right behind the first is where it ends.
    let end = starts.iter().find(|(it, other)| {
        let near = found[*other].segment == found[at].segment && *other == at + 1;
        near && *it > first && distance(&found[at], &found[*other]) <= 2
    });
    let end = end.map(|(it, _)| *it);
    let more = starts
        .iter()
        .map(|(it, _)| *it)
        .filter(|it| *it > first && end != Some(*it));
    let more = further(more);
    let kind = Kind::OneOff {
        start: first,
        end: end.or_else(|| told_end(found, first)),
    };
    let moment = Moment {
        kind,
        confidence: Confidence::High,
        warnings: Vec::new(),
        used: vec![at],
    };
    Some(Ok(Choice { moment, more }))
}

fn one_offs(
    found: &[Finding],
    days: &[usize],
    clocks: &[usize],
    parts: &[PartText<'_>],
    now: Now,
) -> Vec<OneOff> {
    let weigh = |pair: Pair| {
        let (day, clock) = (found[pair.day].day()?, found[pair.clock].clock()?);
        let tier = match found[pair.day].at {
            Part::Footer => 2,
            _ if found[pair.day].label.is_some() => 0,
            _ => 1,
        };
        let demoted = is_demoted(&found[pair.day]) || found[pair.clock].role == Role::Deadline;
        Some(OneOff {
            pair,
            outcome: now.one_off(day, clock),
            demoted,
            tier,
        })
    };
    pairs(found, days, clocks, parts)
        .into_iter()
        .filter_map(weigh)
        .collect()
}

/// Whether it is the deadline of another day, at whatever time that is.
fn is_only_deadline(chosen: &OneOff, days: &[usize], found: &[Finding]) -> bool {
    let Pair { day, clock, .. } = chosen.pair;
    let borrowed = found[clock].label == Some(Label::Link) && found[day].label != Some(Label::Link);
    let other = |at: &usize| *at != day && !is_demoted(&found[*at]) && is_concrete(&found[*at]);
    borrowed || is_deadline(&found[day]) && days.iter().any(other)
}

fn is_deadline(day: &Finding) -> bool {
    day.role == Role::Deadline
}

/// Those that are not called off, when there are any.
fn standing(one_offs: Vec<OneOff>, found: &[Finding]) -> Vec<OneOff> {
    let (off, on): (Vec<OneOff>, Vec<OneOff>) = one_offs
        .into_iter()
        .partition(|it| is_cancelled(found, &[it.pair.day]));
    if on.is_empty() { off } else { on }
}

impl OneOff {
    fn start(&self) -> Option<DateTime<Utc>> {
        match &self.outcome {
            Ok((Kind::OneOff { start, .. }, _)) => Some(*start),
            _ => None,
        }
    }
}

/// The earliest to come of the first tier that has one; a passed event is not replaced by a lesser tier's.
fn best(one_offs: &[OneOff], now: Now) -> Option<&OneOff> {
    for demoted in [false, true] {
        for tier in 0..3 {
            let mut here = one_offs
                .iter()
                .filter(|it| it.tier == tier && it.demoted == demoted)
                .peekable();
            if here.peek().is_none() {
                continue;
            }
            let ahead = here.filter(|it| it.start().is_some_and(|start| start > now.instant));
            if let Some(found) = ahead.min_by_key(|it| it.start()) {
                return Some(found);
            }
            if one_offs
                .iter()
                .any(|it| it.tier == tier && it.demoted == demoted && is_past(it, now))
            {
                return None;
            }
        }
    }
    None
}

fn is_past(it: &OneOff, now: Now) -> bool {
    matches!(it.outcome, Err(NoDate::Past)) || it.start().is_some_and(|start| start <= now.instant)
}

fn one_off(
    chosen: &OneOff,
    all: &[OneOff],
    found: &[Finding],
    parts: &[PartText<'_>],
    now: Now,
) -> Result<Choice, Reason> {
    let Pair { day, clock, .. } = chosen.pair;
    if is_alternative(found, day, parts) || is_asked(found, day, parts) {
        return Err(Reason::Ambiguous);
    }
    let Ok((kind, mut warnings)) = chosen.outcome.clone() else {
        return Err(Reason::InvalidDate);
    };
    let Kind::OneOff { start, end } = kind else {
        return Err(Reason::InvalidDate);
    };
    let read = start;
    let (start, end, used_clock) = agreed(found, day, clock, (start, end), now, &mut warnings);
    let end = end.or_else(|| ending(found, start, clock, now));
    let more = all
        .iter()
        .filter(|it| !it.demoted)
        .filter_map(OneOff::start)
        .filter(|it| *it > now.instant && *it != start && *it != read);
    let more = further(more);
    if !more.is_empty() && found.iter().any(|it| it.is_cue(Cue::Poll)) {
        return Err(Reason::Ambiguous);
    }
    let confidence = confidence(
        &found[day],
        &found[used_clock],
        chosen.demoted || !warnings.is_empty(),
    );
    let used = vec![day, used_clock];
    Ok(Choice {
        moment: Moment {
            kind: Kind::OneOff { start, end },
            confidence,
            warnings,
            used,
        },
        more,
    })
}

/// Further starts, ascending, and no more of them than a person would look at.
fn further(starts: impl Iterator<Item = DateTime<Utc>>) -> Vec<DateTime<Utc>> {
    let starts: BTreeSet<DateTime<Utc>> = starts.collect();
    starts.into_iter().take(FURTHER).collect()
}

pub(super) fn confidence(day: &Finding, clock: &Finding, doubtful: bool) -> Confidence {
    let together = day.sentence == clock.sentence && day.segment == clock.segment;
    match () {
        () if doubtful => Confidence::Low,
        () if together || day.label.is_some() && clock.label.is_some() => Confidence::High,
        () => Confidence::Medium,
    }
}

/// Whether a dated event is meant rather than the recurrence beside it.
fn beats(it: &OneOff, recurring: &Pair, found: &[Finding], parts: &[PartText<'_>]) -> bool {
    let day = &found[it.pair.day];
    // "No rehearsal on 14 May" and "25/5" in the text say nothing against a labelled "Days: Mon-Fri".
    let lesser = found[recurring.day].label.is_some() && day.label.is_none();
    let off = is_cancelled(found, &[it.pair.day]) || is_denied(found, it.pair.day, parts);
    if it.demoted || it.tier == 2 || !is_concrete(day) || lesser || off {
        return false;
    }
    it.pair.clock == recurring.clock || it.pair.day < recurring.day
}

/// A date or a chosen day, as against a bare weekday.
fn is_concrete(day: &Finding) -> bool {
    !matches!(day.value, Value::Day(it) if matches!(it.what, OnWhat::Weekday(_, WeekdayMode::Bare)))
}

fn refuse_cancelled(choice: Choice, found: &[Finding]) -> Result<Choice, Reason> {
    if is_cancelled(found, &choice.moment.used) {
        Err(Reason::Cancelled)
    } else {
        Ok(choice)
    }
}

fn why_not(found: &[Finding], one_offs: &[OneOff], clocks: &[usize]) -> Reason {
    let any_clock = found.iter().any(|it| it.clock().is_some());
    let any_day = found.iter().any(|it| {
        matches!(
            it.value,
            Value::Day(_) | Value::Recurrence(_) | Value::Weekly(_)
        )
    });
    let impossible = one_offs
        .iter()
        .any(|it| matches!(it.outcome, Err(NoDate::Impossible)));
    let past = one_offs
        .iter()
        .any(|it| !matches!(it.outcome, Err(NoDate::Impossible)));
    match () {
        () if is_cancelled(found, &[]) => Reason::Cancelled,
        () if past => Reason::Past,
        () if impossible => Reason::InvalidDate,
        () if any_clock && !any_day => Reason::NoDate,
        () if clocks
            .iter()
            .all(|at| found[*at].clock().is_some_and(|it| it.suspicious)) =>
        {
            Reason::NoTime
        }
        () => Reason::NoDate,
    }
}
