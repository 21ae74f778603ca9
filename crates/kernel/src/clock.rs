//! Time as a port: what is not handed a clock does not know what time it is.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// Where the time comes from.
///
/// Production uses the operating system's clock; tests and the demo use one that they move themselves, so that a day
/// of reminders takes a second and nothing depends on the machine's speed.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;

    /// Returns once the clock shows `instant` or later; at once when it already does. Cancel-safe.
    async fn sleep_until(&self, instant: DateTime<Utc>);
}
