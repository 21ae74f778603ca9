//! Which clock belongs to which day.

use chrono::Timelike;

use super::Part;
use super::candidates::distance;
use super::findings::{Finding, Role};
use super::heads::are_apart;
use super::leading::{is_moved_on, leads_to};
use super::opening_hours::Hours;
use super::parts::PartText;
use crate::expression::{ClockValue, Cue, OnWhat, Value, WeekdayMode, is_lone_mark};
use crate::language::{self, Label, Meaning};

/// A day or recurrence with the clock that is nearest to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) day: usize,
    pub(super) clock: usize,
    pub(super) cost: usize,
}

/// For each of `days` the nearest of `clocks`, as far as the clock has no day that is nearer, or the day stands in a
/// list with the one that has it.
pub(super) fn pairs(
    found: &[Finding],
    days: &[usize],
    clocks: &[usize],
    parts: &[PartText<'_>],
) -> Vec<Pair> {
    let best: Vec<Pair> = days
        .iter()
        .filter_map(|day| nearest_clock(found, *day, clocks, parts))
        .collect();
    let is_mutual = |pair: &Pair| {
        let rivals = best.iter().filter(|it| it.clock == pair.clock);
        let claim = |it: &Pair| (claim(found, it), it.day);
        rivals.map(claim).min() == Some(claim(pair))
    };
    let mut kept: Vec<bool> = best.iter().map(is_mutual).collect();
    let listed = |first: usize, second: usize| {
        let (first, second) = (&best[first], &best[second]);
        first.clock == second.clock && are_listed(found, first.day, second.day, parts)
    };
    for at in (1..best.len()).rev() {
        kept[at - 1] |= kept[at] && listed(at - 1, at);
    }
    for at in 1..best.len() {
        kept[at] |= kept[at - 1] && listed(at - 1, at);
    }
    best.iter()
        .zip(kept)
        .filter_map(|(pair, kept)| kept.then_some(*pair))
        .collect()
}

/// How weak a day's claim on its clock is; the day of a deadline keeps the clock right beside it.
fn claim(found: &[Finding], pair: &Pair) -> usize {
    let (day, clock) = (&found[pair.day], &found[pair.clock]);
    let beside = day.segment == clock.segment && distance(day, clock) <= 2;
    if beside && is_demoted(day) {
        distance(day, clock)
    } else {
        pair.cost
    }
}

fn nearest_clock(
    found: &[Finding],
    day: usize,
    clocks: &[usize],
    parts: &[PartText<'_>],
) -> Option<Pair> {
    let hours = Hours::of(found, &found[day]);
    let fits = clocks.iter().filter(|clock| {
        !hours.keep(&found[day], &found[**clock]) && may_belong(found, day, **clock, clocks, parts)
    });
    let fits: Vec<usize> = fits.copied().collect();
    // "Movie starts 21:00, trailers 20:45, Friday 6 March"
    let alone = is_only_day(found, day);
    let begins = |at: &usize| {
        let it = &found[*at];
        alone && it.role == Role::Start && it.sentence == found[day].sentence
    };
    let begin = fits.iter().copied().find(begins);
    let fits = fits.iter().filter(|at| begin.is_none_or(|it| it == **at));
    let weighed = fits.map(|clock| Pair {
        day,
        clock: *clock,
        cost: cost(&found[day], &found[*clock]),
    });
    let nearest = weighed.min_by_key(|it| (it.cost, it.clock))?;
    let clock = first_of_programme(found, nearest, clocks);
    Some(Pair { clock, ..nearest })
}

/// How many lines of a programme are looked at.
const PROGRAMME: usize = 8;

/// "20u: voorprogramma", "21u: hoofdact" on lines above their day: what begins is the first of them.
fn first_of_programme(found: &[Finding], pair: Pair, clocks: &[usize]) -> usize {
    let opens = |at: usize| {
        let it = &found[at];
        it.label.is_none()
            && found
                .iter()
                .all(|day| day.line != it.line || day.day().is_none())
    };
    let mut first = pair.clock;
    if found[pair.clock].line >= found[pair.day].line || !opens(first) {
        return first;
    }
    let above = clocks.iter().rev().skip_while(|at| **at >= pair.clock);
    for clock in above.take(PROGRAMME) {
        let next = &found[first];
        let above = &found[*clock];
        if above.part != next.part || above.line + 1 < next.line || !opens(*clock) {
            break;
        }
        if above.role != Role::Doors && above.line < next.line {
            first = *clock;
        }
    }
    first
}

fn cost(day: &Finding, clock: &Finding) -> usize {
    let clock_role = match clock.role {
        Role::Start => 0,
        Role::Doors => 45,
        _ => 2,
    };
    let day_role = if is_demoted(day) { 200 } else { 0 };
    distance(day, clock) + clock_role + day_role
}

/// Whether words of a deadline make this day an unlikely one for the event itself.
pub(super) fn is_demoted(day: &Finding) -> bool {
    matches!(day.role, Role::Deadline | Role::EndsOn | Role::End)
}

/// Days in a row, with nothing but marks and small words between them.
fn are_listed(found: &[Finding], first: usize, second: usize, parts: &[PartText<'_>]) -> bool {
    let (first, second) = (&found[first], &found[second]);
    let Some(part) = parts
        .get(first.part)
        .filter(|_| first.segment == second.segment)
    else {
        return false;
    };
    let small = |it| {
        matches!(
            it,
            Meaning::And | Meaning::Or | Meaning::On | Meaning::Article
        )
        .then_some(())
    };
    let mut gap = first.tokens.end..second.tokens.start;
    gap.len() <= 3
        && gap.all(|at| {
            is_lone_mark(&part.tokens, at)
                || ['&', '+']
                    .into_iter()
                    .any(|mark| part.tokens.is_mark(at, mark))
                || language::find(&part.tokens, at, small).is_some()
        })
}

fn may_belong(
    found: &[Finding],
    day: usize,
    clock: usize,
    clocks: &[usize],
    parts: &[PartText<'_>],
) -> bool {
    let (day_finding, clock_finding) = (&found[day], &found[clock]);
    // No verse ends in 00, few events begin at 11 past.
    let whole = |it: ClockValue| matches!(it.start.minute(), 0 | 30);
    let reach = if clock_finding.clock().is_some_and(whole) {
        3
    } else {
        1
    };
    let near = day_finding.segment == clock_finding.segment
        && distance(day_finding, clock_finding) <= reach;
    if clock_finding.clock().is_some_and(|it| it.suspicious) && !near {
        return false;
    }
    if are_apart(day_finding, clock_finding) {
        return false;
    }
    let bare = matches!(day_finding.value, Value::Day(it) if matches!(it.what, OnWhat::Weekday(_, WeekdayMode::Bare)));
    !bare || bare_weekday_fits(found, day, clock, clocks, parts)
}

/// A weekday alone is a day only beside its clock, under a label, or where nothing else can be meant.
fn bare_weekday_fits(
    found: &[Finding],
    day: usize,
    clock: usize,
    clocks: &[usize],
    parts: &[PartText<'_>],
) -> bool {
    let (weekday, time) = (&found[day], &found[clock]);
    let labelled =
        |it: &Finding| matches!(it.label, Some(Label::Date | Label::Time | Label::Start));
    let only_clock = clocks.len() == 1;
    if labelled(weekday) && (labelled(time) || only_clock) {
        return true;
    }
    if weekday.at == Part::Title && labelled(time) {
        return true;
    }
    if is_field_of(weekday, time) {
        return true;
    }
    if weekday.segment != time.segment || weekday.sentence != time.sentence {
        return false;
    }
    let in_sentence = |it: &&usize| found[**it].sentence == time.sentence;
    let only_clock = clocks.iter().filter(in_sentence).count() == 1;
    are_adjacent(found, day, clock, parts)
        || only_clock && is_only_day(found, day) && is_placed(weekday, time, parts)
        || only_clock && is_only_day(found, day) && is_announced(weekday, time, parts)
        || only_clock && is_only_day(found, day) && leads_to(found, day, clock, parts)
        || is_moved_on(found, day, clock, parts)
        || next_listed(found, day, parts)
            .is_some_and(|next| bare_weekday_fits(found, next, clock, clocks, parts))
}

/// The weekday that the next one in a list is: `maandag, woensdag en vrijdag om 19u`.
fn next_listed(found: &[Finding], day: usize, parts: &[PartText<'_>]) -> Option<usize> {
    let next = day + 1;
    let weekday = found.get(next)?.day()?.what;
    (matches!(weekday, OnWhat::Weekday(_, WeekdayMode::Bare))
        && are_listed(found, day, next, parts))
    .then_some(next)
}

/// How many words may stand between a weekday and its clock where a verb announces.
const CLAUSE: usize = 10;

/// `zaterdag spelen we om 15u`: the verb right behind the weekday is one that announces.
fn is_announced(weekday: &Finding, clock: &Finding, parts: &[PartText<'_>]) -> bool {
    let Some(part) = parts.get(weekday.part) else {
        return false;
    };
    let verb = weekday.tokens.end;
    verb < clock.tokens.start
        && clock.tokens.start - verb <= CLAUSE
        && language::means(&part.tokens, verb, Meaning::Announcing).is_some()
        && !ends_in_participle(part, clock.tokens.end)
}

/// `zaterdag hebben we om 14u gewonnen`: the clause ends in what has been done.
pub(super) fn ends_in_participle(part: &PartText<'_>, from: usize) -> bool {
    let tokens = &part.tokens;
    let words = (from..from + CLAUSE).take_while(|at| tokens.is_word(*at));
    words.last().is_some_and(|at| {
        language::is_participle(tokens.text(at))
            && language::means(tokens, at, Meaning::Planned).is_none()
    })
}

/// A field that is named after a weekday and begins with a clock.
fn is_field_of(weekday: &Finding, time: &Finding) -> bool {
    let single = time.clock().is_some_and(|it| it.end.is_none()); // a range is a timetable's
    weekday.at.is_name_of(time.at) && time.tokens.start == 0 && single
}

/// Nothing but marks and small words between them.
pub(super) fn are_adjacent(
    found: &[Finding],
    day: usize,
    clock: usize,
    parts: &[PartText<'_>],
) -> bool {
    let (first, second) = (&found[day], &found[clock]);
    let Some(part) = parts.get(first.part) else {
        return false;
    };
    let gap = if first.tokens.start < second.tokens.start {
        first.tokens.end..second.tokens.start
    } else {
        second.tokens.end..first.tokens.start
    };
    let small = |it| {
        let joins = matches!(
            it,
            Meaning::At
                | Meaning::On
                | Meaning::From
                | Meaning::Start
                | Meaning::PartHint(_)
                | Meaning::Part(_)
        );
        joins.then_some(())
    };
    // "Friday instead of Thursday, at 19:00"
    let between = &found[day.min(clock) + 1..day.max(clock)];
    let taken_back = |at: usize| {
        between.iter().any(|it| it.is_cue(Cue::Former))
            && between.iter().any(|it| it.tokens.contains(&at))
    };
    gap.len() <= 5
        && gap.into_iter().all(|at| {
            taken_back(at)
                || is_lone_mark(&part.tokens, at)
                || language::find(&part.tokens, at, small).is_some()
        })
}

fn is_only_day(found: &[Finding], day: usize) -> bool {
    let weekday = &found[day];
    let others = found
        .iter()
        .enumerate()
        .filter(|(at, it)| *at != day && it.sentence == weekday.sentence);
    others.filter(|(_, it)| it.day().is_some()).count() == 0
}

/// How far behind a clock that nothing leads its weekday may stand.
const NEAR: usize = 4;

/// `op dinsdag`, `on Tuesday`.
fn is_placed(weekday: &Finding, clock: &Finding, parts: &[PartText<'_>]) -> bool {
    let Some(part) = parts.get(weekday.part) else {
        return false;
    };
    // "18:02 <nova> hello all, back on Friday": a clock that nothing leads belongs to the words behind it.
    let leads = |it| matches!(it, Meaning::At | Meaning::From | Meaning::Start).then_some(());
    let led = clock.tokens.start.checked_sub(1).is_some_and(|prev| {
        part.tokens.is_mark(prev, '@') || language::find(&part.tokens, prev, leads).is_some()
    });
    let before = clock.tokens.end <= weekday.tokens.start;
    if before && !led && weekday.tokens.start - clock.tokens.end > NEAR {
        return false;
    }
    let led = weekday
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|prev| language::means(&part.tokens, prev, Meaning::On).is_some());
    let start = weekday.tokens.start;
    let moved = (1..=3).any(|back| {
        start >= back && language::means(&part.tokens, start - back, Meaning::MovedTo) == Some(back)
    });
    moved || led || part.tokens.text(weekday.tokens.start).ends_with("'s")
}

/// How many tokens may stand between *or* and the other day: `or 2️⃣ for Saturday`.
const BETWEEN_DAYS: usize = 4;

fn is_day(finding: &Finding) -> bool {
    finding.day().is_some()
}

/// Whether *or* stands between a day and what could be another.
pub(super) fn is_alternative(found: &[Finding], day: usize, parts: &[PartText<'_>]) -> bool {
    let here = &found[day];
    let Some(part) = parts.get(here.part) else {
        return false;
    };
    let joins = |or: &Finding| {
        or.is_cue(Cue::Or) && or.sentence == here.sentence && or.segment == here.segment
    };
    let before = day
        .checked_sub(1)
        .map(|at| &found[at])
        .filter(|it| joins(it))
        .is_some_and(|or| {
            let gap = here.tokens.start.saturating_sub(or.tokens.end);
            let close = gap <= 1 || gap <= BETWEEN_DAYS && day >= 2 && is_day(&found[day - 2]);
            let counted = or
                .tokens
                .start
                .checked_sub(1)
                .is_some_and(|at| part.tokens.number(at).is_some());
            let dated =
                day >= 2 && is_moment(&found[day - 2]) && found[day - 2].sentence == here.sentence;
            close && (counted || dated)
        });
    let after = (day + 1..found.len().min(day + 3))
        .find(|at| joins(&found[*at]))
        .is_some_and(|or| {
            let next = found
                .get(or + 1)
                .filter(|it| is_moment(it) && it.sentence == here.sentence);
            next.is_some_and(|it| {
                let gap = it.tokens.start.saturating_sub(found[or].tokens.end);
                gap <= 1 || gap <= BETWEEN_DAYS && is_day(it)
            })
        });
    before || after
}

fn is_moment(finding: &Finding) -> bool {
    matches!(
        finding.value,
        Value::Day(_) | Value::Clock(_) | Value::Timestamp(_)
    )
}
