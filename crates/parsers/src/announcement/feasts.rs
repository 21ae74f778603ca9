//! A feast that is named beside a day is what the event is about: `Halloween om 20u, vrijdag 30 oktober`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Part;
use super::findings::{Finding, Role};
use crate::Rule;
use crate::expression::{OnWhat, Value};
use crate::language::Label;

/// Sets feasts aside where another day of the same line, of a label or of the title says when it is.
pub(super) fn name_only(found: &mut [Finding]) {
    let is_feast = |it: &Finding| it.rule == Rule::Feast;
    if !found.iter().any(is_feast) {
        return;
    }
    let says_when = |it: &Finding| {
        let day = matches!(
            it.value,
            Value::Day(_) | Value::Recurrence(_) | Value::Timestamp(_)
        );
        day && !is_feast(it) && it.role == Role::Plain
    };
    // "Maandag, Paasmaandag": the weekday is the feast's own.
    let feasts: Vec<(usize, Weekday)> = found
        .iter()
        .filter(|it| is_feast(it))
        .filter_map(|it| Some((it.segment, weekday_of(it)?)))
        .collect();
    let own = |it: &Finding| {
        it.is_bare_weekday()
            && weekday_of(it).is_some_and(|day| feasts.contains(&(it.segment, day)))
    };
    for it in found.iter_mut().filter(|it| own(it)) {
        it.role = Role::Stamp;
    }
    let labelled = |it: &Finding| {
        it.at == Part::Title || matches!(it.label, Some(Label::Date | Label::Start | Label::Days))
    };
    let elsewhere = found.iter().any(|it| says_when(it) && labelled(it));
    let mut lines: Vec<usize> = found
        .iter()
        .filter(|it| says_when(it))
        .map(|it| it.segment)
        .collect();
    lines.dedup();
    for it in found.iter_mut().filter(|it| is_feast(it)) {
        if it.role == Role::Plain && (elsewhere || lines.binary_search(&it.segment).is_ok()) {
            it.role = Role::Stamp;
        }
    }
}

/// The weekday that a finding names, or that its date falls on.
fn weekday_of(finding: &Finding) -> Option<Weekday> {
    match finding.day()?.what {
        OnWhat::Weekday(day, _) => Some(day),
        OnWhat::Date(date) => {
            NaiveDate::from_ymd_opt(date.year?, date.month, date.day).map(|it| it.weekday())
        }
        _ => None,
    }
}
