//! Tries, their waits, the breaker, and the line.

use chrono::TimeDelta;
use futures_util::FutureExt as _;
use kernel::GuildId;

use super::scene::Scene;
use crate::testing::question;
use crate::{
    Awaited, Block, Completion, CompletionRequest, FailureClass, Health, LanguageModel as _,
    Message, ModelError, Prompt, Quoted, wording,
};

#[tokio::test]
async fn two_rate_limits_and_then_an_answer_are_one_call_with_two_retries() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::RateLimited, 2);
    assert_eq!(scene.ask().await.unwrap().text, "Well done.");
    assert_eq!(scene.waits(), [1000, 2000]);
    let records = scene.diary.records();
    assert_eq!(records.len(), 1);
    assert_eq!((records[0].retries, records[0].failure()), (2, None));
    assert_eq!(records[0].latency, TimeDelta::seconds(3));
    assert_eq!(scene.used().await, Some(1));
    assert_eq!(scene.diary.notes(), ["TriesAgain", "TriesAgain"]);
}

#[tokio::test]
async fn a_third_failure_is_the_last() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::Upstream5xx, 3);
    let error = scene.ask().await.unwrap_err();
    assert_eq!((error.class, error.retries), (FailureClass::Upstream5xx, 2));
    assert_eq!(scene.asked(), 3);
}

#[tokio::test]
async fn a_key_that_is_not_known_shows_the_person_calm_and_the_operator_why() {
    for class in [FailureClass::Unauthorized, FailureClass::Credits] {
        let scene = Scene::new();
        scene.endpoint.fails(class, 1);
        let error = scene.ask().await.unwrap_err();
        assert_eq!(wording::told(error.class, "12345678"), wording::OFFLINE);
        assert_eq!((scene.asked(), scene.used().await), (1, Some(0)));
        let status = scene.service.status(None);
        assert_eq!(status.health, Health::Offline(class));
        assert_eq!(status.last_error.unwrap().class, class);
    }
}

#[tokio::test]
async fn a_service_that_asks_to_be_left_alone_is_if_that_is_not_too_long() {
    let scene = Scene::new();
    scene.endpoint.is_busy_for(7);
    scene.ask().await.unwrap();
    assert_eq!(scene.waits(), [7000]);
    scene.endpoint.is_busy_for(11);
    assert_eq!(scene.failure().await, FailureClass::RateLimited);
    assert_eq!(scene.asked(), 3);
}

#[tokio::test]
async fn nobody_is_made_to_wait_past_the_deadline() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::Upstream5xx, 1);
    let soon = question("learn_topic", scene.now() + TimeDelta::milliseconds(900));
    let error = scene.service.complete(soon).await.unwrap_err();
    assert_eq!((error.class, error.retries), (FailureClass::Upstream5xx, 0));
    assert_eq!(scene.waits(), [0; 0]);
}

#[tokio::test]
async fn a_service_that_never_answers_is_given_up_at_the_deadline() {
    let scene = Scene::new();
    scene.endpoint.hangs(1);
    let soon = question("learn_topic", scene.now() + TimeDelta::seconds(9));
    let error = scene.service.complete(soon).await.unwrap_err();
    assert_eq!(error.class, FailureClass::Timeout);
    assert_eq!(scene.waits(), [9000]);
}

/// What comes of a question for which somebody waits so many seconds, while the time passes.
fn waits_for(scene: &Scene, seconds: i64) -> Result<Completion, ModelError> {
    let soon = question("learn_topic", scene.now() + TimeDelta::seconds(seconds));
    comes_of(scene, soon)
}

/// What comes of a question, while the time passes.
fn comes_of(scene: &Scene, asked: CompletionRequest) -> Result<Completion, ModelError> {
    let mut asking = std::pin::pin!(scene.service.complete(asked));
    loop {
        if let Some(answer) = asking.as_mut().now_or_never() {
            return answer;
        }
        scene.clock.advance(TimeDelta::milliseconds(500));
    }
}

#[tokio::test]
async fn a_question_that_hangs_leaves_time_for_another_try() {
    for (patience, first) in [(40, 32_000), (45, 36_000), (60, 48_000)] {
        let scene = Scene::new();
        scene.endpoint.hangs(1);
        assert_eq!(waits_for(&scene, patience).unwrap().text, "Well done.");
        let record = scene.diary.records().remove(0);
        let latency = record.latency.num_milliseconds();
        assert_eq!((record.retries, latency), (1, first + 1000));
    }
}

#[tokio::test]
async fn a_short_patience_is_given_to_one_try() {
    for patience in [20, 30, 39] {
        let scene = Scene::new();
        scene.endpoint.hangs(1);
        let error = waits_for(&scene, patience).unwrap_err();
        assert_eq!((error.class, error.retries), (FailureClass::Timeout, 0));
        assert_eq!(scene.asked(), 1);
    }
}

#[tokio::test]
async fn a_slow_service_is_asked_once_and_answers_whoever_waits_as_often_as_they_ask() {
    for patience in [39, 45, 60] {
        let scene = Scene::new();
        scene.is_slow(35, 7);
        for _ in 0..7 {
            assert_eq!(waits_for(&scene, patience).unwrap().text, "Well done.");
        }
        assert_eq!(scene.asked(), 7, "{patience}");
        assert!(scene.diary.notes().is_empty());
    }
}

#[tokio::test]
async fn what_nobody_waits_for_has_all_of_the_time_in_one_try() {
    let scene = Scene::new();
    scene.is_slow(58, 6);
    for _ in 0..6 {
        let asked = CompletionRequest {
            awaited: Awaited::ByNobody,
            ..scene.question()
        };
        assert_eq!(comes_of(&scene, asked).unwrap().text, "Well done.");
    }
    assert_eq!(scene.asked(), 6);
    scene.endpoint.hangs(1);
    let asked = CompletionRequest {
        awaited: Awaited::ByNobody,
        ..scene.question()
    };
    let error = comes_of(&scene, asked).unwrap_err();
    assert_eq!((error.class, error.retries), (FailureClass::Timeout, 0));
}

#[tokio::test]
async fn a_service_too_slow_for_whoever_waits_stays_there_for_what_nobody_waits_for() {
    let scene = Scene::new();
    for _ in 0..4 {
        scene.is_slow(55, 4);
        assert!(waits_for(&scene, 60).is_err());
        assert!(waits_for(&scene, 45).is_err());
        scene.is_slow(55, 1);
        let asked = CompletionRequest {
            awaited: Awaited::ByNobody,
            ..scene.question()
        };
        assert!(comes_of(&scene, asked).is_ok());
    }
    let notes = scene.diary.notes();
    assert!(!notes.iter().any(|it| it == "CircuitOpened"), "{notes:?}");
}

#[tokio::test]
async fn a_service_that_hangs_is_left_alone_however_long_anybody_waits_for_it() {
    for patience in [35, 45, 60] {
        let scene = Scene::new();
        for _ in 0..5 {
            scene.endpoint.hangs(2);
            let began = scene.now();
            let error = waits_for(&scene, patience).unwrap_err();
            assert_eq!(error.class, FailureClass::Timeout, "{patience}");
            assert!(scene.now() - began <= TimeDelta::seconds(patience));
        }
        assert_eq!(scene.failure().await, FailureClass::CircuitOpen);
        assert_eq!(scene.service.status(None).health, Health::Degraded);
    }
}

#[tokio::test]
async fn the_haste_of_whoever_asks_says_nothing_about_the_service() {
    let scene = Scene::new();
    scene.endpoint.hangs(5);
    for _ in 0..5 {
        let error = waits_for(&scene, 29).unwrap_err();
        assert_eq!((error.class, error.retries), (FailureClass::Timeout, 0));
    }
    scene.ask().await.unwrap();
}

#[tokio::test]
async fn a_question_that_is_too_long_is_asked_once_more_with_half_of_what_it_quotes() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::ContextLength, 2);
    let lines = (1..=4).map(|it| Quoted::new("Other", &format!("line {it}"), 100));
    let prompt = Prompt::new("Sum up.").with(Block::new("CONVERSATION", lines));
    let request = CompletionRequest {
        messages: vec![Message::user(prompt)],
        ..scene.question()
    };
    let error = scene.service.complete(request).await.unwrap_err();
    assert_eq!(
        (error.class, error.retries),
        (FailureClass::ContextLength, 1)
    );
    let asked = scene.endpoint.asked();
    let said = |it: usize| asked[it].messages[0].text();
    assert!(said(0).contains("line 2") && said(0).contains("line 3"));
    assert!(!said(1).contains("line 2") && !said(1).contains("line 3"));
    assert!(said(1).contains("line 1") && said(1).contains("line 4"));
}

#[tokio::test]
async fn a_question_that_quotes_nothing_cannot_be_made_shorter() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::ContextLength, 1);
    assert_eq!(scene.failure().await, FailureClass::ContextLength);
    assert_eq!(scene.asked(), 1);
}

#[tokio::test]
async fn a_blank_answer_is_asked_for_once_more() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::Empty, 2);
    assert_eq!(scene.failure().await, FailureClass::Empty);
    assert_eq!(scene.asked(), 2);
}

#[tokio::test]
async fn after_five_failures_in_a_row_the_service_is_left_alone_for_a_minute_and_then_tried_once() {
    let scene = Scene::new();
    scene.endpoint.fails(FailureClass::Upstream5xx, 6);
    assert_eq!(scene.failure().await, FailureClass::Upstream5xx);
    assert_eq!(scene.failure().await, FailureClass::Upstream5xx);
    assert_eq!(scene.asked(), 5, "the fifth failure leaves no third try");
    assert_eq!(scene.failure().await, FailureClass::CircuitOpen);
    assert_eq!(scene.asked(), 5);
    assert_eq!(scene.service.status(None).health, Health::Degraded);
    scene.clock.advance(TimeDelta::seconds(60));
    assert_eq!(scene.failure().await, FailureClass::Upstream5xx);
    assert_eq!(scene.asked(), 6, "one is tried, without retries");
    assert_eq!(scene.failure().await, FailureClass::CircuitOpen);
    scene.clock.advance(TimeDelta::seconds(60));
    scene.ask().await.unwrap();
    scene.ask().await.unwrap();
    assert_eq!(scene.used().await, Some(2), "what failed counts for nobody");
    let opened = scene
        .diary
        .notes()
        .iter()
        .filter(|it| *it == "CircuitOpened")
        .count();
    assert_eq!(opened, 2);
}

#[tokio::test]
async fn a_failure_that_is_an_answer_of_the_service_ends_the_row() {
    let scene = Scene::new();
    for class in [FailureClass::Timeout, FailureClass::BadRequest] {
        scene.endpoint.fails(class, 1);
    }
    scene.endpoint.fails(FailureClass::Timeout, 4);
    assert_eq!(scene.failure().await, FailureClass::BadRequest);
    assert_eq!(scene.failure().await, FailureClass::Timeout);
    scene.ask().await.unwrap();
}

#[tokio::test]
async fn a_third_question_of_a_guild_waits_ten_seconds_for_a_place_and_is_not_asked() {
    let scene = Scene::new();
    scene.endpoint.hangs(2);
    let mut hanging: Vec<_> = (0..2).map(|_| Box::pin(scene.ask())).collect();
    assert!(hanging.iter_mut().all(|it| it.now_or_never().is_none()));
    assert_eq!(scene.failure().await, FailureClass::RateLimited);
    assert_eq!((scene.asked(), scene.waits()), (2, vec![10_000]));
    let elsewhere = CompletionRequest {
        guild: GuildId::new(2).ok(),
        ..scene.question()
    };
    scene.service.complete(elsewhere).await.unwrap();
    hanging.clear();
    scene.ask().await.unwrap();
}
