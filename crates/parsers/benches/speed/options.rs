//! The short texts of a command's options.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use parsers::{parse_clock, parse_date, parse_days, parse_expressions, parse_recurrence};

use crate::samples::{ZONE, now};

const DAYS: [&str; 8] = [
    "ma, wo en vr",
    "maandag t/m donderdag",
    "weekend",
    "elke werkdag",
    "Mon, Wed and Fri",
    "tuesdays & thursdays",
    "every day",
    "0,2,4",
];

const CLOCKS: [&str; 8] = [
    "20u30",
    "half acht",
    "19.30 uur",
    "kwart over 8",
    "20:00",
    "7:30 pm",
    "noon",
    "8 o'clock",
];

const DATES: [&str; 8] = [
    "morgen",
    "volgende week dinsdag",
    "13 februari",
    "26/02/2026",
    "next Friday",
    "March 5th, 2026",
    "2026-03-07",
    "in 3 days",
];

const RECURRENCES: [&str; 8] = [
    "elke maandag",
    "om de week op maandag, 10 keer",
    "elke eerste vrijdag van de maand",
    "dagelijks tot 1 mei",
    "every Monday and Friday",
    "every other Tuesday",
    "the 15th of every month",
    "FREQ=WEEKLY;BYDAY=MO,FR",
];

pub(crate) fn options(criterion: &mut Criterion) {
    let now = now();
    bench(criterion, "days", &DAYS, |text| {
        parse_days(text).days.is_empty()
    });
    bench(criterion, "clock", &CLOCKS, |text| {
        parse_clock(text).is_ok()
    });
    bench(criterion, "date", &DATES, |text| {
        parse_date(text, now, ZONE).is_ok()
    });
    let expressions: Vec<&str> = DATES.iter().chain(&CLOCKS).copied().collect();
    bench(criterion, "expressions", &expressions, |text| {
        parse_expressions(text, now, ZONE).is_empty()
    });
    bench(criterion, "recurrence", &RECURRENCES, |text| {
        parse_recurrence(text, now, ZONE).is_ok()
    });
}

fn bench(criterion: &mut Criterion, name: &str, texts: &[&str], read: impl Fn(&str) -> bool) {
    let mut group = criterion.benchmark_group("options");
    group.throughput(Throughput::ElementsAndBytes {
        elements: texts.len() as u64,
        bytes: texts.iter().map(|it| it.len() as u64).sum(),
    });
    group.bench_function(name, |bencher| {
        bencher.iter(|| texts.iter().filter(|it| read(black_box(it))).count());
    });
    group.finish();
}
