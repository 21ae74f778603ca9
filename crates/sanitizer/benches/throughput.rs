//! Bytes per second of every function on clean and on hostile text, and how they grow with its length.
//!
//! `cargo bench -p sanitizer -- --warm-up-time 1 --measurement-time 2`

mod texts;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sanitizer::{redact, safe_prompt};
use texts::{FUNCTIONS, LENGTH};

fn on_text(c: &mut Criterion, name: &str, text: &str) {
    let mut group = c.benchmark_group(name);
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (function, run) in FUNCTIONS {
        group.bench_function(function, |b| b.iter(|| run(black_box(text))));
    }
    group.bench_function("limit: memchr", |b| {
        b.iter(|| memchr::memchr(0xff, black_box(text.as_bytes())));
    });
    group.finish();
}

fn prompts(c: &mut Criterion) {
    let mut group = c.benchmark_group("safe_prompt");
    for (kind, piece) in texts::prompts::PROMPTS {
        let text = texts::repeated(piece, 4_000);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(kind, |b| b.iter(|| safe_prompt(black_box(&text), None)));
    }
    group.finish();
}

fn compared(c: &mut Criterion) {
    on_text(c, "clean", &texts::clean(LENGTH));
    on_text(c, "hostile", &texts::hostile(LENGTH));
    for (kind, piece) in texts::HOSTILE {
        on_text(c, &format!("only {kind}"), &texts::repeated(piece, LENGTH));
    }
}

fn growth(c: &mut Criterion) {
    for (function, run) in FUNCTIONS {
        let mut group = c.benchmark_group(format!("growth {function}"));
        for kilobytes in [1, 10, 100, 1000] {
            let text = texts::hostile(kilobytes * 1000);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(kilobytes), &text, |b, text| {
                b.iter(|| run(black_box(text)));
            });
        }
        group.finish();
    }
}

/// `redact` on what makes a search look again and again, if it lets it.
fn secrets(c: &mut Criterion) {
    for (kind, piece) in texts::secrets::HOSTILE {
        let mut group = c.benchmark_group(format!("redact only {kind}"));
        for kilobytes in [1, 10, 100, 1000] {
            let text = texts::repeated(piece, kilobytes * 1000);
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(kilobytes), &text, |b, text| {
                b.iter(|| redact(black_box(text)));
            });
        }
        group.finish();
    }
}

fn short() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(700))
}

criterion_group! {
    name = throughput;
    config = short();
    targets = compared, prompts, growth, secrets
}
criterion_main!(throughput);
