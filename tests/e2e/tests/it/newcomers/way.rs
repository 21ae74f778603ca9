//! Newcomers who get through.

use super::{Door, answers, has_role};

#[tokio::test]
async fn a_newcomer_answers_the_questions_changes_one_and_gets_their_role() {
    let door = Door::open().await;
    let before = door.panel_now();
    let review = answers(door.starts("alice").await, "ann@Example.com").await;
    let words = review.to_string();
    assert!(words.contains("Is this right?"), "{words}");
    assert!(words.contains("Learn skills, Share knowledge"), "{words}");
    let again = review
        .selects("Change an answer", &["How would you like to take part?"])
        .await
        .unwrap();
    let review = again
        .selects("Choose one or more", &["Observe first"])
        .await
        .unwrap();
    assert!(review.to_string().contains("Observe first"), "{review}");
    let done = review.clicks("✅ Send").await.unwrap();
    let words = done.to_string();
    assert!(
        words.contains("you are done") && words.contains("Members"),
        "{words}"
    );
    has_role(&door.town, "alice", "Members").await;
    let log = door.town.titled("bot-log", "Onboarding completed").await;
    // What is masked is escaped, so that its stars are read as stars.
    let log = serde_json::to_string(&log.embeds)
        .unwrap()
        .replace('\\', "");
    assert!(
        log.contains("a***@example.com") && !log.contains("ann@"),
        "{log}"
    );
    assert_eq!(door.panel_now(), before, "the panel is as it was");
    let later = door.starts("alice").await.to_string();
    assert!(later.contains("You completed the onboarding"), "{later}");
    door.town.leave().await;
}

#[tokio::test]
async fn two_at_once_do_not_see_each_other_and_a_restart_loses_nothing() {
    let mut door = Door::open().await;
    let alice = door.starts("alice").await;
    let bob = door.starts("bob").await;
    let form = alice.clicks("Social media").await.unwrap();
    let alice = form.submits(&[("Which platform?", "Fedi")]).await.unwrap();
    assert!(alice.to_string().contains("Step 2 of 4"), "{alice}");
    door.town.stop_app().await;
    door.town.start_app().await;
    let review = answers(bob, "bob@example.com").await;
    review.clicks("✅ Send").await.unwrap();
    has_role(&door.town, "bob", "Members").await;
    door.town.clock.advance(chrono::TimeDelta::seconds(10));
    let resumed = door.starts("alice").await;
    let second = resumed.clicks("Continue").await.unwrap();
    assert!(second.to_string().contains("Step 2 of 4"), "{second}");
    let stale = alice
        .selects("Choose one or more", &["Other"])
        .await
        .unwrap();
    assert!(stale.to_string().contains("Step 3 of 4"), "{stale}");
    let behind = second
        .selects("Choose one or more", &["Learn skills"])
        .await
        .unwrap();
    assert!(behind.to_string().contains("out of date"), "{behind}");
    door.town.leave().await;
}
