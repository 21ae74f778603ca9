//! The message command "Make reminder".

use discord_simulator::{Options, ReplyState};
use e2e_tests::{Town, TownOptions, brussels};

#[tokio::test]
async fn a_message_fills_in_the_form_and_the_form_makes_the_reminder() {
    let town = Town::start().await;
    town.set_up().await;
    let general = town.channel("general");
    let message = town
        .member("bob")
        .says(&general, "Quiz op 14/2 om 20u30 in de Kroon!")
        .unwrap();
    let form = town
        .member("alice")
        .uses_message_command("Make reminder", &message)
        .await
        .unwrap();
    assert_eq!(form.state(), ReplyState::Modal);
    let text = form.to_string();
    assert!(
        text.contains("14/02/2026") && text.contains("20:30"),
        "{text}"
    );
    let done = form
        .submits(&[("Name", "Pubquiz")])
        .await
        .unwrap()
        .to_string();
    assert!(
        done.contains("Pubquiz") && done.contains("Saturday 14 February 2026 at 20:30"),
        "{done}"
    );
    town.clock.set(brussels(2, 14, 19, 30));
    let post = town
        .simulator
        .rendered(&town.titled("general", "Pubquiz").await);
    assert!(
        post.contains("Original") && post.contains("Quiz op 14/2"),
        "{post}"
    );
    town.leave().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_asked_for() {
    let town = Town::start().await;
    town.set_up().await;
    let message = town
        .member("bob")
        .says(&town.channel("general"), "We should really do that again")
        .unwrap();
    let form = town
        .member("alice")
        .uses_message_command("Make reminder", &message)
        .await
        .unwrap();
    assert_eq!(form.state(), ReplyState::Modal);
    let done = form
        .submits(&[
            ("Name", "Again"),
            ("Date or weekdays", "ma, wo"),
            ("Time", "19:00"),
        ])
        .await
        .unwrap();
    assert!(
        done.to_string().contains("Monday, Wednesday at 19:00"),
        "{done}"
    );
    let wrong = town
        .member("alice")
        .uses_message_command("Make reminder", &message)
        .await
        .unwrap();
    let told = wrong
        .submits(&[("Name", "Again"), ("Time", "soon")])
        .await
        .unwrap()
        .to_string();
    assert!(told.contains("did not understand that time"), "{told}");
    town.leave().await;
}

#[tokio::test]
async fn it_works_without_the_message_content_intent() {
    let simulator = Options {
        allowed_intents: 0,
        ..Options::default()
    };
    let town = Town::with(TownOptions {
        simulator,
        ..TownOptions::default()
    })
    .await;
    town.set_up().await;
    let message = town
        .member("bob")
        .says(&town.channel("general"), "Quiz op 14/2 om 20u30")
        .unwrap();
    let form = town
        .member("alice")
        .uses_message_command("Make reminder", &message)
        .await
        .unwrap();
    assert!(form.to_string().contains("20:30"), "{form}");
    town.leave().await;
}
