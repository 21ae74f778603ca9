//! Typed settings of a guild.
#![doc = include_str!("../README.md")]

mod capability;
mod change;
mod coercion;
mod constraint;
mod definition;
mod file;
mod history;
mod pickers;
mod ports;
mod recorded;
mod registry;
mod snapshot;
mod stored;
mod surroundings;
pub mod system;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;
mod value;
pub mod wizard;

pub use capability::{BotPermission, Capability, Granted, Intent, Lack, Need, Since};
pub use change::{ApplyChanges, Change, ChangeSource, ChangeType, NotApplied, SettingChanged};
pub use coercion::{Coerced, CoercionError};
pub use constraint::Constraint;
pub use definition::{DefaultValue, Definition, Kind, Who};
pub use file::{FileRefusal, SettingsFile};
pub use history::{HistoryEntry, HistoryFilter, HistoryId, NoHistoryId};
pub use pickers::{PickableChannel, PickableKind, PickableRole, PickerSource, Pickers};
pub use ports::{GuildStore, SettingsAudit, SettingsHistory, SettingsReader, SettingsStore};
pub use recorded::{RECORDED_MAX, recorded};
pub use registry::{DuplicateSetting, Registry};
pub use snapshot::{Override, Snapshot};
pub use surroundings::{Look, Objection, Surroundings, Unfit};
pub use system::{LogLevel, Severity, SystemSettings, audit_channel};
pub use use_cases::{
    BulkRefusal, ChangeRefusal, ChangeScope, ChangeSetting, ChangeSettings, ImportPlan,
    ImportSettings, Imported, Others, Outcome, PlannedChange, RefusedWish, RejectedLine,
    RollbackRefusal, ScopeRefusal, Settings, ShownSetting, ToldChange, WayBack, WhyRejected, Wish,
};
pub use value::{RawValue, SettingValue};
