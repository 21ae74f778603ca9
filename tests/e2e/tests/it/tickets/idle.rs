//! Silent tickets: the question, its answers, and the end.

use chrono::TimeDelta;
use discord_simulator::Message;
use e2e_tests::{PATIENCE, Town, eventually};

/// The questions that a member was asked, oldest first, once there are so many.
async fn questions(town: &Town, name: &str, count: usize) -> Vec<Message> {
    let member = town.member(name);
    let is_question = |it: &Message| town.simulator.rendered(it).contains("Do you still need");
    let asked = || {
        let all = member.direct_messages().into_iter();
        all.filter(is_question).collect::<Vec<_>>()
    };
    let came = eventually(PATIENCE, async || asked().len() >= count).await;
    assert!(came, "{name} was asked {} times", asked().len());
    asked()
}

#[tokio::test]
async fn a_requester_is_asked_keeps_the_ticket_is_asked_again_and_lets_it_go() {
    let mut town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.clock.advance(TimeDelta::days(6));
    let asked = questions(&town, "alice", 1).await;
    let words = town.simulator.rendered(&asked[0]);
    for part in ["#1", "My invoice is missing", "Town"] {
        assert!(words.contains(part), "{part} is missing: {words}");
    }
    town.reads_at_last(&ticket, "Nobody has written here").await;
    let said = ticket.messages().into_iter();
    let lines: Vec<Message> = said.filter(|it| it.content.starts_with("💤")).collect();
    assert_eq!(lines.len(), 1, "{}", town.reads(&ticket));
    let pinged = &lines[0].pinged;
    assert!(pinged.contains(&town.member("karim").id()), "staff is not");
    assert!(!pinged.contains(&town.member("alice").id()), "alice is");
    // The buttons work after a restart, and nobody is asked twice.
    town.stop_app().await;
    town.start_app().await;
    let alice = town.member("alice");
    alice.clicks(&asked[0], "💬 I still need it").await.unwrap();
    let kept = town.simulator.current(&asked[0]).unwrap();
    let words = town.simulator.rendered(&kept);
    assert!(words.contains("stays open"), "{words}");
    assert!(kept.components.is_empty(), "its buttons are gone");
    town.clock.advance(TimeDelta::days(6));
    let asked = questions(&town, "alice", 2).await;
    alice.clicks(&asked[1], "🔒 Close it").await.unwrap();
    town.reads_at_last(&ticket, "Closed by @alice: closed by requester")
        .await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(questions(&town, "alice", 2).await.len(), 2);
    town.leave().await;
}

#[tokio::test]
async fn a_ticket_that_stays_silent_is_closed_also_where_nobody_can_be_asked() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.member("alice").closes_dms();
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.clock.advance(TimeDelta::days(6));
    town.reads_at_last(&ticket, "Nobody has written here").await;
    town.ticket_work_is_done(&town.guild).await;
    town.clock.advance(TimeDelta::days(9));
    town.reads_at_last(&ticket, "Closed: no activity for 14 days")
        .await;
    assert!(town.member("alice").direct_messages().is_empty());
    town.titled("bot-log", "Ticket closed").await;
    town.leave().await;
}
