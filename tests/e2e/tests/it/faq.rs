//! `/faq` and `/export faq`, as members and admins use them.

use discord_simulator::{Permissions, Target};
use e2e_tests::{PATIENCE, Town, eventually};

/// A misspelt Dutch question, and what answers it.
const QUESTION: &str = "hoe zeg ik mijn abonement op";
const TITLE: &str = "Abonnement opzeggen";
const ANSWER: &str = "Ga naar **je account**: https://account.example/abonnement";

#[tokio::test]
async fn an_answer_is_written_in_a_form_and_found_by_another_member_however_they_spell() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    assert!(
        town.says("sara", "/config system set_log_level level:verbose")
            .await
            .contains("✅")
    );
    let early = town
        .says("alice", &format!("/faq search query:\"{QUESTION}\""))
        .await;
    assert!(
        early.contains("Nothing found") && early.contains("/ticket"),
        "{early}"
    );
    let asked = town.says("karim", "/faq unanswered").await;
    assert!(asked.contains(QUESTION), "staff sees it: {asked}");
    let refused = town.says("alice", "/faq unanswered").await;
    assert!(refused.contains("Only staff"), "{refused}");
    let refused = town.says("alice", "/faq add").await;
    assert!(refused.contains("Only admins"), "{refused}");
    let id = town.writes_answer(TITLE, ANSWER, "stopzetten").await;
    let found = town
        .says("alice", &format!("/faq search query:\"{QUESTION}\""))
        .await;
    assert!(found.contains(TITLE) && found.contains(ANSWER), "{found}");
    let bob = town.member("bob").in_channel(&town.channel("general"));
    let offered = bob.types("/faq search query:", "opzeg").await.unwrap();
    let offered: Vec<_> = offered.choices().iter().map(|it| it.name.clone()).collect();
    assert_eq!(offered, [TITLE]);
    let shown = bob
        .runs(&format!("/faq view id:{id} public:true"))
        .await
        .unwrap();
    assert!(
        shown.to_string().contains(ANSWER) && !shown.is_ephemeral(),
        "{shown}"
    );
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let question = sara.runs(&format!("/faq remove id:{id}")).await.unwrap();
    let removed = sara
        .clicks_on(question.message().unwrap(), "Remove")
        .await
        .unwrap();
    assert!(removed.to_string().contains("Removed"), "{removed}");
    assert!(
        town.says("alice", &format!("/faq view id:{id}"))
            .await
            .contains("no such answer")
    );
    for title in ["Answer added", "FAQ searched", "Answer removed"] {
        town.titled("bot-log", title).await;
    }
    town.leave().await;
}

#[tokio::test]
async fn of_two_admins_who_edit_at_once_the_second_sees_both() {
    let town = Town::start().await;
    town.set_up().await;
    let id = town.writes_answer(TITLE, ANSWER, "").await;
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let edit = format!("/faq edit id:{id}");
    let (first, second) = (
        sara.runs(&edit).await.unwrap(),
        sara.runs(&edit).await.unwrap(),
    );
    let saved = first.submits(&[("Answer", "Bel ons.")]).await.unwrap();
    assert!(saved.to_string().contains("Changed"), "{saved}");
    let refused = second.submits(&[("Answer", "Mail ons.")]).await.unwrap();
    let refused = refused.to_string();
    assert!(
        refused.contains("Bel ons.") && refused.contains("Mail ons."),
        "{refused}"
    );
    assert!(
        town.says("alice", &format!("/faq view id:{id}"))
            .await
            .contains("Bel ons.")
    );
    town.leave().await;
}

#[tokio::test]
async fn pages_are_leafed_through_and_all_of_it_is_exported() {
    let town = Town::start().await;
    town.set_up().await;
    for number in 1..=11 {
        town.clock.advance(chrono::TimeDelta::seconds(1));
        town.writes_answer(&format!("Entry {number}"), "=1+1", "")
            .await;
    }
    let alice = town.member("alice").in_channel(&town.channel("general"));
    let list = alice.runs("/faq list").await.unwrap();
    assert!(
        list.to_string().contains("Entry 11") && list.to_string().contains("Page 1 / 2"),
        "{list}"
    );
    let next = alice.clicks_on(list.message().unwrap(), "➡").await.unwrap();
    let next = next.to_string();
    assert!(
        next.contains("Entry 1") && next.contains("Page 2 / 2"),
        "{next}"
    );
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let exported = sara.runs("/export faq").await.unwrap();
    assert!(exported.to_string().contains("11 answers"), "{exported}");
    let file = town
        .simulator
        .file(exported.message().unwrap(), "faq.csv")
        .unwrap();
    let file = String::from_utf8(file).unwrap();
    assert_eq!(file.lines().count(), 12, "{file}");
    assert!(file.contains("Entry 11,'=1+1,"), "{file}");
    assert!(
        town.says("sara", "/export faq")
            .await
            .contains("do it again in")
    );
    assert!(
        town.says("alice", "/export faq")
            .await
            .contains("Only admins")
    );
    town.leave().await;
}

#[tokio::test]
async fn a_table_that_is_too_large_comes_in_parts_a_message_each() {
    let town = Town::start().await;
    town.set_up().await;
    for title in ["Opening hours", "Refunds", "Yoga on Monday"] {
        town.writes_answer(title, ANSWER, "").await;
    }
    town.guild.takes_files_up_to(100);
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let exported = sara.runs("/export faq").await.unwrap();
    let words = exported.to_string();
    let (_, count) = words.split_once("comes in ").expect("parts");
    let count: usize = count.split_once(" parts").unwrap().0.parse().unwrap();
    // Two full parts and a half are what Discord takes in a message.
    assert!((3..=10).contains(&count), "{words}");
    let came = eventually(PATIENCE, async || exported.follow_ups().len() == count - 1);
    assert!(came.await, "{} follow-ups", exported.follow_ups().len());
    let mut messages = vec![exported.message().unwrap().clone()];
    messages.extend(exported.follow_ups());
    let mut whole = Vec::new();
    for (number, message) in (1..).zip(&messages) {
        assert!(message.is_ephemeral(), "only Sara has it");
        let name = format!("faq.csv.gz.{number}-of-{count}");
        let part = town.simulator.file(message, &name).expect(&name);
        assert!(part.len() <= 100, "{name}");
        whole.extend(part);
    }
    assert!(whole.starts_with(&[0x1f, 0x8b]) && whole.len() > 200);
    town.leave().await;
}

#[tokio::test]
async fn whichever_process_answers_it_knows_what_the_other_has_just_written() {
    let town = Town::start().await;
    town.set_up().await;
    let second = alphapy_app::start(town.options())
        .await
        .expect("a second process starts");
    second.ready().await.expect("it is ready");
    // The clock stands still: nobody looks again because time has passed.
    for number in 1..=4 {
        let title = format!("Onderwerp {number}");
        town.writes_answer(&title, "Zo is het.", "").await;
        for name in ["alice", "bob", "karim", "sara"] {
            let member = town.member(name).in_channel(&town.channel("general"));
            let offered = eventually(PATIENCE, async || {
                let offered = member.types("/faq search query:", &title).await.unwrap();
                offered.choices().iter().any(|it| it.name == title)
            });
            assert!(offered.await, "{name} is never offered {title}");
        }
    }
    second.stop().await;
    town.leave().await;
}

#[tokio::test]
async fn a_new_ticket_is_told_once_what_may_already_help() {
    let mut town = Town::start().await;
    town.set_up_tickets().await;
    town.writes_answer("Invoices", "Under *your account*.", "invoice, missing")
        .await;
    let ticket = town
        .opens_ticket("alice", "My invoice of May is missing")
        .await;
    let read = town.reads_at_last(&ticket, "This may already help").await;
    assert!(read.contains("Invoices"), "{read}");
    town.ticket_work_is_done(&town.guild).await;
    town.stop_app().await;
    town.start_app().await;
    let other = town.opens_ticket("bob", "The door is locked").await;
    town.ticket_work_is_done(&town.guild).await;
    let told = |channel| town.reads(channel).matches("may already help").count();
    assert_eq!((told(&ticket), told(&other)), (1, 0));
    town.leave().await;
}

#[tokio::test]
async fn whoever_searches_a_lot_waits_and_what_says_nothing_is_not_searched_for() {
    let town = Town::start().await;
    town.set_up().await;
    town.writes_answer(TITLE, ANSWER, "").await;
    let blank = town.says("bob", "/faq search query:\"?!\"").await;
    assert!(blank.contains("Please ask with words"), "{blank}");
    let search = "/faq search query:opzeggen";
    for _ in 0..5 {
        let found = town.says("alice", search).await;
        assert!(found.contains(TITLE), "{found}");
    }
    let refused = town.says("alice", search).await;
    assert!(
        refused.contains("You have searched a lot just now"),
        "{refused}"
    );
    let found = town.says("bob", search).await;
    assert!(
        found.contains(TITLE),
        "each has turns of their own: {found}"
    );
    town.clock.advance(chrono::TimeDelta::seconds(31));
    let found = town.says("alice", search).await;
    assert!(found.contains(TITLE), "{found}");
    town.leave().await;
}

#[tokio::test]
async fn a_title_is_there_once_and_whoever_may_not_write_reads_for_themselves() {
    let town = Town::start().await;
    town.set_up().await;
    let id = town.writes_answer(TITLE, ANSWER, "").await;
    let general = town.channel("general");
    let sara = town.member("sara").in_channel(&general);
    let form = sara.runs("/faq add").await.unwrap();
    let again = [("Title", "ABONNEMENT opzéggen"), ("Answer", "Bel ons.")];
    let refused = form.submits(&again).await.unwrap().to_string();
    for words in [
        format!("#{id}"),
        "with this title".into(),
        "in the file".into(),
    ] {
        assert!(refused.contains(&words), "{words}: {refused}");
    }
    let listed = town.says("alice", "/faq list").await;
    assert!(!listed.contains("Bel ons."), "{listed}");

    let (alice, none) = (town.member("alice"), Permissions::NONE);
    let sends = Permissions::SEND_MESSAGES;
    town.guild
        .overwrite(&general, Target::Member(&alice), none, sends);
    let place = alice.in_channel(&general);
    let view = format!("/faq view id:{id} public:true");
    let shown = place.runs(&view).await.unwrap();
    assert!(shown.is_ephemeral(), "{shown}");
    let words = shown.to_string();
    assert!(
        words.contains("you cannot write in this channel"),
        "{words}"
    );
    assert!(words.contains(ANSWER), "{words}");
    town.leave().await;
}
