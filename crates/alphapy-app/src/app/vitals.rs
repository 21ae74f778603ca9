//! How this process is doing, for `/health` in Discord.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use adapter_postgres::Database;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Clock;
use operations_core::{DbStatus, ProcessFigures, Vitals};
use tokio::time::Instant;

use crate::measures;

/// What Linux counts processor time in, a second.
const TICKS: u64 = 100;

/// This process.
pub(crate) struct ProcessVitals {
    database: Database,
    started: DateTime<Utc>,
    clock: Arc<dyn Clock>,
}

impl ProcessVitals {
    /// A process that has started just now.
    pub(crate) fn new(database: Database, clock: Arc<dyn Clock>) -> Self {
        Self {
            database,
            started: clock.now(),
            clock,
        }
    }
}

#[async_trait]
impl Vitals for ProcessVitals {
    async fn database(&self) -> Option<Duration> {
        let asked = Instant::now();
        let answers = self.database.status().await == DbStatus::Ok;
        answers.then(|| asked.elapsed())
    }

    fn uptime(&self) -> TimeDelta {
        self.clock.now() - self.started
    }

    fn process(&self) -> ProcessFigures {
        let read = |path| fs::read_to_string(path).ok();
        ProcessFigures {
            resident_bytes: read("/proc/self/status").and_then(|it| resident_bytes(&it)),
            cpu: read("/proc/self/stat").and_then(|it| processor_time(&it)),
            caches: measures::remembered(),
        }
    }
}

/// The line `VmRSS:   41234 kB`.
fn resident_bytes(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

/// The 14th and 15th column: time in the program, and in the kernel for it. The second one, a name in brackets, may hold
/// blanks.
fn processor_time(stat: &str) -> Option<Duration> {
    let (_, behind) = stat.rsplit_once(')')?;
    let mut columns = behind.split_whitespace().skip(11);
    let mut ticks = || columns.next()?.parse::<u64>().ok();
    let total = ticks()?.checked_add(ticks()?)?;
    Some(Duration::from_millis(total.checked_mul(1000 / TICKS)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_off_what_linux_tells() {
        let status = "Name:\talphapy\nVmPeak:\t  99 kB\nVmRSS:\t   41234 kB\nThreads:\t4\n";
        assert_eq!(resident_bytes(status), Some(41_234 * 1024));
        let stat = "7 (a name) of) S 1 7 7 0 -1 4194560 2 0 0 0 150 25 0 0 20 0 4 0 99 1 2";
        assert_eq!(processor_time(stat), Some(Duration::from_millis(1750)));
        for odd in ["", "VmRSS:\tmuch", "1 (x) S 1"] {
            assert_eq!(resident_bytes(odd), None);
            assert_eq!(processor_time(odd), None);
        }
    }
}
