//! A server with a panel, rules and questions, and a process that is killed while somebody is on their way.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use discord_simulator::{HoldPoint, Message, Permissions, User};
use e2e_tests::{Newcomer, PATIENCE, default_sheet, eventually};
use serde_json::{Value, json};

use crate::scene::Scene;
use crate::steps::Step;
use crate::tickets::At;

/// Whoever watches over a process starts it again after so long; by then nobody holds what it had in hand.
const STARTED_AGAIN: TimeDelta = TimeDelta::seconds(31);
/// Work that waits for another try is helped along by letting so much time pass at once …
const STEP: TimeDelta = TimeDelta::seconds(10);
/// … and so often.
const UNHURRIED: Duration = Duration::from_millis(300);
/// More than anybody needs.
const MOST: u32 = 40;

/// Somebody on their way.
struct Case {
    user: User,
    newcomer: Newcomer,
}

/// A server that newcomers come into.
pub(super) struct Door {
    scene: Scene,
    panel: Message,
    came: u32,
    /// Who runs the server's shard.
    owner: usize,
}

impl Door {
    /// A door with so many processes behind it.
    pub(super) async fn open(processes: u32) -> Self {
        let scene = Scene::open(processes).await;
        let guild = scene.guild.clone();
        for role in ["Guests", "Members"] {
            guild.add_role(role, Permissions::SEND_MESSAGES);
        }
        let own = guild.add_role("Alphapy itself", Permissions::MANAGE_ROLES);
        guild.set_bot_roles(&[own]);
        for command in [
            "onboarding add_rule rule_order:1 title:\"Be kind\" description:\"To everyone.\"",
            "onboarding set_mode mode:rules_with_questions",
            "config onboarding set_role role:@Members",
            "config onboarding set_join_role role:@Guests",
            "config system set_rules_channel channel:#general",
        ] {
            let sara = guild.member("sara").in_channel(&guild.channel("general"));
            let command = format!("/{command}");
            let mut said = String::new();
            let done = eventually(PATIENCE, async || {
                said = sara.runs(&command).await.unwrap().to_string();
                said.contains('✅')
            });
            assert!(done.await, "{command}: {said}");
        }
        let is_panel = |it: &Message| format!("{:?}", it.components).contains("start_onboarding");
        let general = guild.channel("general");
        let Some(panel) = scene.simulator.wait_for_message(&general, is_panel).await else {
            scene.fail("there is no panel").await;
        };
        let shard = (guild.id() >> 22) % u64::from(processes);
        Self {
            scene,
            panel,
            came: 0,
            owner: usize::try_from(shard).unwrap(),
        }
    }

    /// A case in which a process dies at this request, and everything is as it should be afterwards; at
    /// which request it died, if the way came so far.
    pub(super) async fn lives_on(&mut self, at: At<'_>, point: HoldPoint) -> Option<String> {
        let mut case = self.begins().await;
        self.others_stand_still().await;
        let simulator = &self.scene.simulator;
        let hold = match at {
            At::Number(number) => simulator.hold("*", "*", point).after(number),
            At::Step(step) => {
                let (method, route) = step.split_once(' ').expect("a method and a route");
                simulator.hold(method, route, point)
            }
        };
        let walk = async {
            case.newcomer.walks(MOST).await;
            self.is_quiet(&case.user).await;
            // Nothing follows what they are shown last.
            let end = case.newcomer.reply.as_ref().expect("they look at it");
            eventually(PATIENCE, async || !end.follow_ups().is_empty()).await;
        };
        tokio::select! {
            biased;
            reached = hold.reached() => assert!(reached, "neither done nor held"),
            () = walk => {}
        }
        let died_at = hold.caught().pop();
        if let Some(step) = &died_at {
            let step = format!("a newcomer, {point:?}: {step}");
            self.scene.kill(self.owner, &step).await;
            assert!(hold.abandoned().await, "its connection is gone");
        }
        hold.release();
        self.recovers(&mut case).await;
        let words = died_at.as_deref().unwrap_or("the end");
        self.is_whole(&case, words).await;
        died_at
    }

    /// The same for a place in the database.
    pub(super) async fn lives_on_past(&mut self, step: Step) {
        let mut case = self.begins().await;
        let trap = self.scene.arm(step).await;
        tokio::select! {
            biased;
            () = self.scene.reach(&trap, step) => {}
            _ = case.newcomer.walks(MOST) => panic!("nobody came to: {}", step.name()),
        }
        self.scene.kill(self.owner, step.name()).await;
        self.scene.let_go(trap, step).await;
        self.recovers(&mut case).await;
        self.is_whole(&case, step.name()).await;
    }

    /// Prints what the lane did, and ends it.
    pub(super) async fn close(self, lane: &str) {
        self.scene.close_without_sends(lane).await;
    }

    /// Somebody joins, and is a guest.
    async fn begins(&mut self) -> Case {
        self.came += 1;
        let user = self
            .scene
            .guild
            .joins(&format!("newcomer{}", self.came), &[]);
        let guest = async || self.scene.guild.roles_of(&user) == ["Guests"];
        assert!(
            eventually(PATIENCE, guest).await,
            "{} is no guest",
            user.name()
        );
        let place = user.in_channel(&self.scene.guild.channel("general"));
        let newcomer = Newcomer::new(place, &self.panel, default_sheet());
        self.is_quiet(&user).await;
        self.scene.rest().await;
        Case { user, newcomer }
    }

    /// Has the others stand still while they have nothing in their hands.
    async fn others_stand_still(&self) {
        for other in (0..self.scene.processes()).filter(|it| *it != self.owner) {
            self.scene.freeze_between_transactions(other).await;
        }
    }

    /// The process is started again, and the newcomer presses what they still see, or begins again.
    async fn recovers(&mut self, case: &mut Case) {
        for other in (0..self.scene.processes()).filter(|it| *it != self.owner) {
            self.scene.thaw(other);
        }
        self.scene.clock.advance(STARTED_AGAIN);
        self.scene.revive().await;
        if self.came.is_multiple_of(2) {
            case.newcomer.reply = None;
        }
        if !case.newcomer.walks(MOST).await {
            let stuck = format!("stuck at {}", case.newcomer.reads());
            self.scene.fail(&stuck).await;
        }
        self.is_quiet(&case.user).await;
    }

    /// Waits until nothing is left to do for anybody who is done, letting time pass where something waits for another try.
    async fn is_quiet(&self, user: &User) {
        let mut last = Instant::now();
        let quiet = eventually(PATIENCE, async || {
            if last.elapsed() > UNHURRIED {
                self.scene.clock.advance(STEP);
                last = Instant::now();
            }
            let left = "SELECT NOT EXISTS (SELECT FROM alphapy.onboarding_role_work)";
            sqlx::query_scalar(left)
                .fetch_one(&self.scene.pool)
                .await
                .unwrap()
        });
        if !quiet.await {
            let name = user.name();
            self.scene.fail(&format!("{name} never came to rest")).await;
        }
    }

    /// Asserts that the case ended once: what they answered is stored, they have their role and nothing else, and staff
    /// was told.
    async fn is_whole(&self, case: &Case, died_at: &str) {
        if let Err(complaint) = self.complains(&case.user).await {
            let complaint = format!("after a death at {died_at}: {complaint}");
            self.scene.fail(&complaint).await;
        }
    }

    async fn complains(&self, user: &User) -> Result<(), String> {
        let id = i64::try_from(user.id()).unwrap();
        let rows: Vec<Value> = sqlx::query_scalar(
            "SELECT responses - '_questions' - '_rules_accepted_at' FROM alphapy.onboarding
             WHERE user_id = $1 AND responses ? '_rules_accepted_at'",
        )
        .bind(id)
        .fetch_all(&self.scene.pool)
        .await
        .unwrap();
        let expected = json!({
            "0": {"choice": "friend", "followup": "Ann", "followup_label": "Who invited you?"},
            "1": ["learning", "sharing"],
            "2": ["events"],
            "3": "ann@example.com",
        });
        if rows != [expected] {
            return Err(format!("stored is {rows:?}"));
        }
        let left: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM alphapy.onboarding_sessions WHERE user_id = $1",
        )
        .bind(id)
        .fetch_one(&self.scene.pool)
        .await
        .unwrap();
        if left != 0 {
            return Err("the session is still there".to_owned());
        }
        let roles = self.scene.guild.roles_of(user);
        if roles != ["Members"] {
            return Err(format!("the roles are {roles:?}"));
        }
        let log = self.scene.guild.channel("bot-log").messages();
        let embeds = log.iter().flat_map(|it| &it.embeds);
        let of_them = |it: &&Value| {
            let about = it["description"].as_str().unwrap_or_default();
            it["title"] == "Onboarding completed" && about.contains(&user.mention())
        };
        match embeds.filter(of_them).count() {
            1 => Ok(()),
            count => Err(format!("staff was told {count} times")),
        }
    }
}
