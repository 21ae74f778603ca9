//! Which model answers where, how freely, and what that takes: what a server has chosen reaches the service, over real
//! HTTP, and its admins see the figures.

use alphapy_app::AppOptions;
use chrono::TimeDelta;
use discord_simulator::{Guild, Permissions};
use e2e_tests::{Adjust, ModelServer, PATIENCE, Town, TownOptions, eventually};
use language_model::Tariff;
use serde_json::Value;

/// The model of servers that have chosen none.
const USUAL: &str = "plain-1";
/// The one that the town chooses. A question to it takes 12 tokens, at 1,000 a million, and its answer 3, at 4,000.
const CHOSEN: &str = "fine-2";
const TARIFF: Tariff = Tariff {
    prompt: 1_000_000_000,
    completion: 4_000_000_000,
};

/// A town whose bot belongs to Sara and asks this service.
async fn town_of(server: &ModelServer) -> Town {
    let asks = server.adjust();
    let adjust: Adjust = Box::new(move |options: &mut AppOptions| {
        asks(options);
        options.model.model = USUAL.parse().expect("a name");
        let tariff = (CHOSEN.parse().expect("a name"), TARIFF);
        options.model.tariffs = [tariff].into_iter().collect();
    });
    Town::with(TownOptions {
        owner: Some("sara"),
        adjust: Some(adjust),
        ..TownOptions::default()
    })
    .await
}

/// Has somebody of a server ask something that is answered, a minute after what was asked before.
async fn asks(town: &Town, guild: &Guild, name: &str) {
    town.clock.advance(TimeDelta::minutes(1));
    let place = guild.member(name).in_channel(&guild.channel("general"));
    let reply = place.runs("/learn_topic topic:patience").await;
    let reply = reply.expect("they may ask");
    let answered = eventually(PATIENCE, async || {
        reply.refreshed().to_string().contains("Well done.")
    });
    assert!(answered.await, "{}", reply.refreshed());
}

/// Model and temperature of the newest question.
async fn newest(server: &ModelServer) -> (String, f64) {
    let asked = server.asked().await;
    let last: &Value = asked.last().expect("it was asked");
    let model = last["model"].as_str().expect("a name").to_owned();
    (model, last["temperature"].as_f64().expect("a number"))
}

async fn sets(town: &Town, name: &str, command: &str) -> String {
    town.says(name, &format!("/config gpt {command}")).await
}

#[tokio::test]
async fn what_a_server_has_chosen_reaches_the_service_at_once_and_other_servers_keep_theirs() {
    let server = ModelServer::start().await;
    let town = town_of(&server).await;
    let abroad = town.second_guild("Abroad");
    asks(&town, &town.guild, "alice").await;
    assert_eq!(newest(&server).await, (USUAL.to_owned(), 0.7));

    let chiefs = town.guild.add_role("Chiefs", Permissions::ADMINISTRATOR);
    town.guild.joins("dana", &[chiefs]);
    let refused = sets(&town, "dana", "set_model model:dear-9").await;
    assert!(refused.contains("Only whoever runs me"), "{refused}");
    let set = sets(&town, "sara", &format!("set_model model:{CHOSEN}")).await;
    assert!(set.contains("✅"), "{set}");
    let set = sets(&town, "dana", "set_temperature temperature:1.2").await;
    assert!(set.contains("✅"), "{set}");
    asks(&town, &town.guild, "alice").await;
    assert_eq!(newest(&server).await, (CHOSEN.to_owned(), 1.2));
    asks(&town, &abroad, "bob").await;
    assert_eq!(newest(&server).await, (USUAL.to_owned(), 0.7));
    let status = town.says("alice", "/gptstatus").await;
    assert!(status.contains(CHOSEN), "{status}");
    let there = abroad.member("bob").in_channel(&abroad.channel("general"));
    let status = there.runs("/gptstatus").await.unwrap().to_string();
    assert!(status.contains(USUAL), "{status}");

    // A reply to a member is written soberly, however freely the rest is.
    town.set_up_tickets().await;
    let ticket = town.opens_ticket("alice", "My invoice is missing").await;
    town.ticket_work_is_done(&town.guild).await;
    let karim = town.member("karim").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let draft = karim.clicks_on(&control, "💬 Suggest reply").await.unwrap();
    assert!(draft.to_string().contains("Well done."), "{draft}");
    assert_eq!(newest(&server).await, (CHOSEN.to_owned(), 0.5));

    for nothing in ["set_model", "set_temperature"] {
        let reset = sets(&town, "sara", nothing).await;
        assert!(reset.contains("✅"), "{nothing}: {reset}");
    }
    asks(&town, &town.guild, "alice").await;
    assert_eq!(newest(&server).await, (USUAL.to_owned(), 0.7));
    town.leave().await;
}

#[tokio::test]
async fn admins_see_what_answers_took_today_and_since_the_start_and_members_do_not() {
    let server = ModelServer::start().await;
    let town = town_of(&server).await;
    let set = sets(&town, "sara", &format!("set_model model:{CHOSEN}")).await;
    assert!(set.contains("✅"), "{set}");
    for _ in 0..3 {
        asks(&town, &town.guild, "alice").await;
    }
    // The service calls its model by another name. 45 tokens; 3 × (12 × 0.001 + 3 × 0.004) = 0.072, rounded up.
    let status = town.says("sara", "/gptstatus").await;
    assert_eq!(status.matches("45 (≈ 0.08)").count(), 2, "{status}");
    for words in ["✅ 3 ❌ 0", "Operational", "@alice"] {
        assert!(status.contains(words), "{words}: {status}");
    }
    let members = town.says("alice", "/gptstatus").await;
    for inside in ["Tokens", "0.08", "Interactions", "Last user"] {
        assert!(!members.contains(inside), "{inside}: {members}");
    }

    town.clock.advance(TimeDelta::days(1));
    asks(&town, &town.guild, "alice").await;
    let status = town.says("sara", "/gptstatus").await;
    assert!(status.contains("15 (≈ 0.03)"), "today: {status}");
    assert!(status.contains("60 (≈ 0.10)"), "since the start: {status}");
    town.leave().await;
}
