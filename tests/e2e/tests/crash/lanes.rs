//! The lanes of the matrix: kinds of sends, one process or two, and a database that dies as well.

use chrono::{DateTime, TimeDelta, Utc};
use discord_simulator::HoldPoint::BeforeCommit;

use crate::scene::{Scene, day, past_the_lease};
use crate::settling::{Expected, sends};
use crate::steps::{EVERY_SEND, SECOND_TRY, SNOOZED, Step, TAKING_DOWN};

impl Scene {
    /// A kill at a step, a new process, and the assertion that each send was seen once.
    async fn round(&mut self, step: Step, victim: usize, expected: &[Expected]) {
        let due = expected[0].due;
        self.kill_at(step, victim, due).await;
        self.recover(due, expected).await;
    }

    /// The same with a second kill when the send is taken on again.
    async fn round_of_two(&mut self, step: Step, victim: usize, expected: &[Expected]) {
        let due = expected[0].due;
        self.kill_at(Step::Request(BeforeCommit), victim, due).await;
        self.revive().await;
        self.kill_at(step, victim, past_the_lease(due)).await;
        self.recover(due + TimeDelta::seconds(31), expected).await;
    }

    async fn recover(&mut self, killed_at: DateTime<Utc>, expected: &[Expected]) {
        if self.is_up(0) || self.is_up(1) {
            // The survivor takes over by itself, and has all the time that a start takes.
            self.rest().await;
            self.clock.set(past_the_lease(killed_at));
            self.settle(expected[0].due).await;
            self.revive().await;
        } else {
            self.revive().await;
            self.rest().await;
            self.clock.set(past_the_lease(killed_at));
            self.settle(expected[0].due).await;
        }
        self.empty_hands().await;
        self.assert_seen_once(expected).await;
    }
}

/// Kills at every step of weekly reminders.
async fn weekly(processes: usize, lane: &str) {
    let mut scene = Scene::open(u32::try_from(processes).unwrap()).await;
    let names = ["Tea", "Stretch"];
    scene.add_weekly(&names).await;
    let steps = EVERY_SEND.into_iter().chain(SECOND_TRY).chain(EVERY_SEND);
    for (today, step) in (0..).zip(steps) {
        let victim = usize::from(today % 2 == 1) % processes;
        let expected = sends(&names, day(today, 19));
        if SECOND_TRY.contains(&step) {
            scene.round_of_two(step, victim, &expected).await;
        } else {
            scene.round(step, victim, &expected).await;
        }
    }
    scene.close(lane).await;
}

/// Kills at every step of the notices of one-off reminders, and of their starts.
async fn one_offs(processes: usize, lane: &str) {
    let mut scene = Scene::open(u32::try_from(processes).unwrap()).await;
    let starts = EVERY_SEND.into_iter().chain(TAKING_DOWN).chain(SECOND_TRY);
    let notices = EVERY_SEND.into_iter().chain(SECOND_TRY).cycle();
    for (today, (start, notice)) in (0..).zip(starts.zip(notices)) {
        let victim = usize::from(today % 2 == 1) % processes;
        let names = [format!("Raid-{today:02}"), format!("Feast-{today:02}")];
        let names = [names[0].as_str(), names[1].as_str()];
        scene.add_once(&names, today).await;
        let before = sends(&names, day(today, 19));
        let then = sends(&names, day(today, 20));
        for (step, victim, expected) in [
            (notice, victim, &before),
            (start, (victim + 1) % processes, &then),
        ] {
            if SECOND_TRY.contains(&step) {
                scene.round_of_two(step, victim, expected).await;
            } else {
                scene.round(step, victim, expected).await;
            }
        }
        scene.assert_replaced(&before).await;
        scene.clock.set(day(today, 23));
    }
    scene.close(lane).await;
}

/// Kills at every step of what somebody wanted to be told again.
async fn snoozed(processes: usize, lane: &str) {
    let mut scene = Scene::open(u32::try_from(processes).unwrap()).await;
    scene.add_weekly(&["Tea"]).await;
    for (today, step) in (0..).zip(SNOOZED) {
        let notice = sends(&["Tea"], day(today, 19));
        scene.rest().await;
        scene.clock.set(notice[0].due);
        scene.settle(notice[0].due).await;
        scene.assert_seen_once(&notice).await;
        let again = scene.snooze_for_an_hour(&notice[0]).await;
        let again = sends(&["Tea"], again);
        let victim = usize::from(today % 2 == 1) % processes;
        scene.round(step, victim, &again).await;
    }
    scene.close(lane).await;
}

#[tokio::test]
async fn one_process_dies_at_every_step_of_a_snoozed_reminder() {
    snoozed(1, "snoozed, one process").await;
}

#[tokio::test]
async fn one_of_two_processes_dies_at_every_step_of_a_snoozed_reminder() {
    snoozed(2, "snoozed, two processes").await;
}

#[tokio::test]
async fn one_process_dies_at_every_step_of_a_weekly_reminder() {
    weekly(1, "weekly, one process").await;
}

#[tokio::test]
async fn one_process_dies_at_every_step_of_a_one_off() {
    one_offs(1, "one-offs, one process").await;
}

#[tokio::test]
async fn one_of_two_processes_dies_at_every_step_of_a_weekly_reminder() {
    weekly(2, "weekly, two processes").await;
}

#[tokio::test]
async fn one_of_two_processes_dies_at_every_step_of_a_one_off() {
    one_offs(2, "one-offs, two processes").await;
}
