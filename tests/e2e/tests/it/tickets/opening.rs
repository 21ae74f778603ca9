//! A ticket is opened: by command, by the panel's button, or not.

use discord_simulator::{ChannelKind, Fault};
use e2e_tests::{PATIENCE, Town, eventually};

const QUESTION: &str = "My invoice of May is missing @everyone";

#[tokio::test]
async fn a_ticket_gets_a_channel_that_only_its_requester_and_staff_can_read() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", QUESTION).await;
    let control = town.control_of(&ticket);
    let shown = town.simulator.rendered(&control);
    for words in [
        "Ticket #1",
        "My invoice of May",
        "🟢 Open",
        "@alice",
        "@Helpers",
    ] {
        assert!(shown.contains(words), "{words} is missing: {shown}");
    }
    assert!(!control.mention_everyone, "{shown}");
    for (name, reads) in [("alice", true), ("karim", true), ("bob", false)] {
        let seen = ticket.as_seen_by(&town.member(name)).contains("Ticket #1");
        assert_eq!(seen, reads, "{name} reads it: {seen}");
    }
    let log = town.titled("bot-log", "Ticket opened").await;
    assert!(town.simulator.rendered(&log).contains("@alice"));
    town.leave().await;
}

#[tokio::test]
async fn the_panels_button_opens_a_form_and_the_form_a_ticket() {
    let town = Town::start().await;
    let early = town.says("sara", "/ticket_panel_post").await;
    assert!(early.contains("does not work yet"), "{early}");
    town.set_up_tickets().await;
    let panel = town.titled("general", "Need help").await;
    let alice = town.member("alice");
    let form = alice.clicks(&panel, "📨 Create ticket").await.unwrap();
    let opened = form
        .submits(&[("What is it about?", "Where do I find the roadmap?")])
        .await
        .unwrap();
    assert!(opened.to_string().contains("#ticket-1"), "{opened}");
    assert!(opened.is_ephemeral());
    let again = alice.clicks(&panel, "📨 Create ticket").await.unwrap();
    let again = again
        .submits(&[("What is it about?", "Where do I find the roadmap?")])
        .await
        .unwrap();
    assert!(again.to_string().contains("try again in 30"), "{again}");
    let member = town.says("bob", "/ticket_panel_post").await;
    assert!(member.contains("Only admins"), "{member}");
    town.leave().await;
}

#[tokio::test]
async fn what_is_missing_is_said_and_nothing_is_left_behind() {
    let town = Town::start().await;
    let reply = town.says("alice", "/ticket description:Help").await;
    assert!(reply.contains("not set up"), "{reply}");
    town.set_up_tickets().await;
    town.guild.delete_channel(&town.channel("Support"));
    let reply = town.says("alice", "/ticket description:Help").await;
    assert!(reply.contains("category of tickets is gone"), "{reply}");
    town.titled("bot-log", "could not be opened").await;
    let off = "/config ticketbot toggle enabled:false";
    assert!(town.says("sara", off).await.contains("✅"));
    let reply = town.says("alice", "/ticket description:Help").await;
    assert!(reply.contains("switched off here"), "{reply}");
    assert!(
        !town
            .database
            .dump(town.guild.id())
            .await
            .contains("support_tickets")
    );
    town.leave().await;
}

#[tokio::test]
async fn a_member_has_so_many_tickets_at_a_time() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    assert!(
        town.says("sara", "/config ticketbot set_max_open count:1")
            .await
            .contains("✅")
    );
    town.opens_ticket("alice", "First").await;
    town.clock.advance(chrono::TimeDelta::seconds(31));
    let reply = town.says("alice", "/ticket description:Second").await;
    assert!(reply.contains("#ticket-1"), "{reply}");
    let other = town.opens_ticket("bob", "Mine").await;
    assert_eq!(other.name(), "ticket-2");
    town.leave().await;
}

#[tokio::test]
async fn a_category_that_was_chosen_anew_is_used_at_once() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.guild.add_channel("Second", ChannelKind::Category);
    let set = "/config ticketbot set_category category:#Second";
    assert!(town.says("sara", set).await.contains("✅"));
    town.guild.delete_channel(&town.channel("Support"));
    let ticket = town.opens_ticket("alice", "Help").await;
    let came = eventually(PATIENCE, async || !ticket.messages().is_empty()).await;
    assert!(came, "no message in the ticket");
    town.leave().await;
}

#[tokio::test]
async fn a_channel_whose_answer_is_lost_is_the_tickets_and_no_second_one_is_made() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.simulator
        .inject("POST", "/guilds/*/channels", 1, Fault::LostAnswer);
    let ticket = town.opens_ticket("alice", "Help").await;
    assert_eq!(town.simulator.counters().lost_answers, 1);
    town.control_of(&ticket);
    let made = town.simulator.counters();
    assert_eq!(made.requests_to("POST /guilds/{guild_id}/channels"), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_ticket_that_discord_leaves_open_whether_it_is_made_is_looked_after_and_then_taken_back()
{
    let town = Town::start().await;
    town.set_up_tickets().await;
    // As often as it is tried.
    let fault = Fault::ErrorBefore(500);
    (town.simulator).inject("POST", "/guilds/*/channels", 9, fault);
    let reply = town.says("alice", "/ticket description:Help").await;
    assert!(reply.contains("look again every few"), "{reply}");
    assert!(!reply.contains("Nothing is left of it,"), "{reply}");
    town.titled("bot-log", "could not be opened").await;
    town.simulator.heal();
    town.clock.advance(chrono::TimeDelta::minutes(5));
    let rows = "SELECT count(*) FROM alphapy.support_tickets";
    let is_taken_back = eventually(PATIENCE, async || {
        let counted = sqlx::query_scalar::<_, i64>(rows).fetch_one(town.database.pool());
        counted.await.expect("the database counts") == 0
    });
    assert!(is_taken_back.await, "the row is still there");
    town.opens_ticket("alice", "Help").await;
    town.leave().await;
}
