//! Roles and a log that remember what they were asked and told.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{GuildId, PortFailure, Retry, RoleId, UserId};

use crate::{AcceptanceRoles, AgreementNews, Granted, PrivacyLog};

/// [`AcceptanceRoles`] that end as they are told to; while nothing is said, Discord cannot be reached.
#[derive(Debug, Default)]
pub struct StubRoles {
    ends: Mutex<Option<Granted>>,
}

impl StubRoles {
    /// From now on giving a role ends like this.
    pub fn end_with(&self, granted: Option<Granted>) {
        *self.ends.lock().unwrap_or_else(PoisonError::into_inner) = granted;
    }
}

#[async_trait]
impl AcceptanceRoles for StubRoles {
    async fn grant(&self, _: GuildId, _: UserId, _: RoleId) -> Result<Granted, PortFailure> {
        let ends = *self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        ends.ok_or_else(|| PortFailure::new("give a role", Retry::Later, "away"))
    }
}

/// [`PrivacyLog`] that remembers what it was told.
#[derive(Debug, Default)]
pub struct RecordingLog {
    told: Mutex<Vec<AgreementNews>>,
}

impl RecordingLog {
    /// What it was told since somebody last asked.
    pub fn take(&self) -> Vec<AgreementNews> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *told)
    }
}

#[async_trait]
impl PrivacyLog for RecordingLog {
    async fn tell(&self, _: GuildId, news: AgreementNews) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.push(news);
    }
}
