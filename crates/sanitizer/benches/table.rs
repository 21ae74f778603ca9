//! The table of the README: bytes per second of processor time, which other programs on the machine hardly disturb.
//!
//! `cargo bench -p sanitizer --bench table`
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod texts;

use std::hint::black_box;
use std::time::{Duration, Instant};

use sanitizer::{redact, safe_prompt};
use texts::{FUNCTIONS, LENGTH};

/// How long each function runs on each text.
const WHILE: Duration = Duration::from_millis(80);

fn main() {
    let columns = [
        texts::clean(LENGTH),
        texts::hostile(LENGTH),
        texts::hostile(1_000),
        texts::hostile(1_000_000),
    ];
    println!("| Function | clean | hostile | hostile, 1 kB | hostile, 1 MB |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for (name, run) in FUNCTIONS {
        let cells = columns.each_ref().map(|text| cell(text, run));
        println!("| `{name}` | {} |", cells.join(" | "));
    }
    let limit = |text: &str| memchr::memchr(0xff, text.as_bytes()).map_or(text.len(), |it| it);
    println!(
        "| limit: `memchr` | {} |",
        columns.each_ref().map(|it| cell(it, limit)).join(" | ")
    );
    println!();
    for (kind, piece) in texts::prompts::PROMPTS {
        let cells = [1_000, 4_000].map(|length| {
            cell(&texts::repeated(piece, length), |it| {
                safe_prompt(it, None).as_str().len()
            })
        });
        println!("| `safe_prompt` on {kind} | {} |", cells.join(" | "));
    }
    println!();
    redaction();
    println!();
    for (kind, piece) in texts::HOSTILE {
        let text = texts::repeated(piece, LENGTH);
        let all = FUNCTIONS.map(|(name, run)| format!("{name} {}", cell(&text, run)));
        println!("only {kind}: {}", all.join(", "));
    }
}

/// Nanoseconds a byte of `redact` must not grow with the length of the text: what repeats itself is looked at once.
fn redaction() {
    println!(
        "| `redact` on nothing but | 1 kB | 10 kB | 100 kB | 1 MB | ns a byte, 1 MB : 10 kB |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (kind, piece) in texts::secrets::HOSTILE {
        let lengths = [1_000, 10_000, 100_000, 1_000_000];
        let speeds =
            lengths.map(|it| speed(&texts::repeated(piece, it), |it| redact(it).text.len()));
        let cells = speeds.map(|it| format!("{it:.0}"));
        println!(
            "| {kind} | {} | {:.2} |",
            cells.join(" | "),
            speeds[1] / speeds[3]
        );
    }
}

fn cell(text: &str, run: fn(&str) -> usize) -> String {
    format!("{:.0}", speed(text, run))
}

/// Megabytes per second.
fn speed(text: &str, run: fn(&str) -> usize) -> f64 {
    let start = processor_time();
    let mut rounds = 0_u32;
    let mut spent = Duration::ZERO;
    let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
    while spent < WHILE {
        for _ in 0..8 {
            black_box(run(black_box(text)));
            rounds += 1;
        }
        spent = processor_time().saturating_sub(start);
    }
    f64::from(length) * f64::from(rounds) / spent.as_secs_f64() / 1e6
}

/// What this thread has used so far, or what has passed where nobody knows.
fn processor_time() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let known = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = known.and_then(|it| it.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
