//! Writing down what became of questions to the language model.

use std::sync::Arc;

use adapter_postgres::PgModelCalls;
use tokio_util::sync::CancellationToken;

use super::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::lifecycle::unless_stopped;
use crate::model::ModelRecords;

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
