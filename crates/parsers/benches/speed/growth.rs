//! Texts from one kilobyte to one megabyte: the time per byte stays what it is.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use parsers::{AnnouncementText, parse_expressions};

use crate::samples::{ZONE, now, prose, read_all, scan};

/// In characters; of an announcement the first 6000 are read.
const LENGTHS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// Repeated, they look most like something to come: dates, weekdays, digits, separators, days that hang on others.
const PIECES: [&str; 9] = [
    "7 feb - ",
    "18, 25 ",
    "maandag ",
    "monday after ",
    "a week from ",
    "1 ",
    "1-",
    "(",
    ", ",
];

/// Repeated pieces from one kilobyte to one megabyte.
pub(crate) fn hostile_growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile growth");
    let now = now();
    for piece in PIECES {
        for length in LENGTHS {
            let text: String = piece.chars().cycle().take(length).collect();
            group.throughput(Throughput::Bytes(text.len() as u64));
            let id = BenchmarkId::new(format!("{piece:?}"), length);
            group.bench_function(id, |bencher| {
                bencher.iter(|| parse_expressions(black_box(&text), now, ZONE).len());
            });
        }
    }
    group.finish();
}

pub(crate) fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth");
    for length in [1_000, 2_000, 4_000, 6_000] {
        let text = prose(length);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let announcement = [AnnouncementText::plain(text)];
        group.bench_function(BenchmarkId::new("announcement", length), |bencher| {
            bencher.iter(|| read_all(black_box(&announcement)));
        });
    }
    for length in LENGTHS {
        let text = prose(length);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let now = now();
        group.bench_function(BenchmarkId::new("expressions", length), |bencher| {
            bencher.iter(|| parse_expressions(black_box(&text), now, ZONE).len());
        });
        group.bench_function(BenchmarkId::new("memchr", length), |bencher| {
            bencher.iter(|| scan(black_box(text.as_bytes())));
        });
    }
    group.finish();
}
