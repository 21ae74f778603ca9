//! Summaries where there is next to nothing to sum up, and where the channel is gone before they come.

use chrono::TimeDelta;
use e2e_tests::{ModelServer, PATIENCE, eventually};

use crate::after_close::{closes_ticket, summaries, town_with};

#[tokio::test]
async fn a_ticket_in_which_nothing_is_said_is_closed_and_drafted_for_without_asking_anybody() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    let ticket = town.opens_ticket("alice", "Help").await;
    town.ticket_work_is_done(&town.guild).await;
    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let draft = karim.clicks_on(&control, "💬 Suggest reply").await.unwrap();
    assert!(
        draft.to_string().contains("too little in this ticket"),
        "{draft}"
    );
    let closed = town.says("karim", "/ticket_close id:1").await;
    assert!(closed.contains("#1 is closed"), "{closed}");
    town.ticket_work_is_done(&town.guild).await;
    assert!(
        summaries(&town, &ticket).is_empty(),
        "{}",
        town.reads(&ticket)
    );
    assert_eq!(model.asked().await, Vec::<serde_json::Value>::new());
    let path = format!("GET /api/dashboard/{}/tickets/1", town.guild.id());
    let shown = town.asking("sara", &path).send().await.body;
    assert_eq!(shown["summary"]["text"], "Help", "{shown}");
    town.leave().await;
}

#[tokio::test]
async fn a_summary_that_comes_after_its_channel_is_gone_is_kept_and_shown_to_admins() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    for _ in 0..3 {
        model.fails(503, None);
    }
    model.says("The invoice was sent again.");
    let ticket = closes_ticket(&town, 1, "My invoice is missing").await;
    let asked = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(1));
        model.asked().await.len() >= 3
    });
    assert!(asked.await, "it is asked three times at first");
    town.guild.delete_channel(&ticket);
    town.titled("bot-log", "its channel was deleted").await;
    let path = format!("GET /api/dashboard/{}/tickets/1", town.guild.id());
    let mut shown = serde_json::Value::Null;
    let kept = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(15));
        shown = town.asking("sara", &path).send().await.body;
        shown["summary"]["text"] == "The invoice was sent again."
    });
    assert!(kept.await, "{shown}");
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(model.asked().await.len(), 4);
    town.leave().await;
}
