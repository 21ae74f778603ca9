//! What is true of any language model.
#![doc = include_str!("../README.md")]

mod activity;
mod ending;
mod failure;
mod messages;
mod off_theme;
mod ports;
mod prompt;
mod request;
mod service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod usage;
pub mod wording;

pub use activity::{
    CallOutcome, CallRecord, Counts, Health, LastCall, LastError, Lately, ModelStatus, RING, Spent,
    Tariff, Tariffs,
};
pub use ending::whole_part;
pub use failure::{
    Again, FailureClass, Group, Impact, ModelError, QuotaReached, Refusal, classify, retry_after,
};
pub use messages::{MESSAGE_MAX, MESSAGES_MAX, messages_of};
pub use off_theme::OffTheme;
pub use ports::{LanguageModel, ModelChoice, ModelChoices, ModelDiary, ModelEndpoint, ModelNote};
pub use prompt::{Block, Prompt, Quoted, redacted};
pub use request::{
    Awaited, Call, Completion, CompletionRequest, Ended, Feature, Message, ModelName, NoModelName,
    Role, SystemText, Temperature, Tokens, Warmth,
};
pub use service::{
    DEFERRED_MOST, DEFERRED_TRIES, Held, ModelPorts, ModelRules, ModelService, deferred_wait,
    late_deadline, may_wait, next_try,
};
pub use usage::{Counted, ModelUsage, Plan, Plans, UsageKey, Used};
