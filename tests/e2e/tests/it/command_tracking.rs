//! What members use is noted, written at the latest when the bot stops, and counted for whoever may see it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use adapter_postgres::testing::{TestDatabase, fresh_database};
use discord_simulator::{Options, RateLimits, ReplyState, Simulator};
use e2e_tests::{ChildPlan, PATIENCE, SharedClock, Town, TownOptions, brussels, eventually};

/// Every row in the order in which it was written: guild, name, type, and why it failed.
async fn rows(database: &TestDatabase) -> Vec<String> {
    let rows = sqlx::query_scalar(
        "SELECT concat_ws(' | ', guild_id, command_name, command_type, coalesce(error_message, 'fine'))
         FROM alphapy.audit_logs ORDER BY id",
    );
    rows.fetch_all(database.pool())
        .await
        .expect("the rows are read")
}

#[tokio::test]
async fn what_members_used_is_written_when_the_bot_stops_and_counted_for_admins_of_that_server() {
    let mut town = Town::with(TownOptions {
        owner: Some("sara"),
        ..TownOptions::default()
    })
    .await;
    let other = town.second_guild("Other");
    let empty = town.says("sara", "/command_stats").await;
    assert!(empty.contains("Nobody has used a command"), "{empty}");
    town.says("alice", "/reminder_list").await;
    town.says("alice", "/reminder_list").await;
    let refused = town.says("alice", "/reminder_status").await;
    assert!(refused.contains("Only admins"), "{refused}");
    let alice = town.member("alice").in_channel(&town.channel("general"));
    alice
        .types("/reminder_delete reminder_id:", "x")
        .await
        .unwrap();
    let general = other.channel("general");
    let sara = town.member("sara").in_channel(&general);
    let shown = sara.runs("/config show scope:system").await.unwrap();
    let page = format!("config_show:0:{}:0:system", town.member("alice").id());
    let turned = sara.presses_forged(shown.message().unwrap(), &page).await;
    assert!(turned.to_string().contains("belong to whoever"), "{turned}");
    town.stop_app().await;

    let (here, there) = (town.guild.id(), other.id());
    let expected = [
        format!("{here} | command_stats | slash | fine"),
        format!("{here} | reminder_list | slash | fine"),
        format!("{here} | reminder_list | slash | fine"),
        format!("{here} | reminder_status | slash | refused: permission"),
        format!("{here} | reminder_delete | autocomplete | fine"),
        format!("{there} | config show | slash | fine"),
        format!("{there} | config_show | component | refused: permission"),
    ];
    assert_eq!(rows(&town.database).await, expected);

    town.start_app().await;
    let stats = town.says("sara", "/command_stats").await;
    for words in [
        "Total: 4",
        "1. `reminder_list` · 2",
        "`reminder_status` · 1",
    ] {
        assert!(stats.contains(words), "{words}: {stats}");
    }
    assert!(
        !stats.contains("config show") && !stats.contains("reminder_delete"),
        "{stats}"
    );
    let abroad = sara.runs("/command_stats").await.unwrap().to_string();
    assert!(
        abroad.contains("Total: 1") && abroad.contains("`config show` · 1"),
        "{abroad}"
    );
    assert!(!abroad.contains("reminder_list"), "{abroad}");

    let all = "/command_stats guild_only:False days:90 limit:1";
    let all = town.says("sara", all).await;
    assert!(
        all.contains("All servers") && all.contains("Total: 5"),
        "{all}"
    );
    let by_sara = town.member("sara").id().to_string();
    let request = format!("GET /api/top-commands?guild_id={there}");
    let asked = e2e_tests::ask_for(town.api(), &request, &by_sara, "").await;
    assert!(asked.contains("200 OK"), "{asked}");
    assert!(
        asked.contains("\"total_commands\":1") && asked.contains("\"config show\":1"),
        "{asked}"
    );
    let by_alice = town.member("alice").id().to_string();
    let asked = e2e_tests::ask_for(town.api(), &request, &by_alice, "").await;
    assert!(asked.contains("403 Forbidden"), "{asked}");
    town.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_terminated_under_load_leaves_every_command_that_it_answered_in_the_database()
 {
    let database = fresh_database().await;
    let folder = tempfile::tempdir().unwrap();
    let clock = SharedClock::create(&folder.path().join("clock"), brussels(2, 4, 10, 0)).unwrap();
    let simulator = Simulator::start(Options {
        time: Arc::new(clock.clone()),
        rate_limits: RateLimits::none(),
        deadlines_in_real_time: true,
        patience: PATIENCE,
        ..Options::default()
    });
    let simulator = simulator.await.unwrap();
    let guild = simulator.guild("Town").owner("sara").channel("general");
    let guild = guild.member("alice", &[]).create();
    simulator.install_bot(&guild);
    let (options, log) = (database.options(), folder.path().join("log"));
    let plan = ChildPlan::new(&simulator, &options, &clock, (0, 1), &log);
    let mut child = plan.start(env!("CARGO_BIN_EXE_mortal")).unwrap();
    assert!(simulator.wait_for_sessions(1).await);

    let (answered, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let talks = async || {
        let alice = guild.member("alice").in_channel(&guild.channel("general"));
        while !over.load(Ordering::Relaxed) {
            let reply = alice.runs("/reminder_list").await.unwrap();
            if reply.state() == ReplyState::Message {
                answered.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    let ends = async {
        let busy = async || answered.load(Ordering::Relaxed) >= 100;
        assert!(eventually(PATIENCE, busy).await);
        child.terminate();
        assert!(eventually(PATIENCE, async || !child.runs()).await);
        over.store(true, Ordering::Relaxed);
    };
    tokio::join!(talks(), talks(), talks(), talks(), ends);

    let written = rows(&database).await.len();
    let answered = answered.into_inner();
    // What was under way is noted also when its answer came too late.
    assert!(
        (answered..=answered + 4).contains(&written),
        "{written} written, {answered} answered:\n{}",
        std::fs::read_to_string(log).unwrap()
    );
    simulator.stop().await;
}
