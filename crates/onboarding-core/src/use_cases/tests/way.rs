//! From the start button to the summary, and what comes in between.

use super::*;

#[tokio::test]
async fn a_newcomer_accepts_the_rules_answers_and_gets_their_role() {
    let world = world().with_roles();
    world.sheet.has_rules(rules(2));
    world.roles.has(user(7), role(JOINED));
    let session = world.begins(7).await;
    let nonce = &session.nonce;
    for place in 0..2 {
        step(world.presses(7, nonce, Press::Rule(place)).await);
    }
    let (_, screen) = step(world.presses(7, nonce, Press::AcceptAll).await);
    assert_eq!(screen, Screen::Question);
    world.answers(7, nonce).await;
    world.clock.set(at(300));
    let done = done(world.presses(7, nonce, Press::Send).await);
    assert_eq!(done.fields.len(), 4);
    assert_eq!(done.fields[3].value, "ann@example.com");
    assert_eq!(done.roles.completion, RoleOutcome::Changed(role(COMPLETED)));
    assert_eq!(done.roles.join, RoleOutcome::Changed(role(JOINED)));
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
    let [(_, RunEvent::Completed { fields, .. })] = &world.told()[..] else {
        panic!("staff was not told")
    };
    assert_eq!(fields[3].value, "a***@example.com");
    let kept = world
        .runs
        .completed(guild(), user(7))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.at, at(300));
    assert_eq!(kept.answers.rules_accepted_at, Some(at(0)));
    assert_eq!(
        kept.answers.given[&3],
        Answer::One("ann@example.com".to_owned())
    );
    let figures = world.newcomers.figures(guild(), 1).await.unwrap();
    assert_eq!(
        (figures.shown, figures.started, figures.completed),
        (1, 1, 1)
    );
    assert_eq!(figures.average(), Some(TimeDelta::seconds(300)));
    let reached: Vec<_> = figures.reached.iter().map(|it| it.members).collect();
    assert_eq!(
        reached, [1; 7],
        "two rules, four questions, and the last look"
    );
    let left = world.newcomers.finish_left_undone().await.unwrap();
    assert_eq!(left.taken, 0);
}

#[tokio::test]
async fn where_rules_are_all_there_is_accepting_them_completes_it() {
    let world = world().with_roles();
    world.mode("rules_only");
    world.sheet.has_rules(rules(1));
    world.roles.has(user(7), role(JOINED));
    let session = world.begins(7).await;
    let early = world.presses(7, &session.nonce, Press::AcceptAll).await;
    assert!(matches!(early, Shown::AcceptRulesFirst));
    world.presses(7, &session.nonce, Press::Rule(0)).await;
    let done = done(world.presses(7, &session.nonce, Press::AcceptAll).await);
    assert_eq!(done.fields, []);
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
    let kept = world
        .runs
        .completed(guild(), user(7))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.answers.rules_accepted_at, Some(at(0)));
    assert_eq!(world.told().len(), 1);
}

#[tokio::test]
async fn a_second_click_sends_nothing_twice_and_an_old_form_is_out_of_date() {
    let world = world().with_roles();
    let session = world.begins(7).await;
    world.answers(7, &session.nonce).await;
    done(world.presses(7, &session.nonce, Press::Send).await);
    let again = world.presses(7, &session.nonce, Press::Send).await;
    assert!(matches!(again, Shown::CompletedBefore { .. }), "{again:?}");
    assert_eq!(world.told().len(), 1);
    assert_eq!(world.roles.changes(), 1);
    let stale = Press::Answer(0, Given::Confirm);
    let stale = world.presses(7, &session.nonce, stale).await;
    assert!(matches!(stale, Shown::OutOfDate));
    let other = Nonce::fresh();
    let second = world.presses(7, &other, Press::StartOver).await;
    let (second, _) = step(second);
    let old = world.presses(7, &session.nonce, Press::Send).await;
    assert!(matches!(old, Shown::CompletedBefore { .. }), "{old:?}");
    let kept = world.runs.session(guild(), user(7), at(1)).await.unwrap();
    assert_eq!(kept, Some(second));
}

#[tokio::test]
async fn a_member_goes_on_where_they_stood_and_can_start_over() {
    let world = world();
    let session = world.begins(7).await;
    let answer = Press::Answer(0, Given::FollowUp(1, "Fedi".to_owned()));
    world.presses(7, &session.nonce, answer).await;
    let (repeated, _) = step(world.start(7).await);
    assert_eq!(
        repeated.step, 1,
        "a press within three seconds asks nothing"
    );
    world.clock.set(at(3600 * 20));
    let Shown::Resume(standing) = world.start(7).await else {
        panic!("not asked")
    };
    let (resumed, screen) = step(world.presses(7, &standing.nonce, Press::Resume).await);
    assert_eq!((resumed.step, screen), (1, Screen::Question));
    assert_eq!(resumed.answers.given.len(), 1);
    world.clock.set(at(3600 * 43));
    let (fresh, _) = step(world.presses(7, &standing.nonce, Press::StartOver).await);
    assert!(fresh.answers.given.is_empty() && fresh.nonce != standing.nonce);
    world.clock.set(at(3600 * 70));
    let (new, _) = step(world.start(7).await);
    assert_ne!(new.nonce, fresh.nonce, "it has expired");
}

#[tokio::test]
async fn two_devices_that_begin_at_once_see_the_same_session() {
    let world = world();
    let first = world.begins(7).await;
    let scene = |nonce: Option<&Nonce>| {
        let place = (guild(), user(7));
        let other = Session::begin(place, Phase::Questions, Vec::new(), at(0));
        let runs = world.runs.clone();
        let nonce = nonce.cloned();
        async move { runs.begin(&other, nonce.as_ref(), at(0)).await.unwrap() }
    };
    assert_eq!(scene(None).await.nonce, first.nonce);
    assert_eq!(scene(Some(&Nonce::fresh())).await.nonce, first.nonce);
    assert_ne!(scene(Some(&first.nonce)).await.nonce, first.nonce);
}

#[tokio::test]
async fn switched_off_in_mid_flow_nothing_is_granted_and_what_was_answered_stays() {
    let world = world().with_roles();
    let session = world.begins(7).await;
    world.answers(7, &session.nonce).await;
    world.set(&onboarding::ENABLED, SettingValue::Bool(false));
    let off = world.presses(7, &session.nonce, Press::Send).await;
    assert!(matches!(off, Shown::TurnedOff));
    assert_eq!(world.roles.changes(), 0);
    world.set(&onboarding::ENABLED, SettingValue::Bool(true));
    done(world.presses(7, &session.nonce, Press::Send).await);
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
}

#[tokio::test]
async fn an_answer_that_is_refused_leaves_the_session_where_it_was() {
    let world = world();
    let session = world.begins(7).await;
    let empty = Press::Answer(0, Given::FollowUp(0, "  ".to_owned()));
    let refused = world
        .newcomers
        .press(&world.who(7), &session.nonce, empty)
        .await
        .unwrap();
    let Err((AnswerRefusal::AnswerRequired, kept)) = refused else {
        panic!("not refused")
    };
    assert_eq!(*kept, session);
    let choice = world
        .presses(7, &session.nonce, Press::Answer(0, Given::Option(3)))
        .await;
    assert!(matches!(choice, Shown::FollowUp { place: 3, .. }));
}

#[tokio::test]
async fn what_cannot_be_saved_is_said_and_can_be_tried_again() {
    let world = world().with_roles();
    let session = world.begins(7).await;
    world.answers(7, &session.nonce).await;
    world.runs.is_away(true);
    let shown = world.presses(7, &session.nonce, Press::Send).await;
    assert!(matches!(shown, Shown::NotSaved(nonce, _) if nonce == session.nonce));
    assert_eq!((world.roles.changes(), world.told().len()), (0, 0));
    world.runs.is_away(false);
    done(world.presses(7, &session.nonce, Press::Send).await);
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
}

#[tokio::test]
async fn who_runs_again_replaces_their_answers_and_stays_one() {
    let world = world();
    world.completes(7).await;
    world.clock.set(at(100));
    let Shown::CompletedBefore {
        at: when, nonce, ..
    } = world.start(7).await
    else {
        panic!("not told")
    };
    assert_eq!(when, at(0));
    let (again, _) = step(world.presses(7, &nonce.unwrap(), Press::StartOver).await);
    let kept = world
        .runs
        .completed(guild(), user(7))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.at, at(0), "untouched until the new run is complete");
    world.answers(7, &again.nonce).await;
    world.presses(7, &again.nonce, Press::EditQuestion(0)).await;
    let other = Press::Answer(0, Given::FollowUp(1, "Fedi".to_owned()));
    world.presses(7, &again.nonce, other).await;
    let done = done(world.presses(7, &again.nonce, Press::Send).await);
    assert!(done.is_rerun);
    let all = world.newcomers.answers(guild()).await.unwrap();
    assert_eq!((all.len(), all[0].at), (1, at(100)));
    assert!(all[0].answers.given[&0].chooses("social"));
    assert!(kept.answers.given[&0].chooses("friend"));
    let reset = async || world.newcomers.reset(guild(), user(7), user(3)).await;
    assert!(reset().await.unwrap());
    let forgotten = RunEvent::Forgotten {
        member: user(7),
        by: user(3),
    };
    let told = || world.told().into_iter().map(|it| it.1);
    assert_eq!(told().next_back(), Some(forgotten.clone()));
    assert!(!reset().await.unwrap(), "there is nothing any more");
    assert_eq!(told().filter(|it| *it == forgotten).count(), 1);
}

#[tokio::test]
async fn staff_hears_once_a_day_that_rules_are_missing_and_members_go_on() {
    let world = world();
    for id in 7..10 {
        let session = world.begins(id).await;
        assert_eq!(session.phase, Phase::Questions);
    }
    assert_eq!(world.log.events(), [(guild(), RunEvent::RulesSkipped)]);
    world.set(&rules_settings::ENABLED, SettingValue::Bool(false));
    world.clock.set(at(3600 * 25));
    world.begins(10).await;
    assert_eq!(
        world.log.events().len(),
        1,
        "they are switched off on purpose"
    );
    world.mode("rules_only");
    assert!(matches!(world.start(11).await, Shown::RulesTurnedOff));
    world.set(&rules_settings::ENABLED, SettingValue::Bool(true));
    assert!(matches!(world.start(11).await, Shown::NoRules));
    assert_eq!(world.log.events()[1], (guild(), RunEvent::NoRules));
}

#[tokio::test]
async fn questions_that_nobody_could_answer_are_left_out_and_nobody_is_stuck() {
    let world = world();
    world.mode("questions_only");
    let broken = BrokenQuestion {
        text: "Which?".to_owned(),
        why: InvalidQuestion::OptionsMissing,
    };
    world.sheet.asks(InForce {
        asked: Vec::new(),
        broken: vec![(Position::new(2).unwrap(), broken)],
    });
    let session = world.begins(7).await;
    assert_eq!(session.phase, Phase::Confirming);
    done(world.presses(7, &session.nonce, Press::Send).await);
    let left_out = RunEvent::QuestionsLeftOut(vec![(2, "Which?".to_owned())]);
    assert_eq!(world.told()[0].1, left_out);
}

#[tokio::test]
async fn a_mode_that_changes_in_mid_flow_leaves_nobody_stuck() {
    let world = world();
    world.mode("rules_only");
    world.sheet.has_rules(rules(1));
    let session = world.begins(7).await;
    world.presses(7, &session.nonce, Press::Rule(0)).await;
    world.mode("rules_with_questions");
    let (asked, screen) = step(world.presses(7, &session.nonce, Press::AcceptAll).await);
    assert_eq!((asked.questions.len(), screen), (4, Screen::Question));
    let session = world.begins(8).await;
    world.mode("questions_only");
    let (asked, _) = step(world.presses(8, &session.nonce, Press::Rule(0)).await);
    assert_eq!(asked.phase, Phase::Questions, "no rule is to be accepted");
    assert_eq!(asked.answers.rules_accepted_at, None, "and none was");
}

#[tokio::test]
async fn nobody_gets_the_role_for_rules_that_are_gone_or_switched_off_meanwhile() {
    let world = world().with_roles();
    world.mode("rules_only");
    world.sheet.has_rules(rules(2));
    let session = world.begins(7).await;
    world.presses(7, &session.nonce, Press::Rule(0)).await;
    let presses = async |press: Press| world.presses(7, &session.nonce, press).await;
    world.sheet.has_rules(Vec::new());
    for press in [Press::AcceptAll, Press::Rule(1), Press::Send] {
        assert!(matches!(presses(press).await, Shown::NoRules));
    }
    assert_eq!(world.told().last().unwrap().1, RunEvent::NoRules);
    world.sheet.has_rules(rules(2));
    world.set(&rules_settings::ENABLED, SettingValue::Bool(false));
    assert!(matches!(
        presses(Press::AcceptAll).await,
        Shown::RulesTurnedOff
    ));
    assert_eq!(world.roles.changes(), 0);
    world.set(&rules_settings::ENABLED, SettingValue::Bool(true));
    let left = presses(Press::AcceptAll).await;
    assert!(
        matches!(left, Shown::AcceptRulesFirst),
        "the session is kept: {left:?}"
    );
    presses(Press::Rule(1)).await;
    done(presses(Press::AcceptAll).await);
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
}

#[tokio::test]
async fn a_member_accepts_the_rules_that_they_are_shown_whatever_admins_change_meanwhile() {
    let world = world();
    world.mode("rules_only");
    let three = rules(3);
    world.sheet.has_rules(three.clone());
    let session = world.begins(7).await;
    let mut shown = Vec::new();
    // The first goes, the others change their order: each is still shown once.
    world.presses(7, &session.nonce, Press::Rule(0)).await;
    world
        .sheet
        .has_rules(vec![three[2].clone(), three[1].clone()]);
    for place in [1, 2] {
        let (_, screen) = step(world.presses(7, &session.nonce, Press::Resume).await);
        let Screen::Rule { rule, total: 3, .. } = screen else {
            panic!("{screen:?}")
        };
        shown.push(*rule);
        world.presses(7, &session.nonce, Press::Rule(place)).await;
    }
    assert_eq!(shown, three[1..]);
    done(world.presses(7, &session.nonce, Press::AcceptAll).await);
}

#[tokio::test]
async fn settings_that_cannot_be_read_are_said() {
    let world = world();
    world.settings.fail_next_reads(1);
    assert!(matches!(world.start(7).await, Shown::Unavailable(_)));
    world.set(&onboarding::ENABLED, SettingValue::Bool(false));
    assert!(matches!(world.start(7).await, Shown::TurnedOff));
}
