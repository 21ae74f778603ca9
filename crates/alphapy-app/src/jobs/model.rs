//! Writing down what became of questions to the language model, and answering those that had to wait.

use std::sync::Arc;
use std::time::Duration;

use adapter_postgres::PgModelCalls;
use chrono::TimeDelta;
use growth_core::Growth;
use kernel::{Clock, PortFailure};
use tokio_util::sync::CancellationToken;

use super::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::lifecycle::unless_stopped;
use crate::model::ModelRecords;

/// Questions that wait are looked for at least this often.
const POLL: TimeDelta = TimeDelta::seconds(5);
/// What is asked at the stop has so long to be answered …
const LAST_MOMENT: Duration = Duration::from_secs(3);
/// … and what was answered so long to be told: Discord takes ten seconds at most, or has not heard it.
const TELLING: Duration = Duration::from_secs(10);
/// How long it may take altogether from the stop to the end.
pub(crate) const LATE_ANSWERS_END: Duration = LAST_MOMENT
    .saturating_add(TELLING)
    .saturating_add(Duration::from_secs(1));
/// So many are written at once.
const BATCH: usize = 200;

/// Writes what there is, then waits for more; at the stop once more, whatever comes of it.
pub(crate) async fn write_records(
    records: Arc<ModelRecords>,
    calls: PgModelCalls,
    stop: CancellationToken,
) {
    let mut pause = FIRST_PAUSE;
    while unless_stopped(&stop, records.more()).await.is_some() {
        while !write(&records, &calls).await {
            if unless_stopped(&stop, tokio::time::sleep(pause))
                .await
                .is_none()
            {
                break;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        pause = FIRST_PAUSE;
    }
    write(&records, &calls).await;
}

/// Answers questions that had to wait, when their time has come. At the stop what is asked has a moment to be answered, or
/// is handed back for whoever comes next; what was answered is told first.
pub(crate) async fn answer_late(growth: Growth, clock: Arc<dyn Clock>, stop: CancellationToken) {
    let mut pause = FIRST_PAUSE;
    while !stop.is_cancelled() {
        match answer_round(&growth, &stop).await {
            Ok(0) => {
                pause = FIRST_PAUSE;
                let latest = clock.now() + POLL;
                let due = growth.next_due().await.ok().flatten();
                let until = due.map_or(latest, |it| it.min(latest));
                unless_stopped(&stop, clock.sleep_until(until)).await;
            }
            Ok(_) => pause = FIRST_PAUSE,
            Err(failure) => {
                warn(&failure, "questions that wait will be looked for again");
                unless_stopped(&stop, tokio::time::sleep(pause)).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

/// How many questions were tried.
async fn answer_round(growth: &Growth, stop: &CancellationToken) -> Result<usize, PortFailure> {
    let round = growth.answer_late();
    tokio::pin!(round);
    let mut ended = unless_stopped(stop, &mut round).await;
    if ended.is_none() {
        ended = tokio::time::timeout(LAST_MOMENT, &mut round).await.ok();
    }
    if ended.is_none() {
        let told = tokio::time::timeout(TELLING, round);
        let (told, failures) = tokio::join!(told, growth.hand_back());
        for failure in failures {
            warn(&failure, "a question that waits is tried again later on");
        }
        ended = told.ok();
    }
    let Some(ended) = ended.transpose()? else {
        tracing::warn!("it is not known whether somebody was told what they had asked for");
        return Ok(0);
    };
    for failure in &ended.failures {
        // They were told that it may take a while, and can ask again.
        warn(
            failure,
            "somebody could not be told what they had asked for",
        );
    }
    Ok(ended.tried)
}

fn warn(failure: &PortFailure, message: &'static str) {
    tracing::warn!(error = failure as &dyn std::error::Error, "{message}");
}

/// Whether all was written. What the database refuses for good is left out.
async fn write(records: &ModelRecords, calls: &PgModelCalls) -> bool {
    loop {
        let batch = records.oldest(BATCH);
        if batch.is_empty() {
            return true;
        }
        if let Err(failure) = calls.write(&batch).await {
            tracing::warn!(
                error = &failure as &dyn std::error::Error,
                rows = batch.len(),
                "what became of questions to the language model was not written down"
            );
            if failure.retry() == kernel::Retry::Later {
                return false;
            }
        }
        records.forget(batch.len());
    }
}
