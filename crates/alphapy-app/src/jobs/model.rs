//! Writing down what became of questions to the language model, and answering those that had to wait.

use std::sync::Arc;
use std::time::Duration;

use adapter_postgres::PgModelCalls;
use chrono::TimeDelta;
use growth_core::Growth;
use kernel::{Clock, PortFailure};
use tokio_util::sync::CancellationToken;
use tokio_util::task::task_tracker::TaskTrackerToken;

use super::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::lifecycle::unless_stopped;
use crate::model::ModelRecords;

/// Questions that wait are looked for at least this often.
const POLL: TimeDelta = TimeDelta::seconds(5);
/// What is asked at the stop has so long to be answered …
const LAST_MOMENT: Duration = Duration::from_secs(3);
/// … and what was answered so long to be told, since nobody else tells the rest of it: an answer is up to three messages, of
/// which Discord takes each within a moment, and one within ten seconds or has not heard it.
const TELLING: Duration = Duration::from_secs(16);
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
///
/// As long as it holds `asking`, it may ask the model.
pub(crate) async fn answer_late(
    growth: Growth,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
    asking: TaskTrackerToken,
) {
    let mut pause = FIRST_PAUSE;
    let mut asking = Some(asking);
    while !stop.is_cancelled() {
        match answer_round(&growth, &stop, &mut asking).await {
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
async fn answer_round(
    growth: &Growth,
    stop: &CancellationToken,
    asking: &mut Option<TaskTrackerToken>,
) -> Result<usize, PortFailure> {
    let hand_back = async {
        for failure in growth.hand_back().await {
            warn(&failure, "a question that waits is tried again later on");
        }
        drop(asking.take());
    };
    let ended = until_told(growth.answer_late(), hand_back, stop).await;
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

/// What a round comes to. Once it is to stop, it may go on for a moment; then `hand_back` ends what is still asked, and the
/// rest of the round has so long as telling takes. None where it was cut.
async fn until_told<T>(
    round: impl Future<Output = T>,
    hand_back: impl Future<Output = ()>,
    stop: &CancellationToken,
) -> Option<T> {
    tokio::pin!(round);
    if let Some(ended) = unless_stopped(stop, &mut round).await {
        return Some(ended);
    }
    if let Ok(ended) = tokio::time::timeout(LAST_MOMENT, &mut round).await {
        return Some(ended);
    }
    let (told, ()) = tokio::join!(tokio::time::timeout(TELLING, round), hand_back);
    told.ok()
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

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, sleep};

    use super::*;

    /// The stop comes while a round has so much left to do; what it came to, and whether what was asked is handed back.
    async fn stopped_with(left: Duration) -> (bool, bool) {
        let (stop, mut is_handed_back) = (CancellationToken::new(), false);
        stop.cancel();
        let hand_back = async { is_handed_back = true };
        let ended = until_told(sleep(left), hand_back, &stop).await;
        (ended.is_some(), is_handed_back)
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_of_three_messages_is_told_also_where_discord_is_slow_at_the_stop() {
        assert_eq!(stopped_with(LAST_MOMENT / 2).await, (true, false));
        let slow = Duration::from_secs(10) + 2 * Duration::from_secs(2);
        assert_eq!(stopped_with(LAST_MOMENT + slow).await, (true, true));
    }

    #[tokio::test(start_paused = true)]
    async fn what_never_ends_is_cut_before_everything_else_is() {
        let begun = Instant::now();
        assert_eq!(stopped_with(Duration::MAX).await, (false, true));
        assert!(begun.elapsed() < LATE_ANSWERS_END);
    }
}
