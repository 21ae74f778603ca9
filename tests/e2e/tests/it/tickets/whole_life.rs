//! From the first question to the answer that the next member finds before asking.

use chrono::TimeDelta;
use discord_simulator::{Channel, Message};
use e2e_tests::{ModelServer, Town};

use super::archiving::{archives, file, with_file};
use crate::after_close::{summaries, town_with};

const REPLY: &str = "Je factuur staat op je account.";

/// A member opens a ticket by the panel, staff works on it and closes it, and it is summed up.
async fn lives(
    town: &Town,
    model: &ModelServer,
    panel: &Message,
    name: &str,
    number: u32,
) -> Channel {
    // A member opens one in half a minute.
    town.clock.advance(TimeDelta::minutes(1));
    let form = town.member(name).clicks(panel, "📨 Create ticket").await;
    let form = form.expect("the panel is there");
    let opened = form
        .submits(&[("What is it about?", "Waar vind ik mijn factuur van mei?")])
        .await
        .expect("the form is taken");
    let channel = format!("ticket-{number}");
    assert!(
        opened.to_string().contains(&format!("#{channel}")),
        "{opened}"
    );
    let ticket = town.channel(&channel);
    let requester = town.member(name).in_channel(&ticket);
    let karim = town.member("karim").in_channel(&ticket);
    let presses = async |label: &str| {
        let pressed = karim.clicks_on(&town.control_of(&ticket), label).await;
        pressed.unwrap_or_else(|refused| panic!("{label}: {refused}"))
    };
    presses("🎟️ Claim ticket").await;
    town.reads_at_last(&ticket, "Claimed by @karim").await;
    requester
        .says("Ik zoek ze al een week")
        .expect("they may write");
    model.says(&format!("{REPLY}\nSOURCES: none"));
    let draft = presses("💬 Suggest reply").await;
    assert!(draft.to_string().contains(REPLY), "{draft}");
    let draft = draft.message().expect("a draft").clone();
    let posted = karim.clicks_on(&draft, "Post").await.expect("it is posted");
    town.reads_at_last(&ticket, REPLY).await;
    assert!(posted.to_string().contains("osted"), "{posted}");
    presses("⏳ Wait for user").await;
    town.reads_at_last(&ticket, "we need an answer").await;
    requester
        .says("Gevonden, dank je!")
        .expect("they may write");
    town.reads_at_last(&ticket, "🟡 Claimed").await;
    model.says("Een lid vond een factuur niet.\nKEYWORDS: invoice, download, account");
    presses("🔒 Close ticket").await;
    town.ticket_work_is_done(&town.guild).await;
    assert_eq!(summaries(town, &ticket).len(), 1, "{}", town.reads(&ticket));
    ticket
}

#[tokio::test]
async fn what_three_members_ask_becomes_an_answer_that_the_next_one_finds() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    let posted = town.says("sara", "/ticket_panel_post").await;
    assert!(posted.contains("Posted"), "{posted}");
    let panel = town.titled("general", "Need help").await;
    let mut last = None;
    for (number, name) in (1..).zip(["alice", "bob", "alice"]) {
        assert_eq!(town.count_titled("bot-log", "Members keep asking this"), 0);
        last = Some(lives(&town, &model, &panel, name, number).await);
    }
    let proposal = town.titled("bot-log", "Members keep asking this").await;
    let sara = town.member("sara").in_channel(&town.channel("bot-log"));
    let form = sara.clicks_on(&proposal, "Add to FAQ").await.unwrap();
    let added = form
        .submits(&[
            ("Title", "Facturen downloaden"),
            ("Answer", "Ze staan op je account, onder *Facturen*."),
            ("Keywords", "factuur"),
        ])
        .await
        .unwrap();
    assert!(added.to_string().contains("Added"), "{added}");
    town.guild.joins("eva", &[]);
    let found = town
        .says(
            "eva",
            "/faq search query:\"hoe kan ik mijn faktuuren downlaoden\"",
        )
        .await;
    assert!(found.contains("Ze staan op je account"), "{found}");
    archives(&town, &last.expect("a third ticket")).await;
    let name = "ticket-3-transcript.txt";
    let archived = with_file(&town, name).pop().expect("it was archived");
    let text = file(&town, &archived, name);
    let header = text.split("\n\n").next().unwrap_or_default();
    let about = "\nSummary: Een lid vond een factuur niet.\n";
    assert!(header.contains(about), "{text}");
    town.leave().await;
}
