//! What happens to tickets without anybody pressing a button.

use e2e_tests::{PATIENCE, Town, eventually};

/// Waits until staff finds the ticket among the archived ones.
async fn is_archived(town: &Town) {
    let listed = async || town.says("karim", "/ticket_list status:archived").await;
    let came = eventually(PATIENCE, async || listed().await.contains("🗄 Archived")).await;
    assert!(came, "it is not archived: {}", listed().await);
}

#[tokio::test]
async fn a_ticket_whose_channel_is_deleted_is_archived() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.guild.delete_channel(&ticket);
    is_archived(&town).await;
    town.titled("bot-log", "its channel was deleted").await;
    let opened = town.says("sara", "/ticket_status id:1 status:open").await;
    assert!(opened.contains("archived, and stays so"), "{opened}");
    town.leave().await;
}

#[tokio::test]
async fn a_channel_that_is_deleted_while_the_bot_is_away_is_missed_when_it_comes_back() {
    let mut town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.stop_app().await;
    town.guild.delete_channel(&ticket);
    town.start_app().await;
    is_archived(&town).await;
    town.leave().await;
}

#[tokio::test]
async fn buttons_that_were_deleted_come_back_and_work() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.ticket_work_is_done(&town.guild).await;
    let first = town.control_of(&ticket);
    town.member("karim").deletes(&first).unwrap();
    town.reads_at_last(&ticket, "🟢 Open").await;
    let second = town.control_of(&ticket);
    assert_ne!(first.id, second.id);
    let karim = town.member("karim").in_channel(&ticket);
    karim.clicks_on(&second, "🎟️ Claim ticket").await.unwrap();
    town.shows_at_last(&ticket, "🟡 Claimed").await;
    town.leave().await;
}

#[tokio::test]
async fn staff_is_told_when_a_requester_leaves_the_server() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.guild.leaves(&town.member("alice"));
    town.reads_at_last(&ticket, "has left the server").await;
    town.titled("bot-log", "A requester has left").await;
    let closed = town.says("karim", "/ticket_close id:1").await;
    assert!(closed.contains("#1 is closed"), "{closed}");
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(ticket.name(), "ticket-1-closed");
    town.leave().await;
}
