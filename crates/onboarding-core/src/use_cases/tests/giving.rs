//! Roles that are given, that cannot be given, and that are given later.

use super::*;

#[tokio::test]
async fn a_role_that_cannot_be_given_costs_nobody_the_one_they_have() {
    let world = world().with_roles();
    world.roles.has(user(7), role(JOINED));
    for obstacle in [
        RoleObstacle::AboveBot,
        RoleObstacle::Deleted,
        RoleObstacle::MayNotManage,
    ] {
        world.roles.obstruct(role(COMPLETED), Some(obstacle));
        world.runs.forget(guild(), user(7)).await.unwrap();
        let done = world.completes(7).await;
        let impossible = RoleOutcome::Impossible(role(COMPLETED), obstacle);
        assert_eq!(done.roles.completion, impossible);
        assert_eq!(done.roles.join, RoleOutcome::LeftAlone(role(JOINED)));
        assert_eq!(world.roles.of(user(7)), [role(JOINED)]);
        let (_, told) = world.told().pop().unwrap();
        assert_eq!(told.severity(), settings_core::Severity::Error);
    }
    world.roles.obstruct(role(COMPLETED), None);
    world.clock.advance(TimeDelta::seconds(10));
    let shown = world.start(7).await;
    let Shown::CompletedBefore { role: given, .. } = shown else {
        panic!("{shown:?}")
    };
    assert_eq!(given, Some(RoleOutcome::Changed(role(COMPLETED))));
    assert_eq!(
        world.roles.of(user(7)),
        [role(COMPLETED)],
        "and the other one goes"
    );
}

#[tokio::test]
async fn whoever_presses_the_button_again_and_again_tells_staff_nothing_new() {
    let world = world().with_roles();
    let obstacle = RoleObstacle::AboveBot;
    world.roles.obstruct(role(COMPLETED), Some(obstacle));
    world.completes(7).await;
    let missing = RunEvent::RoleMissing {
        member: user(7),
        role: role(COMPLETED),
        obstacle,
    };
    let told = || world.told().iter().filter(|it| it.1 == missing).count();
    for _ in 0..9 {
        world.clock.advance(TimeDelta::seconds(4));
        world.start(7).await;
    }
    assert_eq!(told(), 1);
    world.clock.advance(TimeDelta::hours(1));
    world.start(7).await;
    assert_eq!(told(), 2);
    world.roles.obstruct(role(COMPLETED), None);
    world.start(7).await;
    assert_eq!(
        world.roles.changes(),
        0,
        "a mashed button asks nothing of Discord"
    );
}

#[tokio::test]
async fn answers_can_be_updated_while_discord_is_away() {
    let world = world().with_roles();
    world.completes(7).await;
    world.roles.is_away(true);
    let who = Newcomer {
        roles: Vec::new(),
        ..world.who(7)
    };
    world.clock.advance(TimeDelta::seconds(10));
    let shown = world.newcomers.start(&who).await.unwrap();
    let Shown::CompletedBefore {
        role: given,
        failures,
        ..
    } = shown
    else {
        panic!("{shown:?}")
    };
    assert_eq!(given, Some(RoleOutcome::Later(role(COMPLETED))));
    assert_eq!(failures.len(), 1);
}

#[tokio::test]
async fn roles_that_discord_was_away_for_are_given_later_and_staff_hears_of_both() {
    let world = world().with_roles();
    world.roles.is_away(true);
    let done = world.completes(7).await;
    assert_eq!(done.roles.completion, RoleOutcome::Later(role(COMPLETED)));
    assert_eq!(done.failures.len(), 1);
    let round = world.newcomers.finish_left_undone().await.unwrap();
    assert_eq!(round.taken, 0, "not at once");
    world.roles.is_away(false);
    world.clock.advance(TimeDelta::minutes(2));
    let round = world.newcomers.finish_left_undone().await.unwrap();
    assert_eq!(round.taken, 1);
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
    let events = world.told();
    assert!(matches!(events[0].1, RunEvent::Completed { .. }));
    assert!(matches!(events[1].1, RunEvent::RolesSettled { .. }));
    world.clock.advance(TimeDelta::days(1));
    assert_eq!(world.newcomers.finish_left_undone().await.unwrap().taken, 0);
}

#[tokio::test]
async fn roles_that_discord_never_takes_end_with_staff() {
    let world = world().with_roles();
    world.roles.is_away(true);
    world.completes(7).await;
    let mut rounds = 1;
    loop {
        world.clock.advance(TimeDelta::hours(2));
        let round = world.newcomers.finish_left_undone().await.unwrap();
        if round.taken == 0 {
            break;
        }
        rounds += 1;
    }
    assert_eq!(rounds, crate::MOST_TRIES);
    let (_, last) = world.told().pop().unwrap();
    let RunEvent::RolesSettled { roles, .. } = last else {
        panic!("{last:?}")
    };
    let given_up = RoleOutcome::Impossible(role(COMPLETED), RoleObstacle::GivenUp);
    assert_eq!(roles.completion, given_up);
}

#[tokio::test]
async fn a_completion_whose_process_ended_before_its_roles_is_finished_by_the_next() {
    let world = world().with_roles();
    world.roles.has(user(7), role(JOINED));
    let session = world.begins(7).await;
    let ready = world.answers(7, &session.nonce).await;
    // What the process did before it ended: it saved.
    let held = at(0) + crate::HELD;
    let saved = world.runs.complete(&ready, at(0), held).await.unwrap();
    assert!(matches!(saved, crate::Saved::Now(_)));
    assert_eq!(world.newcomers.finish_left_undone().await.unwrap().taken, 0);
    world.clock.set(held);
    assert_eq!(world.newcomers.finish_left_undone().await.unwrap().taken, 1);
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
    let events = world.told();
    assert!(
        matches!(events[..], [(_, RunEvent::Completed { .. })]),
        "{events:?}"
    );
}

#[tokio::test]
async fn whoever_left_before_their_role_is_told_of_and_not_tried_again() {
    let world = world().with_roles();
    world.roles.is_away(true);
    world.completes(7).await;
    world.roles.is_away(false);
    world.roles.leaves(user(7));
    world.clock.advance(TimeDelta::hours(1));
    world.newcomers.finish_left_undone().await.unwrap();
    let (_, last) = world.told().pop().unwrap();
    let left = RoleOutcome::Impossible(role(COMPLETED), RoleObstacle::MemberLeft);
    assert!(matches!(last, RunEvent::RolesSettled { roles, .. } if roles.completion == left));
    world.clock.advance(TimeDelta::hours(1));
    assert_eq!(world.newcomers.finish_left_undone().await.unwrap().taken, 0);
}
