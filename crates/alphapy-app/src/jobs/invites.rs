//! Announcing newcomers whom nobody has announced: whoever should have died over it, or Discord was away.

use std::sync::Arc;

use chrono::TimeDelta;
use invites_core::Invites;
use kernel::{Clock, PortFailure};
use tokio_util::sync::CancellationToken;

use super::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::lifecycle::unless_stopped;

/// How often they are looked for.
const POLL: TimeDelta = TimeDelta::seconds(15);

/// Announces whom nobody has in hand, now and then.
pub(crate) async fn announce_newcomers(
    invites: Invites,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) {
    let mut pause = FIRST_PAUSE;
    loop {
        let Some(round) = unless_stopped(&stop, invites.announce_due()).await else {
            return;
        };
        match round {
            Ok((_, failures)) => {
                for failure in &failures {
                    warn(failure, "a newcomer has yet to be announced");
                }
                pause = FIRST_PAUSE;
                let until = clock.now() + POLL;
                unless_stopped(&stop, clock.sleep_until(until)).await;
            }
            Err(failure) => {
                warn(&failure, "newcomers will be announced later");
                unless_stopped(&stop, tokio::time::sleep(pause)).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

fn warn(failure: &PortFailure, message: &'static str) {
    tracing::warn!(error = failure as &dyn std::error::Error, "{message}");
}
