//! The whole life of a ticket, as its channel shows it.

use chrono::TimeDelta;
use discord_simulator::Permissions;
use e2e_tests::{PATIENCE, Town, eventually};

#[tokio::test]
async fn a_ticket_is_claimed_waits_is_escalated_taken_over_closed_and_opened_again() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let lead = town.guild.add_role("Leads", Permissions::SEND_MESSAGES);
    town.guild.set_roles(&town.member("bob"), &[lead]);
    let set = "/config ticketbot set_escalation_role role:@Leads";
    assert!(town.says("sara", set).await.contains("✅"));
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let alice = town.member("alice").in_channel(&ticket);
    let karim = town.member("karim").in_channel(&ticket);
    let bob = town.member("bob").in_channel(&ticket);
    town.shows_at_last(&ticket, "🟢 Open").await;

    let press = async |label: &str| {
        let control = town.control_of(&ticket);
        karim.clicks_on(&control, label).await.unwrap()
    };
    press("🎟️ Claim ticket").await;
    town.reads_at_last(&ticket, "Claimed by @karim").await;
    town.shows_at_last(&ticket, "🟡 Claimed").await;

    press("⏳ Wait for user").await;
    town.reads_at_last(&ticket, "@alice, we need an answer")
        .await;
    town.shows_at_last(&ticket, "⏳ Waiting for user").await;
    town.ticket_work_is_done(&town.guild).await;
    let said = ticket.messages().len();
    karim.says("Take your time").unwrap();
    alice.says("It was sent to my old address").unwrap();
    town.shows_at_last(&ticket, "🟡 Claimed").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(ticket.messages().len(), said + 2, "no line is said of it");

    assert!(!ticket.as_seen_by(&town.member("bob")).contains("invoice"));
    press("🚩 Escalate").await;
    town.reads_at_last(&ticket, "Escalated to @Leads").await;
    town.shows_at_last(&ticket, "🚩 Escalated").await;
    town.ticket_work_is_done(&town.guild).await;
    assert!(ticket.as_seen_by(&town.member("bob")).contains("invoice"));
    let control = town.control_of(&ticket);
    bob.clicks_on(&control, "🎟️ Claim ticket").await.unwrap();
    town.reads_at_last(&ticket, "Claimed by @bob").await;

    press("🔒 Close ticket").await;
    town.ticket_work_is_done(&town.guild).await;
    town.shows_at_last(&ticket, "🔒 Closed").await;
    assert_eq!(ticket.name(), "ticket-1-closed");
    assert!(alice.says("Wait!").is_err(), "alice can still write");
    let jump = "/ticket_status id:1 status:claimed";
    let refused = town.says("sara", jump).await;
    assert!(refused.contains("can be set to: 🟢 Open"), "{refused}");
    let member = town.says("karim", "/ticket_status id:1 status:open").await;
    assert!(member.contains("Only admins"), "{member}");

    let opened = town.says("sara", "/ticket_status id:1 status:open").await;
    assert!(opened.contains("🔒 Closed → 🟢 Open"), "{opened}");
    town.ticket_work_is_done(&town.guild).await;
    town.shows_at_last(&ticket, "🟢 Open").await;
    assert_eq!(ticket.name(), "ticket-1");
    alice.says("Thank you").unwrap();

    // The third name within ten minutes has to wait; nothing else does.
    press("🔒 Close ticket").await;
    town.shows_at_last(&ticket, "🔒 Closed").await;
    let locked = eventually(PATIENCE, async || alice.says("And?").is_err()).await;
    assert!(locked, "alice can still write");
    let left = async || town.database.ticket_work_left(town.guild.id()).await;
    let parked = eventually(PATIENCE, async || left().await == 1).await;
    assert!(parked, "{} pieces of work are left", left().await);
    assert_eq!(ticket.name(), "ticket-1");
    for title in ["Ticket opened again", "Ticket escalated", "Ticket closed"] {
        town.titled("bot-log", title).await;
    }
    town.leave().await;
}

#[tokio::test]
async fn tickets_are_listed_page_by_page_and_to_members_only_their_own() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let set = "/config ticketbot set_max_open count:20";
    assert!(town.says("sara", set).await.contains("✅"));
    for number in 0..11 {
        town.clock.advance(TimeDelta::seconds(31));
        town.opens_ticket("alice", &format!("Question {number}"))
            .await;
    }
    let karim = town.member("karim").in_channel(&town.channel("general"));
    let first = karim.runs("/ticket_list").await.unwrap();
    let words = first.to_string();
    assert!(
        words.contains("#1") && words.contains("Page 1/2"),
        "{words}"
    );
    assert!(!words.contains("#ticket-11"), "{words}");
    assert!(first.is_ephemeral());
    let second = first.clicks("Next ➡").await.unwrap().to_string();
    assert!(second.contains("#ticket-11"), "{second}");
    let others = town.says("bob", "/ticket_list status:all").await;
    assert!(others.contains("There are none"), "{others}");
    let closed = town.says("karim", "/ticket_list status:closed").await;
    assert!(closed.contains("none in this state"), "{closed}");
    town.leave().await;
}
