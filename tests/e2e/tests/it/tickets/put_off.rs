//! Archiving while Discord fails: it is put off, and tried again by itself.

use chrono::TimeDelta;
use discord_simulator::Fault;
use e2e_tests::Town;

use super::archiving::{closed, is_gone, transcripts};

#[tokio::test]
async fn what_an_admin_archives_while_discord_fails_is_archived_by_itself_once_it_is_back() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = closed(&town, 3).await;
    town.ticket_work_is_done(&town.guild).await;
    let log = town.channel("bot-log");
    let route = format!("/channels/{}/messages", log.id());
    // As often as it is tried.
    (town.simulator).inject("POST", &route, 99, Fault::ErrorBefore(500));
    let sara = town.member("sara").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let put_off = sara.clicks_on(&control, "🗄 Archive ticket").await.unwrap();
    let words = put_off.to_string();
    assert!(words.contains("nothing of it is lost"), "{words}");
    assert!(words.contains("try again every few minutes"), "{words}");
    assert!(!words.contains("Delete without transcript"), "{words}");
    assert_eq!(ticket.name(), "ticket-1-closed");
    town.simulator.heal();
    town.clock.advance(TimeDelta::minutes(7));
    is_gone(&town, &ticket).await;
    assert_eq!(transcripts(&town).len(), 1);
    town.leave().await;
}
