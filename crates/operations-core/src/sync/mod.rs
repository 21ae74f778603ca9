//! Telling Discord of the application commands: only when they have changed, and never more often than it likes.

mod commands;
#[cfg(test)]
mod commands_tests;
mod cooldowns;
mod decision;
mod ports;
mod remaining;
mod scope;
mod session;

pub use commands::{CommandSync, SyncBatch, SyncOutcome, SyncPorts, SyncRequest};
pub use cooldowns::SyncCooldowns;
pub use ports::{CommandRegistry, Definitions, OverwriteFailure, SyncState, SyncStates};
pub use remaining::remaining;
pub use scope::{Scope, SyncType};
pub use session::{Session, SessionBegan};
