//! Kills at any moment: of a delivery of several reminders, and of a start.

use std::time::Duration;

use chrono::TimeDelta;

use crate::scene::{Scene, day};
use crate::settling::sends;
use e2e_tests::Dice;

/// A delivery of everything that is due takes about this long, in milliseconds.
const A_DELIVERY: u64 = 60;
/// Many reminders at once take about this long.
const A_CROWD: u64 = 700;
/// A start takes about this long.
const A_START: u64 = 60;

/// So many days of kills by chance.
async fn by_chance(processes: u32, seed: u64, days: u64, lane: &str) {
    let mut dice = Dice::new(seed);
    let mut scene = Scene::open(processes).await;
    let weekly = ["Tea", "Stretch", "Water"];
    scene.add_weekly(&weekly).await;
    for today in 0..days {
        let once = [format!("Raid-{today:02}"), format!("Feast-{today:02}")];
        let once = [once[0].as_str(), once[1].as_str()];
        scene.add_once(&once, today).await;
        let notices = sends(&once, day(today, 19));
        for (hour, names) in [
            (19, [weekly.as_slice(), &once].concat()),
            (20, once.to_vec()),
        ] {
            let due = day(today, hour);
            scene.rest().await;
            scene.clock.set(due);
            kill_a_few(&mut scene, &mut dice, processes, A_DELIVERY).await;
            scene.revive().await;
            scene.rest().await;
            scene.clock.advance(TimeDelta::seconds(31));
            scene.settle(due).await;
            scene.empty_hands().await;
            scene.assert_seen_once(&sends(&names, due)).await;
        }
        scene.assert_replaced(&notices).await;
        scene.clock.set(day(today, 23));
    }
    scene.close(lane).await;
}

/// One to three kills, each some time into a delivery, and now and then one of a process that is starting.
async fn kill_a_few(scene: &mut Scene, dice: &mut Dice, processes: u32, delivery: u64) {
    for kill in 0..=dice.throw(3) {
        if kill > 0 {
            // What the dead had in its hands is free again, so that the next one dies over it too.
            scene.clock.advance(TimeDelta::seconds(31));
        }
        let victim = usize::try_from(dice.throw(u64::from(processes))).unwrap();
        sleep(dice.throw(delivery)).await;
        scene.kill(victim, "any moment of a delivery").await;
        scene.spawn(victim);
        if dice.throw(3) == 0 {
            sleep(dice.throw(A_START)).await;
            scene.kill(victim, "any moment of a start").await;
            scene.spawn(victim);
        }
    }
}

async fn sleep(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// Many reminders at once, which take a second and more at Discord's fifty requests a second.
async fn crowds(days: u64, lane: &str) {
    let mut dice = Dice::new(20_260_206);
    let mut scene = Scene::open(2).await;
    let names: Vec<_> = (0..48).map(|it| format!("Crowd-{it:02}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    for name in &names {
        // Each of somebody else: nobody may have so many.
        let who = format!("fan-of-{name}");
        scene.guild.joins(&who, &[]);
        scene.add_weekly_of(&who, name).await;
    }
    for today in 0..days {
        let due = day(today, 19);
        scene.rest().await;
        scene.clock.set(due);
        kill_a_few(&mut scene, &mut dice, 2, A_CROWD).await;
        scene.revive().await;
        scene.rest().await;
        scene.clock.advance(TimeDelta::seconds(31));
        scene.settle(due).await;
        scene.empty_hands().await;
        scene.assert_seen_once(&sends(&names, due)).await;
        scene.clock.set(day(today, 23));
    }
    scene.close(lane).await;
}

#[tokio::test]
async fn either_of_two_processes_dies_while_a_crowd_is_delivered() {
    crowds(12, "a crowd, two processes").await;
}

#[tokio::test]
async fn one_process_dies_at_any_moment() {
    by_chance(1, 20_260_204, 16, "any moment, one process").await;
}

#[tokio::test]
async fn either_of_two_processes_dies_at_any_moment() {
    by_chance(2, 20_260_205, 16, "any moment, two processes").await;
}
