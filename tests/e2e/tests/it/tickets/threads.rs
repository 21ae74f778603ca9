//! Tickets as private threads.

use discord_simulator::ChannelKind;
use e2e_tests::{PATIENCE, Town, eventually};

async fn of_threads() -> Town {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.guild.add_channel("help-desk", ChannelKind::Text);
    let set = "/config ticketbot set_thread_channel channel:#help-desk";
    let reply = town.says("sara", set).await;
    assert!(reply.contains("✅"), "{reply}");
    town
}

#[tokio::test]
async fn a_thread_is_read_by_its_people_locked_when_closed_and_opened_again() {
    let town = of_threads().await;
    let before = town.channel("help-desk").threads().len();
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    assert_eq!(town.channel("help-desk").threads().len(), before + 1);
    for (name, reads) in [("alice", true), ("karim", true), ("bob", false)] {
        let seen = ticket.as_seen_by(&town.member(name)).contains("invoice");
        assert_eq!(seen, reads, "{name} reads it: {seen}");
    }
    let alice = town.member("alice").in_channel(&ticket);
    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    karim.clicks_on(&control, "⏳ Wait for user").await.unwrap();
    town.shows_at_last(&ticket, "⏳ Waiting for user").await;
    alice.says("It was in May").unwrap();
    town.shows_at_last(&ticket, "🟢 Open").await;
    let control = town.control_of(&ticket);
    karim.clicks_on(&control, "🔒 Close ticket").await.unwrap();
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(ticket.name(), "ticket-1-closed");
    assert!(alice.says("Wait!").is_err(), "alice can still write");
    assert!(ticket.as_seen_by(&town.member("alice")).contains("invoice"));
    let opened = town.says("sara", "/ticket_status id:1 status:open").await;
    assert!(opened.contains("🟢 Open"), "{opened}");
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(ticket.name(), "ticket-1");
    alice.says("Thank you").unwrap();
    town.leave().await;
}

#[tokio::test]
async fn a_role_that_a_thread_is_escalated_to_is_let_in_without_a_ping() {
    let town = of_threads().await;
    let lead = town
        .guild
        .add_role("Leads", discord_simulator::Permissions::SEND_MESSAGES);
    town.guild.set_roles(&town.member("bob"), &[lead]);
    for set in [
        "/config ticketbot set_escalation_role role:@Leads",
        "/config ticketbot toggle_notify enabled:false",
    ] {
        assert!(town.says("sara", set).await.contains("✅"), "{set}");
    }
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    karim.clicks_on(&control, "🚩 Escalate").await.unwrap();
    town.reads_at_last(&ticket, "@Leads can read this now")
        .await;
    town.ticket_work_is_done(&town.guild).await;
    let bob = town.member("bob");
    assert!(ticket.as_seen_by(&bob).contains("invoice"));
    let pings = ticket.messages().into_iter();
    let pinged = pings.filter(|it| it.pinged.contains(&bob.id())).count();
    assert_eq!(pinged, 0, "bob was pinged");
    town.leave().await;
}

#[tokio::test]
async fn a_thread_that_is_deleted_ends_its_ticket() {
    let town = of_threads().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.guild.delete_channel(&ticket);
    let listed = async || town.says("karim", "/ticket_list status:archived").await;
    let came = eventually(PATIENCE, async || listed().await.contains("🗄 Archived")).await;
    assert!(came, "it is not archived");
    town.leave().await;
}
