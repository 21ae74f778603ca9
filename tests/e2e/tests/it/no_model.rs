//! A bot whose operator has set no key of a language model: everything works but what asks one, and that is said.

use e2e_tests::{PATIENCE, Town, eventually};

use crate::after_close::summaries;

const AWAY: &str = "The assistant is not available at the moment. Please try again later.";

#[tokio::test]
async fn without_a_key_tickets_live_their_lives_and_whoever_asks_the_assistant_is_told_calmly() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let status = town.says("alice", "/gptstatus").await;
    assert!(status.contains("No activity yet"), "{status}");
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let alice = town.member("alice").in_channel(&ticket);
    alice.says("It is that of May").expect("she may write");
    town.ticket_work_is_done(&town.guild).await;
    let before = ticket.messages().len();

    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let draft = karim.clicks_on(&control, "💬 Suggest reply").await.unwrap();
    assert!(draft.is_ephemeral(), "{draft}");
    assert!(draft.to_string().contains(AWAY), "{draft}");
    assert!(!draft.to_string().contains("Discard"), "{draft}");
    assert_eq!(ticket.messages().len(), before, "nothing is posted");
    for command in [
        "/learn_topic topic:RSI",
        "/create_caption topic:habits style:punchy",
    ] {
        let place = town.member("alice").in_channel(&town.channel("general"));
        let asked = place.runs(command).await.unwrap();
        let told = eventually(PATIENCE, async || {
            asked.refreshed().to_string().contains(AWAY)
        });
        assert!(told.await, "{command}: {}", asked.refreshed());
        assert!(asked.follow_ups().is_empty(), "nothing is tried again");
    }

    let closed = town.says("karim", "/ticket_close id:1").await;
    assert!(closed.contains("#1 is closed"), "{closed}");
    assert!(
        !closed.contains("assistant"),
        "a close is complete: {closed}"
    );
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(ticket.name(), "ticket-1-closed");
    assert!(alice.says("Wait!").is_err(), "it is locked");
    assert!(summaries(&town, &ticket).is_empty(), "nothing is made up");
    town.titled("bot-log", "Ticket closed").await;
    // Staff can do nothing about it, so that it is not told at each close.
    assert_eq!(town.count_titled("bot-log", "has no summary"), 0);

    let status = town.says("alice", "/gptstatus").await;
    for words in ["🔴 Offline (missing_key)", "0 / no limit"] {
        assert!(status.contains(words), "{words}: {status}");
    }
    assert!(!status.contains("Tokens"), "{status}");
    let status = town.says("sara", "/gptstatus").await;
    for words in ["Tokens today", "missing_key", "0 pending", "✅ 0 ❌ 4"] {
        assert!(status.contains(words), "{words}: {status}");
    }
    let figures = town.says("sara", "/ticket_stats").await;
    assert!(figures.contains("Ticket Statistics"), "{figures}");
    town.leave().await;
}
