//! A history of health that is nothing but its records.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{PortFailure, Retry};

use crate::{DbStatus, HealthHistory, HealthRecord};

/// When tests happen.
pub fn moment() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + chrono::TimeDelta::days(20_000)
}

/// A record of a service that does well.
pub fn health_record(service: &str, checked_at: DateTime<Utc>) -> HealthRecord {
    HealthRecord {
        service: service.to_owned(),
        version: "0.1.0".to_owned(),
        uptime_seconds: 90,
        db_status: DbStatus::Ok,
        guild_count: Some(3),
        active_commands_24h: None,
        gpt_status: None,
        database_pool_size: Some(2),
        checked_at,
    }
}

/// Remembers records; fails when it is told to.
#[derive(Debug, Default)]
pub struct InMemoryHealth(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    records: Vec<HealthRecord>,
    failing: Option<Retry>,
}

impl InMemoryHealth {
    /// From now on every call fails like this, or none does.
    pub fn fail(&self, how: Option<Retry>) {
        self.state().failing = how;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, State>, PortFailure> {
        let state = self.state();
        match state.failing {
            Some(retry) => Err(PortFailure::new("reach the history", retry, "told to fail")),
            None => Ok(state),
        }
    }
}

#[async_trait]
impl HealthHistory for InMemoryHealth {
    async fn add(&self, record: &HealthRecord) -> Result<(), PortFailure> {
        let mut state = self.working()?;
        let same =
            |it: &HealthRecord| it.service == record.service && it.checked_at == record.checked_at;
        if !state.records.iter().any(same) {
            state.records.push(record.clone());
        }
        Ok(())
    }

    async fn newest(
        &self,
        service: &str,
        since: DateTime<Utc>,
        limit: u32,
    ) -> Result<Vec<HealthRecord>, PortFailure> {
        let state = self.working()?;
        let records = state.records.iter();
        let mut found: Vec<_> = records
            .filter(|it| it.service == service && it.checked_at >= since)
            .cloned()
            .collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.checked_at));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::health_history_contract!(#[tokio::test] fn() => Box::new(InMemoryHealth::default()));
}
