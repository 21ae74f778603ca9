//! Who may ask how often.

use chrono::TimeDelta;

use super::scene::{Scene, member};
use crate::{
    CompletionRequest, FailureClass, Feature, LanguageModel as _, ModelUsage as _, Plan,
    QuotaReached, UsageKey,
};

#[tokio::test]
async fn members_who_pay_nothing_have_five_answers_a_day_and_by_the_month_twenty_five() {
    for (plan, limit) in [(Plan::Free, 5), (Plan::Monthly, 25)] {
        let scene = Scene::with_plan(Some(plan));
        for _ in 0..limit {
            scene.ask().await.unwrap();
        }
        let resets_at = scene.now() + TimeDelta::hours(12);
        let reached = QuotaReached { limit, resets_at };
        assert_eq!(scene.failure().await, FailureClass::UserQuota(reached));
        assert_eq!(scene.asked(), usize::try_from(limit).unwrap());
        assert_eq!(
            scene.service.status(None).counts.failed,
            0,
            "no fault of the model"
        );
        scene.clock.advance(TimeDelta::hours(12));
        scene.ask().await.unwrap();
    }
}

#[tokio::test]
async fn by_the_year_and_for_life_there_is_no_limit() {
    for plan in [Plan::Yearly, Plan::Lifetime] {
        let scene = Scene::with_plan(Some(plan));
        for _ in 0..40 {
            scene.ask().await.unwrap();
        }
        assert_eq!(scene.used().await, Some(40));
    }
}

#[tokio::test]
async fn where_nobody_pays_only_the_operators_limit_counts() {
    let scene = Scene::new();
    for _ in 0..40 {
        scene.ask().await.unwrap();
    }
    let scene = Scene::with(None, Some(1));
    scene.ask().await.unwrap();
    assert!(matches!(scene.failure().await, FailureClass::UserQuota(it) if it.limit == 1));
}

#[tokio::test]
async fn what_the_bot_asks_by_itself_counts_against_nobody() {
    let scene = Scene::with(None, Some(1));
    for _ in 0..3 {
        let summary = CompletionRequest {
            feature: Feature::background("ticket_summary"),
            ..scene.question()
        };
        scene.service.complete(summary).await.unwrap();
    }
    assert_eq!(scene.used().await, Some(0));
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_given_back() {
    let scene = Scene::with(None, Some(1));
    for class in [FailureClass::ContentFilter, FailureClass::Unauthorized] {
        scene.endpoint.fails(class, 1);
        assert_eq!(scene.failure().await, class);
        assert_eq!(scene.used().await, Some(0));
    }
    scene.ask().await.unwrap();
}

#[tokio::test]
async fn tokens_are_counted_for_whoever_asked() {
    let scene = Scene::new();
    scene.ask().await.unwrap();
    let key = UsageKey {
        guild: scene.question().guild,
        user: member(),
        day: scene.now().date_naive(),
    };
    assert_eq!(scene.usage.used(&key).await.unwrap().tokens, 15);
    assert_eq!(scene.service.status(None).today.tokens.total(), 15);
}

#[tokio::test]
async fn where_answers_cannot_be_counted_three_in_a_row_pass_and_then_only_those_who_pay() {
    let free = Scene::with_plan(Some(Plan::Free));
    let monthly = Scene::with_plan(Some(Plan::Monthly));
    for scene in [&free, &monthly] {
        scene.usage.is_away(true);
        for _ in 0..3 {
            scene.ask().await.unwrap();
        }
    }
    assert_eq!(free.failure().await, FailureClass::QuotaUncounted);
    monthly.ask().await.unwrap();
    free.usage.is_away(false);
    free.ask().await.unwrap();
    assert_eq!(free.used().await, Some(1));
    free.usage.is_away(true);
    free.ask().await.unwrap();
}

#[tokio::test]
async fn where_there_is_no_limit_uncounted_answers_always_pass() {
    let scene = Scene::new();
    scene.usage.is_away(true);
    for _ in 0..10 {
        scene.ask().await.unwrap();
    }
}

#[tokio::test]
async fn whoever_may_have_paid_counts_as_having_paid_nothing() {
    let scene = Scene::with_plan(None);
    for _ in 0..5 {
        scene.ask().await.unwrap();
    }
    assert!(matches!(scene.failure().await, FailureClass::UserQuota(it) if it.limit == 5));
    assert!(scene.diary.notes().contains(&"PlanUnknown".to_owned()));
}
