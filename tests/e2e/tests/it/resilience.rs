//! What goes wrong around the bot, and that it goes on.

use e2e_tests::{Town, brussels};

#[tokio::test]
async fn a_lost_gateway_connection_is_resumed_and_nothing_is_missed() {
    let town = Town::start().await;
    town.set_up().await;
    town.simulator.disconnect_all();
    // Asked while nobody listens, and answered once the session is resumed.
    let reply = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(reply.contains("✅"), "{reply}");
    let counters = town.simulator.counters();
    assert_eq!((counters.identifies, counters.resumes), (1, 1));
    town.leave().await;
}

#[tokio::test]
async fn an_invalid_session_is_replaced_by_a_new_one() {
    let town = Town::start().await;
    town.set_up().await;
    let before = town.simulator.counters().identifies;
    town.simulator.invalidate_sessions(false);
    assert!(
        town.simulator
            .wait_for_counters(|it| it.identifies > before)
            .await,
        "not identified again"
    );
    assert!(town.simulator.wait_for_sessions(1).await);
    let reply = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(reply.contains("✅"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn being_asked_to_reconnect_is_followed() {
    let town = Town::start().await;
    town.set_up().await;
    town.simulator.ask_to_reconnect();
    assert!(
        town.simulator
            .wait_for_counters(|it| it.resumes + it.identifies >= 2)
            .await
    );
    assert!(town.simulator.wait_for_sessions(1).await);
    let reply = town.says("alice", "/reminder_list").await;
    assert!(reply.contains("Nothing found"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn buttons_work_after_a_restart() {
    let mut town = Town::start().await;
    town.set_up().await;
    for number in 0..11 {
        town.clock.advance(chrono::TimeDelta::seconds(30));
        let who = ["alice", "bob"][number % 2];
        town.says(
            who,
            &format!("/add_reminder name:R{number:02} time:20:{number:02} days:mon"),
        )
        .await;
    }
    let place = town.member("sara").in_channel(&town.channel("general"));
    let list = place.runs("/reminder_list").await.unwrap();
    town.stop_app().await;
    town.start_app().await;
    let next = list.clicks("Next").await.unwrap();
    assert!(next.to_string().contains("Page 2/2"), "{next}");
    town.leave().await;
}

#[tokio::test]
async fn reminders_outlive_a_restart() {
    let mut town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Kept time:20:00 days:wed")
        .await;
    town.stop_app().await;
    town.start_app().await;
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Kept").await;
    town.leave().await;
}

#[tokio::test]
async fn a_second_start_does_not_register_the_same_commands_again() {
    let mut town = Town::start().await;
    let route = "PUT /applications/{application_id}/commands";
    assert_eq!(town.simulator.counters().requests_to(route), 1);
    town.stop_app().await;
    town.start_app().await;
    assert_eq!(town.simulator.counters().requests_to(route), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_restart_of_the_database_is_survived() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Survivor time:20:00 days:wed")
        .await;
    town.database.terminate_connections().await;
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Survivor").await;
    let reply = town.says("alice", "/reminder_list").await;
    assert!(reply.contains("Survivor"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn an_interaction_that_is_delivered_twice_makes_one_reminder() {
    let town = Town::start().await;
    town.set_up().await;
    town.simulator.duplicate_events(1);
    let reply = town
        .says("alice", "/add_reminder name:Once time:20:00 days:mon")
        .await;
    assert!(reply.contains("✅"), "{reply}");
    let list = town.says("alice", "/reminder_list").await;
    assert!(list.contains("1 reminder"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn what_is_due_while_a_new_session_begins_is_sent() {
    let town = Town::start().await;
    town.set_up().await;
    town.says("alice", "/add_reminder name:Meanwhile time:20:00 days:wed")
        .await;
    // A new session names the servers first and tells of their channels later.
    town.simulator.invalidate_sessions(false);
    town.clock.set(brussels(2, 4, 19, 0));
    town.titled("general", "Meanwhile").await;
    assert_eq!(town.count_titled("bot-log", "channel is gone"), 0);
    town.leave().await;
}

#[tokio::test]
async fn while_the_database_is_away_members_are_told_to_retry_and_then_it_works() {
    let town = Town::start().await;
    town.set_up().await;
    town.database.refuse_connections().await;
    let reply = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(
        reply.contains("can't reach my database") && reply.contains("retry in a minute"),
        "{reply}"
    );
    let health = e2e_tests::get(town.api(), "/health").await;
    assert!(
        health.contains("503") && health.contains("Postgres does not answer"),
        "{health}"
    );
    town.database.accept_connections().await;
    let reply = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(reply.contains("✅"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn an_announcement_that_comes_while_the_database_is_away_is_read_when_it_is_back() {
    let town = Town::start().await;
    town.set_up().await;
    town.database.refuse_connections().await;
    let embed = serde_json::json!({ "title": "Party", "description": "14/2 20:00" });
    town.announces("karim", embed);
    let reply = town.says("alice", "/reminder_list").await;
    assert!(reply.contains("can't reach my database"), "{reply}");
    town.database.accept_connections().await;
    town.titled("bot-log", "Reminder created").await;
    town.leave().await;
}
