//! Check-ins looked back at page by page, kept, and shared with a name, with what may be in the way of that.

use chrono::TimeDelta;
use discord_simulator::{Message, Permissions, Reply, Target};
use e2e_tests::{ModelServer, PATIENCE, Town, eventually};

/// A town whose members may share check-ins in `#staff`.
async fn town_of(server: &ModelServer) -> Town {
    let town = server.town().await;
    let set = "/config growth set_channel channel:#staff";
    assert!(town.says("sara", set).await.contains("✅"));
    town
}

/// Alice checks in with this goal; gives the question whether to share it.
async fn checks_in(town: &Town, server: &ModelServer, goal: &str) -> Message {
    // Two in five minutes.
    town.clock.advance(TimeDelta::minutes(6));
    server.says(&format!("You are on your way: {goal}."));
    let alice = town.member("alice").in_channel(&town.channel("general"));
    let form = alice.runs("/growthcheckin").await.expect("she may");
    let filled = [
        ("What are you working towards?", goal),
        ("What stands in the way?", "No time"),
        ("How do you feel about it?", "A bit tired"),
    ];
    let answer = form.submits(&filled).await.expect("it is taken");
    let offered = eventually(PATIENCE, async || !answer.follow_ups().is_empty());
    assert!(offered.await, "nothing is offered: {}", answer.refreshed());
    let answered = answer.refreshed().to_string();
    assert!(answered.contains(goal), "{answered}");
    answer.follow_ups().pop().expect("it was offered")
}

/// What somebody reads who presses a button, once it holds these words.
async fn presses(town: &Town, offer: &Message, label: &str, words: &str) -> Reply {
    let alice = town.member("alice").in_channel(&town.channel("general"));
    let pressed = alice.clicks_on(offer, label).await;
    let pressed = pressed.expect("the button is there");
    let said = eventually(PATIENCE, async || said(&pressed).contains(words));
    assert!(said.await, "{label}: {}", self::said(&pressed));
    pressed
}

/// Everything that was said to an interaction.
fn said(reply: &Reply) -> String {
    let more = reply.follow_ups().into_iter().map(|it| it.content);
    let more: Vec<_> = more.collect();
    format!("{}\n{}", reply.refreshed(), more.join("\n"))
}

/// The custom id of a button of a message.
fn button(message: &Message, label: &str) -> String {
    let rows = message.components.iter();
    let mut buttons = rows.flat_map(|it| it["components"].as_array().into_iter().flatten());
    let found = buttons.find(|it| it["label"] == label);
    let id = found.and_then(|it| it["custom_id"].as_str());
    id.expect("a button").to_owned()
}

#[tokio::test]
async fn a_history_is_leafed_through_by_its_owner_alone_and_nothing_is_deleted_by_a_no() {
    let server = ModelServer::start().await;
    let town = town_of(&server).await;
    for goal in ["Run 5 km", "Read a book", "Sleep more", "Call home"] {
        checks_in(&town, &server, goal).await;
    }
    let general = town.channel("general");
    let alice = town.member("alice").in_channel(&general);
    let first = alice.runs("/growthhistory").await.unwrap();
    assert!(first.is_ephemeral(), "{first}");
    let words = first.to_string();
    assert!(words.contains("Page 1/2"), "{words}");
    for (goal, is_there) in [
        ("Call home", true),
        ("Sleep more", true),
        ("Read a book", true),
        ("Run 5 km", false),
    ] {
        assert_eq!(words.contains(goal), is_there, "{goal}: {words}");
    }
    let soon = town.says("alice", "/growthhistory").await;
    assert!(soon.contains("You have just looked"), "{soon}");
    let second = first.clicks("Older").await.unwrap();
    let words = second.to_string();
    assert!(
        words.contains("Page 2/2") && words.contains("Run 5 km"),
        "{words}"
    );
    assert!(!words.contains("Call home"), "{words}");
    let opened = second.selects("Open one", &["Run 5 km"]).await.unwrap();
    let words = opened.to_string();
    for part in ["Run 5 km", "No time", "A bit tired", "on your way"] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let surely = opened.clicks("Delete").await.unwrap();
    assert!(surely.to_string().contains("for good?"), "{surely}");
    let kept = surely.clicks("No").await.unwrap();
    assert!(kept.to_string().contains("Run 5 km"), "{kept}");
    let back = kept.clicks("Back").await.unwrap().to_string();
    assert!(back.contains("Page 1/2"), "nothing is deleted: {back}");
    // Whoever presses sees their own.
    let shown = first.message().expect("a page");
    let bob = town.member("bob").in_channel(&general);
    let bobs = bob.presses_forged(shown, "gh_page:0").await.to_string();
    assert!(bobs.contains("no check-ins yet"), "{bobs}");
    town.leave().await;
}

#[tokio::test]
async fn what_its_author_keeps_is_posted_nowhere() {
    let server = ModelServer::start().await;
    let town = town_of(&server).await;
    let offer = checks_in(&town, &server, "Run 5 km").await;
    presses(&town, &offer, "Keep private", "It stays yours alone").await;
    let now = town.simulator.current(&offer).expect("it is there");
    assert!(now.components.is_empty(), "its buttons are gone");
    assert!(town.channel("staff").messages().is_empty());
    let alice = town.member("alice").in_channel(&town.channel("general"));
    let page = alice.runs("/growthhistory").await.unwrap();
    let opened = page.selects("Open one", &["Run 5 km"]).await.unwrap();
    assert!(!opened.to_string().contains("that you shared"), "{opened}");
    town.leave().await;
}

#[tokio::test]
async fn a_check_in_is_shared_with_its_authors_name_once_the_bot_may_post_it() {
    let server = ModelServer::start().await;
    let town = town_of(&server).await;
    let offer = checks_in(&town, &server, "Run 5 km").await;
    let staff = town.channel("staff");
    let none = Permissions::NONE;
    let sends = Permissions::SEND_MESSAGES;
    town.guild.overwrite(&staff, Target::Bot, none, sends);
    let label = "Share with my name";
    presses(&town, &offer, label, "I may not post in the channel").await;
    let now = town.simulator.current(&offer).expect("it is there");
    assert!(!now.components.is_empty(), "nothing is decided yet");
    assert!(staff.messages().is_empty());
    let named = button(&offer, label);

    town.guild.overwrite(&staff, Target::Bot, none, none);
    presses(&town, &offer, label, "✅ Shared.").await;
    let post = town.titled("staff", "Growth check-in").await;
    let shown = town.simulator.rendered(&post);
    for words in ["alice", "Run 5 km", "No time", "A bit tired", "on your way"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(post.pinged.is_empty(), "nobody is called");
    let alice = town.member("alice").in_channel(&town.channel("general"));
    let again = alice.presses_forged(&offer, &named).await;
    assert!(
        said(&again).contains("shared it already"),
        "{}",
        said(&again)
    );
    let bob = town.member("bob").in_channel(&town.channel("general"));
    let bobs = said(&bob.presses_forged(&offer, &named).await);
    assert!(bobs.contains("do not have that"), "it is not his: {bobs}");
    assert_eq!(staff.messages().len(), 1);
    town.leave().await;
}
