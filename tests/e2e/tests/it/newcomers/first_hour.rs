//! The whole of it: a bare server, an admin who sets it up by commands and forms alone, ten newcomers while Discord fails
//! and the bot is started anew, and then one who takes out what is stored of them and one who has it erased.

use chrono::TimeDelta;
use discord_simulator::{Message, Permissions, RandomFaults, User};
use e2e_tests::{Given, Newcomer, PATIENCE, Sheet, Town, eventually};
use serde_json::{Value, json};

use super::{has_role, panel_of};
use crate::privacy::{data_of, traces};

const MEMBERS: usize = 10;
const REGIONS: [&str; 7] = ["North", "East", "South", "West", "Coast", "Hills", "Abroad"];
/// More than anybody needs who is not turned back.
const MOST_ROUNDS: usize = 40;

/// The town without settings; its bot may give roles.
async fn bare() -> Town {
    let town = Town::unhurried().await;
    for role in ["Guests", "Members"] {
        town.guild.add_role(role, Permissions::SEND_MESSAGES);
    }
    let bot = town
        .guild
        .add_role("Alphapy itself", Permissions::MANAGE_ROLES);
    town.guild.set_bot_roles(&[bot]);
    town
}

/// Sara sets everything up, and the panel appears.
async fn set_up(town: &Town) -> Message {
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let written = async |command: &str, options: &str| {
        let command = format!("/onboarding add_question {command}");
        let form = sara
            .runs(&command)
            .await
            .expect("the client lets it through");
        assert!(form.modal().is_some(), "{command}: {form}");
        let added = form.submits(&[("Options", options)]).await;
        let added = added.expect("the form is taken").to_string();
        assert!(added.contains("Added question"), "{command}: {added}");
    };
    let found = "A friend = friend\nSearch engine = search\nOther = other";
    written("step:1 question:\"How did you find us?\"", found).await;
    let topics = "Rust = rust\nSQL = sql\nTea = tea";
    written("step:2 question:Topics? type:multiselect", topics).await;
    written("step:5 question:\"Which region?\"", &REGIONS.join("\n")).await;
    for (command, words) in [
        (
            "onboarding add_question step:3 question:\"Why are you here?\" type:text",
            "Added question 3",
        ),
        (
            "onboarding add_question step:4 question:Mail? type:email required:false",
            "Added question 4",
        ),
        (
            "onboarding set_followup step:1 value:friend question:\"Who was it?\"",
            "is asked that too",
        ),
        (
            "onboarding add_rule rule_order:1 title:\"Be kind\" description:\"To everyone here.\"",
            "Added rule 1",
        ),
        (
            "onboarding add_rule rule_order:2 title:Listen description:Always.",
            "Added rule 2",
        ),
        ("config system set_log_channel channel:#bot-log", "✅"),
        ("onboarding set_mode mode:rules_with_questions", "✅"),
        ("onboarding set_role role:@Members", "✅"),
        ("onboarding set_join_role role:@Guests", "✅"),
        ("config system set_rules_channel channel:#general", "✅"),
    ] {
        town.says_at_last("sara", &format!("/{command}"), words)
            .await;
    }
    panel_of(town, &town.guild).await
}

/// What the member of this number answers.
fn sheet(number: usize) -> Sheet {
    let one = |label: &str| Given::One(label.to_owned());
    let found = one(if number.is_multiple_of(2) {
        "A friend"
    } else {
        "Search engine"
    });
    let topics = ["Tea".to_owned(), "Rust".to_owned()].into();
    let mail = if number.is_multiple_of(3) {
        Given::Nothing
    } else {
        Given::Words(format!("of.newcomer{number}@Example.com"))
    };
    [
        ("How did you find us?", found),
        (
            "Who was it?",
            Given::Words(format!("Ann of newcomer{number}")),
        ),
        ("Topics?", Given::Several(topics)),
        (
            "Why are you here?",
            Given::Words(format!("The reasons of newcomer{number}.")),
        ),
        ("Mail?", mail),
        ("Which region?", one(REGIONS[number % REGIONS.len()])),
    ]
    .map(|(asked, given)| (asked.to_owned(), given))
    .into()
}

/// What is stored of these answers.
fn stored(number: usize) -> Value {
    let found = if number.is_multiple_of(2) {
        json!({"choice": "friend", "followup": format!("Ann of newcomer{number}"), "followup_label": "Who was it?"})
    } else {
        json!("search")
    };
    let mut stored = json!({
        "0": found,
        "1": ["rust", "tea"],
        "2": format!("The reasons of newcomer{number}."),
        "4": REGIONS[number % REGIONS.len()].to_lowercase(),
    });
    if !number.is_multiple_of(3) {
        stored["3"] = json!(format!("of.newcomer{number}@example.com"));
    }
    stored
}

/// Discord fails now and then, in every way. Of a further message for an interaction it cannot be told whether it came
/// twice, so the bot sends none again, and here it is only put off.
fn discord_fails(town: &Town) {
    let put_off = RandomFaults {
        seed: 8,
        method: "POST".to_owned(),
        path: "/webhooks/*".to_owned(),
        too_many_requests: 0.1,
        ..RandomFaults::default()
    };
    town.simulator.inject_at_random(put_off.clone());
    town.simulator.inject_at_random(RandomFaults {
        method: "*".to_owned(),
        path: "*".to_owned(),
        error_before: 0.04,
        error_after: 0.03,
        lost_answer: 0.03,
        ..put_off
    });
}

/// It did fail, in every way.
fn discord_failed(town: &Town) {
    let counters = town.simulator.counters();
    let answered = |status: u16| {
        counters
            .answers_by_status
            .get(&status)
            .copied()
            .unwrap_or(0)
    };
    let failed: u64 = [500, 502, 503, 504].map(answered).iter().sum();
    assert!(
        counters.lost_answers > 0 && failed > 0 && answered(429) > 0,
        "{counters:?}"
    );
    assert!(counters.resumes > 0, "{counters:?}");
}

/// Ten go through, two at a time, step by step; meanwhile the connection breaks twice and the bot is started anew.
async fn all_walk(town: &mut Town, all: &mut [Newcomer]) {
    for round in 0..MOST_ROUNDS {
        match round {
            3 | 9 => town.simulator.disconnect_all(),
            6 => {
                town.simulator.heal();
                town.stop_app().await;
                town.start_app().await;
                discord_fails(town);
            }
            _ => {}
        }
        let half = all.len() / 2;
        let (some, others) = all.split_at_mut(half);
        let mut is_over = true;
        for (one, other) in some.iter_mut().zip(others) {
            let (one, other) = tokio::join!(one.goes_on(), other.goes_on());
            is_over &= one && other;
        }
        if is_over {
            return;
        }
        town.clock.advance(TimeDelta::seconds(1));
    }
    let stand: Vec<_> = all.iter().map(Newcomer::reads).collect();
    panic!("not all of them got through: {stand:#?}");
}

/// The rows of a member's answers, without when the rules were accepted and what was asked.
async fn answers_of(town: &Town, user: &User) -> Vec<Value> {
    let statement = "SELECT responses - '_rules_accepted_at' - '_questions' FROM alphapy.onboarding
         WHERE user_id = $1 AND responses ? '_rules_accepted_at'";
    sqlx::query_scalar(statement)
        .bind(i64::try_from(user.id()).expect("an id"))
        .fetch_all(town.database.pool())
        .await
        .expect("answers are read")
}

/// How often staff was told that this member is done.
fn told_of(town: &Town, user: &User) -> usize {
    let log = town.channel("bot-log").messages().into_iter();
    let embeds = log.flat_map(|it| it.embeds);
    let about = |it: &Value| {
        it["title"] == "Onboarding completed"
            && it["description"]
                .as_str()
                .is_some_and(|words| words.contains(&user.mention()))
    };
    embeds.filter(about).count()
}

/// Everybody is done once: stored, with their role, told what they answered, and staff of them.
async fn all_are_done(town: &Town, all: &[(User, Newcomer)]) {
    for (number, (user, newcomer)) in all.iter().enumerate() {
        let name = user.name();
        assert_eq!(answers_of(town, user).await, [stored(number)], "{name}");
        let roles = eventually(PATIENCE, async || {
            // What Discord failed at for long enough is tried again later.
            town.clock.advance(TimeDelta::seconds(5));
            town.guild.roles_of(user) == ["Members"]
        });
        assert!(roles.await, "{name}: {:?}", town.guild.roles_of(user));
        let done = newcomer.reply.as_ref().expect("they look at the end");
        let summary = eventually(PATIENCE, async || {
            let shown = format!("{:?}", done.follow_ups());
            shown.contains(&format!("The reasons of {name}."))
        });
        let said = newcomer.reads();
        assert!(
            summary.await && said.contains("you are done"),
            "{name}: {said}"
        );
        let told = eventually(PATIENCE, async || told_of(town, user) > 0);
        assert!(told.await, "staff was not told of {name}");
        assert_eq!(told_of(town, user), 1, "{name}");
    }
}

/// Somebody has themselves erased, and the time comes in which what the process holds back is erased as well.
async fn is_erased(town: &mut Town, user: &User) {
    let place = user.in_channel(&town.channel("general"));
    let asked = place.runs("/delete_my_data").await.expect("it is offered");
    asked
        .clicks("Yes, delete everything")
        .await
        .expect("a button");
    let is_over = eventually(PATIENCE, async || {
        asked.refreshed().content().contains("is erased")
    });
    assert!(is_over.await, "{}", asked.refreshed());
    town.stop_app().await;
    town.clock.advance(TimeDelta::minutes(11));
    town.start_app().await;
    let id = user.id().to_string();
    let gone = eventually(PATIENCE, async || {
        town.clock.advance(TimeDelta::seconds(5));
        traces(town, &id).await.is_empty()
    });
    assert!(gone.await, "{:?}", traces(town, &id).await);
}

#[tokio::test]
async fn ten_newcomers_get_through_whatever_fails_and_whoever_is_erased_leaves_nothing() {
    let mut town = bare().await;
    let panel = set_up(&town).await;
    let as_it_stood = panel.clone();
    let mut users = Vec::new();
    for number in 0..MEMBERS {
        users.push(town.guild.joins(&format!("newcomer{number}"), &[]));
        has_role(&town, &format!("newcomer{number}"), "Guests").await;
    }
    let general = town.channel("general");
    let newcomer = |(number, user): (usize, &User)| {
        Newcomer::new(user.in_channel(&general), &panel, sheet(number))
    };
    let mut all: Vec<_> = users.iter().enumerate().map(newcomer).collect();
    discord_fails(&town);
    all_walk(&mut town, &mut all).await;
    town.simulator.heal();
    discord_failed(&town);
    let all: Vec<_> = users.into_iter().zip(all).collect();
    all_are_done(&town, &all).await;
    let panel = general
        .messages()
        .into_iter()
        .find(|it| it.id == as_it_stood.id);
    assert_eq!(panel.as_ref(), Some(&as_it_stood), "the panel is as it was");
    let shown = town.says("sara", "/onboarding stats").await;
    assert!(shown.contains("Completed: 10"), "{shown}");

    let (exporting, erased) = (&all[3].0, &all[4].0);
    let place = exporting.in_channel(&general);
    let exported = place.runs("/export_my_data").await.expect("it is offered");
    let data = data_of(&town, exported.message().expect("an answer"));
    let row = &data["data"]["onboarding"][0]["responses"];
    assert_eq!(row["2"], "The reasons of newcomer3.", "{data}");
    assert!(!data.to_string().contains("of newcomer4"), "{data}");

    let (id, words) = (erased.id().to_string(), "of newcomer4");
    assert!(traces(&town, &id).await.len() > 1 && !traces(&town, words).await.is_empty());
    // Uses of commands are written down a little later.
    town.stop_app().await;
    town.start_app().await;
    let mut before = Vec::new();
    for (user, _) in &all {
        before.push(traces(&town, &user.id().to_string()).await);
    }
    is_erased(&mut town, erased).await;
    assert!(traces(&town, words).await.is_empty());
    assert!(traces(&town, "of.newcomer4").await.is_empty());
    for (number, (user, _)) in all.iter().enumerate().filter(|it| it.0 != 4) {
        let name = user.name();
        assert_eq!(
            traces(&town, &user.id().to_string()).await,
            before[number],
            "{name}"
        );
        assert_eq!(answers_of(&town, user).await, [stored(number)], "{name}");
        assert_eq!(town.guild.roles_of(user), ["Members"], "{name}");
    }
    town.leave().await;
}
