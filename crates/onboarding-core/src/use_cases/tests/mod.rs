//! The whole way with fakes: what members see, what is kept, what staff is told.

mod arriving;
mod giving;
mod pipeline;
mod way;

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
    Answer, BrokenQuestion, InForce, InvalidQuestion, Nonce, Panel, PanelTrouble, Phase, Position,
    RoleObstacle, RoleOutcome, Session,
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
        arrivals: runs.clone(),
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
        let shown = pressed.unwrap().unwrap();
        if let Shown::Done(done) = &shown {
            self.newcomers.tell_staff(done).await;
        }
        shown
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
