//! Texts of 6000 characters that repeat what the grammar looks ahead for, beside prose of the same length.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use parsers::{AnnouncementText, parse_expressions};

use crate::samples::{ZONE, now, prose, read_all};

const LENGTH: usize = 6_000;

/// The last ones find as much as they can, and give it as many ways to belong together.
const PIECES: [&str; 27] = [
    "a",
    "1 ",
    "1-",
    "<",
    "<t:1",
    "[",
    "[a](b)",
    "~~",
    "```",
    "**",
    "||",
    "om ",
    "é",
    "😀  ",
    "📅",
    "https://",
    "20:00\n",
    "20:00 ",
    "20u",
    "maandag ",
    "maandag en ",
    "7 feb - ",
    "elke ",
    "morgen 20:00 of ",
    "7/2 20:00\n",
    "7/2 20:00 geannuleerd ",
    "maandag 20:00. ",
];

pub(crate) fn hostile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hostile");
    let mut bench = |name: &str, text: String| {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let now = now();
        group.bench_function(BenchmarkId::new("expressions", name), |bencher| {
            bencher.iter(|| parse_expressions(black_box(&text), now, ZONE).len());
        });
        let text = [AnnouncementText::plain(text)];
        group.bench_function(BenchmarkId::new("announcement", name), |bencher| {
            bencher.iter(|| read_all(black_box(&text)));
        });
    };
    bench("prose", prose(LENGTH));
    for piece in PIECES {
        bench(
            &format!("{piece:?}"),
            piece.chars().cycle().take(LENGTH).collect(),
        );
    }
    group.finish();
}
