//! How long to wait before a question is asked again.

use chrono::TimeDelta;

use crate::{Again, ModelError};

/// The waits before the second and the third try, while whoever asked is waiting.
const WAITS: [TimeDelta; 2] = [TimeDelta::seconds(1), TimeDelta::seconds(2)];
/// Whoever asked is not made to wait longer than this because the service asks for it.
const LONGEST_WISH: TimeDelta = TimeDelta::seconds(10);
/// By how much a wait differs, either way, so that those who failed together do not come back together.
const JITTER: f64 = 0.2;
/// The first of the waits that nobody sees is twice this; each further one is twice as long …
const DEFERRED: TimeDelta = TimeDelta::seconds(15);
/// … up to this.
const LONGEST_DEFERRED: TimeDelta = TimeDelta::minutes(5);

/// How often a question is asked later on, when nobody waits in front of a screen.
pub const DEFERRED_TRIES: u32 = 5;

/// How long to wait before asking again after so many failures, the last of which is `error`, while somebody is waiting;
/// none when it is enough. `chance` is from 0 to 1.
///
/// A service that asks to be left alone for up to ten seconds is; one that asks for more is not asked again meanwhile.
pub(super) fn wait(error: &ModelError, failures: u32, chance: f64) -> Option<TimeDelta> {
    let before = usize::try_from(failures.checked_sub(1)?).ok()?;
    let usual = spread(*WAITS.get(before)?, chance);
    match (error.class.again(), error.retry_after) {
        (Again::Never, _) => None,
        (Again::Once | Again::OnceShorter, _) if failures > 1 => None,
        (Again::OnceShorter, _) => Some(TimeDelta::zero()),
        (_, Some(wish)) if wish > LONGEST_WISH => None,
        (_, Some(wish)) if wish > TimeDelta::zero() => Some(wish),
        _ => Some(usual),
    }
}

/// How long to wait before the `attempt`th later try, counted from 1, and as long as the service asks for in any case;
/// none after the fifth. `chance` is from 0 to 1.
///
/// ```
/// use language_model::{FailureClass, ModelError, deferred_wait};
///
/// let error = ModelError::new(FailureClass::RateLimited, "HTTP 429");
/// let waits: Vec<_> = (1..=6).map(|it| deferred_wait(it, &error, 0.5).map(|it| it.num_seconds())).collect();
/// assert_eq!(waits, [Some(30), Some(60), Some(120), Some(240), Some(300), None]);
/// ```
pub fn deferred_wait(attempt: u32, error: &ModelError, chance: f64) -> Option<TimeDelta> {
    if !(1..=DEFERRED_TRIES).contains(&attempt) {
        return None;
    }
    let wait = (DEFERRED * (1 << attempt)).min(LONGEST_DEFERRED);
    Some(spread(wait, chance).max(error.retry_after.unwrap_or_default()))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "at most six minutes in milliseconds"
)]
fn spread(wait: TimeDelta, chance: f64) -> TimeDelta {
    let stretch = 1.0 + JITTER * (2.0 * chance.clamp(0.0, 1.0) - 1.0);
    TimeDelta::milliseconds((wait.num_milliseconds() as f64 * stretch).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureClass::{
        self, ContentFilter, ContextLength, Empty, Malformed, RateLimited, Timeout, Unauthorized,
    };

    fn waits(class: FailureClass, retry_after: Option<i64>) -> [Option<i64>; 3] {
        let retry_after = retry_after.map(TimeDelta::milliseconds);
        let error = ModelError::new(class, "").after(retry_after);
        [1, 2, 3].map(|it| wait(&error, it, 0.5).map(|it| it.num_milliseconds()))
    }

    #[test]
    fn what_may_pass_is_asked_twice_more_after_one_and_two_seconds() {
        assert_eq!(waits(Timeout, None), [Some(1000), Some(2000), None]);
        assert_eq!(waits(RateLimited, None), [Some(1000), Some(2000), None]);
    }

    #[test]
    fn a_blank_or_unreadable_answer_is_asked_for_once_more() {
        assert_eq!(waits(Empty, None), [Some(1000), None, None]);
        assert_eq!(waits(Malformed, None), [Some(1000), None, None]);
        assert_eq!(waits(ContextLength, None), [Some(0), None, None]);
    }

    #[test]
    fn what_stays_is_not_asked_again() {
        assert_eq!(waits(Unauthorized, Some(1000)), [None; 3]);
        assert_eq!(waits(ContentFilter, None), [None; 3]);
    }

    #[test]
    fn a_service_that_asks_to_be_left_alone_is_up_to_ten_seconds() {
        assert_eq!(
            waits(RateLimited, Some(7000)),
            [Some(7000), Some(7000), None]
        );
        assert_eq!(waits(RateLimited, Some(10_000))[0], Some(10_000));
        assert_eq!(waits(RateLimited, Some(10_001)), [None; 3]);
        assert_eq!(waits(RateLimited, Some(0))[0], Some(1000));
    }

    #[test]
    fn nobody_comes_back_later_on_before_the_service_wants_it() {
        let wait = |seconds| {
            let after = Some(TimeDelta::seconds(seconds));
            let error = ModelError::new(RateLimited, "").after(after);
            deferred_wait(1, &error, 0.5).unwrap().num_seconds()
        };
        assert_eq!([wait(29), wait(400)], [30, 400]);
    }

    #[test]
    fn waits_differ_by_a_fifth_either_way() {
        let error = ModelError::new(Timeout, "");
        let first = |chance| wait(&error, 1, chance).unwrap().num_milliseconds();
        assert_eq!([first(0.0), first(1.0), first(7.0)], [800, 1200, 1200]);
        let later = |chance| deferred_wait(5, &error, chance).unwrap().num_seconds();
        assert_eq!([later(0.0), later(1.0)], [240, 360]);
        assert_eq!(deferred_wait(0, &error, 0.5), None);
    }
}
