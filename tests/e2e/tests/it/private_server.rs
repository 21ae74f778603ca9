//! The bot on a private Postgres: it outlives the server's death and its own restart.

use std::fs;
use std::path::Path;
use std::time::Duration;

use discord_simulator::Options;
use e2e_tests::{PATIENCE, Town, TownOptions, brussels, eventually, reachable_folder};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// The server's own process, as it wrote it down.
fn postmaster(directory: &Path) -> Pid {
    let file = fs::read_to_string(directory.join("data/postmaster.pid")).expect("it runs");
    let first = file.lines().next().expect("a first line");
    Pid::from_raw(first.trim().parse().expect("a process id"))
}

#[tokio::test]
async fn a_killed_server_comes_back_and_what_it_stored_is_sent_also_after_a_restart() {
    let home = reachable_folder();
    let directory = home.path().join("pg");
    let simulator = Options {
        patience: Duration::from_mins(1),
        ..Options::default()
    };
    let mut town = Town::on_private_server(
        directory.clone(),
        TownOptions {
            simulator,
            ..TownOptions::default()
        },
    )
    .await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Survivor time:20:00 date:4/2")
        .await;
    let killed = postmaster(&directory);
    kill(killed, Signal::SIGKILL).unwrap();
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Survivor").await;
    // What was connected may go on for a moment without its server.
    let came_back = eventually(PATIENCE, async || {
        let file = fs::read_to_string(directory.join("data/postmaster.pid"));
        let first = file.unwrap_or_default().lines().next().map(str::to_owned);
        first.is_some_and(|it| it.trim().parse() != Ok(killed.as_raw()))
    });
    assert!(came_back.await, "no other server came");

    town.stop_app().await;
    assert!(!directory.join("data/postmaster.pid").exists());
    town.start_app().await;
    let list = town.says("alice", "/reminder_list").await;
    assert!(list.contains("Survivor"), "{list}");
    assert_eq!(town.count_titled("general", "Survivor"), 1);
    town.leave().await;
}
