//! What concerns whoever runs the bot, and all its servers at once.
#![doc = include_str!("../README.md")]

mod analytics;
mod command_log;
mod consent;
mod cooldowns;
mod events;
mod health;
mod jobs;
mod percentile;
mod ports;
mod refusal;
mod release;
mod retention;
mod runtime;
mod schema;
mod secrets;
mod step;
mod sync;
mod telemetry;
#[cfg(feature = "testing")]
pub mod testing;
mod tracking;
mod traffic;
mod vitals;

pub use analytics::{CommandAnalytics, StatsRefusal, StatsRequest, TopCommands};
pub use command_log::{CommandLog, CommandScope, Ranking, Usage, WriteFailure};
pub use consent::{Consent, NoConsent};
pub use cooldowns::Cooldowns;
pub use events::{Detail, EventType, Events, OperationalEvent};
pub use health::{AiStatus, AiUse, DbStatus, HealthDiary, HealthHistory, HealthRecord};
pub use jobs::{Claim, JobRun, JobRuns, Pace};
pub use percentile::percentiles;
pub use ports::{OperatorLog, SchemaSteps};
pub use refusal::{SchemaRefusal, StepRefusal};
pub use release::{CODENAME, NAME, NotesOf, NotesSection, ReleaseNotes, VERSION, release_notes};
pub use retention::{Batch, Forgotten, Retained, Retention, forget_old};
pub use runtime::{
    BotRuntime, BotSnapshot, CommandFacts, GatewayLatency, GuildFacts, Heartbeats, uptime_words,
};
pub use schema::{Caller, Schema, SchemaChange};
pub use secrets::{
    InvalidSecretName, MOST_SECRETS, ManagedSecret, SecretFallback, SecretLookup, SecretManager,
    SecretName, SecretNote, SecretSource, Secrets,
};
pub use step::{AppliedStep, DoneStep, Step, StepState};
pub use sync::{
    CommandRegistry, CommandSync, Definitions, OverwriteFailure, Scope, Session, SessionBegan,
    SyncBatch, SyncCooldowns, SyncOutcome, SyncPorts, SyncRequest, SyncState, SyncStates, SyncType,
    remaining,
};
pub use telemetry::{
    Activity, ActivityCounts, Outbox, SubsystemSnapshot, SubsystemStatus, Telemetry, TelemetryPace,
    TelemetryPorts, TelemetryRound, TelemetrySink,
};
pub use tracking::{
    Ending, ErrorText, Execution, ExecutionKind, Flushed, Flusher, QualifiedName, Refusal, Tracked,
    Tracker, tracking,
};
pub use traffic::{Traffic, TrafficSummary};
pub use vitals::{CacheFigures, ProcessFigures, Vitals};
