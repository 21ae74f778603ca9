//! Whole announcements, in announcements and in bytes per second.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use parsers::AnnouncementText;

use crate::samples::{embeds, read_all, scan, short, whole};

pub(crate) fn announcements(criterion: &mut Criterion) {
    let (embeds, short) = (embeds(), short());
    read(criterion, "embeds of 560 bytes", &embeds);
    read(criterion, "texts of 70 bytes", &short);
    // One long embed among eight short texts: about 120 bytes on average.
    let mix: Vec<_> = short
        .chunks(8)
        .zip(embeds.iter().cycle())
        .flat_map(|(short, embed)| short.iter().chain([embed]).cloned())
        .collect();
    read(criterion, "mix", &mix);
}

fn read(criterion: &mut Criterion, name: &str, texts: &[AnnouncementText]) {
    let mut group = criterion.benchmark_group("announcements");
    let bytes: String = texts.iter().map(whole).collect();
    group.throughput(Throughput::ElementsAndBytes {
        elements: texts.len() as u64,
        bytes: bytes.len() as u64,
    });
    group.bench_function(name, |bencher| bencher.iter(|| read_all(black_box(texts))));
    group.bench_function(format!("{name}, memchr"), |bencher| {
        bencher.iter(|| scan(black_box(bytes.as_bytes())));
    });
    group.finish();
}
