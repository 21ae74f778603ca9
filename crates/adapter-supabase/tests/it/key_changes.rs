//! Public keys that come, go, and cannot be had.

use std::time::Duration;

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::project::{Outcome, Project, Signer, outcome};

#[tokio::test]
async fn keys_are_fetched_once_for_all_who_wait_and_kept_for_ten_minutes() {
    let project = Project::start().await;
    let rsa = Signer::rsa();
    let set = json!({ "keys": [rsa.public_key("r")] });
    let slow = ResponseTemplate::new(200)
        .set_body_json(set)
        .set_delay(Duration::from_millis(200));
    project.answer_keys(slow).await;
    let tokens = project.tokens(&project.options());
    let token = rsa.token(Some("r"), &project.claims());
    let all = join_all((0..20).map(|_| outcome(&tokens, &token))).await;
    assert!(all.iter().all(|it| *it == Outcome::LetIn), "{all:?}");
    project.clock.advance(TimeDelta::seconds(599));
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    assert_eq!(project.asked().await, 1);
    project.clock.advance(TimeDelta::seconds(1));
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    assert_eq!(project.asked().await, 2);
}

#[tokio::test]
async fn a_new_key_is_found_at_once_and_an_unknown_one_looked_for_once_a_minute() {
    let project = Project::start().await;
    let (old, new) = (Signer::rsa(), Signer::p256());
    project.publish(&[old.public_key("old")]).await;
    let tokens = project.tokens(&project.options());
    let (before, after) = (
        old.token(Some("old"), &project.claims()),
        new.token(Some("new"), &project.claims()),
    );
    assert_eq!(outcome(&tokens, &before).await, Outcome::LetIn);

    project.publish(&[new.public_key("new")]).await;
    project.clock.advance(TimeDelta::seconds(1));
    assert_eq!(outcome(&tokens, &after).await, Outcome::LetIn);
    assert_eq!(project.asked().await, 1);

    let unknown = old.token(Some("old"), &project.claims());
    for _ in 0..5 {
        assert_eq!(outcome(&tokens, &unknown).await, Outcome::Invalid);
    }
    project.clock.advance(TimeDelta::seconds(59));
    assert_eq!(outcome(&tokens, &unknown).await, Outcome::Invalid);
    assert_eq!(project.asked().await, 1, "the minute is not over");
    project.clock.advance(TimeDelta::seconds(1));
    assert_eq!(outcome(&tokens, &unknown).await, Outcome::Invalid);
    assert_eq!(project.asked().await, 2);
}

#[tokio::test]
async fn keys_are_good_for_a_day_when_nobody_answers_and_not_longer() {
    let project = Project::start().await;
    let rsa = Signer::rsa();
    project.publish(&[rsa.public_key("r")]).await;
    let tokens = project.tokens(&project.options());
    let mut claims = project.claims();
    claims["exp"] = json!(project.now().timestamp() + 200_000);
    let token = rsa.token(Some("r"), &claims);
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
    for answer in [
        ResponseTemplate::new(500),
        ResponseTemplate::new(200).set_body_string("no keys"),
        ResponseTemplate::new(200).set_body_json(json!({ "keys": vec![rsa.public_key("r"); 21] })),
        ResponseTemplate::new(200).set_body_string(" ".repeat(64 * 1024 + 1)),
        ResponseTemplate::new(302).insert_header("location", "/elsewhere"),
    ] {
        project.answer_keys(answer).await;
        project.clock.advance(TimeDelta::minutes(10));
        assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
        assert_eq!(project.asked().await, 1);
    }
    project.clock.advance(TimeDelta::hours(24));
    assert_eq!(outcome(&tokens, &token).await, Outcome::Failed);
}

#[tokio::test]
async fn without_any_usable_key_nobody_can_say_and_then_they_can() {
    let project = Project::start().await;
    let rsa = Signer::rsa();
    let tokens = project.tokens(&project.options());
    let token = rsa.token(Some("r"), &project.claims());
    project.answer_keys(ResponseTemplate::new(503)).await;
    assert_eq!(outcome(&tokens, &token).await, Outcome::Failed);
    assert_eq!(outcome(&tokens, &token).await, Outcome::Failed);
    assert_eq!(project.asked().await, 1, "they are left alone for a second");

    project.clock.advance(TimeDelta::seconds(1));
    project.publish(&[]).await;
    assert_eq!(outcome(&tokens, &token).await, Outcome::Failed);

    project.publish(&[rsa.public_key("r")]).await;
    project.clock.advance(TimeDelta::minutes(10));
    assert_eq!(outcome(&tokens, &token).await, Outcome::LetIn);
}

#[tokio::test]
async fn a_token_without_a_kid_counts_while_there_is_one_key_that_fits() {
    let project = Project::start().await;
    let (rsa, one, another) = (Signer::rsa(), Signer::p256(), Signer::p256());
    project
        .publish(&[
            rsa.public_key("r"),
            one.public_key("a"),
            another.public_key("b"),
        ])
        .await;
    let tokens = project.tokens(&project.options());
    let claims = project.claims();
    assert_eq!(
        outcome(&tokens, &rsa.token(None, &claims)).await,
        Outcome::LetIn
    );
    assert_eq!(
        outcome(&tokens, &one.token(None, &claims)).await,
        Outcome::Invalid
    );
    assert_eq!(project.asked().await, 1, "no look for what has no name");
}
