//! Tickets are put away with their transcripts, and counted and taken out as a table.

use chrono::TimeDelta;
use discord_simulator::{Channel, Fault, Hold, HoldPoint, Message};
use e2e_tests::{PATIENCE, Town, eventually};

pub(super) const TRANSCRIPT: &str = "ticket-1-transcript.txt";

/// A closed ticket of Alice in which she wrote this many messages.
pub(super) async fn closed(town: &Town, messages: usize) -> Channel {
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    let alice = town.member("alice").in_channel(&ticket);
    for number in 1..=messages {
        alice
            .says(&format!("line {number}"))
            .expect("alice may write");
    }
    town.says_in("karim", &ticket.name(), "/ticket_close").await;
    town.ticket_work_is_done(&town.guild).await;
    ticket
}

/// Keeps the ticket's channel as long as this is held: what is said to who pressed there goes with it.
fn stays(town: &Town, ticket: &Channel) -> Hold {
    let (method, route) = ("DELETE", "/channels/{channel_id}");
    let simulator = &town.simulator;
    simulator.hold_in(ticket, method, route, HoldPoint::BeforeCommit)
}

pub(super) async fn archives(town: &Town, ticket: &Channel) -> String {
    let _stays = stays(town, ticket);
    let sara = town.member("sara").in_channel(ticket);
    let control = town.control_of(ticket);
    let reply = sara.clicks_on(&control, "🗄 Archive ticket").await;
    reply.expect("the button can be pressed").to_string()
}

pub(super) fn transcripts(town: &Town) -> Vec<Message> {
    with_file(town, TRANSCRIPT)
}

/// The messages in the log channel that have a file of this name.
pub(super) fn with_file(town: &Town, name: &str) -> Vec<Message> {
    let messages = town.channel("bot-log").messages();
    let has_file = |it: &Message| it.attachments.iter().any(|it| it["filename"] == name);
    messages.into_iter().filter(has_file).collect()
}

pub(super) fn file(town: &Town, message: &Message, name: &str) -> String {
    let file = town.simulator.file(message, name).expect("a file");
    String::from_utf8(file).expect("text")
}

/// Waits until the ticket's channel is gone.
pub(super) async fn is_gone(town: &Town, ticket: &Channel) {
    let gone = eventually(PATIENCE, async || {
        let channels = town.guild.channels();
        channels.iter().all(|it| it.id() != ticket.id())
    });
    assert!(gone.await, "the channel is still there");
}

#[tokio::test]
async fn an_archived_ticket_leaves_every_message_in_the_log_channel_and_no_channel() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = closed(&town, 250).await;
    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let refused = karim.clicks_on(&control, "🗄 Archive ticket").await.unwrap();
    assert!(refused.to_string().contains("Only admins"), "{refused}");

    let reply = archives(&town, &ticket).await;
    assert!(reply.contains("its transcript is saved"), "{reply}");
    let transcripts = transcripts(&town);
    let [transcript] = &transcripts[..] else {
        panic!("{} transcripts", transcripts.len());
    };
    let text = file(&town, transcript, TRANSCRIPT);
    assert!(text.starts_with("Ticket: #1\n"), "{text}");
    assert!(text.contains("\nChannel: ticket-1-closed\n"), "{text}");
    let lines: Vec<&str> = text
        .lines()
        .filter(|it| it.starts_with("    line "))
        .collect();
    let expected: Vec<String> = (1..=250).map(|it| format!("    line {it}")).collect();
    assert_eq!(lines, expected);
    is_gone(&town, &ticket).await;
    town.titled("bot-log", "Ticket archived").await;
    let list = town.says("sara", "/ticket_list status:archived").await;
    assert!(list.contains("#1"), "{list}");
    town.leave().await;
}

#[tokio::test]
async fn an_admin_who_archives_sees_that_it_is_being_done_until_it_is() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = closed(&town, 1).await;
    let route = "/channels/{channel_id}/messages";
    let log = town.channel("bot-log");
    let hold = town
        .simulator
        .hold_in(&log, "POST", route, HoldPoint::BeforeCommit);
    let stays = stays(&town, &ticket);
    let sara = town.member("sara").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let pressed = sara.clicks_on(&control, "🗄 Archive ticket");
    let looks = async {
        assert!(hold.reached().await, "no transcript is posted");
        let seen = ticket.as_seen_by(&town.member("sara"));
        assert!(seen.contains("is thinking…"), "{seen}");
        drop(hold);
    };
    let (reply, ()) = tokio::join!(pressed, looks);
    let reply = reply.unwrap();
    assert!(reply.is_ephemeral());
    assert!(reply.follow_ups().is_empty(), "one answer: {reply}");
    let words = reply.to_string();
    assert!(words.contains("its transcript is saved"), "{words}");
    drop(stays);
    is_gone(&town, &ticket).await;
    town.leave().await;
}

#[tokio::test]
async fn an_export_that_discord_does_not_take_is_told_to_nobody_and_costs_no_minute() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.opens_ticket("alice", "My invoice is missing").await;
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let too_large = Fault::ErrorBefore(413);
    let route = "/webhooks/*/messages/@original";
    town.simulator.inject("PATCH", route, 1, too_large);
    let reply = sara.runs("/export tickets").await.unwrap().to_string();
    assert!(
        reply.contains("more than Discord lets me attach"),
        "{reply}"
    );
    let reply = sara.runs("/export tickets").await.unwrap().to_string();
    assert!(reply.contains("1 ticket exported"), "{reply}");
    town.titled("bot-log", "Tickets exported").await;
    assert_eq!(town.count_titled("bot-log", "Tickets exported"), 1);
    let soon = sara.runs("/export tickets").await.unwrap().to_string();
    assert!(soon.contains("You have just exported something"), "{soon}");
    town.leave().await;
}

#[tokio::test]
async fn without_a_log_channel_it_stays_closed_until_an_admin_accepts_the_loss() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = closed(&town, 1).await;
    town.guild.delete_channel(&town.channel("bot-log"));
    let sara = town.member("sara").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let refused = sara.clicks_on(&control, "🗄 Archive ticket").await.unwrap();
    let question = refused.message().expect("an answer").clone();
    let words = town.simulator.rendered(&question);
    assert!(words.contains("The ticket stays closed"), "{words}");
    assert_eq!(ticket.name(), "ticket-1-closed");
    let forced = sara.clicks_on(&question, "Delete without transcript").await;
    let forced = forced.unwrap().to_string();
    assert!(forced.contains("without a transcript"), "{forced}");
    is_gone(&town, &ticket).await;
    town.leave().await;
}

#[tokio::test]
async fn a_bot_that_stops_while_it_archives_goes_on_without_a_second_transcript() {
    let mut town = Town::start().await;
    town.set_up_tickets().await;
    let ticket = closed(&town, 3).await;
    let route = "/channels/{channel_id}/messages";
    let log = town.channel("bot-log");
    let hold = town
        .simulator
        .hold_in(&log, "POST", route, HoldPoint::BeforeAnswer);
    let sara = town.member("sara").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let pressed = sara.clicks_on(&control, "🗄 Archive ticket");
    let dies = async {
        assert!(hold.reached().await, "no transcript is posted");
        town.stop_app().await;
    };
    let (_, ()) = tokio::join!(pressed, dies);
    drop(hold);
    assert_eq!(transcripts(&town).len(), 1);
    town.clock.advance(TimeDelta::minutes(5));
    town.start_app().await;
    is_gone(&town, &ticket).await;
    assert_eq!(transcripts(&town).len(), 1, "a second transcript");
    town.leave().await;
}

#[tokio::test]
async fn admins_see_figures_with_a_chart_and_take_tickets_out_as_a_table() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    closed(&town, 0).await;
    town.opens_ticket("bob", "The door is locked").await;
    let refused = town.says("karim", "/ticket_stats").await;
    assert!(refused.contains("Only admins"), "{refused}");
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let shown = sara.runs("/ticket_stats").await.unwrap();
    assert!(shown.is_ephemeral());
    let text = shown.to_string();
    assert!(text.contains("#2"), "{text}");
    let message = shown.message().expect("an answer");
    let alt = message.attachments[0]["description"]
        .as_str()
        .unwrap_or_default();
    assert!(alt.contains("2 opened, 1 of them closed"), "{alt}");
    let picture = town
        .simulator
        .file(message, "tickets.png")
        .expect("a chart");
    assert_eq!(&picture[1..4], b"PNG");
    let week = shown.clicks("Last 7d").await.unwrap();
    assert!(week.to_string().contains("last 7 days"), "{week}");

    let reply = sara.runs("/export tickets scope:30d").await.unwrap();
    assert!(reply.to_string().contains("2 tickets exported"), "{reply}");
    let message = reply.message().expect("an answer");
    let table = file(&town, message, "tickets_30d.csv");
    let rows: Vec<&str> = table.lines().collect();
    assert!(
        rows[0].starts_with("\u{feff}id,user_id,username,status,"),
        "{table}"
    );
    let bob = format!("2,{},bob,open,", town.member("bob").id());
    assert!(rows[1].starts_with(&bob), "{table}");
    let alice = format!("1,{},alice,closed,", town.member("alice").id());
    assert!(rows[2].starts_with(&alice), "{table}");
    assert!(!table.contains("invoice"), "{table}");
    town.titled("bot-log", "Tickets exported").await;
    let again = town.says("sara", "/export tickets from:2025-02-30").await;
    assert!(again.contains("The calendar has no"), "{again}");
    town.leave().await;
}
