//! What is measured, and the page that shows it.

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use adapter_api::MetricsPage;
use language_model::{CallOutcome, CallRecord};
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use operations_core::CacheFigures;
use reminders_core::{Backlog, Delivered, Ending, Kind};

const HANDLED: &str = "alphapy_reminder_occurrences_total";
const LATENESS: &str = "alphapy_reminder_lateness_seconds";
const DUE: &str = "alphapy_reminders_due";
const WAITING: &str = "alphapy_reminders_waiting";
const MEMORY: &str = "alphapy_memory_entries";
const MEMORY_MAX: &str = "alphapy_memory_entries_max";
const COMMANDS_DROPPED: &str = "alphapy_command_tracking_dropped_total";
const BREAKERS: &str = "alphapy_reminder_breakers_open";
const MODEL_CALLS: &str = "alphapy_model_calls_total";
const MODEL_SECONDS: &str = "alphapy_model_seconds";
const MODEL_TOKENS: &str = "alphapy_model_tokens_total";
const MODEL_DROPPED: &str = "alphapy_model_deferred_dropped_total";
/// From a short answer to the longest wait, in seconds.
const MODEL_BUCKETS: [f64; 7] = [0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];
const HTTP_SECONDS: &str = "alphapy_http_request_seconds";
/// From what comes out of memory to what is given up, in seconds.
const HTTP_BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0, 30.0];
/// From punctual to two hours, in seconds.
const BUCKETS: [f64; 9] = [0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 600.0, 3600.0, 7200.0];

/// The process's measures.
pub(crate) struct Measures(PrometheusHandle);

/// What [`memory`] was told last, by the structures' names, which the program's own code gives.
static REMEMBERED: Mutex<BTreeMap<&'static str, (usize, usize)>> = Mutex::new(BTreeMap::new());

static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

impl Measures {
    /// Starts measuring; apps of one process share their measures. None when something else measures already.
    pub(crate) fn start() -> Option<Self> {
        HANDLE.get_or_init(install).clone().map(Self)
    }

    /// Sorts what was measured into the histograms' buckets; called every few seconds, so that memory stays flat.
    pub(crate) fn upkeep(&self) {
        self.0.run_upkeep();
    }
}

impl MetricsPage for Measures {
    fn render(&self) -> String {
        self.0.render()
    }

    fn memory(&self) -> BTreeMap<&'static str, usize> {
        let shown = remembered();
        shown.iter().map(|it| (it.structure, it.entries)).collect()
    }
}

fn install() -> Option<PrometheusHandle> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(LATENESS.to_owned()), &BUCKETS)
        .ok()?
        .set_buckets_for_metric(Matcher::Full(HTTP_SECONDS.to_owned()), &HTTP_BUCKETS)
        .ok()?;
    let builder = builder
        .set_buckets_for_metric(Matcher::Full(MODEL_SECONDS.to_owned()), &MODEL_BUCKETS)
        .ok()?;
    let handle = builder.install_recorder().ok()?;
    describe_counter!(
        HANDLED,
        "Reminder sends that were handled, by moment and ending"
    );
    describe_histogram!(
        LATENESS,
        "How long after its moment a reminder was sent, in seconds"
    );
    describe_gauge!(
        DUE,
        "Reminder sends whose moment has come and that no process has taken on"
    );
    describe_gauge!(
        WAITING,
        "Reminder sends that were taken on and have not ended: on their way, or waiting for another try"
    );
    describe_gauge!(
        BREAKERS,
        "Servers whose sends this process holds back, because Discord refused several in a row"
    );
    describe_counter!(
        "alphapy_settings_rows_ignored_total",
        "Stored settings that were left out: unknown to this version, or unreadable"
    );
    describe_counter!(
        "alphapy_settings_cache_evictions_total",
        "Servers whose settings had to leave the memory for another's"
    );
    describe_counter!(
        "alphapy_settings_stale_reads_total",
        "Reads of settings that were answered from memory, because the database was away"
    );
    describe_counter!(
        COMMANDS_DROPPED,
        "Uses of commands that were not written down: the queue was full, the database refused them, or they came too late"
    );
    describe_counter!(
        "alphapy_http_requests_total",
        "Requests to the API, by class (read, write, webhook, probe, preflight) and status"
    );
    describe_histogram!(
        HTTP_SECONDS,
        "How long requests to the API took, by class, in seconds"
    );
    describe_counter!(
        MODEL_CALLS,
        "Questions to the language model, by feature and outcome: ok, or the class of the failure"
    );
    describe_histogram!(
        MODEL_SECONDS,
        "How long questions to the language model took, retries included, by feature, in seconds"
    );
    describe_counter!(
        MODEL_TOKENS,
        "Tokens that the language model read (prompt) and wrote (completion)"
    );
    describe_counter!(
        MODEL_DROPPED,
        "Questions that waited for the language model and were given up"
    );
    describe_gauge!(MEMORY, "Entries that a structure in memory holds");
    describe_gauge!(MEMORY_MAX, "The most entries that the structure ever holds");
    Some(handle)
}

/// Shows how much is due.
pub(crate) fn backlog(backlog: Backlog, open_breakers: usize) {
    gauge!(DUE).set(f64::from(backlog.due));
    gauge!(WAITING).set(f64::from(backlog.under_way));
    gauge!(BREAKERS).set(count(open_breakers));
}

/// Shows how many uses of commands were not written down since the start.
pub(crate) fn commands_dropped(dropped: u64) {
    counter!(COMMANDS_DROPPED).absolute(dropped);
}

/// Shows how many entries a structure in memory holds, and how many it ever holds.
pub(crate) fn memory(structure: &'static str, entries: usize, most: usize) {
    let mut remembered = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    remembered.insert(structure, (entries, most));
    drop(remembered);
    gauge!(MEMORY, "structure" => structure).set(count(entries));
    gauge!(MEMORY_MAX, "structure" => structure).set(count(most));
}

/// What was shown of structures in memory last, for those who look at them in Discord.
pub(crate) fn remembered() -> Vec<CacheFigures> {
    let remembered = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    let figures = remembered
        .iter()
        .map(|(structure, (entries, most))| CacheFigures {
            structure,
            entries: *entries,
            most: *most,
        });
    figures.collect()
}

/// Counts a question to the language model.
pub(crate) fn model_called(record: &CallRecord) {
    let feature = record.feature.name();
    let outcome = match &record.outcome {
        CallOutcome::Answered(tokens) => {
            counter!(MODEL_TOKENS, "kind" => "prompt").increment(tokens.prompt);
            counter!(MODEL_TOKENS, "kind" => "completion").increment(tokens.completion);
            "ok"
        }
        CallOutcome::Failed { class, .. } => class.as_str(),
    };
    counter!(MODEL_CALLS, "feature" => feature, "outcome" => outcome).increment(1);
    let seconds = record.latency.as_seconds_f64().max(0.0);
    histogram!(MODEL_SECONDS, "feature" => feature).record(seconds);
}

/// Counts a question that waited for the language model and was given up.
pub(crate) fn model_dropped() {
    counter!(MODEL_DROPPED).increment(1);
}

/// A number as gauges take it; there is never more than fits.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Counts a send that the dispatcher handled.
pub(crate) fn delivered(one: &Delivered) {
    let kind = match one.kind {
        Kind::Pre => "pre",
        Kind::T0 => "t0",
        Kind::Snoozed => "snoozed",
    };
    let ending = match one.ending {
        Ending::Sent => "sent",
        Ending::SentLate => "late",
        Ending::Postponed => "retried",
        Ending::Failed => "failed",
        Ending::Missed => "missed",
        Ending::Skipped => "skipped",
        Ending::Deduplicated => "deduplicated",
    };
    counter!(HANDLED, "kind" => kind, "ending" => ending).increment(1);
    if matches!(one.ending, Ending::Sent | Ending::SentLate) {
        histogram!(LATENESS, "kind" => kind).record(one.lateness.as_seconds_f64().max(0.0));
    }
}
