//! How long it is until something sets off.

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::reader::Reader;
use crate::language::Meaning;
use crate::scan::Tokens;

/// `in 90 minutes`, `over drie kwartier`: how many seconds that is, and the token behind it. Days have no clock.
pub(crate) fn countdown_at(tokens: &Tokens, at: usize) -> Option<(i64, usize)> {
    let reader = Reader {
        tokens,
        now: NaiveDateTime::default(),
        zone: Tz::UTC,
        lately: true,
        depth: 0,
    };
    let start = reader.past(at, Meaning::Within)?;
    let (seconds, end) = reader.seconds(reader.skip(start, Meaning::About))?;
    let hangs = |meaning| reader.past(end, meaning).is_some();
    let lasts = hangs(Meaning::DurationAfter) || hangs(Meaning::After) || hangs(Meaning::Before);
    (seconds >= 60 && reader.may_stop(end) && !lasts).then_some((seconds, end))
}
