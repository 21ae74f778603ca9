//! Whole announcements, in announcements and in bytes per second.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use parsers::AnnouncementText;

use crate::samples::{embeds, read_all, scan, whole};

pub(crate) fn announcements(criterion: &mut Criterion) {
    read(criterion, "long embeds", &embeds());
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
