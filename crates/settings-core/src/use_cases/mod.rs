//! The handle `Settings`, and what can be done with it: read, show, set, undo, export, import.

use std::sync::Arc;

use crate::{Registry, SettingsAudit, SettingsHistory, SettingsReader, SettingsStore};

mod history;
mod read;
mod roll_back;
mod set;
mod set_elsewhere;
mod set_many;
mod set_scope;
mod show;
mod transfer;

pub use history::ToldChange;
pub use roll_back::{RollbackRefusal, WayBack};
pub use set::{ChangeRefusal, ChangeSetting, Outcome};
pub use set_many::{BulkRefusal, ChangeSettings, RefusedWish, Wish};
pub use set_scope::{ChangeScope, Others, ScopeRefusal};
pub use show::ShownSetting;
pub use transfer::{
    ImportPlan, ImportSettings, Imported, PlannedChange, RejectedLine, WhyRejected,
};

/// Everything that can be done with settings. Cheap to clone.
#[derive(Clone)]
pub struct Settings {
    registry: Arc<Registry>,
    reader: Arc<dyn SettingsReader>,
    store: Arc<dyn SettingsStore>,
    history: Arc<dyn SettingsHistory>,
    audit: Arc<dyn SettingsAudit>,
}

impl Settings {
    /// Settings as `registry` declares them, read through `reader`, written to `store` which also tells
    /// their history, reported to `audit`.
    pub fn new(
        registry: Arc<Registry>,
        reader: Arc<dyn SettingsReader>,
        store: Arc<impl SettingsStore + SettingsHistory + 'static>,
        audit: Arc<dyn SettingsAudit>,
    ) -> Self {
        Self {
            registry,
            reader,
            history: store.clone(),
            store,
            audit,
        }
    }

    /// Every setting there is.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }
}
