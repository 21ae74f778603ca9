//! Questions that wait, across restarts and whatever else goes wrong.

use futures_util::FutureExt as _;

use super::*;
use crate::Question;

/// A question that waits since now.
async fn waits(scene: &Scene) {
    scene.endpoint.fails(FailureClass::RateLimited, 3);
    let told = scene.learns("RSI").await.unwrap();
    assert!(matches!(told, Reply::Waits(_)), "{told:?}");
    assert_eq!((scene.waits().await, scene.used().await), (1, 1));
}

#[tokio::test]
async fn a_busy_service_answers_later_and_is_counted_once() {
    let scene = Scene::new();
    waits(&scene).await;
    let early = scene.growth.answer_late().await.unwrap();
    assert_eq!(early.tried, 0, "not before its time");
    assert_eq!(scene.time_comes().await.tried, 1);
    let late = scene.late.told();
    assert_eq!(text(&late[0].1.reply), "Well done.");
    assert_eq!((scene.waits().await, scene.used().await), (0, 1));
}

#[tokio::test]
async fn a_question_is_answered_once_by_a_process_that_starts_later_and_asks_the_same() {
    let mut scene = Scene::new();
    waits(&scene).await;
    scene.restarts();
    scene.time_comes().await;
    scene.restarts();
    scene.clock.advance(TimeDelta::minutes(5));
    assert_eq!(scene.growth.answer_late().await.unwrap().tried, 0);
    assert_eq!(scene.late.told().len(), 1);
    assert_eq!(scene.late.told()[0].0.token, "a token");
    let asked = scene.endpoint.asked();
    let (first, last) = (asked.first().unwrap(), asked.last().unwrap());
    assert_eq!(first, last);
}

#[tokio::test]
async fn a_question_is_tried_again_with_the_model_that_it_was_asked_of() {
    let scene = Scene::new();
    waits(&scene).await;
    scene.choices.choose(Some("dearer"), 0.7);
    scene.time_comes().await;
    let models = scene.endpoint.asked().into_iter().map(|it| it.model);
    assert!(models.into_iter().all(|it| it.as_str() == "small"));
}

#[tokio::test]
async fn whoever_waits_in_vain_is_told_and_gets_their_answer_of_the_day_back() {
    let scene = Scene::new();
    waits(&scene).await;
    scene.endpoint.fails(FailureClass::Unauthorized, 1);
    scene.time_comes().await;
    let late = scene.late.told();
    assert!(matches!(&late[0].1.reply, Reply::None(_)), "{late:?}");
    assert_eq!((scene.waits().await, scene.used().await), (0, 0));
}

#[tokio::test]
async fn a_service_that_stays_away_is_asked_until_nobody_could_be_told_any_more() {
    let scene = Scene::new();
    waits(&scene).await;
    let mut rounds = 0;
    while scene.waits().await > 0 {
        scene.endpoint.fails(FailureClass::RateLimited, 3);
        scene.time_comes().await;
        rounds += 1;
    }
    assert_eq!(rounds, 5);
    let late = scene.late.told();
    assert!(matches!(&late[..], [(_, told)] if matches!(told.reply, Reply::None(_))));
    assert_eq!(scene.used().await, 0);
}

#[tokio::test]
async fn a_question_whose_time_is_over_is_not_asked_and_told_and_costs_nothing() {
    let scene = Scene::new();
    waits(&scene).await;
    let asked = scene.endpoint.asked().len();
    scene.clock.advance(TimeDelta::minutes(14));
    assert_eq!(scene.growth.answer_late().await.unwrap().tried, 1);
    assert_eq!(scene.endpoint.asked().len(), asked);
    assert_eq!(scene.late.told(), []);
    assert_eq!((scene.waits().await, scene.used().await), (0, 0));
}

#[tokio::test]
async fn an_answer_that_cannot_be_told_is_counted_for_nobody_and_an_operator_hears_why() {
    let scene = Scene::new();
    waits(&scene).await;
    scene.late.is_away(true);
    assert_eq!(scene.time_comes().await.failures.len(), 1);
    scene.late.is_away(false);
    assert_eq!((scene.waits().await, scene.used().await), (0, 0));
    assert_eq!(scene.late.told(), []);
}

#[tokio::test]
async fn an_answer_that_a_process_was_telling_when_it_ended_is_not_told_again() {
    let mut scene = Scene::new();
    waits(&scene).await;
    scene.clock.advance(TimeDelta::seconds(30));
    let now = scene.clock.now();
    let lease = now + TimeDelta::seconds(90);
    let waiting = &scene.ports.waiting;
    let claimed = waiting.claim(now, lease, 8).await.unwrap();
    assert!(waiting.note_answered(&claimed[0]).await.unwrap());
    scene.restarts();
    let asked = scene.endpoint.asked().len();
    assert_eq!(scene.time_comes().await.tried, 1);
    assert_eq!(scene.endpoint.asked().len(), asked);
    assert_eq!((scene.late.told().len(), scene.used().await), (0, 0));
}

#[tokio::test]
async fn a_process_that_stops_in_the_middle_hands_back_what_it_was_trying() {
    let mut scene = Scene::new();
    waits(&scene).await;
    scene.endpoint.hangs(1);
    scene.clock.advance(TimeDelta::seconds(30));
    {
        let round = std::pin::pin!(scene.growth.answer_late());
        assert!(round.now_or_never().is_none());
    }
    assert!(scene.growth.hand_back().await.is_empty());
    scene.restarts();
    assert_eq!(scene.growth.answer_late().await.unwrap().tried, 1);
    assert_eq!(scene.late.told().len(), 1);
}

#[tokio::test]
async fn an_answer_that_a_process_is_telling_when_it_stops_is_told_to_the_end_and_once() {
    let mut scene = Scene::new();
    waits(&scene).await;
    scene.clock.advance(TimeDelta::seconds(30));
    let telling = scene.late.takes_long().unwrap();
    let stopping = scene.growth.clone();
    let mut round = Box::pin(stopping.answer_late());
    assert!(round.as_mut().now_or_never().is_none());
    assert!(stopping.hand_back().await.is_empty());
    scene.restarts();
    let meanwhile = scene.growth.answer_late().await.unwrap();
    assert_eq!(meanwhile.tried, 0, "it is nobody else's affair");
    drop(telling);
    assert!(round.await.unwrap().failures.is_empty());
    assert_eq!(text(&scene.late.told()[0].1.reply), "Well done.");
    assert_eq!((scene.waits().await, scene.used().await), (0, 1));
    scene.clock.advance(TimeDelta::minutes(5));
    assert_eq!(scene.growth.answer_late().await.unwrap().tried, 0);
    assert_eq!(scene.late.told().len(), 1);
}

#[tokio::test]
async fn of_a_question_that_was_handed_back_no_answer_is_told_by_whoever_did() {
    let mut scene = Scene::new();
    waits(&scene).await;
    scene.clock.advance(TimeDelta::seconds(30));
    scene.endpoint.hangs(1);
    let stopping = scene.growth.clone();
    let mut round = Box::pin(stopping.answer_late());
    assert!(round.as_mut().now_or_never().is_none());
    assert!(stopping.hand_back().await.is_empty());
    let ended = round.await.unwrap();
    assert_eq!((ended.tried, ended.failures.len()), (1, 0), "at once");
    assert_eq!(scene.late.told(), []);
    scene.restarts();
    assert_eq!(scene.growth.answer_late().await.unwrap().tried, 1);
    assert_eq!((scene.late.told().len(), scene.used().await), (1, 1));
}

#[tokio::test]
async fn what_cannot_be_kept_does_not_wait_and_costs_nothing() {
    let scene = Scene::new();
    scene.waiting.is_away(true);
    scene.endpoint.fails(FailureClass::RateLimited, 3);
    let told = scene.learns("RSI").await.unwrap();
    assert!(matches!(told, Reply::None(_)), "{told:?}");
    assert_eq!(scene.used().await, 0);
    assert_eq!(scene.diary.notes(), ["WaitingUnkept"]);
}

#[tokio::test]
async fn the_oldest_of_fifty_gives_way_is_told_so_and_costs_nothing() {
    let scene = Scene::new();
    waits(&scene).await;
    let first = scene.ports.waiting.clone();
    let now = scene.clock.now();
    let claimed = first.claim(now + TimeDelta::minutes(1), now, 1).await;
    let other = crate::NewWaiting {
        question: Question::Topic("another".to_owned()),
        charged_on: None,
        ..claimed.unwrap().remove(0).what
    };
    for _ in 0..49 {
        assert_eq!(first.add(&other, now, 50).await.unwrap(), []);
    }
    scene.clock.advance(TimeDelta::seconds(1));
    scene.endpoint.fails(FailureClass::RateLimited, 3);
    let told = scene.learns("patience").await.unwrap();
    assert!(matches!(told, Reply::Waits(_)), "{told:?}");
    let late = scene.late.told();
    assert!(matches!(&late[..], [(_, told)] if matches!(told.reply, Reply::None(_))));
    assert_eq!((scene.waits().await, scene.used().await), (50, 1));
}

#[tokio::test]
async fn several_are_tried_at_once_so_that_one_that_hangs_keeps_nobody_waiting() {
    let scene = Scene::new();
    for _ in 0..2 {
        scene.endpoint.is_busy_for(11);
        let told = scene.learns("RSI").await.unwrap();
        assert!(matches!(told, Reply::Waits(_)), "{told:?}");
    }
    scene.clock.advance(TimeDelta::seconds(30));
    scene.endpoint.hangs(1);
    let round = std::pin::pin!(scene.growth.answer_late());
    assert!(round.now_or_never().is_none());
    assert_eq!(scene.late.told().len(), 1);
}

#[tokio::test]
async fn whoever_is_erased_while_the_model_thinks_has_nothing_kept_and_what_they_ask_later_is() {
    let scene = Scene::new();
    let form = CheckinForm::new("sleep", "thoughts", "fine").unwrap();
    let ask = scene.ask();
    let asked = ask.reply_to.asked_at();
    scene.checkins.erase(user(), asked + TimeDelta::seconds(5));
    let answered = scene
        .growth
        .keep(&ask, &form, "Well done.".to_owned())
        .await;
    assert!(
        matches!(&answered, Answered::Checkin { id: None, shareable: false, text } if text == "Well done."),
        "{answered:?}"
    );
    assert!(scene.diary.notes().is_empty(), "nothing has failed");
    assert!(
        scene
            .growth
            .history(user(), 0)
            .await
            .unwrap()
            .checkins
            .is_empty()
    );
    let mut later = scene.ask();
    later.reply_to.until += TimeDelta::minutes(1);
    scene
        .growth
        .keep(&later, &form, "Well done.".to_owned())
        .await;
    assert_eq!(
        scene
            .growth
            .history(user(), 0)
            .await
            .unwrap()
            .checkins
            .len(),
        1
    );
}
