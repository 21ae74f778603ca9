//! Snapshots that did not get through, and when each is tried again.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use super::SubsystemSnapshot;

/// Snapshots that did not get through, oldest first.
#[derive(Debug, Default)]
pub struct Outbox(VecDeque<Queued>);

/// A snapshot that did not get through.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    /// What is to be told.
    pub snapshot: SubsystemSnapshot,
    /// How often it has been tried again.
    pub retries: u32,
    due: DateTime<Utc>,
}

/// What became of a snapshot that did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It will be tried again.
    ForLater,
    /// It has been tried often enough.
    No,
}

impl Outbox {
    /// How many wait at most; then the oldest is given up.
    pub const MOST: usize = 100;
    /// How often one is tried again, after pauses of 1, 2, 4, 8 and 16 seconds.
    pub const RETRIES: u32 = 5;

    /// A snapshot did not get through at `now`, after so many retries.
    pub fn failed(
        &mut self,
        snapshot: SubsystemSnapshot,
        retries: u32,
        now: DateTime<Utc>,
    ) -> Kept {
        if retries >= Self::RETRIES {
            return Kept::No;
        }
        if self.0.len() == Self::MOST {
            self.0.pop_front();
        }
        let queued = Queued {
            due: now + TimeDelta::seconds(1 << retries),
            snapshot,
            retries,
        };
        // One that was tried again goes back to its place: those behind it are newer.
        let place = self
            .0
            .partition_point(|it| it.snapshot.at <= queued.snapshot.at);
        self.0.insert(place, queued);
        Kept::ForLater
    }

    /// A snapshot of `at` got through: what is older is outdated.
    pub fn succeeded(&mut self, at: DateTime<Utc>) {
        self.0.retain(|it| it.snapshot.at > at);
    }

    /// Takes out the newest that is due; it counts as tried once more.
    pub fn take_due(&mut self, now: DateTime<Utc>) -> Option<Queued> {
        let place = self.0.iter().rposition(|it| it.due <= now)?;
        let mut due = self.0.remove(place)?;
        due.retries += 1;
        Some(due)
    }

    /// When the next one is due.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        self.0.iter().map(|it| it.due).min()
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Activity;
    use super::*;
    use crate::BotSnapshot;
    use crate::testing::moment;

    fn after(seconds: i64) -> DateTime<Utc> {
        moment() + TimeDelta::seconds(seconds)
    }

    fn taken(seconds: i64) -> SubsystemSnapshot {
        let (bot, activity) = (BotSnapshot::default(), Activity::default());
        SubsystemSnapshot::of(&bot, Some(1), &activity, after(seconds))
    }

    #[test]
    fn a_snapshot_is_tried_again_after_1_2_4_8_and_16_seconds_and_then_given_up() {
        let mut outbox = Outbox::default();
        let (mut now, mut pauses) = (0, Vec::new());
        let (mut snapshot, mut retries) = (taken(0), 0);
        while outbox.failed(snapshot, retries, after(now)) == Kept::ForLater {
            let due = outbox.next_due().unwrap();
            assert_eq!(outbox.take_due(due - TimeDelta::milliseconds(1)), None);
            let queued = outbox.take_due(due).unwrap();
            let pause = (due - after(now)).num_seconds();
            pauses.push(pause);
            now += pause;
            (snapshot, retries) = (queued.snapshot, queued.retries);
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16]);
        assert!(outbox.is_empty());
    }

    #[test]
    fn a_hundred_wait_and_the_oldest_gives_way() {
        let mut outbox = Outbox::default();
        for at in 0..1000 {
            assert_eq!(outbox.failed(taken(at), 0, after(at)), Kept::ForLater);
            assert!(outbox.len() <= Outbox::MOST);
        }
        assert_eq!(outbox.len(), Outbox::MOST);
        assert_eq!(outbox.0[0].snapshot, taken(900));
    }

    #[test]
    fn what_is_older_than_one_that_got_through_is_outdated() {
        let mut outbox = Outbox::default();
        for at in [0, 45, 90] {
            outbox.failed(taken(at), 0, after(at));
        }
        outbox.succeeded(after(45));
        assert_eq!(outbox.len(), 1);
        assert_eq!(outbox.take_due(after(1000)).unwrap().snapshot, taken(90));
    }

    #[test]
    fn the_newest_that_is_due_goes_first_also_after_another_try() {
        let mut outbox = Outbox::default();
        outbox.failed(taken(0), 0, after(0));
        outbox.failed(taken(45), 0, after(45));
        let newest = outbox.take_due(after(46)).unwrap();
        assert_eq!(newest.snapshot, taken(45));
        outbox.failed(newest.snapshot, newest.retries, after(46));
        let older = outbox.take_due(after(46)).unwrap();
        assert_eq!(older.snapshot, taken(0));
        outbox.failed(older.snapshot, older.retries, after(46));
        assert_eq!(outbox.take_due(after(100)).unwrap().snapshot, taken(45));
    }
}
