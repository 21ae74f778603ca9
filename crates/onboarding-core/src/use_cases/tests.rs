//! The whole way with fakes: what members see, what is kept, what staff is told.

use std::sync::Arc;

use chrono::TimeDelta;
use kernel::{ChannelId, GuildId, ManualClock, RoleId, UserId};
use settings_core::testing::InMemorySettings;
use settings_core::{Definition, SettingValue};

use super::*;
use crate::flow::{AnswerRefusal, Given, Screen};
use crate::settings::{onboarding, rules as rules_settings};
use crate::testing::builders::{at, rules};
use crate::testing::{FakeBoard, FakeRoles, FixedSheet, InMemoryRuns, RecordingLog};
use crate::{
    Answer, BrokenQuestion, InForce, InvalidQuestion, Nonce, Panel, PanelOccasion, PanelTrouble,
    Phase, Position, RoleObstacle, RoleOutcome, Session,
};

struct World {
    newcomers: Newcomers,
    runs: Arc<InMemoryRuns>,
    roles: Arc<FakeRoles>,
    board: Arc<FakeBoard>,
    sheet: Arc<FixedSheet>,
    log: Arc<RecordingLog>,
    settings: InMemorySettings,
    clock: ManualClock,
}

const COMPLETED: u64 = 2;
const JOINED: u64 = 1;

fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

fn role(id: u64) -> RoleId {
    RoleId::new(id).unwrap()
}

fn user(id: u64) -> UserId {
    UserId::new(id).unwrap()
}

fn world() -> World {
    let runs = Arc::new(InMemoryRuns::default());
    let roles = Arc::new(FakeRoles::default());
    let board = Arc::new(FakeBoard::default());
    let sheet = Arc::new(FixedSheet::default());
    let log = Arc::new(RecordingLog::default());
    let settings = InMemorySettings::default();
    let clock = ManualClock::at(at(0));
    let newcomers = Newcomers::new(NewcomerPorts {
        runs: runs.clone(),
        undone: runs.clone(),
        panels: runs.clone(),
        screening: runs.clone(),
        funnel: runs.clone(),
        sheet: sheet.clone(),
        roles: roles.clone(),
        board: board.clone(),
        log: log.clone(),
        settings: Arc::new(settings.clone()),
        clock: Arc::new(clock.clone()),
    });
    World {
        newcomers,
        runs,
        roles,
        board,
        sheet,
        log,
        settings,
        clock,
    }
}

impl World {
    fn set(&self, definition: &Definition, value: SettingValue) {
        self.settings.set(guild(), definition, value);
    }

    /// What staff was told, but for rules that are missing in most tests.
    fn told(&self) -> Vec<(GuildId, RunEvent)> {
        let events = self.log.events().into_iter();
        events
            .filter(|(_, it)| *it != RunEvent::RulesSkipped)
            .collect()
    }

    fn mode(&self, word: &str) {
        self.set(&onboarding::MODE, SettingValue::Text(word.to_owned()));
    }

    fn with_roles(self) -> Self {
        self.set(
            &onboarding::COMPLETION_ROLE,
            SettingValue::Role(role(COMPLETED)),
        );
        self.set(&onboarding::JOIN_ROLE, SettingValue::Role(role(JOINED)));
        self
    }

    fn who(&self, id: u64) -> Newcomer {
        Newcomer {
            guild: guild(),
            member: user(id),
            roles: self.roles.of(user(id)),
        }
    }

    async fn start(&self, id: u64) -> Shown {
        self.newcomers.start(&self.who(id)).await.unwrap()
    }

    async fn begins(&self, id: u64) -> Session {
        step(self.start(id).await).0
    }

    async fn presses(&self, id: u64, nonce: &Nonce, press: Press) -> Shown {
        let pressed = self.newcomers.press(&self.who(id), nonce, press).await;
        pressed.unwrap().unwrap()
    }

    /// Answers the four default questions, and stands at the confirmation.
    async fn answers(&self, id: u64, nonce: &Nonce) -> Session {
        let values = |it: &[&str]| Given::Values(it.iter().map(|it| (*it).to_owned()).collect());
        let mut last = None;
        for (place, given) in [
            (0, Given::FollowUp(0, "Ann".to_owned())),
            (1, values(&["learning", "sharing"])),
            (2, values(&["events"])),
            (3, Given::Text("ann@example.com".to_owned())),
        ] {
            let shown = self.presses(id, nonce, Press::Answer(place, given)).await;
            last = Some(step(shown));
        }
        let (session, screen) = last.unwrap();
        assert_eq!(screen, Screen::Review);
        session
    }

    async fn completes(&self, id: u64) -> Done {
        let session = self.begins(id).await;
        self.answers(id, &session.nonce).await;
        done(self.presses(id, &session.nonce, Press::Send).await)
    }
}

fn step(shown: Shown) -> (Session, Screen) {
    match shown {
        Shown::Step(session, screen) => (*session, screen),
        other => panic!("no step: {other:?}"),
    }
}

fn done(shown: Shown) -> Done {
    match shown {
        Shown::Done(done) => *done,
        other => panic!("not done: {other:?}"),
    }
}

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
    assert_eq!(reached, [1; 6], "two rules and four questions");
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
    assert!(matches!(
        old,
        Shown::OutOfDate | Shown::CompletedBefore { .. }
    ));
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
    let skip = Press::Answer(0, Given::FollowUp(1, "Fedi".to_owned()));
    world.answers(7, &again.nonce).await;
    drop(skip);
    let done = done(world.presses(7, &again.nonce, Press::Send).await);
    assert!(done.is_rerun);
    let all = world.newcomers.answers(guild()).await.unwrap();
    assert_eq!((all.len(), all[0].at), (1, at(100)));
    assert!(world.newcomers.reset(guild(), user(7)).await.unwrap());
    assert!(!world.newcomers.reset(guild(), user(7)).await.unwrap());
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
    let (asked, _) = step(world.presses(8, &session.nonce, Press::AcceptAll).await);
    assert_eq!(asked.phase, Phase::Questions, "no rule is left to accept");
}

#[tokio::test]
async fn settings_that_cannot_be_read_are_said() {
    let world = world();
    world.settings.fail_next_reads(1);
    assert!(matches!(world.start(7).await, Shown::Unavailable(_)));
    world.set(&onboarding::ENABLED, SettingValue::Bool(false));
    assert!(matches!(world.start(7).await, Shown::TurnedOff));
}

fn channel(id: u64) -> ChannelId {
    ChannelId::new(id).unwrap()
}

#[tokio::test]
async fn the_panel_is_posted_once_found_again_and_follows_its_channel() {
    let world = world();
    let ensure = async |occasion| {
        world
            .newcomers
            .ensure_panel(guild(), occasion)
            .await
            .unwrap()
    };
    let anywhere = PanelOccasion::Anywhere;
    assert_eq!(
        ensure(anywhere).await,
        PanelOutcome::NotWanted,
        "no channel is chosen"
    );
    let rules_channel = &settings_core::system::RULES_CHANNEL;
    world.set(rules_channel, SettingValue::Channel(channel(5)));
    let PanelOutcome::Posted(panel) = ensure(anywhere).await else {
        panic!("not posted")
    };
    for _ in 0..3 {
        assert_eq!(ensure(anywhere).await, PanelOutcome::Stands(panel));
    }
    assert_eq!(
        world.board.searches(),
        1,
        "no history is looked through again"
    );
    world.set(rules_channel, SettingValue::Channel(channel(6)));
    assert_eq!(ensure(anywhere).await, PanelOutcome::Stands(panel));
    let moved = ensure(PanelOccasion::InItsChannel).await;
    assert!(matches!(moved, PanelOutcome::Posted(Panel { channel: it, .. }) if it == channel(6)));
    assert_eq!(world.board.standing().len(), 2, "the old one keeps working");
    world.set(rules_channel, SettingValue::Channel(channel(5)));
    let back = ensure(PanelOccasion::InItsChannel).await;
    assert_eq!(back, PanelOutcome::Found(panel));
    world.board.clear();
    let anew = ensure(anywhere).await;
    assert!(matches!(anew, PanelOutcome::Posted(it) if it != panel));
    world.set(&onboarding::ENABLED, SettingValue::Bool(false));
    world.board.clear();
    assert_eq!(ensure(anywhere).await, PanelOutcome::NotWanted);
}

#[tokio::test]
async fn a_panel_that_cannot_stand_is_told_of_once_for_each_try() {
    let world = world();
    let rules_channel = &settings_core::system::RULES_CHANNEL;
    world.set(rules_channel, SettingValue::Channel(channel(5)));
    world.board.obstruct(channel(5), PanelTrouble::MayNotPost);
    let outcome = world
        .newcomers
        .ensure_panel(guild(), PanelOccasion::Anywhere)
        .await;
    let trouble = PanelOutcome::Trouble(channel(5), PanelTrouble::MayNotPost);
    assert_eq!(outcome.unwrap(), trouble);
    assert_eq!(world.told().len(), 1);
    let wish = PostPanel {
        guild: guild(),
        channel: channel(6),
        by: user(3),
        mark: "wish1".to_owned(),
    };
    let posted = world.newcomers.post_panel(&wish).await.unwrap();
    assert_eq!(posted.channel, channel(6));
    world.mode("disabled");
    let refused = world.newcomers.post_panel(&wish).await.unwrap_err();
    assert!(matches!(
        refused,
        kernel::UseCaseError::Refused(PostPanelRefusal::TurnedOff)
    ));
}

fn arrives(id: u64) -> Arrived {
    Arrived {
        guild: guild(),
        member: user(id),
        is_bot: false,
        is_pending: false,
        roles: Vec::new(),
    }
}

#[tokio::test]
async fn who_joins_gets_their_role_after_the_screening_and_only_then() {
    let world = world().with_roles();
    world.newcomers.joined(&arrives(7)).await.unwrap();
    assert_eq!(world.roles.of(user(7)), [role(JOINED)]);
    let pending = Arrived {
        is_pending: true,
        ..arrives(8)
    };
    world.newcomers.joined(&pending).await.unwrap();
    world.newcomers.changed(&pending).await.unwrap();
    assert_eq!(world.roles.of(user(8)), []);
    world.newcomers.changed(&arrives(8)).await.unwrap();
    assert_eq!(world.roles.of(user(8)), [role(JOINED)]);
}

#[tokio::test]
async fn who_passes_the_screening_while_discord_is_away_gets_their_role_by_a_further_try() {
    let world = world().with_roles();
    let pending = Arrived {
        is_pending: true,
        ..arrives(8)
    };
    world.newcomers.joined(&pending).await.unwrap();
    world.roles.is_away(true);
    world.newcomers.changed(&arrives(8)).await.unwrap_err();
    world.roles.is_away(false);
    world.newcomers.changed(&arrives(8)).await.unwrap();
    assert_eq!(world.roles.of(user(8)), [role(JOINED)]);
}

#[tokio::test]
async fn whoever_lost_the_join_role_by_completing_does_not_get_it_back_by_a_change() {
    let world = world().with_roles();
    world.newcomers.joined(&arrives(7)).await.unwrap();
    world.completes(7).await;
    world.newcomers.changed(&arrives(7)).await.unwrap();
    assert_eq!(world.roles.of(user(7)), [role(COMPLETED)]);
}

#[tokio::test]
async fn a_role_in_the_way_of_all_who_join_is_told_once_an_hour() {
    let world = world().with_roles();
    world
        .roles
        .obstruct(role(JOINED), Some(RoleObstacle::AboveBot));
    for id in 7..20 {
        world.newcomers.joined(&arrives(id)).await.unwrap();
    }
    assert_eq!(world.told().len(), 1);
    world.clock.advance(TimeDelta::hours(1));
    world.newcomers.joined(&arrives(20)).await.unwrap();
    assert_eq!(world.told().len(), 2);
}
