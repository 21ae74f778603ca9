//! A record of how the service is doing, every whole minute.

use std::sync::Arc;
use std::time::Duration;

use adapter_api::{Dashboards, HealthProbe};
use adapter_discord::Pulse;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use kernel::Clock;
use operations_core::{HealthDiary, HealthHistory, HealthRecord, Heartbeats};
use tokio_util::sync::CancellationToken;

use crate::lifecycle::unless_stopped;
use crate::measures;

const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// How often the sizes are shown.
const MEASURE_EVERY: Duration = Duration::from_secs(5);

/// Records each whole minute how the service is doing; what the database cannot take waits for it.
///
/// The pause is one of the machine and not of the clock: nobody's day depends on it, and a story in fast-forward should
/// not stop at each of its minutes.
pub(crate) async fn record(
    probe: Arc<dyn HealthProbe>,
    history: Arc<dyn HealthHistory>,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let mut diary = HealthDiary::default();
    loop {
        let now = clock.now();
        let minute = next_minute(now);
        let pause = (minute - now).to_std().unwrap_or(Duration::from_mins(1));
        if unless_stopped(&stop, tokio::time::sleep(pause))
            .await
            .is_none()
        {
            return;
        }
        diary.write(HealthRecord {
            checked_at: minute,
            ..probe.health().await.record
        });
        match unless_stopped(&stop, diary.store(&*history)).await {
            None => return,
            Some(Ok(())) => {}
            Some(Err(failure)) => tracing::debug!(
                error = &failure as &dyn std::error::Error,
                waiting = diary.len(),
                "how the service is doing is noted later"
            ),
        }
        measures::memory("health_diary", diary.len(), HealthDiary::MOST);
    }
}

/// Shows how much is held in memory for reports.
pub(crate) async fn measure(dashboards: Dashboards, pulse: Pulse, stop: CancellationToken) {
    loop {
        measures::memory("dashboards", dashboards.held(), Dashboards::MOST);
        measures::memory("heartbeats", pulse.remembered(), Heartbeats::MOST);
        let pause = tokio::time::sleep(MEASURE_EVERY);
        if unless_stopped(&stop, pause).await.is_none() {
            return;
        }
    }
}

/// The first whole minute after `now`.
fn next_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    now.duration_trunc(MINUTE).unwrap_or(now) + MINUTE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_of_the_next_whole_minute_whenever_it_is_asked_for() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let next = |text| next_minute(at(text));
        assert_eq!(next("2026-02-04T12:00:00Z"), at("2026-02-04T12:01:00Z"));
        assert_eq!(next("2026-02-04T12:00:59.999Z"), at("2026-02-04T12:01:00Z"));
        assert_eq!(next("2026-12-31T23:59:01Z"), at("2027-01-01T00:00:00Z"));
    }
}
