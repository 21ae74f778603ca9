//! `/migrate` and `/migrate_status`: the schema that all servers share, from Discord.

use adapter_postgres::migrations;
use chrono::TimeDelta;
use discord_simulator::{Message, Reply};
use e2e_tests::{Town, TownOptions};
use kernel::Clock as _;

/// The town with Sara as owner of the bot, which is at home there.
async fn at_home() -> Town {
    let town = Town::with(TownOptions {
        owner: Some("sara"),
        is_home: true,
        ..TownOptions::default()
    })
    .await;
    town.set_up().await;
    town
}

/// The numbers of what is applied.
async fn applied(town: &Town) -> Vec<i64> {
    let steps = migrations::history(town.database.pool()).await;
    let steps = steps.expect("the history is readable");
    steps.iter().map(|it| it.version).collect()
}

/// The question after `/migrate action:…`.
async fn question(town: &Town, action: &str) -> Message {
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let asked = sara.runs(&format!("/migrate action:{action}")).await;
    let asked = asked.expect("an answer");
    asked.message().cloned().expect("a question")
}

/// Presses the button of a question.
async fn press(town: &Town, question: &Message, label: &str) -> Reply {
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let pressed = sara.clicks_on(question, label).await;
    pressed.expect("the button is there")
}

/// Goes on after the question of a downgrade, and types this number.
async fn types_number(town: &Town, question: &Message, number: &str) -> String {
    let form = press(town, question, "Go on …").await;
    let label = "The number of the step that is to be lost";
    let answer = form.submits(&[(label, number)]).await;
    answer.expect("the form is open").to_string()
}

/// Everything that came of a press.
fn all_of(reply: &Reply) -> String {
    let follow_ups = reply.follow_ups();
    let follow_ups = follow_ups.iter().map(|it| it.content.as_str());
    let shown = reply.to_string();
    follow_ups.fold(shown, |text, it| format!("{text}\n{it}"))
}

#[tokio::test]
async fn an_owner_sees_every_step_and_that_all_is_well() {
    let town = at_home().await;
    for command in ["/migrate", "/migrate action:status", "/migrate_status"] {
        let status = town.says("sara", command).await;
        assert!(status.contains("`0001` guilds · applied"), "{status}");
        assert!(status.contains("is up to date"), "{status}");
    }
    let history = town.says("sara", "/migrate action:history").await;
    assert!(history.contains("`0001` guilds"), "{history}");
    let nothing = town.says("sara", "/migrate action:upgrade").await;
    assert!(nothing.contains("nothing to apply"), "{nothing}");
    town.leave().await;
}

#[tokio::test]
async fn the_last_step_is_taken_back_by_its_number_and_applied_again() {
    let town = at_home().await;
    let before = applied(&town).await;
    let (last, others) = before.split_last().expect("steps");
    let number = format!("{last:04}");

    let asked = question(&town, "downgrade").await;
    assert!(asked.content.contains(&format!("`{number}`")), "{asked:?}");
    let wrong = types_number(&town, &asked, "1").await;
    assert!(wrong.contains("not the number"), "{wrong}");
    assert_eq!(applied(&town).await, before, "nothing was done yet");
    let done = types_number(&town, &asked, &number).await;
    assert!(
        done.contains("Taken back") && done.contains(" ms"),
        "{done}"
    );
    assert_eq!(applied(&town).await, others);
    let twice = types_number(&town, &asked, &number).await;
    assert!(twice.contains("not the last"), "{twice}");
    assert_eq!(applied(&town).await, others);

    let status = town.says("sara", "/migrate_status").await;
    assert!(status.contains("**pending**"), "{status}");
    assert!(status.contains("Not applied yet: 1"), "{status}");
    let asked = question(&town, "upgrade").await;
    assert_eq!(applied(&town).await, others, "it was only asked");
    let done = all_of(&press(&town, &asked, "Apply").await);
    assert!(
        done.contains("**Applied:**") && done.contains(&number),
        "{done}"
    );
    assert_eq!(applied(&town).await, before);
    // The button is gone; somebody whose client was slow presses it all the same.
    let again = asked.components[0]["components"][0]["custom_id"].as_str();
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let twice = sara
        .presses_forged(&asked, again.expect("the button's id"))
        .await;
    let twice = all_of(&twice);
    assert!(twice.contains("nothing to apply"), "{twice}");

    town.titled("bot-log", "A step of the schema was taken back")
        .await;
    town.titled("bot-log", "The schema was upgraded").await;
    let added = town
        .says("alice", "/add_reminder name:A time:20:00 days:mon")
        .await;
    assert!(added.contains("✅"), "{added}");
    town.leave().await;
}

#[tokio::test]
async fn two_presses_at_once_apply_each_step_once() {
    let town = at_home().await;
    let before = applied(&town).await;
    let last = *before.last().expect("steps");
    migrations::down(town.database.pool(), last)
        .await
        .expect("it goes back");
    let asked = question(&town, "upgrade").await;
    let (one, other) = tokio::join!(press(&town, &asked, "Apply"), press(&town, &asked, "Apply"));
    let both = all_of(&one) + &all_of(&other);
    assert!(both.contains("**Applied:**"), "{both}");
    assert!(both.contains("nothing to apply"), "{both}");
    assert_eq!(applied(&town).await, before);
    town.titled("bot-log", "The schema was upgraded").await;
    assert_eq!(town.count_titled("bot-log", "The schema was upgraded"), 1);
    town.leave().await;
}

#[tokio::test]
async fn a_question_has_its_minute() {
    let town = at_home().await;
    let before = applied(&town).await;
    let asked = question(&town, "downgrade").await;
    town.clock.advance(TimeDelta::seconds(60));
    let late = all_of(&press(&town, &asked, "Go on …").await);
    assert!(late.contains("had its minute"), "{late}");
    assert_eq!(applied(&town).await, before);
    town.leave().await;
}

#[tokio::test]
async fn admins_of_the_home_server_may_look_and_nothing_more() {
    let town = Town::with(TownOptions {
        is_home: true,
        ..TownOptions::default()
    })
    .await;
    let status = town.says("sara", "/migrate_status").await;
    assert!(status.contains("is up to date"), "{status}");
    let history = town.says("sara", "/migrate action:history").await;
    assert!(history.contains("`0001` guilds"), "{history}");
    for action in ["upgrade", "downgrade"] {
        let refused = town
            .says("sara", &format!("/migrate action:{action}"))
            .await;
        assert!(
            refused.contains("only owners of the bot change"),
            "{refused}"
        );
    }
    town.leave().await;
}

#[tokio::test]
async fn strangers_are_refused_whatever_they_are_elsewhere() {
    let town = Town::start().await;
    let before = applied(&town).await;
    for command in [
        "/migrate",
        "/migrate action:history",
        "/migrate action:upgrade",
        "/migrate action:downgrade",
        "/migrate_status",
    ] {
        let refused = town.says("sara", command).await;
        assert!(refused.contains("only owners of the bot"), "{refused}");
        assert!(!refused.contains("0001"), "{refused}");
        let alice = town.member("alice").in_channel(&town.channel("general"));
        assert!(
            alice.runs(command).await.is_err(),
            "Discord hides it from members"
        );
    }
    // A press that the bot never offered is refused by the bot itself.
    let listed = town.member("alice").in_channel(&town.channel("general"));
    let listed = listed.runs("/reminder_list").await.expect("an answer");
    let message = listed.message().cloned().expect("a message");
    for name in ["alice", "sara"] {
        let user = town.member(name);
        let until = town.clock.now().timestamp() + 60;
        let forged = format!("schema_up:{}:{}:{until}", before[0], user.id());
        let place = user.in_channel(&town.channel("general"));
        let refused = all_of(&place.presses_forged(&message, &forged).await);
        assert!(
            refused.contains("only owners of the bot change"),
            "{refused}"
        );
    }
    assert_eq!(applied(&town).await, before);
    town.leave().await;
}
