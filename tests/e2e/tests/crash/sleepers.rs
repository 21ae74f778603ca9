//! A process that is not dead but sleeps: its machine was suspended, and somebody else has taken over meanwhile.

use chrono::TimeDelta;
use discord_simulator::HoldPoint::BeforeAnswer;

use crate::scene::{Scene, day, past_the_lease};
use crate::settling::sends;
use crate::stalls::{Fate, Place};
use crate::steps::Step;

/// Longer than a nonce is remembered.
const ASLEEP: TimeDelta = TimeDelta::minutes(10);

#[tokio::test]
async fn a_process_that_slept_for_longer_than_its_claim_does_not_post_again() {
    let mut scene = Scene::open(2).await;
    // What it had claimed and not begun to send, and what it had sent without having heard so. (A request that waits in
    // its own queue for its turn when it falls asleep is beyond help: it goes out when it wakes up.)
    let claimed = Step::Database(Place::ClaimCommit, Fate::GoesOn);
    sleep_through(&mut scene, claimed, 0, &["Raid", "Feast"]).await;
    sleep_through(&mut scene, Step::Request(BeforeAnswer), 1, &["Party"]).await;
    scene.close("asleep, two processes").await;
}

async fn sleep_through(scene: &mut Scene, step: Step, today: u64, names: &[&str]) {
    scene.add_once(names, today).await;
    for (sleeper, hour) in [(0, 19), (1, 20)] {
        let due = day(today, hour);
        let expected = sends(names, due);
        let trap = scene.bring_to(step, sleeper, due).await;
        match step {
            // It stands still within its COMMIT, which the server then finishes by itself.
            Step::Database(..) => scene.freeze(sleeper),
            _ => scene.freeze_between_transactions(sleeper).await,
        }
        scene.pass(trap).await;
        scene.thaw(1 - sleeper);
        scene.clock.set(past_the_lease(due));
        scene.settle(due).await;
        scene.assert_seen_once(&expected).await;
        scene.clock.set(due + ASLEEP);
        scene.thaw(sleeper);
        scene.empty_hands().await;
        scene.settle(due).await;
        scene.assert_still_seen_once(&expected).await;
    }
    scene.assert_replaced(&sends(names, day(today, 19))).await;
    scene.clock.set(day(today, 23));
}
