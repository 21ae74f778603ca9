//! Drafted replies: what they are made out of, who may discard them, and how they show in the figures of staff.

use std::fs;
use std::path::Path;

use chrono::TimeDelta;
use discord_simulator::{Channel, Reply};
use e2e_tests::{ModelServer, Town};

use crate::after_close::{last_question, town_with};

/// Asks for a draft as this member of staff, and gives what they read.
async fn suggests(town: &Town, name: &str, ticket: &Channel) -> Reply {
    // A draft every five seconds.
    town.clock.advance(TimeDelta::seconds(6));
    let place = town.member(name).in_channel(ticket);
    let control = town.control_of(ticket);
    let draft = place.clicks_on(&control, "💬 Suggest reply").await;
    let draft = draft.expect("the button is there");
    assert!(draft.is_ephemeral(), "{draft}");
    draft
}

/// A document of the bot's own.
fn write(folder: &Path, text: &str) {
    fs::write(folder.join("parcels.md"), text).expect("it can be written");
}

#[tokio::test]
async fn a_draft_names_the_answer_the_document_and_the_pinned_message_that_it_is_made_out_of() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        "# Lost parcels\n\nA lost parcel is sent again within a week.\n\n# Opening hours\n\nFrom nine to five.\n",
    );
    let model = ModelServer::start().await;
    let documents = folder.path().to_owned();
    let town = model
        .town_with(move |options| options.documents.clone_from(&documents))
        .await;
    town.set_up_tickets().await;
    let answer = "Ask the carrier for its number.";
    let id = town
        .writes_answer("Where is my parcel?", answer, "lost")
        .await;
    let reloaded = town.says("sara", "/faq reload").await;
    for words in ["1 answer was read", "2 pieces of documents"] {
        assert!(reloaded.contains(words), "{words}: {reloaded}");
    }
    let ticket = town.opens_ticket("alice", "My parcel is lost").await;
    let sara = town.member("sara");
    let rule = "Parcels abroad take a day longer, mail sara@club.example";
    let rule = sara.in_channel(&ticket).says(rule).expect("she may write");
    sara.pins(&rule).expect("she may pin");
    town.ticket_work_is_done(&town.guild).await;

    model.says(&format!("We send it again.\nSOURCES: F{id}, D1, P1, F99"));
    let draft = suggests(&town, "karim", &ticket).await.to_string();
    for words in ["We send it again.", "Where is my parcel?", "Lost parcels"] {
        assert!(draft.contains(words), "{words}: {draft}");
    }
    assert!(draft.contains("Pinned message 1"), "{draft}");
    assert!(
        !draft.contains("SOURCES") && !draft.contains("F99"),
        "{draft}"
    );
    let asked = last_question(&model).await;
    for words in [
        answer,
        "A lost parcel is sent again within a week.",
        "Parcels abroad take a day longer, mail [email]",
    ] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    let (sources, _) = asked.split_once("SOURCES>>>").expect("a block of sources");
    assert!(!sources.contains("nine to five"), "it is not about that");
    assert!(
        !sources.contains("Ticket #1"),
        "nor are the buttons a source"
    );

    write(
        folder.path(),
        "# Lost parcels\n\nEach is paid for at once.\n",
    );
    let reloaded = town.says("sara", "/faq reload").await;
    assert!(reloaded.contains("1 pieces of documents"), "{reloaded}");
    model.says("It is paid for.\nSOURCES: D1");
    let draft = suggests(&town, "karim", &ticket).await.to_string();
    assert!(draft.contains("Lost parcels"), "{draft}");
    assert!(!draft.contains("Where is my parcel?"), "{draft}");
    let asked = last_question(&model).await;
    assert!(asked.contains("Each is paid for at once."), "{asked}");
    town.leave().await;
}

#[tokio::test]
async fn a_discarded_draft_is_gone_for_its_owner_and_nobody_else_can_discard_it() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.ticket_work_is_done(&town.guild).await;
    let before = ticket.messages().len();
    model.says("Try again tomorrow.\nSOURCES: none");
    let draft = suggests(&town, "karim", &ticket).await;
    assert!(draft.to_string().contains("not grounded"), "{draft}");
    let shown = draft.message().expect("a draft").clone();
    let discard = &shown.components[0]["components"][2]["custom_id"];
    let discard = discard.as_str().expect("a button");
    assert!(discard.starts_with("ticket_suggest_discard:"), "{discard}");
    let sara = town.member("sara").in_channel(&ticket);
    let refused = sara.presses_forged(&shown, discard).await.to_string();
    assert!(refused.contains("Only whoever asked"), "{refused}");

    let discarded = draft.clicks("Discard").await.unwrap();
    assert!(
        discarded.to_string().contains("🗑 Discarded."),
        "{discarded}"
    );
    let now = town.simulator.current(&shown).expect("it is there");
    assert!(now.components.is_empty(), "its buttons are gone");
    let shown_now = town.simulator.rendered(&now);
    assert!(!shown_now.contains("tomorrow"), "{shown_now}");
    let karim = town.member("karim").in_channel(&ticket);
    let again = karim.presses_forged(&shown, discard).await.to_string();
    assert!(again.contains("It was discarded already"), "{again}");
    assert_eq!(ticket.messages().len(), before, "nothing is posted");
    let card = town
        .titled("bot-log", "A drafted reply was discarded")
        .await;
    let card = town.simulator.rendered(&card);
    assert!(card.contains("#1") && card.contains("@karim"), "{card}");
    town.leave().await;
}

#[tokio::test]
async fn staff_sees_how_many_drafts_were_of_use_and_about_how_much_typing_they_saved() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    let none = town.says("sara", "/ticket_stats").await;
    assert!(none.contains("Suggestions accepted"), "{none}");
    assert!(!none.contains('%'), "nobody has decided yet: {none}");
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.ticket_work_is_done(&town.guild).await;
    // 500 characters, which is 250 words of two letters.
    let long = "ab ".repeat(167);
    let long = long.trim();
    model.says(long);
    let posted = suggests(&town, "karim", &ticket).await;
    let posted = posted.clicks("Post").await.unwrap();
    assert!(posted.to_string().contains("Posted"), "{posted}");
    model.says("Please wait.");
    let edited = suggests(&town, "karim", &ticket).await;
    let form = edited.clicks("Edit & post").await.unwrap();
    let submitted = form.submits(&[("Reply", &"cd ".repeat(100))]).await;
    let submitted = submitted.unwrap().to_string();
    assert!(submitted.contains("Posted"), "{submitted}");
    model.says("No idea.");
    let discarded = suggests(&town, "karim", &ticket).await;
    discarded.clicks("Discard").await.unwrap();
    // One that nobody has decided about counts neither way.
    model.says("Perhaps.");
    suggests(&town, "karim", &ticket).await;

    // Two of three; 500 and 299 characters at 200 a minute.
    let stats = town.says("sara", "/ticket_stats").await;
    assert!(stats.contains("67 %, about 3m saved"), "{stats}");
    town.leave().await;
}
