//! What becomes of a proposal: it grows in place, is dismissed for a month, or waits where there is no log channel.

use chrono::TimeDelta;
use discord_simulator::Message;
use e2e_tests::{ModelServer, Town};

use crate::after_close::{closes_ticket, town_with};

const OPEN: &str = "Members keep asking this";
const SUMMARY: &str =
    "A member did not find an invoice.\nKEYWORDS: invoice, download, account, month";

/// Has tickets of these numbers closed about the same.
async fn are_asked(town: &Town, model: &ModelServer, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        model.says(SUMMARY);
        closes_ticket(town, number, "My invoice is missing").await;
        town.ticket_work_is_done(&town.guild).await;
    }
}

fn rendered(town: &Town, message: &Message) -> String {
    let now = town.simulator.current(message);
    town.simulator.rendered(&now.expect("it stands"))
}

#[tokio::test]
async fn a_dismissed_topic_is_not_proposed_again_for_thirty_days() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    are_asked(&town, &model, 1..=3).await;
    let card = town.titled("bot-log", OPEN).await;
    let karim = town.member("karim").in_channel(&town.channel("bot-log"));
    let refused = karim.clicks_on(&card, "Dismiss").await.unwrap();
    assert!(refused.to_string().contains("Only admins"), "{refused}");
    let sara = town.member("sara").in_channel(&town.channel("bot-log"));
    let dismissed = sara.clicks_on(&card, "Dismiss").await.unwrap();
    assert!(dismissed.is_ephemeral(), "{dismissed}");
    let words = "I do not propose it again for 30 days";
    assert!(dismissed.to_string().contains(words), "{dismissed}");
    let now = town.simulator.current(&card).expect("it stands");
    assert!(now.components.is_empty(), "its buttons are gone");
    let words = rendered(&town, &card);
    assert!(words.contains("✖️ Dismissed by @sara"), "{words}");
    assert!(!words.contains(OPEN), "{words}");

    town.clock.advance(TimeDelta::days(22));
    are_asked(&town, &model, 4..=6).await;
    assert_eq!(town.count_titled("bot-log", OPEN), 0, "so soon");
    assert!(rendered(&town, &card).contains("✖️ Dismissed by @sara"));
    town.clock.advance(TimeDelta::days(9));
    are_asked(&town, &model, 7..=9).await;
    let again = town.titled("bot-log", OPEN).await;
    let words = rendered(&town, &again);
    assert!(words.contains("3: #7, #8, #9"), "{words}");
    assert_eq!(town.count_titled("bot-log", OPEN), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_fourth_ticket_is_added_to_the_proposal_that_stands() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    are_asked(&town, &model, 1..=3).await;
    let card = town.titled("bot-log", OPEN).await;
    are_asked(&town, &model, [4]).await;
    let words = rendered(&town, &card);
    assert!(words.contains("4: #1, #2, #3, #4"), "{words}");
    assert_eq!(town.count_titled("bot-log", OPEN), 1, "no second one");
    let now = town.simulator.current(&card).expect("it stands");
    assert!(!now.components.is_empty(), "it can still be decided");
    town.leave().await;
}

#[tokio::test]
async fn without_a_log_channel_admins_are_hinted_at_it_below_no_eyes_of_others() {
    let model = ModelServer::start().await;
    let town = town_with(&model).await;
    town.writes_answer("Opening hours", "From nine to five.", "")
        .await;
    let unset = town.says("sara", "/config system set_log_channel").await;
    assert!(unset.contains("✅"), "{unset}");
    are_asked(&town, &model, 1..=3).await;
    let hint = "Members keep asking something that has no answer yet (1)";
    let listed = town.says("sara", "/faq list").await;
    for words in [hint, "invoice", "set_log_channel", "Opening hours"] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    for (name, command) in [("alice", "/faq list"), ("sara", "/faq list public:true")] {
        let listed = town.says(name, command).await;
        assert!(listed.contains("Opening hours"), "{listed}");
        assert!(!listed.contains("keep asking"), "{name}: {listed}");
    }
    let set = "/config system set_log_channel channel:#bot-log";
    assert!(town.says("sara", set).await.contains("✅"));
    are_asked(&town, &model, [4]).await;
    let card = town.titled("bot-log", OPEN).await;
    let words = rendered(&town, &card);
    assert!(words.contains("4: #1, #2, #3, #4"), "{words}");
    let listed = town.says("sara", "/faq list").await;
    assert!(!listed.contains("keep asking"), "it stands there: {listed}");
    town.leave().await;
}

#[tokio::test]
async fn five_answers_stand_before_others_and_a_sixth_once_one_is_let_go() {
    let town = Town::start().await;
    town.set_up().await;
    let mut ids = Vec::new();
    for number in 1..=7 {
        town.clock.advance(TimeDelta::seconds(1));
        ids.push(
            town.writes_answer(&format!("Entry {number}"), "So it is.", "")
                .await,
        );
    }
    let refused = town.says("karim", &format!("/faq pin id:{}", ids[0])).await;
    assert!(refused.contains("Only admins"), "{refused}");
    let order = async || {
        let listed = town.says("alice", "/faq list").await;
        let at = |number: usize| {
            let title = format!("Entry {number}");
            listed
                .find(&title)
                .unwrap_or_else(|| panic!("{title}: {listed}"))
        };
        let mut order: Vec<usize> = (1..=7).collect();
        order.sort_by_key(|it| at(*it));
        (order, listed.matches("📌").count())
    };
    assert_eq!(order().await, (vec![7, 6, 5, 4, 3, 2, 1], 0));
    let pinned = town.says("sara", &format!("/faq pin id:{}", ids[0])).await;
    assert!(pinned.contains("stands before others now"), "{pinned}");
    assert_eq!(order().await, (vec![1, 7, 6, 5, 4, 3, 2], 1));
    for id in &ids[1..5] {
        let pinned = town.says("sara", &format!("/faq pin id:{id}")).await;
        assert!(pinned.contains("stands before others now"), "{pinned}");
    }
    let sixth = format!("/faq pin id:{}", ids[5]);
    let full = town.says("sara", &sixth).await;
    assert!(full.contains("5 answers are pinned"), "{full}");
    let (shown, pins) = order().await;
    assert_eq!((shown[5..].to_vec(), pins), (vec![7, 6], 5));
    let let_go = format!("/faq pin id:{} pinned:false", ids[0]);
    let let_go = town.says("sara", &let_go).await;
    assert!(let_go.contains("stands among the others now"), "{let_go}");
    let pinned = town.says("sara", &sixth).await;
    assert!(pinned.contains("stands before others now"), "{pinned}");
    let (shown, pins) = order().await;
    assert_eq!((shown[5..].to_vec(), pins), (vec![7, 1], 5));
    town.leave().await;
}
