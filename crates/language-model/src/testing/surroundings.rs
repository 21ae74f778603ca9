//! Guilds that have chosen, members that have paid, and a diary that can be read.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use kernel::{GuildId, PortFailure, Retry, UserId};

use crate::{
    CallRecord, ModelChoice, ModelChoices, ModelDiary, ModelNote, Plan, Plans, Temperature,
};

/// What every guild has chosen; with nothing chosen it cannot be read.
#[derive(Debug, Default)]
pub struct FixedChoices(Mutex<Option<ModelChoice>>);

/// What every member has paid for; with nothing said it cannot be read.
#[derive(Debug, Default)]
pub struct FixedPlans(pub Option<Plan>);

/// Remembers what it heard.
#[derive(Debug, Default)]
pub struct RecordingDiary {
    records: Mutex<Vec<CallRecord>>,
    notes: Mutex<Vec<String>>,
}

impl FixedChoices {
    /// From now on every guild has chosen this model, or none, and this temperature.
    pub fn choose(&self, model: Option<&str>, temperature: f64) {
        *lock(&self.0) = Some(ModelChoice {
            model: model.and_then(|it| it.parse().ok()),
            temperature: Temperature::clamped(temperature),
        });
    }

    /// From now on what guilds have chosen cannot be read.
    pub fn unread(&self) {
        *lock(&self.0) = None;
    }
}

impl RecordingDiary {
    /// The questions that ended, oldest first.
    pub fn records(&self) -> Vec<CallRecord> {
        lock(&self.records).clone()
    }

    /// What happened besides, as its debug output begins.
    pub fn notes(&self) -> Vec<String> {
        lock(&self.notes).clone()
    }
}

#[async_trait]
impl ModelChoices for FixedChoices {
    async fn of_guild(&self, _: Option<GuildId>) -> Result<ModelChoice, PortFailure> {
        let chosen = lock(&self.0).clone();
        chosen.ok_or_else(|| unreadable("read what a guild has chosen"))
    }
}

#[async_trait]
impl Plans for FixedPlans {
    async fn plan_of(&self, _: Option<GuildId>, _: UserId) -> Result<Plan, PortFailure> {
        self.0.ok_or_else(|| unreadable("read who has paid"))
    }
}

impl ModelDiary for RecordingDiary {
    fn called(&self, record: &CallRecord) {
        lock(&self.records).push(record.clone());
    }

    fn noted(&self, note: &ModelNote<'_>) {
        let shown = format!("{note:?}");
        let name = shown.split([' ', '(']).next().unwrap_or_default();
        lock(&self.notes).push(name.to_owned());
    }
}

fn unreadable(attempted: &'static str) -> PortFailure {
    PortFailure::new(attempted, Retry::Later, "nothing was said")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
