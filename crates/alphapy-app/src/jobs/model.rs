//! Writing down what became of questions to the language model, and answering those that had to wait.

use std::sync::Arc;

use adapter_postgres::PgModelCalls;
use chrono::TimeDelta;
use growth_core::Growth;
use kernel::Clock;
use tokio_util::sync::CancellationToken;

use super::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::lifecycle::unless_stopped;
use crate::model::ModelRecords;

/// Questions that wait are looked for at least this often.
const POLL: TimeDelta = TimeDelta::seconds(5);
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

/// Answers questions that had to wait, when their time has come.
pub(crate) async fn answer_late(growth: Growth, clock: Arc<dyn Clock>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match unless_stopped(&stop, growth.answer_late()).await {
            None => return,
            Some(Ok(true)) => continue,
            Some(Ok(false)) => {}
            // They were told that it may take a while, and can ask again.
            Some(Err(failure)) => tracing::warn!(
                error = &failure as &dyn std::error::Error,
                "somebody could not be told what they had asked for"
            ),
        }
        let latest = clock.now() + POLL;
        let until = growth.next_due().map_or(latest, |it| it.min(latest));
        unless_stopped(&stop, clock.sleep_until(until)).await;
    }
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
