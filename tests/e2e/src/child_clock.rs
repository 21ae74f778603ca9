//! A clock that several processes read and a test drives: eight bytes in a file. Behind them, each process writes until
//! when it sleeps, so that the test knows when it has nothing to do.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use discord_simulator::SimTime;
use kernel::Clock;

/// How often a sleeper looks at the file: another process cannot ring.
const LOOK: Duration = Duration::from_millis(3);

/// Naps beyond this, in microseconds, are those of jobs that come round now and then: they say nothing about whether
/// somebody is at work.
const LONG: i64 = 60_000_000;

/// What stands in a process's place while it does not sleep.
const AWAKE: i64 = 0;

/// The time as a file tells it. Clones, and whoever opens the same file, see the same time.
#[derive(Debug, Clone)]
pub struct SharedClock {
    file: Arc<File>,
    path: PathBuf,
    /// Which process this is; the test itself is none.
    process: Option<u32>,
    sleepers: Arc<Mutex<Vec<Nap>>>,
}

/// A part of a process that sleeps until a moment, in microseconds, and how long it lay down for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Nap {
    until: i64,
    length: i64,
}

impl SharedClock {
    /// Makes the file; the clock stands at `start`.
    pub fn create(path: &Path, start: DateTime<Utc>) -> std::io::Result<Self> {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(true);
        let clock = Self::new(file.open(path)?, path, None);
        clock.set(start);
        Ok(clock)
    }

    /// The clock that another process drives, in the process of this number.
    pub fn open(path: &Path, process: u32) -> std::io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        Ok(Self::new(file, path, Some(process)))
    }

    fn new(file: File, path: &Path, process: Option<u32>) -> Self {
        Self {
            file: Arc::new(file),
            path: path.to_owned(),
            process,
            sleepers: Arc::default(),
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        let moment = self.read(0).and_then(DateTime::from_timestamp_micros);
        moment.expect("whoever drives the clock keeps to moments that exist")
    }

    /// Moves to a moment.
    pub fn set(&self, to: DateTime<Utc>) {
        self.write(0, to.timestamp_micros());
    }

    /// Moves on.
    pub fn advance(&self, by: TimeDelta) {
        self.set(self.now() + by);
    }

    /// Whether a process sleeps and has no reason to wake up, and lay down for longer than this: the shorter the nap, the
    /// more there is that it waits for beside the clock.
    pub fn is_at_rest(&self, process: u32, longer_than: TimeDelta) -> bool {
        let (until, length) = (self.read(place(process)), self.read(place(process) + 8));
        until.unwrap_or(AWAKE) > self.now().timestamp_micros()
            && length.unwrap_or(AWAKE) > longer_than.num_microseconds().unwrap_or(i64::MAX)
    }

    /// A process of this number begins anew.
    pub fn forget(&self, process: u32) {
        self.write(place(process), AWAKE);
    }

    /// What stands at a place; nothing when nobody has written there.
    fn read(&self, at: u64) -> Option<i64> {
        let mut bytes = [0; 8];
        self.file.read_exact_at(&mut bytes, at).ok()?;
        Some(i64::from_le_bytes(bytes))
    }

    fn write(&self, at: u64, number: i64) {
        let written = self.file.write_all_at(&number.to_le_bytes(), at);
        written.expect("whoever opened the clock may write to it");
    }

    fn change_sleepers(&self, change: impl FnOnce(&mut Vec<Nap>)) {
        let Some(process) = self.process else { return };
        let mut sleepers = self.sleepers.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut sleepers);
        let short = || sleepers.iter().filter(|it| it.length <= LONG);
        let until = short().map(|it| it.until).min();
        let length = short().map(|it| it.length).max();
        self.write(place(process) + 8, length.unwrap_or(AWAKE));
        self.write(place(process), until.unwrap_or(AWAKE));
    }
}

fn place(process: u32) -> u64 {
    8 + 16 * u64::from(process)
}

/// Somebody who sleeps, until it is dropped.
struct Sleeper<'a> {
    clock: &'a SharedClock,
    nap: Nap,
}

impl<'a> Sleeper<'a> {
    fn new(clock: &'a SharedClock, until: DateTime<Utc>) -> Self {
        let length = until - clock.now();
        let nap = Nap {
            until: until.timestamp_micros(),
            length: length.num_microseconds().unwrap_or(i64::MAX),
        };
        clock.change_sleepers(|all| all.push(nap));
        Self { clock, nap }
    }
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        self.clock.change_sleepers(|all| {
            let own = all.iter().position(|it| *it == self.nap);
            all.swap_remove(own.expect("it was added when it began to sleep"));
        });
    }
}

#[async_trait]
impl Clock for SharedClock {
    fn now(&self) -> DateTime<Utc> {
        Self::now(self)
    }

    async fn sleep_until(&self, instant: DateTime<Utc>) {
        let _sleeper = Sleeper::new(self, instant);
        while Self::now(self) < instant {
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl SimTime for SharedClock {
    fn now(&self) -> DateTime<Utc> {
        Self::now(self)
    }
}
