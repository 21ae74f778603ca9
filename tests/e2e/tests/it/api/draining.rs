//! The program is told to stop while somebody waits for an answer.

use std::time::{Duration, Instant};

use e2e_tests::{Asking, PATIENCE, Program, Town, eventually};
use serde_json::json;
use tokio::net::TcpStream;

use super::held::Held;

#[tokio::test]
async fn who_is_told_to_stop_answers_what_was_asked_takes_nothing_more_and_ends() {
    let mut town = Town::start().await;
    town.stop_app().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = env!("CARGO_BIN_EXE_whole");
    let mut program = Program::start(file, folder.path(), &["run"], town.environment());
    let api = program.api().await;
    let held = Held::take(&town).await;

    let list = Asking::new(api, "GET /api/reminders/7").by_service_for(7);
    let idle = TcpStream::connect(api).await.expect("it listens");
    let stopped = async {
        let waits = async || Held::holds_up_a_list(&town).await;
        assert!(
            eventually(PATIENCE, waits).await,
            "it does not ask the database"
        );
        program.terminate();
        let deaf = async || TcpStream::connect(api).await.is_err();
        assert!(
            eventually(PATIENCE, deaf).await,
            "it still takes connections"
        );
        held.release().await;
    };
    let began = Instant::now();
    let (answer, ()) = tokio::join!(list.send(), stopped);
    assert_eq!(
        (answer.status, &answer.body),
        (200, &json!([])),
        "{answer:?}"
    );
    assert!(program.ends().await.success(), "{}", program.said());
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(
        idle.try_read(&mut [0]).ok(),
        Some(0),
        "it was closed without a word"
    );
    assert!(program.said().contains("\"stopped\""), "{}", program.said());
    town.leave().await;
}
