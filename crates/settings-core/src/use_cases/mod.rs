//! The handle `Settings`, and what can be done with it: read, show, set.

use std::sync::Arc;

use crate::{Registry, SettingsAudit, SettingsReader, SettingsStore};

mod read;
mod set;
mod show;

pub use set::{ChangeRefusal, ChangeSetting, Outcome};
pub use show::ShownSetting;

/// Everything that can be done with settings. Cheap to clone.
#[derive(Clone)]
pub struct Settings {
    registry: Arc<Registry>,
    reader: Arc<dyn SettingsReader>,
    store: Arc<dyn SettingsStore>,
    audit: Arc<dyn SettingsAudit>,
}

impl Settings {
    /// Settings as `registry` declares them, read through `reader`, written to `store`, reported to `audit`.
    pub fn new(
        registry: Arc<Registry>,
        reader: Arc<dyn SettingsReader>,
        store: Arc<dyn SettingsStore>,
        audit: Arc<dyn SettingsAudit>,
    ) -> Self {
        Self {
            registry,
            reader,
            store,
            audit,
        }
    }

    /// Every setting there is.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}
