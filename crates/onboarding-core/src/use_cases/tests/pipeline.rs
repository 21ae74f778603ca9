//! The end of the way in every case: what is chosen, what the member has, what is in the way, whether Discord and the
//! database are there.

use super::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Discord {
    There,
    Away,
    /// There, but without the member.
    Left,
}

#[derive(Debug, Clone, Copy)]
struct Role {
    is_chosen: bool,
    is_held: bool,
    obstacle: Option<RoleObstacle>,
}

#[derive(Debug, Clone, Copy)]
struct Case {
    completion: Role,
    join: Role,
    discord: Discord,
}

/// What should come of it, in the words of the specification rather than of the code.
struct Expected {
    /// What the member has, the join role first.
    roles: Vec<RoleId>,
    /// Staff has something to mend.
    is_error: bool,
    /// Something is tried again.
    waits: bool,
}

impl Case {
    fn expected(self) -> Expected {
        let Self {
            completion,
            join,
            discord,
        } = self;
        let works = |it: Role| discord == Discord::There && it.obstacle.is_none();
        let fails = |it: Role| match discord {
            Discord::There => it.obstacle.is_some(),
            Discord::Away => false,
            Discord::Left => true,
        };
        let is_to_give = completion.is_chosen && !completion.is_held;
        let has_completion = completion.is_held || (is_to_give && works(completion));
        // Nobody loses the only role that they have.
        let is_to_take =
            join.is_chosen && join.is_held && (!completion.is_chosen || has_completion);
        let is_gone = discord == Discord::There && join.obstacle == Some(RoleObstacle::Deleted);
        let has_join = join.is_held && !(is_to_take && works(join));
        let roles = [(has_join, JOINED), (has_completion, COMPLETED)].into_iter();
        Expected {
            roles: roles.filter(|it| it.0).map(|it| role(it.1)).collect(),
            is_error: (is_to_give && fails(completion)) || (is_to_take && fails(join) && !is_gone),
            waits: discord == Discord::Away && (is_to_give || is_to_take),
        }
    }
}

fn every_role() -> Vec<Role> {
    let obstacles = [
        None,
        Some(RoleObstacle::Deleted),
        Some(RoleObstacle::AboveBot),
        Some(RoleObstacle::NotGivable),
        Some(RoleObstacle::MayNotManage),
    ];
    let mut roles = Vec::new();
    for is_chosen in [false, true] {
        for is_held in [false, true] {
            roles.extend(obstacles.map(|obstacle| Role {
                is_chosen,
                is_held,
                obstacle,
            }));
        }
    }
    roles
}

fn every_case() -> Vec<Case> {
    let mut cases = Vec::new();
    for completion in every_role() {
        for join in every_role() {
            for discord in [Discord::There, Discord::Away, Discord::Left] {
                cases.push(Case {
                    completion,
                    join,
                    discord,
                });
            }
        }
    }
    cases
}

/// A member who has answered everything, and the session in which they have.
async fn about_to_send(case: Case) -> (World, Session) {
    let world = world();
    for (kept, id, setting) in [
        (case.completion, COMPLETED, &onboarding::COMPLETION_ROLE),
        (case.join, JOINED, &onboarding::JOIN_ROLE),
    ] {
        if kept.is_chosen {
            world.set(setting, SettingValue::Role(role(id)));
        }
        if kept.is_held {
            world.roles.has(user(7), role(id));
        }
        world.roles.obstruct(role(id), kept.obstacle);
    }
    let begun = world.begins(7).await;
    let session = world.answers(7, &begun.nonce).await;
    match case.discord {
        Discord::There => {}
        Discord::Away => world.roles.is_away(true),
        Discord::Left => world.roles.leaves(user(7)),
    }
    (world, session)
}

impl World {
    fn assert_roles(&self, expected: &Expected, case: Case) {
        assert_eq!(self.roles.of(user(7)), expected.roles, "{case:?}");
    }

    async fn is_completed(&self) -> bool {
        let kept = self.runs.completed(guild(), user(7)).await.unwrap();
        kept.is_some()
    }

    async fn has_session(&self) -> bool {
        let now = self.clock.now();
        let kept = self.runs.session(guild(), user(7), now).await.unwrap();
        kept.is_some()
    }
}

#[tokio::test]
async fn what_is_sent_is_saved_then_the_roles_are_seen_to_then_staff_is_told_once() {
    for case in every_case() {
        let (world, session) = about_to_send(case).await;
        let expected = case.expected();
        let done = done(world.presses(7, &session.nonce, Press::Send).await);
        assert!(world.is_completed().await && !world.has_session().await);
        world.assert_roles(&expected, case);
        assert_eq!(done.roles.need_staff(), expected.is_error, "{case:?}");
        assert_eq!(done.roles.are_unfinished(), expected.waits, "{case:?}");
        let told = world.told();
        let [(_, event @ RunEvent::Completed { roles, .. })] = told.as_slice() else {
            panic!("{case:?}: {told:?}")
        };
        assert_eq!(
            *roles, done.roles,
            "staff reads what the member reads: {case:?}"
        );
        let is_error = event.severity() == settings_core::Severity::Error;
        assert_eq!(is_error, expected.is_error, "{case:?}");
        // A second press of the same button, and whoever looks for what is left undone.
        let again = world.presses(7, &session.nonce, Press::Send).await;
        assert!(!matches!(again, Shown::Done(_)), "{case:?}: {again:?}");
        world.roles.is_away(false);
        world.clock.advance(TimeDelta::minutes(2));
        let round = world.newcomers.finish_left_undone().await.unwrap();
        assert_eq!(round.taken > 0, expected.waits, "{case:?}");
        let there = Case {
            discord: match case.discord {
                Discord::Away => Discord::There,
                other => other,
            },
            ..case
        };
        world.assert_roles(&there.expected(), case);
        let news = usize::from(expected.waits);
        assert_eq!(world.told().len(), 1 + news, "{case:?}");
        world.clock.advance(TimeDelta::days(1));
        let round = world.newcomers.finish_left_undone().await.unwrap();
        assert_eq!((round.taken, world.told().len()), (0, 1 + news), "{case:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_saved_changes_nothing_and_can_be_sent_again() {
    for case in every_case() {
        let (world, session) = about_to_send(case).await;
        world.runs.is_away(true);
        let shown = world.presses(7, &session.nonce, Press::Send).await;
        assert!(
            matches!(&shown, Shown::NotSaved(nonce, _) if *nonce == session.nonce),
            "{case:?}: {shown:?}"
        );
        world.runs.is_away(false);
        assert_eq!(
            (world.roles.changes(), world.told().len()),
            (0, 0),
            "{case:?}"
        );
        assert!(world.has_session().await && !world.is_completed().await);
        done(world.presses(7, &session.nonce, Press::Send).await);
        world.assert_roles(&case.expected(), case);
    }
}
