//! Which questions wait for the service to come back, and until when. Where they wait is their feature's affair.

use chrono::{DateTime, TimeDelta, Utc};

use super::{ModelService, deferred_wait};
use crate::{Feature, ModelError, ModelNote, UsageKey};

/// No more questions wait, of all people together; past that the oldest gives way.
pub const DEFERRED_MOST: u16 = 50;

/// Whoever can be answered for no longer than this is told at once that there is no answer.
const LEAST_LEFT: TimeDelta = TimeDelta::seconds(60);
/// Whoever can be answered for no longer than this is not worth a question any more.
const TOO_LATE: TimeDelta = TimeDelta::seconds(5);
/// How long a later try may take, its own retries included.
const TIME_LIMIT: TimeDelta = TimeDelta::seconds(60);

/// Whether a question that failed with `error` may wait: it may be answered in some minutes, and whoever asked can still
/// be reached for more than one.
pub fn may_wait(error: &ModelError, answerable_until: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    error.class.may_pass() && answerable_until - now > LEAST_LEFT
}

/// When a question is tried again that has been tried so often since it waits, the last time with `error`; none when it
/// is given up, because that was enough, the failure stays, or whoever asked could not be reached by then. `chance` is
/// from 0 to 1.
///
/// ```
/// use chrono::{DateTime, TimeDelta};
/// use language_model::{FailureClass, ModelError, next_try};
///
/// let (now, error) = (DateTime::UNIX_EPOCH, ModelError::new(FailureClass::Upstream5xx, "HTTP 503"));
/// let until = now + TimeDelta::minutes(14);
/// assert_eq!(next_try(0, &error, until, now, 0.5), Some(now + TimeDelta::seconds(30)));
/// assert_eq!(next_try(5, &error, until, now, 0.5), None);
/// ```
pub fn next_try(
    tries: u32,
    error: &ModelError,
    answerable_until: DateTime<Utc>,
    now: DateTime<Utc>,
    chance: f64,
) -> Option<DateTime<Utc>> {
    if !error.class.may_pass() {
        return None;
    }
    let due = now + deferred_wait(tries.saturating_add(1), error, chance)?;
    (due < answerable_until).then_some(due)
}

/// Until when a try may take that begins now; none when it is too late for one.
pub fn late_deadline(answerable_until: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (answerable_until - now > TOO_LATE).then(|| answerable_until.min(now + TIME_LIMIT))
}

impl ModelService {
    /// Counts a question as given up that waited and was tried so often, and takes back what was counted for it.
    pub async fn drop_deferred(&self, feature: Feature, tries: u32, charge: Option<&UsageKey>) {
        let note = ModelNote::DeferredDropped { feature, tries };
        self.0.ports.diary.noted(&note);
        self.give_back(charge).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureClass;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn down() -> ModelError {
        ModelError::new(FailureClass::Upstream5xx, "")
    }

    #[test]
    fn a_question_waits_30_60_120_240_and_300_seconds_while_it_can_be_answered() {
        let mut waits = Vec::new();
        let mut now = at(0);
        while let Some(due) = next_try(
            u32::try_from(waits.len()).unwrap(),
            &down(),
            at(100_000),
            now,
            0.5,
        ) {
            waits.push((due - now).num_seconds());
            now = due;
        }
        assert_eq!(waits, [30, 60, 120, 240, 300]);
    }

    #[test]
    fn whoever_could_not_be_answered_by_the_next_try_is_told_now() {
        assert_eq!(next_try(0, &down(), at(900), at(869), 0.5), Some(at(899)));
        assert_eq!(next_try(0, &down(), at(900), at(870), 0.5), None);
    }

    #[test]
    fn what_stays_is_not_tried_again() {
        let error = ModelError::new(FailureClass::Unauthorized, "");
        assert_eq!(next_try(0, &error, at(900), at(0), 0.5), None);
    }

    #[test]
    fn only_what_may_pass_waits_and_only_for_whoever_can_be_answered_for_a_minute() {
        let accepts = |class, left| may_wait(&ModelError::new(class, ""), at(left), at(0));
        assert!(accepts(FailureClass::RateLimited, 61));
        assert!(accepts(FailureClass::CircuitOpen, 61));
        assert!(!accepts(FailureClass::RateLimited, 60));
        assert!(!accepts(FailureClass::Unauthorized, 900));
        assert!(!accepts(FailureClass::ContentFilter, 900));
    }

    #[test]
    fn a_try_has_a_minute_or_what_is_left_and_none_is_begun_in_the_last_seconds() {
        assert_eq!(late_deadline(at(900), at(0)), Some(at(60)));
        assert_eq!(late_deadline(at(30), at(0)), Some(at(30)));
        assert_eq!(late_deadline(at(5), at(0)), None);
        assert_eq!(late_deadline(at(0), at(30)), None);
    }
}
