//! What reports are made of.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use operations_core::{BotRuntime, HealthHistory};

use crate::dashboard::Dashboards;

/// What reports are made of. Cheap to clone.
#[derive(Clone)]
pub struct Operations {
    /// `SERVICE_NAME`: whose history is told.
    pub service: String,
    /// The program's version.
    pub version: &'static str,
    /// What this version is called.
    pub codename: &'static str,
    /// Since when the process runs.
    pub started: DateTime<Utc>,
    /// The bot, as the gateway left it.
    pub bot: Arc<dyn BotRuntime>,
    /// How the service was doing.
    pub history: Arc<dyn HealthHistory>,
    /// What dashboards were told in the last seconds.
    pub dashboards: Dashboards,
}
