//! The language model of this process: one for every feature, so that places, breaker, quotas and figures are shared.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use adapter_openai::OpenAi;
use async_trait::async_trait;
use growth_core::settings::gpt::GptSettings;
use growth_core::{GrowthDiary, GrowthNote, TitleRanker};
use kernel::{Clock, GuildId, PortFailure};
use language_model::{
    CallOutcome, CallRecord, FailureClass, ModelChoice, ModelChoices, ModelDiary, ModelNote,
    ModelPorts, ModelService, Temperature,
};
use operations_core::AiUse;
use settings_core::{SettingsReader, Snapshot};
use tickets_core::faq::WordIndex;
use tokio::sync::Notify;

use crate::config::ModelOptions;
use crate::measures;
use crate::wiring::Stores;

/// So many records wait to be written; past that the newest are only in the log.
const MOST_WAITING: usize = 1000;

/// The language model over the service that the operator has named.
pub(crate) fn service(
    stores: &Stores,
    options: &ModelOptions,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<ModelService> {
    if options.service.key.is_none() {
        tracing::warn!(
            "OPENAI_API_KEY is not set: everything works but what asks the language model, which tells members that it is not available"
        );
    }
    let endpoint = OpenAi::new(&options.service, clock.clone())?;
    let ports = ModelPorts {
        endpoint: Arc::new(endpoint),
        choices: Arc::new(Choices(Arc::new(stores.cached_settings.clone()))),
        usage: stores.model_usage.clone(),
        // Nothing is sold.
        plans: None,
        diary: stores.model_records.clone(),
        clock,
        chance: kernel::chance,
    };
    Ok(ModelService::new(ports, options.rules()))
}

/// How often the model was asked lately, as reports tell it.
pub(crate) fn model_use(model: &ModelService) -> AiUse {
    let lately = model.lately();
    AiUse {
        successes_last_hour: lately.answered_last_hour,
        errors_last_hour: lately.failed_last_hour,
        calls_24h: lately.answered_24h.saturating_add(lately.failed_24h),
        errors_24h: lately.failed_24h,
    }
}

/// [`TitleRanker`] by the rules of the FAQ, which know slips, plurals and synonyms in Dutch and English.
pub(crate) struct NotesByTitle;

impl TitleRanker for NotesByTitle {
    fn best(&self, text: &str, titles: &[&str]) -> Option<usize> {
        let mut index = WordIndex::default();
        for (slot, title) in (0..).zip(titles) {
            index.put(slot, title, [], "");
        }
        usize::try_from(index.search(text).first()?.slot).ok()
    }
}

/// [`GrowthDiary`] in the log.
pub(crate) struct GrowthLog;

impl GrowthDiary for GrowthLog {
    fn noted(&self, note: &GrowthNote<'_>) {
        match note {
            GrowthNote::ContextUnread(failure) => warn(
                failure,
                "somebody's earlier check-ins could not be read, and were left out of what the model was asked",
            ),
            GrowthNote::CheckinUnkept(failure) => {
                warn(failure, "a check-in was answered and not kept");
            }
            GrowthNote::WaitingUnkept(failure) => warn(
                failure,
                "a question could not be kept until the language model comes back",
            ),
        }
    }
}

/// [`ModelChoices`] in the guilds' settings.
struct Choices(Arc<dyn SettingsReader>);

#[async_trait]
impl ModelChoices for Choices {
    async fn of_guild(&self, guild: Option<GuildId>) -> Result<ModelChoice, PortFailure> {
        let settings = match guild {
            Some(guild) => GptSettings::read(&*self.0.snapshot(guild).await?),
            None => GptSettings::read(&Snapshot::default()),
        };
        Ok(ModelChoice {
            model: settings.model.and_then(|it| it.parse().ok()),
            temperature: Temperature::clamped(settings.temperature),
        })
    }
}

/// The [`ModelDiary`] of this process: what becomes of questions is logged and counted, and waits to be written down.
#[derive(Debug, Default)]
pub(crate) struct ModelRecords {
    waiting: Mutex<VecDeque<CallRecord>>,
    more: Notify,
}

impl ModelRecords {
    /// Returns when there is something to write.
    pub(crate) async fn more(&self) {
        self.more.notified().await;
    }

    /// At most so many of the oldest records that wait.
    pub(crate) fn oldest(&self, most: usize) -> Vec<CallRecord> {
        self.lock().iter().take(most).cloned().collect()
    }

    /// Forgets so many of the oldest records: they were written.
    pub(crate) fn forget(&self, written: usize) {
        let mut waiting = self.lock();
        let written = written.min(waiting.len());
        waiting.drain(..written);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<CallRecord>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ModelDiary for ModelRecords {
    fn called(&self, record: &CallRecord) {
        measures::model_called(record);
        log(record);
        let mut waiting = self.lock();
        if waiting.len() < MOST_WAITING {
            waiting.push_back(record.clone());
        }
        drop(waiting);
        self.more.notify_one();
    }

    fn noted(&self, note: &ModelNote<'_>) {
        match note {
            ModelNote::TriesAgain { error, wait } => {
                tracing::info!(class = %error.class, detail = %error.detail, wait_ms = wait.num_milliseconds(),
                    "the language model is asked again");
            }
            ModelNote::CircuitOpened(class) => {
                tracing::warn!(%class, "the language model failed so often that it is left alone for a minute");
            }
            ModelNote::ChoiceUnknown(failure) => {
                warn(failure, "which model a server has chosen is unknown");
            }
            ModelNote::PlanUnknown(failure) => {
                warn(failure, "what a member has paid for is unknown");
            }
            ModelNote::QuotaUncounted {
                failure,
                is_let_through,
            } => tracing::warn!(
                error = *failure as &dyn std::error::Error,
                is_let_through,
                "an answer of the language model could not be counted"
            ),
            ModelNote::UsageUnwritten(failure) => {
                warn(
                    failure,
                    "what an answer of the language model took was not written down",
                );
            }
            ModelNote::DeferredDropped { feature, tries } => {
                measures::model_dropped();
                tracing::warn!(
                    feature = feature.name(),
                    tries,
                    "a question that waited for the language model was given up"
                );
            }
        }
    }
}

fn warn(failure: &PortFailure, message: &'static str) {
    tracing::warn!(error = failure as &dyn std::error::Error, "{message}");
}

/// Ids and figures, never a text of a member or of the model.
fn log(record: &CallRecord) {
    let (feature, model) = (record.feature.name(), record.model.as_str());
    let guild = record.guild.map(GuildId::get);
    let latency_ms = record.latency.num_milliseconds();
    let retries = record.retries;
    match &record.outcome {
        CallOutcome::Answered(tokens) => {
            let tokens = tokens.total();
            tracing::info!(
                feature,
                model,
                guild,
                latency_ms,
                retries,
                tokens,
                "the language model answered"
            );
        }
        // It was said at the start, and nothing is amiss.
        CallOutcome::Failed {
            class: FailureClass::MissingKey,
            ..
        } => tracing::debug!(feature, guild, "there is no key for the language model"),
        CallOutcome::Failed { class, detail } => tracing::warn!(
            feature, model, guild, latency_ms, retries, %class, %detail,
            "the language model did not answer"
        ),
    }
}
