//! A record of how the service is doing, every whole minute.

use std::sync::Arc;

use adapter_api::HealthProbe;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use kernel::Clock;
use operations_core::{HealthDiary, HealthHistory, HealthRecord};
use tokio::sync::Mutex;

use super::periodic::{Periodic, Rhythm, Runner};
use crate::measures;

const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// Each process has its own: of one service and minute the first row stays.
const RECORDING: Periodic = Periodic {
    name: "health_history",
    interval: MINUTE,
    jitter: TimeDelta::zero(),
    rhythm: Rhythm::Whole,
    alone: false,
};

/// Records each whole minute how the service is doing; what the database cannot take waits for it.
pub(crate) async fn record(
    runner: Runner,
    probe: Arc<dyn HealthProbe>,
    history: Arc<dyn HealthHistory>,
    clock: Arc<dyn Clock>,
) {
    let diary = Mutex::new(HealthDiary::default());
    let work = || async {
        let mut diary = diary.lock().await;
        diary.write(HealthRecord {
            checked_at: whole_minute(clock.now()),
            ..probe.health().await.record
        });
        // Not a failure of the job: it must go on taking notes, and just as often, while the database is away.
        if let Err(failure) = diary.store(&*history).await {
            tracing::debug!(
                error = &failure as &dyn std::error::Error,
                waiting = diary.len(),
                "how the service is doing is noted later"
            );
        }
        measures::memory("health_diary", diary.len(), HealthDiary::MOST);
        Ok(())
    };
    runner.by_the_machine().run(RECORDING, work).await;
}

/// The whole minute that `now` belongs to.
fn whole_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(MINUTE).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_of_the_whole_minute_in_which_it_was_made() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let minute = |text| whole_minute(at(text));
        assert_eq!(minute("2026-02-04T12:00:00Z"), at("2026-02-04T12:00:00Z"));
        assert_eq!(
            minute("2026-02-04T12:00:59.999Z"),
            at("2026-02-04T12:00:00Z")
        );
        assert_eq!(minute("2026-12-31T23:59:01Z"), at("2026-12-31T23:59:00Z"));
    }
}
