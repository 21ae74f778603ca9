//! Channels whose tickets were erased, in memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::PortFailure;

use crate::{LeftRoom, LeftRooms};

/// [`LeftRooms`] in memory.
#[derive(Debug, Default)]
pub struct InMemoryLeftRooms(Mutex<Vec<(LeftRoom, DateTime<Utc>)>>);

impl InMemoryLeftRooms {
    /// Somebody's ticket is erased, and this is its channel.
    pub fn leave(&self, room: LeftRoom, at: DateTime<Utc>) {
        self.all().push((room, at));
    }

    /// Those that still stand, and when they are due.
    pub fn left(&self) -> Vec<(LeftRoom, DateTime<Utc>)> {
        self.all().clone()
    }

    fn all(&self) -> MutexGuard<'_, Vec<(LeftRoom, DateTime<Utc>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_same(one: &LeftRoom, other: &LeftRoom) -> bool {
    (one.guild, one.channel) == (other.guild, other.channel)
}

#[async_trait]
impl LeftRooms for InMemoryLeftRooms {
    async fn due(&self, now: DateTime<Utc>, at_most: u32) -> Result<Vec<LeftRoom>, PortFailure> {
        let mut due = self.left();
        due.retain(|it| it.1 <= now);
        due.sort_by_key(|it| it.1);
        due.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
        Ok(due.into_iter().map(|it| it.0).collect())
    }

    async fn forget(&self, room: &LeftRoom) -> Result<(), PortFailure> {
        self.all().retain(|it| !is_same(&it.0, room));
        Ok(())
    }

    async fn put_off(&self, room: &LeftRoom, at: DateTime<Utc>) -> Result<(), PortFailure> {
        for (stored, due) in self.all().iter_mut().filter(|it| is_same(&it.0, room)) {
            stored.tries += 1;
            *due = at;
        }
        Ok(())
    }
}
