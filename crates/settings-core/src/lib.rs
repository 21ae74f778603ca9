//! Typed settings of a guild.
#![doc = include_str!("../README.md")]

mod change;
mod coercion;
mod definition;
mod ports;
mod registry;
mod snapshot;
mod stored;
pub mod system;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod use_cases;
mod value;

pub use change::{ApplyChanges, Change, ChangeSource, ChangeType, SettingChanged};
pub use coercion::{Coerced, CoercionError};
pub use definition::{DefaultValue, Definition, Kind, Who};
pub use ports::{GuildStore, SettingsAudit, SettingsReader, SettingsStore};
pub use registry::{DuplicateSetting, Registry};
pub use snapshot::{Override, Snapshot};
pub use system::{LogLevel, Severity, SystemSettings, audit_channel};
pub use use_cases::{ChangeRefusal, ChangeSetting, Outcome, Settings, ShownSetting};
pub use value::{RawValue, SettingValue};
