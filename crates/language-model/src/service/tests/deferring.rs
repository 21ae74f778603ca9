//! Questions whose answer comes later.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};

use super::scene::Scene;
use crate::{
    CompletionRequest, Deferred, DeferredAsk, FailureClass, Feature, LanguageModel as _, Retried,
    deferred_wait,
};

/// A question that failed and waits, with one answer a day.
async fn waiting(scene: &Scene, answerable_until: DateTime<Utc>) -> Mutex<Deferred<&'static str>> {
    scene.endpoint.fails(FailureClass::Upstream5xx, 3);
    let request = scene.question();
    let held = scene.service.complete_or_hold(&request).await.unwrap_err();
    assert!(Deferred::<&str>::accepts(
        &held.error,
        answerable_until,
        scene.now()
    ));
    let ask = DeferredAsk {
        request,
        charge: held.charge,
        delivery: "token",
        answerable_until,
        is_reflection: false,
    };
    let mut waiting = Deferred::default();
    assert_eq!(waiting.push(ask, &held.error, scene.now(), 0.5), []);
    Mutex::new(waiting)
}

#[tokio::test]
async fn an_answer_that_comes_later_counts_once() {
    let scene = Scene::with(None, Some(1));
    let waiting = waiting(&scene, scene.now() + TimeDelta::minutes(14)).await;
    assert_eq!(
        scene.used().await,
        Some(1),
        "it stays counted while it waits"
    );
    assert!(scene.service.retry_due(&waiting).await.is_none(), "not due");
    scene.clock.advance(TimeDelta::seconds(30));
    match scene.service.retry_due(&waiting).await {
        Some(Retried::Answered(ask, answer)) => {
            assert_eq!(
                (ask.delivery, answer.text.as_str()),
                ("token", "Well done.")
            );
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(scene.used().await, Some(1));
    assert!(waiting.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_question_that_is_given_up_counts_for_nobody() {
    let scene = Scene::with(None, Some(1));
    let waiting = waiting(&scene, scene.now() + TimeDelta::seconds(80)).await;
    scene.clock.advance(TimeDelta::seconds(30));
    scene.endpoint.fails(FailureClass::Upstream5xx, 3);
    match scene.service.retry_due(&waiting).await {
        Some(Retried::GivenUp(ask, _)) => assert_eq!(ask.delivery, "token"),
        other => panic!("the token is over in a minute: {other:?}"),
    }
    assert_eq!(scene.used().await, Some(0));
    assert_eq!(scene.diary.notes().last().unwrap(), "DeferredDropped");
}

#[tokio::test]
async fn a_question_waits_on_while_the_service_is_left_alone() {
    let scene = Scene::new();
    let waiting = waiting(&scene, scene.now() + TimeDelta::minutes(14)).await;
    scene.endpoint.fails(FailureClass::Upstream5xx, 2);
    assert_eq!(scene.failure().await, FailureClass::Upstream5xx);
    scene.clock.advance(TimeDelta::seconds(30));
    let retried = scene.service.retry_due(&waiting).await;
    assert!(matches!(retried, Some(Retried::Waits)), "{retried:?}");
    scene.clock.advance(TimeDelta::seconds(60));
    let retried = scene.service.retry_due(&waiting).await;
    assert!(
        matches!(retried, Some(Retried::Answered(..))),
        "{retried:?}"
    );
}

#[tokio::test]
async fn what_will_never_be_answered_does_not_wait() {
    let scene = Scene::new();
    let waiting = waiting(&scene, scene.now() + TimeDelta::minutes(14)).await;
    scene.clock.advance(TimeDelta::seconds(30));
    scene.endpoint.fails(FailureClass::ContentFilter, 1);
    let retried = scene.service.retry_due(&waiting).await;
    assert!(matches!(retried, Some(Retried::GivenUp(..))), "{retried:?}");
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
