//! Staff works on a ticket by its buttons and by commands.

use e2e_tests::Town;

#[tokio::test]
async fn staff_claims_waits_and_closes_and_everybody_can_follow() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let alice = town.member("alice").in_channel(&ticket);
    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let refused = alice.clicks_on(&control, "🎟️ Claim ticket").await.unwrap();
    assert!(refused.to_string().contains("Only staff"), "{refused}");
    karim.clicks_on(&control, "🎟️ Claim ticket").await.unwrap();
    town.reads_at_last(&ticket, "Claimed by @karim").await;
    town.reads_at_last(&ticket, "🟡 Claimed").await;
    let own = town.says_in("sara", "general", "/ticket_claim id:1").await;
    assert!(own.contains("@karim"), "{own}");
    let control = town.control_of(&ticket);
    karim.clicks_on(&control, "⏳ Wait for user").await.unwrap();
    let read = town.reads_at_last(&ticket, "we need an answer").await;
    assert!(read.contains("@alice, we need"), "{read}");
    let closed = town
        .says_in("alice", &ticket.name(), "/ticket_close reason:Found")
        .await;
    assert!(closed.contains("#1 is closed"), "{closed}");
    town.reads_at_last(&ticket, "Closed by @alice: Found").await;
    town.reads_at_last(&ticket, "🔒 Closed").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(ticket.name(), "ticket-1-closed");
    assert!(
        alice.says("One more thing").is_err(),
        "alice can still write"
    );
    let again = town.says("sara", "/ticket_close id:1").await;
    assert!(again.contains("already"), "{again}");
    // The log is told five things in five seconds.
    for title in ["Ticket claimed", "Ticket waits", "Ticket closed"] {
        town.reads_at_last(&town.channel("bot-log"), title).await;
    }
    town.leave().await;
}

#[tokio::test]
async fn an_escalated_ticket_can_be_read_and_taken_over_by_whom_it_is_escalated_to() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let lead = town
        .guild
        .add_role("Leads", discord_simulator::Permissions::SEND_MESSAGES);
    town.guild.set_roles(&town.member("bob"), &[lead]);
    let set = "/config ticketbot set_escalation_role role:@Leads";
    assert!(town.says("sara", set).await.contains("✅"));
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    assert!(!ticket.as_seen_by(&town.member("bob")).contains("invoice"));
    let control = town.control_of(&ticket);
    let karim = town.member("karim").in_channel(&ticket);
    karim.clicks_on(&control, "🚩 Escalate").await.unwrap();
    town.reads_at_last(&ticket, "Escalated to @Leads").await;
    town.ticket_work_is_done(&town.guild).await;
    assert!(ticket.as_seen_by(&town.member("bob")).contains("invoice"));
    let taken = town.says_in("bob", &ticket.name(), "/ticket_claim").await;
    assert!(taken.contains("is yours"), "{taken}");
    town.leave().await;
}

#[tokio::test]
async fn buttons_work_after_a_restart_and_tickets_are_offered_by_what_they_say() {
    let mut town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.opens_ticket("bob", "The door is locked").await;
    town.stop_app().await;
    town.start_app().await;
    let karim = town.member("karim").in_channel(&ticket);
    let offered = karim.types("/ticket_claim id:", "door").await.unwrap();
    let names: Vec<_> = offered.choices().iter().map(|it| &it.name).collect();
    assert_eq!(names, ["#2 – bob (open) – The door is locked"]);
    let bob = town.member("bob").in_channel(&town.channel("general"));
    let offered = bob.types("/ticket_close id:", "").await.unwrap();
    assert_eq!(offered.choices().len(), 1, "bob is offered his own");
    karim
        .clicks_on(&town.control_of(&ticket), "🎟️ Claim ticket")
        .await
        .unwrap();
    town.reads_at_last(&ticket, "Claimed by @karim").await;
    town.leave().await;
}
