//! Records that wait for the database: those of the minutes in which it was away are the ones worth having.

use std::collections::VecDeque;

use kernel::PortFailure;

use super::{HealthHistory, HealthRecord};

/// Records that could not be stored yet, oldest first.
#[derive(Debug, Default)]
pub struct HealthDiary(VecDeque<HealthRecord>);

impl HealthDiary {
    /// How many wait at most, an hour's; then the oldest is given up.
    pub const MOST: usize = 60;

    /// Takes a record in.
    pub fn write(&mut self, record: HealthRecord) {
        if self.0.len() == Self::MOST {
            self.0.pop_front();
        }
        self.0.push_back(record);
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Stores what waits, oldest first, until all is stored or a store fails; what is left waits on. A record that can
    /// never be stored is given up, so that the others go on.
    pub async fn store(&mut self, history: &dyn HealthHistory) -> Result<(), PortFailure> {
        while let Some(record) = self.0.front() {
            let stored = history.add(record).await;
            let keeps = matches!(&stored, Err(it) if it.retry() == kernel::Retry::Later);
            if !keeps {
                self.0.pop_front();
            }
            stored?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::Retry;

    use super::*;
    use crate::testing::{InMemoryHealth, health_record, moment};

    fn minute(minute: usize) -> HealthRecord {
        let minutes = TimeDelta::minutes(i64::try_from(minute).unwrap());
        health_record("alphapy", moment() + minutes)
    }

    async fn kept(history: &InMemoryHealth) -> usize {
        let found = history.newest("alphapy", moment(), 10_000).await;
        found.unwrap().len()
    }

    #[tokio::test]
    async fn what_the_database_missed_is_stored_once_it_is_back() {
        let (history, mut diary) = (InMemoryHealth::default(), HealthDiary::default());
        history.fail(Some(Retry::Later));
        for at in 0..3 {
            diary.write(minute(at));
            assert!(diary.store(&history).await.is_err());
        }
        assert_eq!(diary.len(), 3);
        history.fail(None);
        diary.store(&history).await.unwrap();
        assert!(diary.is_empty());
        assert_eq!(kept(&history).await, 3);
    }

    #[tokio::test]
    async fn a_record_that_can_never_be_stored_is_given_up() {
        let (history, mut diary) = (InMemoryHealth::default(), HealthDiary::default());
        history.fail(Some(Retry::Useless));
        diary.write(minute(0));
        assert!(diary.store(&history).await.is_err());
        assert!(diary.is_empty());
    }

    #[test]
    fn an_hours_records_wait_and_the_oldest_gives_way() {
        let mut diary = HealthDiary::default();
        for at in 0..10 * HealthDiary::MOST {
            diary.write(minute(at));
            assert!(diary.len() <= HealthDiary::MOST);
        }
        assert_eq!(diary.len(), HealthDiary::MOST);
        assert_eq!(diary.0.front(), Some(&minute(540)));
    }
}
