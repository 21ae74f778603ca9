//! Who may ask, what is counted, and how often the log is asked.

use futures_util::future::{join_all, poll_immediate};
use kernel::{GuildId, ManualClock, Member, UserId};

use super::*;
use crate::testing::InMemoryCommandLog;
use crate::{Ending, Execution, ExecutionKind, QualifiedName};

struct Stage {
    analytics: CommandAnalytics,
    log: Arc<InMemoryCommandLog>,
    clock: ManualClock,
}

fn noon() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn guild(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

fn used(name: &str, guild: GuildId, ago: TimeDelta) -> Execution {
    Execution {
        guild: Some(guild),
        user: UserId::new(7).unwrap(),
        name: QualifiedName::new(name),
        kind: ExecutionKind::Slash,
        ending: Ending::Succeeded,
        at: noon() - ago,
    }
}

/// In guild 1 two commands, five minutes and three days ago; in guild 2 one, two hours ago.
async fn stage() -> Stage {
    let log = Arc::new(InMemoryCommandLog::default());
    let rows = [
        used("help", guild(1), TimeDelta::minutes(5)),
        used("add", guild(1), TimeDelta::days(3)),
        used("help", guild(2), TimeDelta::hours(2)),
    ];
    log.write(&rows).await.unwrap();
    let clock = ManualClock::at(noon());
    let analytics = CommandAnalytics::new(log.clone(), Arc::new(clock.clone()));
    Stage {
        analytics,
        log,
        clock,
    }
}

fn asked(scope: CommandScope, days: u16) -> TopCommands {
    TopCommands {
        scope,
        days,
        limit: 10,
    }
}

fn caller(authority: Authority) -> Caller {
    let user = UserId::new(9).unwrap();
    Caller {
        guild: guild(1),
        member: Member { user, authority },
    }
}

fn refusal<T>(outcome: Result<T, UseCaseError<StatsRefusal>>) -> StatsRefusal {
    match outcome {
        Err(UseCaseError::Refused(why)) => why,
        Err(UseCaseError::Failed(failure)) => panic!("{failure}"),
        Ok(_) => panic!("it was not refused"),
    }
}

#[tokio::test]
async fn admins_see_their_guild_and_owners_all() {
    let Stage { analytics, .. } = stage().await;
    let here = StatsRequest::default();
    let everywhere = StatsRequest {
        guild_only: false,
        ..here
    };
    let (scope, ranking) = analytics
        .stats(caller(Authority::Admin), here)
        .await
        .unwrap();
    assert_eq!(scope.scope, CommandScope::Guild(guild(1)));
    assert_eq!(ranking.total, 2);
    let owner = caller(Authority::Owner);
    let (scope, ranking) = analytics.stats(owner, everywhere).await.unwrap();
    assert_eq!((scope.scope, ranking.total), (CommandScope::All, 3));
    for (authority, request, why) in [
        (Authority::Member, here, StatsRefusal::AdminsOnly),
        (Authority::Member, everywhere, StatsRefusal::AdminsOnly),
        (Authority::Admin, everywhere, StatsRefusal::OwnersOnly),
    ] {
        assert_eq!(
            refusal(analytics.stats(caller(authority), request).await),
            why
        );
    }
}

#[tokio::test]
async fn only_1_to_90_days_and_1_to_25_names_are_counted() {
    let Stage { analytics, .. } = stage().await;
    let fine = StatsRequest::default();
    for (days, limit, expected) in [
        (0, 10, Some(StatsRefusal::Days)),
        (1, 10, None),
        (90, 10, None),
        (91, 10, Some(StatsRefusal::Days)),
        (7, 0, Some(StatsRefusal::Limit)),
        (7, 1, None),
        (7, 25, None),
        (7, 26, Some(StatsRefusal::Limit)),
    ] {
        let request = StatsRequest {
            days,
            limit,
            ..fine
        };
        let outcome = analytics.stats(caller(Authority::Admin), request).await;
        match expected {
            Some(why) => assert_eq!(refusal(outcome), why, "{days} {limit}"),
            None => assert!(outcome.is_ok(), "{days} {limit}"),
        }
    }
}

#[tokio::test]
async fn an_answer_serves_for_30_seconds_and_no_longer() {
    let Stage {
        analytics,
        log,
        clock,
    } = stage().await;
    let asked = asked(CommandScope::Guild(guild(1)), 7);
    assert_eq!(analytics.top(asked).await.unwrap().total, 2);
    let new = used("help", guild(1), TimeDelta::zero());
    log.write(&[new]).await.unwrap();
    clock.advance(TimeDelta::milliseconds(29_999));
    assert_eq!(analytics.top(asked).await.unwrap().total, 2);
    assert_eq!(log.questions(), 1);
    clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(analytics.top(asked).await.unwrap().total, 3);
    assert_eq!(log.questions(), 2);
}

#[tokio::test]
async fn other_scopes_days_and_limits_are_other_questions() {
    let Stage { analytics, log, .. } = stage().await;
    let here = asked(CommandScope::Guild(guild(1)), 7);
    let totals = [
        (here, 2),
        (asked(CommandScope::Guild(guild(2)), 7), 1),
        (asked(CommandScope::All, 7), 3),
        (asked(CommandScope::Guild(guild(1)), 1), 1),
        (TopCommands { limit: 1, ..here }, 2),
    ];
    for (asked, total) in totals.into_iter().chain(totals) {
        assert_eq!(
            analytics.top(asked).await.unwrap().total,
            total,
            "{asked:?}"
        );
    }
    assert_eq!(log.questions(), totals.len());
}

#[tokio::test]
async fn a_hundred_who_ask_at_once_are_one_question() {
    let Stage { analytics, log, .. } = stage().await;
    log.hang(true);
    let asked = asked(CommandScope::All, 7);
    let mut first = Box::pin(analytics.top(asked));
    assert!(poll_immediate(&mut first).await.is_none());
    let mut others = Box::pin(join_all((0..99).map(|_| analytics.top(asked))));
    assert!(poll_immediate(&mut others).await.is_none());
    assert_eq!(log.questions(), 1);
    // Whoever asked first goes away, and the others still wait for the same answer.
    drop(first);
    assert!(poll_immediate(&mut others).await.is_none());
    assert_eq!(log.questions(), 1);
    // The last goes: the look-up is given up, and the next one asks anew.
    drop(others);
    log.hang(false);
    assert_eq!(analytics.top(asked).await.unwrap().total, 3);
    assert_eq!(log.questions(), 2);
}

#[tokio::test]
async fn a_failure_is_told_and_not_remembered() {
    let Stage { analytics, log, .. } = stage().await;
    let asked = asked(CommandScope::All, 7);
    log.go_away(true);
    let failure = analytics.top(asked).await.unwrap_err();
    assert_eq!(failure.retry(), kernel::Retry::Later);
    assert_eq!(analytics.remembered(), 0);
    log.go_away(false);
    assert_eq!(analytics.top(asked).await.unwrap().total, 3);
}

#[tokio::test]
async fn ten_times_its_bound_keeps_the_newest_answers() {
    let Stage {
        analytics,
        log,
        clock,
    } = stage().await;
    let question = |days| asked(CommandScope::All, days);
    for days in 1..=500 {
        analytics.top(question(days)).await.unwrap();
        assert!(analytics.remembered() <= CommandAnalytics::MOST_REMEMBERED);
    }
    assert_eq!(log.questions(), 500);
    analytics.top(question(451)).await.unwrap();
    assert_eq!(log.questions(), 500, "the oldest that is left");
    analytics.top(question(450)).await.unwrap();
    assert_eq!(log.questions(), 501, "the newest that had to go");
    clock.advance(TimeDelta::seconds(30));
    analytics.top(question(1)).await.unwrap();
    assert_eq!(analytics.remembered(), 1, "what is too old goes first");
}

#[tokio::test]
async fn a_day_and_an_hour_are_counted_up_to_now() {
    let Stage { analytics, .. } = stage().await;
    assert_eq!(analytics.last_day(CommandScope::All).await.unwrap(), 2);
    let here = CommandScope::Guild(guild(1));
    assert_eq!(analytics.last_day(here).await.unwrap(), 1);
    let per_minute = analytics.per_minute().await.unwrap();
    assert!((per_minute - 1.0 / 60.0).abs() < 1e-9, "{per_minute}");
}
