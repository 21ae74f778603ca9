//! Questions whose answer comes later.

use chrono::TimeDelta;

use super::scene::Scene;
use crate::{
    CompletionRequest, FailureClass, Feature, LanguageModel as _, ModelName, deferred_wait,
};

#[tokio::test]
async fn what_is_counted_for_a_question_stays_counted_until_it_is_dropped() {
    let scene = Scene::with(None, Some(1));
    scene.endpoint.fails(FailureClass::Upstream5xx, 3);
    let held = scene.service.complete_or_hold(&scene.question()).await;
    let held = held.unwrap_err();
    assert_eq!(scene.used().await, Some(1));
    let feature = Feature::command("learn_topic");
    let charge = held.charge.as_ref();
    scene.service.drop_deferred(feature, 2, charge).await;
    assert_eq!(scene.used().await, Some(0));
    assert_eq!(scene.diary.notes().last().unwrap(), "DeferredDropped");
}

#[tokio::test]
async fn an_answer_that_comes_later_is_not_counted_again() {
    let scene = Scene::with(None, Some(1));
    scene.endpoint.fails(FailureClass::Upstream5xx, 3);
    let request = scene.question();
    assert!(scene.service.complete_or_hold(&request).await.is_err());
    scene.clock.advance(TimeDelta::seconds(30));
    let later = CompletionRequest {
        deadline: scene.now() + TimeDelta::minutes(1),
        ..request
    };
    assert!(scene.service.complete_uncounted(&later).await.is_ok());
    assert_eq!(scene.used().await, Some(1));
}

#[tokio::test]
async fn who_was_asked_is_known_of_a_question_that_was_not_answered() {
    let scene = Scene::new();
    scene.choices.choose(Some("of-guild"), 0.7);
    scene.endpoint.fails(FailureClass::Upstream5xx, 3);
    let held = scene.service.complete_or_hold(&scene.question()).await;
    let model: ModelName = "of-guild".parse().unwrap();
    assert_eq!(held.unwrap_err().model, Some(model));
}

/// What a job does that has a table to wait in: a summary that nobody waits for in front of a screen.
#[tokio::test]
async fn a_summary_is_tried_three_times_and_then_five_times_later_on() {
    let scene = Scene::new();
    let mut waits = Vec::new();
    let mut attempt = 0;
    loop {
        scene.endpoint.fails(FailureClass::RateLimited, 3);
        let request = CompletionRequest {
            feature: Feature::background("ticket_summary"),
            ..scene.question()
        };
        let error = scene.service.complete(request).await.unwrap_err();
        attempt += 1;
        let Some(wait) = deferred_wait(attempt, &error, 0.5) else {
            break;
        };
        waits.push(wait.num_seconds());
        scene.clock.advance(wait);
    }
    assert_eq!(waits, [30, 60, 120, 240, 300]);
    assert_eq!(scene.used().await, Some(0));
    let lately = scene.service.lately();
    assert_eq!((lately.failed_last_hour, lately.answered_24h), (6, 0));
}
