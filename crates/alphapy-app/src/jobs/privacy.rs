//! Erasures that something came in the way of, and the end of those that were carried out.

use chrono::TimeDelta;
use privacy_core::Privacy;

use super::periodic::{Periodic, Rhythm, Runner};

/// How often they are looked for.
const ERASURES: Periodic = Periodic {
    name: "erasures",
    interval: TimeDelta::minutes(1),
    jitter: TimeDelta::seconds(5),
    rhythm: Rhythm::AtOnce,
    alone: true,
};

/// Carries on with erasures, for as long as the program runs. The log says how many, never whose.
pub(crate) async fn carry_on_erasing(runner: Runner, privacy: Privacy) {
    let work = || async {
        let carried_on = privacy.carry_on().await?;
        let (erased, settled) = (carried_on.erased, carried_on.settled);
        if erased + settled > 0 {
            tracing::info!(erased, settled, "looked after erasures");
        }
        match carried_on.failures.into_iter().next() {
            Some(failure) => Err(failure.into()),
            None => Ok(()),
        }
    };
    runner.run(ERASURES, work).await;
}
