//! Tickets while the database is away, and when the gateway tells everything twice.

use discord_simulator::{Channel, Reply};
use e2e_tests::Town;

use super::archiving::{archives, is_gone, transcripts};

const LABEL: &str = "What is it about?";
const QUESTION: &str = "Where do I find the roadmap?";

/// Everything that was said to an interaction.
fn said(reply: &Reply) -> String {
    let more = reply.follow_ups().into_iter().map(|it| it.content);
    let more: Vec<_> = more.collect();
    format!("{reply}\n{}", more.join("\n"))
}

fn is_told_to_retry(what: &str, said: &str) {
    for words in ["can't reach my database", "retry in a minute"] {
        assert!(said.contains(words), "{what}: {said}");
    }
}

#[tokio::test]
async fn while_the_database_is_away_everybody_is_told_to_retry_and_no_ticket_changes() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.says("sara", "/ticket_panel_post").await;
    let panel = town.titled("general", "Need help").await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.ticket_work_is_done(&town.guild).await;
    town.titled("bot-log", "Ticket opened").await;
    let bob = town.member("bob");
    let form = bob.clicks(&panel, "📨 Create ticket").await.unwrap();
    let seen = || {
        let read = [&ticket, &town.channel("general"), &town.channel("bot-log")];
        let read = read.map(Channel::messages);
        (read, town.guild.channels().len())
    };
    let before = seen();
    town.database.refuse_connections().await;

    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    for label in [
        "🎟️ Claim ticket",
        "⏳ Wait for user",
        "🚩 Escalate",
        "💬 Suggest reply",
        "🔒 Close ticket",
    ] {
        let pressed = karim.clicks_on(&control, label).await.unwrap();
        is_told_to_retry(label, &said(&pressed));
    }
    let submitted = form.submits(&[(LABEL, QUESTION)]).await.unwrap();
    is_told_to_retry("the panel's form", &said(&submitted));
    for (who, command) in [
        ("bob", "/ticket description:\"Where is the roadmap?\""),
        ("karim", "/ticket_list"),
        ("karim", "/ticket_claim id:1"),
        ("alice", "/ticket_close id:1"),
        ("sara", "/ticket_status id:1 status:claimed"),
        ("sara", "/ticket_stats"),
        ("sara", "/export tickets"),
    ] {
        let told = town.says(who, command).await;
        is_told_to_retry(command, &told);
    }
    assert_eq!(seen(), before, "nothing is to be seen of it");
    // Nothing is known yet of what this server has set.
    let abroad = town.second_guild("Abroad");
    let sara = town.member("sara").in_channel(&abroad.channel("general"));
    let told = sara.runs("/ticket_panel_post").await.unwrap().to_string();
    is_told_to_retry("/ticket_panel_post", &told);
    let posted = abroad.channel("general").messages();
    assert!(posted.is_empty(), "whoever retries has two panels");

    town.database.accept_connections().await;
    town.says_at_last("karim", "/ticket_claim id:1", "is yours")
        .await;
    // The turns that the outage took are given back: nobody has to wait for theirs.
    let second = town.opens_ticket("bob", "Where is the roadmap?").await;
    assert_eq!(second.name(), "ticket-2");
    let table = town.says("sara", "/export tickets").await;
    assert!(table.contains("2 tickets exported"), "{table}");
    town.leave().await;
}

fn lines(ticket: &Channel, words: &str) -> usize {
    let all = ticket.history().into_iter();
    all.filter(|it| it.message.content.contains(words)).count()
}

#[tokio::test]
async fn what_the_gateway_tells_twice_is_done_once_and_answered_once() {
    let town = Town::unhurried().await;
    town.set_up_tickets().await;
    town.simulator.duplicate_events(u32::MAX);
    let posted = town.says("sara", "/ticket_panel_post").await;
    assert!(posted.contains("Posted"), "{posted}");
    assert_eq!(town.count_titled("general", "Need help"), 1);
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let panel = town.titled("general", "Need help").await;
    let bob = town.member("bob");
    let form = bob.clicks(&panel, "📨 Create ticket").await.unwrap();
    let opened = form.submits(&[(LABEL, QUESTION)]).await.unwrap();
    assert!(opened.to_string().contains("#ticket-2"), "{opened}");
    assert!(opened.follow_ups().is_empty(), "{}", said(&opened));

    let karim = town.member("karim").in_channel(&ticket);
    let alice = town.member("alice").in_channel(&ticket);
    for (label, line, chip) in [
        ("🎟️ Claim ticket", "Claimed by", "🟡 Claimed"),
        (
            "⏳ Wait for user",
            "we need an answer",
            "⏳ Waiting for user",
        ),
        ("🚩 Escalate", "Escalated", "🚩 Escalated"),
        ("🔒 Close ticket", "Closed by", "🔒 Closed"),
    ] {
        let control = town.control_of(&ticket);
        let pressed = karim.clicks_on(&control, label).await.unwrap();
        town.shows_at_last(&ticket, chip).await;
        town.ticket_work_is_done(&town.guild).await;
        assert_eq!(lines(&ticket, line), 1, "{}", town.reads(&ticket));
        assert!(
            !said(&pressed).contains("already"),
            "as if it had been there before: {}",
            said(&pressed)
        );
        if chip == "⏳ Waiting for user" {
            alice.says("It was in May").expect("she may write");
            town.shows_at_last(&ticket, "🟡 Claimed").await;
        }
    }
    let archived = archives(&town, &ticket).await;
    assert!(archived.contains("transcript is saved"), "{archived}");
    is_gone(&town, &ticket).await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(transcripts(&town).len(), 1);
    for (title, count) in [
        ("Ticket opened", 2),
        ("Ticket claimed", 1),
        ("Ticket waits", 1),
        ("Ticket escalated", 1),
        ("Ticket closed", 1),
        ("Ticket archived", 1),
    ] {
        town.titled("bot-log", title).await;
        assert_eq!(town.count_titled("bot-log", title), count, "{title}");
    }
    let listed = town.says("sara", "/ticket_list status:all").await;
    assert!(listed.contains("2 tickets"), "{listed}");
    town.leave().await;
}
