//! Fakes of the ports, and the contracts that their adapters keep.

mod command_log;
pub mod command_log_contract;
pub mod contract;
mod health;
pub mod health_contract;
mod in_memory;
mod job_runs;
pub mod job_runs_contract;
mod recording_log;
mod secrets;
mod sync;
pub mod sync_contract;
mod telemetry;

pub use command_log::{InMemoryCommandLog, executions};
pub use health::{InMemoryHealth, health_record, moment};
pub use in_memory::InMemorySchema;
pub use job_runs::InMemoryJobRuns;
pub use recording_log::RecordingLog;
pub use secrets::{Gate, InMemorySecretManager, fallback_of, secret_manager_contract};
pub use sync::{FakeRegistry, InMemorySyncStates};
pub use telemetry::{FixedActivity, FixedBot, RecordingSink};
