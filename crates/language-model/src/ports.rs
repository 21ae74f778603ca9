//! What features ask of a model, and what a model asks of the outside.

use async_trait::async_trait;
use kernel::{GuildId, PortFailure};

use crate::{
    Call, CallRecord, Completion, CompletionRequest, FailureClass, ModelError, ModelName,
    Temperature,
};

/// A language model, as features ask it. They hold it as `Arc<dyn LanguageModel>`.
#[async_trait]
pub trait LanguageModel: Send + Sync {
    /// Answers a question, or says why not: what is no answer of the model is always an error, never a text that looks
    /// like one. Ends by the request's deadline. Counts against the quota of whoever asked only if an answer comes.
    async fn complete(&self, request: CompletionRequest) -> Result<Completion, ModelError>;
}

/// A service that has models.
#[async_trait]
pub trait ModelEndpoint: Send + Sync {
    /// Asks once; whether a failure is worth another try is not its affair. An answer is never blank, and no error holds
    /// the service's key. Dropping the future ends the question.
    async fn ask(&self, call: &Call) -> Result<Completion, ModelError>;
}

/// What guilds have chosen.
#[async_trait]
pub trait ModelChoices: Send + Sync {
    /// What `guild` has chosen now, so that a change counts at once; what holds for everybody in a direct message.
    async fn of_guild(&self, guild: Option<GuildId>) -> Result<ModelChoice, PortFailure>;
}

/// What a guild has chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelChoice {
    /// Its model; the operator's when it has chosen none.
    pub model: Option<ModelName>,
    /// How freely answers are.
    pub temperature: Temperature,
}

/// Hears what happens between asking and answering, for logs and for records of calls. Nothing waits for it, and no text
/// of anybody reaches it.
pub trait ModelDiary: Send + Sync {
    /// A question was answered, or finally not.
    fn called(&self, record: &CallRecord);

    /// Something happened that an operator may want to know.
    fn noted(&self, note: &ModelNote<'_>);
}

/// What an operator may want to know.
#[derive(Debug)]
pub enum ModelNote<'a> {
    /// A try failed and is followed by another one.
    TriesAgain {
        /// Why it failed.
        error: &'a ModelError,
        /// How long after the failure the next one begins.
        wait: chrono::TimeDelta,
    },
    /// The service failed so often that it is left alone for a while.
    CircuitOpened(FailureClass),
    /// The choice of a guild could not be read; what holds for everybody counts.
    ChoiceUnknown(&'a PortFailure),
    /// What a member has paid for is not known; they count as having paid nothing.
    PlanUnknown(&'a PortFailure),
    /// A quota could not be counted.
    QuotaUncounted {
        /// Why.
        failure: &'a PortFailure,
        /// Whether the question was asked all the same.
        is_let_through: bool,
    },
    /// What was counted for an answer that did not come could not be given back, or its tokens not be counted.
    UsageUnwritten(&'a PortFailure),
    /// A question that waited for the service was given up.
    DeferredDropped {
        /// What it was for.
        feature: crate::Feature,
        /// How often it was asked.
        tries: u32,
    },
}
