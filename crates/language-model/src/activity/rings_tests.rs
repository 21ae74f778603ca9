//! What is kept of questions, and what is shown of it.

use kernel::UserId;
use sanitizer::safe_log_message;

use super::*;
use crate::{Feature, Tokens};

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn guild(id: u64) -> Option<GuildId> {
    GuildId::new(id).ok()
}

fn answered(minute: i64, tokens: Tokens) -> CallRecord {
    CallRecord {
        feature: Feature::command("learn_topic"),
        model: "small".parse().unwrap(),
        guild: guild(1),
        user: Some(UserId::new(7).unwrap()),
        at: at(minute),
        latency: TimeDelta::seconds(minute),
        retries: 0,
        outcome: CallOutcome::Answered(tokens),
    }
}

fn success(minute: i64) -> CallRecord {
    answered(minute, Tokens::default())
}

fn failure(minute: i64, class: FailureClass) -> CallRecord {
    let outcome = CallOutcome::Failed {
        class,
        detail: safe_log_message("HTTP 500", 200),
    };
    CallRecord {
        outcome,
        ..success(minute)
    }
}

fn after(records: impl IntoIterator<Item = CallRecord>) -> Activity {
    let mut activity = Activity::new(at(0));
    for record in records {
        activity.record(record, 0);
    }
    activity
}

fn health(records: impl IntoIterator<Item = CallRecord>, minute: i64) -> Health {
    after(records).status(None, false, at(minute)).health
}

#[test]
fn before_the_first_question_there_is_no_activity_and_after_two_hours_without_one_it_is_idle() {
    assert_eq!(health([], 500), Health::NoActivity);
    assert_eq!(health([success(1)], 120), Health::Operational);
    assert_eq!(health([success(1)], 121), Health::Idle);
    let refused = failure(1, FailureClass::ContentFilter);
    assert_eq!(health([refused.clone()], 2), Health::Operational);
    assert_eq!(
        health([success(1), failure(100, FailureClass::BadRequest)], 200),
        Health::Operational
    );
}

#[test]
fn it_is_offline_until_an_answer_comes() {
    let key = FailureClass::Unauthorized;
    assert_eq!(
        health([success(1), failure(2, key)], 999),
        Health::Offline(key)
    );
    assert_eq!(
        health([failure(1, key), success(2)], 3),
        Health::Degraded,
        "half failed"
    );
    let bad = failure(3, FailureClass::BadRequest);
    assert_eq!(health([failure(2, key), bad], 4), Health::Offline(key));
}

#[test]
fn three_in_ten_of_the_last_twenty_failures_degrade_it() {
    let minutes = |failed: i64, answers: i64| {
        let failures = (1..=failed).map(|it| failure(it, FailureClass::Timeout));
        health(failures.chain((1..=answers).map(success)), 50)
    };
    assert_eq!(minutes(6, 14), Health::Degraded);
    assert_eq!(minutes(5, 15), Health::Operational);
    assert_eq!(
        minutes(20, 15),
        Health::Operational,
        "older than the last twenty"
    );
    assert_eq!(minutes(1, 2), Health::Degraded);
}

#[test]
fn what_is_not_the_services_fault_does_not_degrade_it() {
    let records = (1..=20).map(|it| failure(it, FailureClass::ContextLength));
    assert_eq!(
        health(records.chain([success(21)]), 22),
        Health::Operational
    );
}

#[test]
fn it_is_degraded_while_it_is_left_alone() {
    let status = after([success(1)]).status(None, true, at(1));
    assert_eq!(status.health, Health::Degraded);
}

#[test]
fn twenty_five_answers_and_failures_are_kept_and_all_are_counted() {
    let failures = (1..=40).map(|it| failure(it, FailureClass::RateLimited));
    let activity = after((1..=30).map(success).chain(failures));
    let (successes, errors) = activity.newest();
    assert_eq!((successes.len(), errors.len()), (25, 25));
    assert_eq!((successes[0].at, errors[24].at), (at(6), at(40)));
    let status = activity.status(None, false, at(41));
    assert_eq!((status.counts.answered, status.counts.failed), (30, 40));
    assert_eq!(
        (status.rate_limits, status.last_rate_limit),
        (40, Some(at(40)))
    );
    // Of answers that took 6 to 30 seconds.
    assert_eq!(status.average_latency, Some(TimeDelta::seconds(18)));
}

#[test]
fn whose_the_last_answer_was_is_shown_only_where_it_was_asked() {
    let activity = after([success(1)]);
    let user = |guild| {
        activity
            .status(guild, false, at(2))
            .last_success
            .unwrap()
            .user
    };
    assert_eq!(user(guild(1)), Some(UserId::new(7).unwrap()));
    assert_eq!(user(guild(2)), None);
    let directly = CallRecord {
        guild: None,
        ..success(1)
    };
    let status = after([directly]).status(None, false, at(2));
    assert_eq!(status.last_success.unwrap().user, None);
}

#[test]
fn what_was_spent_is_counted_by_the_day_and_since_the_start() {
    let tokens = Tokens {
        prompt: 10,
        completion: 5,
    };
    let mut activity = Activity::new(at(0));
    for minute in [1, 2, 24 * 60] {
        activity.record(answered(minute, tokens), 20);
    }
    let status = activity.status(None, false, at(24 * 60 + 1));
    assert_eq!((status.today.tokens.total(), status.today.cost), (15, 20));
    assert_eq!(
        (status.since_start.tokens.total(), status.since_start.cost),
        (45, 60)
    );
    let next_day = activity.status(None, false, at(48 * 60));
    assert_eq!(next_day.today, Spent::default());
}
