//! Passing a ticket on: to nobody in particular, to a role that is gone, to one that is chosen; and whoever comes back.

use discord_simulator::Permissions;
use e2e_tests::{PATIENCE, Town, eventually};

#[tokio::test]
async fn a_ticket_that_is_passed_on_to_nobody_says_so_and_of_a_role_that_is_gone_staff_hears() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let first = town.opens_ticket("alice", "My invoice is missing").await;
    let karim = town.member("karim").in_channel(&first);
    let control = town.control_of(&first);
    let pressed = karim.clicks_on(&control, "🚩 Escalate").await.unwrap();
    assert!(pressed.is_ephemeral(), "{pressed}");
    let words = pressed.to_string();
    assert!(words.contains("no target is configured"), "{words}");
    town.reads_at_last(&first, "🚩 Escalated.").await;
    town.shows_at_last(&first, "🚩 Escalated").await;

    let leads = town.guild.add_role("Leads", Permissions::SEND_MESSAGES);
    let set = "/config ticketbot set_escalation_role role:@Leads";
    assert!(town.says("sara", set).await.contains("✅"));
    town.guild.delete_role(leads);
    let second = town.opens_ticket("bob", "The door is locked").await;
    let karim = town.member("karim").in_channel(&second);
    // That the role is gone is told to the bot in its own time.
    let mut words = String::new();
    let gone = eventually(PATIENCE, async || {
        let reset = "/ticket_status id:2 status:open";
        town.says("sara", reset).await;
        let control = town.control_of(&second);
        let pressed = karim.clicks_on(&control, "🚩 Escalate").await.unwrap();
        words = pressed.to_string();
        words.contains("is gone")
    });
    assert!(gone.await, "{words}");
    assert!(words.contains("set_escalation_role"), "what to do: {words}");
    town.shows_at_last(&second, "🚩 Escalated").await;
    let card = town
        .titled("bot-log", "A ticket is escalated to nobody")
        .await;
    let card = town.simulator.rendered(&card);
    assert!(card.contains("#2") && card.contains("@karim"), "{card}");
    town.leave().await;
}

#[tokio::test]
async fn admins_choose_whom_a_ticket_is_passed_on_to_and_for_nothing_else() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let leads = town.guild.add_role("Leads", Permissions::SEND_MESSAGES);
    town.guild.set_roles(&town.member("bob"), &[leads]);
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let wrong = "/ticket_status id:1 status:claimed escalate_to:@Leads";
    let refused = town.says("sara", wrong).await;
    assert!(
        refused.contains("goes with `status:escalated` only"),
        "{refused}"
    );
    let missing = town
        .says("sara", "/ticket_status id:9 status:claimed")
        .await;
    assert!(!missing.contains('→'), "there is no #9: {missing}");
    town.shows_at_last(&ticket, "🟢 Open").await;
    assert!(!ticket.as_seen_by(&town.member("bob")).contains("invoice"));
    let set = "/ticket_status id:1 status:escalated escalate_to:@Leads";
    let passed = town.says("sara", set).await;
    assert!(passed.contains("🚩 Escalated"), "{passed}");
    assert!(passed.contains("It is escalated to @Leads"), "{passed}");
    let line = town.reads_at_last(&ticket, "Escalated to @Leads").await;
    town.ticket_work_is_done(&town.guild).await;
    assert!(
        ticket.as_seen_by(&town.member("bob")).contains("invoice"),
        "{line}"
    );
    let said = ticket.messages().into_iter();
    let said = said.filter(|it| it.content.contains("Escalated to"));
    let pings: Vec<bool> = said
        .map(|it| it.pinged.contains(&town.member("bob").id()))
        .collect();
    assert_eq!(pings, [true], "the role is called, once");
    let same = town.says("sara", set).await;
    assert!(same.contains("already"), "{same}");
    town.leave().await;
}

#[tokio::test]
async fn a_requester_who_leaves_and_comes_back_still_has_their_ticket() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.guild.leaves(&town.member("alice"));
    town.reads_at_last(&ticket, "has left the server").await;
    town.guild.joins("alice", &[]);
    let alice = town.member("alice");
    assert!(ticket.as_seen_by(&alice).contains("My invoice"));
    alice
        .in_channel(&ticket)
        .says("I am back")
        .expect("she may");
    let mine = town.says("alice", "/ticket_list").await;
    assert!(mine.contains("#1"), "{mine}");
    let closed = town.says("alice", "/ticket_close id:1").await;
    assert!(closed.contains("#1 is closed"), "{closed}");
    town.leave().await;
}
