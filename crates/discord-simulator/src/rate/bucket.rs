//! One bucket: so many requests in a window that opens with the first of them.

use chrono::{DateTime, TimeDelta, Utc};

use super::limiter::Limit;

/// How a request stands with the limits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// Seconds since 1970 at which the window ends.
    pub(crate) reset: f64,
    pub(crate) reset_after: f64,
    pub(crate) bucket: String,
    pub(crate) refused: Option<Refused>,
}

/// How long to wait, and for which limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Refused {
    pub(crate) retry_after: f64,
    pub(crate) global: bool,
}

impl Standing {
    pub(super) fn refuse(&mut self, retry_after: f64, global: bool) {
        self.refused = Some(Refused {
            retry_after,
            global,
        });
    }
}

#[derive(Debug, Default)]
pub(super) struct Bucket {
    window: Option<(DateTime<Utc>, u32)>,
}

impl Bucket {
    /// How long until there is room; none when there is.
    pub(super) fn wait(&self, limit: Limit, now: DateTime<Utc>) -> Option<f64> {
        let (_, used) = self.open_window(limit, now)?;
        (used >= limit.requests).then(|| self.reset_after(limit, now))
    }

    pub(super) fn take(&mut self, limit: Limit, now: DateTime<Utc>) {
        let (opened, used) = self.open_window(limit, now).unwrap_or((now, 0));
        self.window = Some((opened, used + 1));
    }

    pub(super) fn peek(&self, limit: Limit, now: DateTime<Utc>, key: &str) -> Standing {
        let used = self.open_window(limit, now).map_or(0, |(_, used)| used);
        let reset_after = self.reset_after(limit, now);
        Standing {
            limit: limit.requests,
            remaining: limit.requests.saturating_sub(used),
            reset: seconds(now - DateTime::UNIX_EPOCH) + reset_after,
            reset_after,
            bucket: format!("{:016x}", fingerprint(key)),
            refused: None,
        }
    }

    fn open_window(&self, limit: Limit, now: DateTime<Utc>) -> Option<(DateTime<Utc>, u32)> {
        self.window
            .filter(|(opened, _)| *opened <= now && now < *opened + limit.per)
    }

    fn reset_after(&self, limit: Limit, now: DateTime<Utc>) -> f64 {
        let opened = self
            .open_window(limit, now)
            .map_or(now, |(opened, _)| opened);
        seconds(opened + limit.per - now)
    }
}

fn seconds(span: TimeDelta) -> f64 {
    span.as_seconds_f64()
}

/// A number that stands for a text.
pub(crate) fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
