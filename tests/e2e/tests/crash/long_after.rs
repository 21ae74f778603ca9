//! The process is back only after Discord has forgotten the nonce: what stands in the channel tells what was sent.

use chrono::TimeDelta;

use crate::scene::{Scene, day};
use crate::settling::{Expected, sends};
use crate::steps::{EVERY_SEND, Step, TAKING_DOWN};

/// Longer than a nonce is remembered, and soon enough for a send that is late.
const AWAY: TimeDelta = TimeDelta::minutes(10);

async fn die_and_stay_away(scene: &mut Scene, step: Step, expected: &[Expected]) {
    let due = expected[0].due;
    scene.kill_at(step, 0, due).await;
    scene.clock.set(due + AWAY);
    scene.revive().await;
    scene.settle(due + AWAY).await;
    scene.assert_seen_once(expected).await;
}

#[tokio::test]
async fn a_process_that_stays_away_for_longer_than_a_nonce_lives_repeats_nothing() {
    let mut scene = Scene::open(1).await;
    let weekly = ["Tea", "Stretch"];
    scene.add_weekly(&weekly).await;
    let steps = EVERY_SEND.into_iter().chain(TAKING_DOWN);
    for (today, start) in (0..).zip(steps) {
        let once = [format!("Raid-{today:02}"), format!("Feast-{today:02}")];
        let once = [once[0].as_str(), once[1].as_str()];
        scene.add_once(&once, today).await;
        let notice = EVERY_SEND[usize::try_from(today).unwrap() % EVERY_SEND.len()];
        let all = [weekly.as_slice(), &once].concat();
        let notices = sends(&all, day(today, 19));
        die_and_stay_away(&mut scene, notice, &notices).await;
        let starts = sends(&once, day(today, 20));
        die_and_stay_away(&mut scene, start, &starts).await;
        scene.assert_replaced(&notices[weekly.len()..]).await;
        scene.clock.set(day(today, 23));
    }
    scene.close("back after the nonce, one process").await;
}
