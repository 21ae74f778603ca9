//! What must hold for any text, as one plain function for each fuzz target; the tests call them too.
//!
//! Each panics, with the text, when something does not hold.

mod announcement;
mod expressions;
mod typed;
mod wording;

use chrono::{DateTime, TimeZone, Utc};
use chrono_tz::Tz;

/// A name, as in `cargo fuzz run NAME`, and what is checked.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// Panics unless everything holds for this text at this moment in this zone.
    pub(crate) check: fn(&str, DateTime<Utc>, Tz),
}

/// Every target.
pub(crate) const TARGETS: [Target; 4] = [
    Target {
        name: "announcement",
        check: announcement::check,
    },
    Target {
        name: "expressions",
        check: expressions::check,
    },
    Target {
        name: "typed",
        check: typed::check,
    },
    Target {
        name: "wording",
        check: wording::check,
    },
];

/// Year, month, day, hour and minute.
type Minute = (i32, u32, u32, u32, u32);

/// Beside an ordinary day: the end of a leap February, a night whose clocks change, and a zone beyond the date line.
const MOMENTS: [(Minute, Tz); 5] = [
    ((2026, 2, 4, 9, 0), chrono_tz::Europe::Brussels),
    ((2028, 2, 29, 22, 59), chrono_tz::Europe::Amsterdam),
    ((2026, 3, 29, 0, 30), chrono_tz::Europe::London),
    ((2026, 10, 25, 4, 59), chrono_tz::America::New_York),
    ((2026, 12, 31, 13, 1), chrono_tz::Pacific::Apia),
];

/// Checks `data` as text, with replacement characters where it is none, at a moment that depends on the text.
pub(crate) fn check(name: &str, data: &[u8]) {
    let target = TARGETS
        .iter()
        .find(|it| it.name == name)
        .expect("a known target");
    let text = String::from_utf8_lossy(data);
    let sum: usize = text.bytes().map(usize::from).sum();
    let ((year, month, day, hour, minute), zone) = MOMENTS[sum % MOMENTS.len()];
    let now = Utc.with_ymd_and_hms(year, month, day, hour, minute, 0);
    (target.check)(&text, now.single().expect("a moment"), zone);
}

/// Whether the bytes are characters of the text, and at least one.
fn is_within(span: &std::ops::Range<usize>, text: &str) -> bool {
    span.start < span.end && text.get(span.clone()).is_some()
}
