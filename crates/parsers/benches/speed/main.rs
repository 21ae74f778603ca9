//! How fast texts are read: announcements, options, growing and hostile texts, with a bare `memchr` scan beside them.

mod announcements;
mod growth;
mod hostile;
#[path = "../../tests/parsers/message.rs"]
mod message;
mod options;
mod samples;

use criterion::{criterion_group, criterion_main};

criterion_group!(
    speed,
    announcements::announcements,
    options::options,
    growth::growth,
    growth::hostile_growth,
    hostile::hostile,
);
criterion_main!(speed);
