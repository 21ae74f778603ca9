//! The recurring event of an announcement, where it names one.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};

use super::bounds::{Bounds, bounds};
use super::candidates::{DailyClock, Moment, Now};
use super::choose::confidence;
use super::exceptions::{has_exceptions, is_exception};
use super::findings::{Finding, Role};
use super::lasting::{Lasting, lasting};
use super::pairs::{Pair, pairs};
use super::parts::PartText;
use super::schedule::{
    first_to_come, in_season, is_of_series, joined_weekday, weeks_nearby, without_other_clocks,
};
use super::{Kind, Part, Reason, Warning};
use crate::expression::{OnWhat, Repeats, Value, WeekdayMode};
use crate::{InvalidRecurrence, Pattern, Recurrence, WeekdaySet};

/// The recurrence that has a clock, the first to come of several; or why that cannot be kept.
pub(super) fn recurring(
    found: &[Finding],
    live: &[usize],
    clocks: &[usize],
    parts: &[PartText<'_>],
    now: Now,
) -> Option<(Result<Moment, Reason>, Pair)> {
    let repeats: Vec<usize> = live
        .iter()
        .copied()
        .filter(|at| repeats_of(found, *at, parts, now).is_some())
        .collect();
    let clocks: Vec<usize> = clocks
        .iter()
        .copied()
        .filter(|at| found[*at].role != Role::Deadline)
        .collect();
    let pairs = pairs(found, &repeats, &clocks, parts);
    let read = |pair: &Pair| moment_of(found, live, *pair, &pairs, parts, now);
    let first = *pairs.first()?;
    let Ok(moment) = read(&first)? else {
        return Some((read(&first)?, first));
    };
    let (mut moment, pair, more) = first_to_come(found, (moment, first), &pairs, parts, read, now);
    if more {
        moment.warnings.push(Warning::MoreRecurrences);
    }
    if has_exceptions(found, pair.day, parts) {
        moment.warnings.push(Warning::Exceptions);
    }
    Some((Ok(moment), pair))
}

/// What comes again at the clock of a pair.
fn moment_of(
    found: &[Finding],
    live: &[usize],
    pair: Pair,
    pairs: &[Pair],
    parts: &[PartText<'_>],
    now: Now,
) -> Option<Result<Moment, Reason>> {
    let repeats = repeats_of(found, pair.day, parts, now)?;
    let repeats = without_other_clocks(found, &pair, pairs, repeats);
    let repeats = narrowed(found, pair.day, repeats);
    let repeats = without_exceptions(found, pair.day, parts, repeats);
    let clock = found[pair.clock].clock()?;
    let DailyClock {
        start: clock,
        end,
        shift,
        mut warnings,
    } = now.recurring(clock);
    let mut bounds = bounds(found, live, now);
    if bounds.ends_on.is_none() {
        let lasts = lasting(found, pair, parts, now.today());
        if let Some(Lasting::Month(first, _)) = lasts {
            bounds.starts_on = bounds.starts_on.or(Some(first));
        }
        bounds.lasts = lasts;
    }
    if bounds.starts_on.is_some_and(|it| it > now.today()) {
        warnings.push(Warning::StartsLater);
    } else if repeats.interval == 1 {
        bounds.starts_on = None; // a start that has been changes nothing
    }
    let doubtful = warnings.iter().any(|it| *it != Warning::StartsLater);
    let confidence = confidence(&found[pair.day], &found[pair.clock], doubtful);
    let mut used = vec![pair.day, pair.clock];
    used.extend(&bounds.used);
    let moment = shifted(repeats, shift)
        .ok_or(Reason::UnsupportedRecurrence)
        .and_then(|it| bounded(it, &bounds.shifted(shift), clock, now))
        .map(|recurrence| Moment {
            kind: Kind::Recurring {
                recurrence,
                clock,
                end,
            },
            confidence,
            warnings,
            used,
        });
    Some(moment)
}

/// Whether a recurrence has no moment to come.
pub(super) fn has_ended(moment: &Moment, now: Now) -> bool {
    matches!(moment.kind, Kind::Recurring { .. }) && next_start(moment, now).is_none()
}

/// The next moment of a recurrence.
pub(super) fn next_start(moment: &Moment, now: Now) -> Option<DateTime<Utc>> {
    let Kind::Recurring {
        recurrence, clock, ..
    } = moment.kind
    else {
        return None;
    };
    let dates = recurrence.dates_from(now.today()).take(2);
    let mut starts = dates.map(|date| now.instant_of(date, clock, None));
    starts.find(|it| *it > now.instant)
}

/// What comes again at a finding: a recurrence, or the weekdays of a sentence beside *weekly*.
fn repeats_of(found: &[Finding], at: usize, parts: &[PartText<'_>], now: Now) -> Option<Repeats> {
    if let Value::Weekly(interval) = found[at].value {
        let days = WeekdaySet::from_iter([first_weekday(found, at, now)?]);
        return Some(Repeats {
            pattern: Pattern::Weekly(days),
            interval,
        });
    }
    if let Value::Monthly(interval) = found[at].value {
        let day = first_date(found, at, now)?.day();
        let pattern = Pattern::MonthlyOnDay(u8::try_from(day).ok()?);
        return Some(Repeats { pattern, interval });
    }
    if let Value::Recurrence(repeats) = found[at].value {
        let spaced = weeks_nearby(found, at).unwrap_or(1);
        return Some(match repeats.pattern {
            Pattern::Weekly(_) if repeats.interval == 1 => Repeats {
                interval: spaced,
                ..repeats
            },
            _ => repeats,
        });
    }
    let weekday = bare_weekday(&found[at])?;
    let season = || (in_season(found, at) || is_of_series(found, at, parts)).then_some(1);
    let Some(interval) = weeks_nearby(found, at).or_else(season) else {
        return joined_weekday(found, at).then(|| Repeats {
            pattern: Pattern::Weekly(WeekdaySet::from_iter([weekday])),
            interval: 1,
        });
    };
    let sentence = found[at].sentence;
    let days: WeekdaySet = found
        .iter()
        .filter(|it| it.sentence == sentence)
        .filter_map(bare_weekday)
        .collect();
    Some(Repeats {
        pattern: Pattern::Weekly(days),
        interval,
    })
}

/// "From Wednesday 20 May, every week": the weekday is that of the first date, where no other is named.
fn first_weekday(found: &[Finding], at: usize, now: Now) -> Option<chrono::Weekday> {
    let here = &found[at];
    let same = |it: &&Finding| it.sentence == here.sentence;
    let named =
        |it: &Finding| matches!(it.value, Value::Recurrence(_)) || bare_weekday(it).is_some();
    if found.iter().filter(same).any(named) {
        return None;
    }
    match first_date(found, at, now) {
        Some(date) => Some(date.weekday()),
        None => only_weekday(found, at),
    }
}

/// `Thursday Night Trivia` above `Weekly at 8pm`: the one weekday of the title, or of a line nearby.
fn only_weekday(found: &[Finding], at: usize) -> Option<chrono::Weekday> {
    let near = |it: &&Finding| it.at == Part::Title || it.line.abs_diff(found[at].line) <= 2;
    let days = found.iter().filter(near).filter_map(bare_weekday);
    let named: WeekdaySet = days.collect();
    named.iter().next().filter(|_| named.len() == 1)
}

/// The day from which it comes again, named in the sentence or under a label.
fn first_date(found: &[Finding], at: usize, now: Now) -> Option<NaiveDate> {
    let sentence = found[at].sentence;
    let starts = |it: &&Finding| {
        it.role == Role::StartsOn && (it.sentence == sentence || it.label.is_some())
    };
    now.date_of(found.iter().find(starts)?.day()?)
}

/// "Every evening at ten, Monday through Friday": the days of the same sentence say which evenings.
fn narrowed(found: &[Finding], at: usize, repeats: Repeats) -> Repeats {
    if repeats != Repeats::daily(1) {
        return repeats;
    }
    let (sentence, segment) = (found[at].sentence, found[at].segment);
    let mut days = found.iter().filter_map(|it| match it.value {
        Value::Recurrence(days) if it.sentence == sentence && it.segment == segment => Some(days),
        _ => None,
    });
    days.rfind(|it| matches!(it.pattern, Pattern::Weekly(days) if days.len() >= 3))
        .unwrap_or(repeats)
}

/// "Every day except Sunday": the same without the days of its sentence that are taken out.
fn without_exceptions(
    found: &[Finding],
    at: usize,
    parts: &[PartText<'_>],
    repeats: Repeats,
) -> Repeats {
    let here = &found[at];
    let same = |it: &Finding| it.segment == here.segment && it.sentence == here.sentence;
    let named = found
        .iter()
        .filter(|it| same(it))
        .filter_map(|it| match it.value {
            Value::Except(days) => Some(days),
            _ => None,
        });
    // "Every weekday at four, not on Wednesday"
    let denied = found
        .windows(2)
        .filter(|it| same(&it[1]) && is_exception(&it[0], parts))
        .filter_map(|it| bare_weekday(&it[1]));
    let out: WeekdaySet = named.flat_map(WeekdaySet::iter).chain(denied).collect();
    let days = match repeats.pattern {
        Pattern::Daily if repeats.interval == 1 => WeekdaySet::ALL,
        Pattern::Weekly(days) => days,
        _ => return repeats,
    };
    let left: WeekdaySet = days.iter().filter(|day| !out.contains(*day)).collect();
    if out.is_empty() || left.is_empty() {
        return repeats;
    }
    let pattern = Pattern::Weekly(left);
    Repeats { pattern, ..repeats }
}

pub(super) fn bare_weekday(finding: &Finding) -> Option<chrono::Weekday> {
    match finding.day()?.what {
        OnWhat::Weekday(weekday, WeekdayMode::Bare) => Some(weekday),
        _ => None,
    }
}

/// The same on the local calendar, where a clock of another zone falls on another date; none where no rule says so.
fn shifted(repeats: Repeats, days: i64) -> Option<Repeats> {
    let pattern = match repeats.pattern {
        pattern if days == 0 => pattern,
        Pattern::Daily => Pattern::Daily,
        // Over the end of a week the days would part from each other.
        Pattern::Weekly(set) if repeats.interval == 1 || set.len() == 1 => {
            Pattern::Weekly(set.shifted(days))
        }
        _ => return None,
    };
    Some(Repeats { pattern, ..repeats })
}

fn bounded(
    repeats: Repeats,
    bounds: &Bounds,
    clock: NaiveTime,
    now: Now,
) -> Result<Recurrence, Reason> {
    let ahead = |date: &NaiveDate| now.instant_of(*date, clock, None) > now.instant;
    let times = match bounds.lasts {
        Some(Lasting::Times(times)) => Some(times),
        _ => None,
    };
    let read = || {
        let every = Recurrence::of(repeats.pattern)?;
        let first = bounds
            .starts_on
            .or_else(|| every.dates_from(now.today()).find(ahead));
        let start = match bounds.starts_on {
            None if repeats.interval > 1 || times.is_some() => first,
            start => start,
        };
        let every = match start {
            Some(start) => every.every(repeats.interval, start)?,
            None => every,
        };
        let last = || bounds.lasts?.ends_on(first?);
        match times {
            Some(times) => every.times(times),
            None => every.ending_on(bounds.ends_on.or_else(last)),
        }
    };
    read().map_err(|why| match why {
        InvalidRecurrence::EndsBeforeStart if bounds.starts_on.is_none() => Reason::Past,
        InvalidRecurrence::EndsBeforeStart | InvalidRecurrence::BeyondCalendar => {
            Reason::InvalidDate
        }
        _ => Reason::UnsupportedRecurrence,
    })
}
