//! Bytes per second of every function on clean and on hostile text, and how they grow with its length.
//!
//! `cargo bench -p sanitizer -- --warm-up-time 1 --measurement-time 2`

mod texts;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sanitizer::{
    Urls, autocomplete_label, escape_markdown, redact, safe_embed_body, safe_embed_text,
    safe_log_message, safe_prompt, strip_mentions, strip_mentions_keeping_lines, url_filter,
};

/// The length at which functions are compared: fits a cache, is no more than a message with attachments.
const LENGTH: usize = 64 * 1024;
/// A limit that nothing reaches, so that the whole text is worked through.
const NO_LIMIT: usize = usize::MAX;

type Function = (&'static str, fn(&str) -> usize);

const FUNCTIONS: [Function; 11] = [
    ("escape_markdown", |it| escape_markdown(it).len()),
    ("strip_mentions", |it| strip_mentions(it).len()),
    ("strip_mentions_keeping_lines", |it| {
        strip_mentions_keeping_lines(it).len()
    }),
    ("url_filter RemoveAll", |it| {
        url_filter(it, Urls::RemoveAll).len()
    }),
    ("url_filter KeepHttp", |it| {
        url_filter(it, Urls::KeepHttp).len()
    }),
    ("safe_embed_text", |it| {
        safe_embed_text(it, NO_LIMIT).as_str().len()
    }),
    ("safe_embed_body", |it| {
        safe_embed_body(it, NO_LIMIT).as_str().len()
    }),
    ("safe_log_message", |it| {
        safe_log_message(it, NO_LIMIT).as_str().len()
    }),
    ("redact", |it| redact(it).text.len()),
    ("autocomplete_label", |it| {
        autocomplete_label(it, NO_LIMIT).len()
    }),
    ("safe_prompt", |it| safe_prompt(it, None).as_str().len()),
];

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

fn short() -> Criterion {
    Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(700))
}

criterion_group! {
    name = throughput;
    config = short();
    targets = compared, growth
}
criterion_main!(throughput);
