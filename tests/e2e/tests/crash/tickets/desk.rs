//! A server with tickets, and a process that is killed while it opens, closes or archives one.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use discord_simulator::{Channel, ChannelKind, ClientRefusal, HoldPoint, Reply, User};
use e2e_tests::{ModelServer, PATIENCE, allow_tickets, eventually, is_control};

use super::At;
use crate::scene::Scene;

/// Whoever dies alone is started again after this: Discord has forgotten what was said before.
const LONG_AFTER: TimeDelta = TimeDelta::hours(1);
/// Where another process lives, it takes over what was in hand after this.
const TAKEN_OVER: TimeDelta = TimeDelta::minutes(6);
/// Work that waits for another try is helped along by letting so much time pass at once …
const STEP: TimeDelta = TimeDelta::seconds(30);
/// … and so often.
const UNHURRIED: Duration = Duration::from_millis(300);

/// What somebody is doing when the process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Open,
    Close,
    Archive,
}

/// Somebody with a question, and the ticket's channel once there is one.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) requester: User,
    pub(super) channel: Option<Channel>,
}

/// A server with tickets.
pub(super) struct Desk {
    pub(super) scene: Scene,
    asked: u32,
    /// Who runs the server's shard.
    owner: usize,
    model: ModelServer,
}

impl Desk {
    /// A desk with so many processes behind it.
    pub(super) async fn open(processes: u32) -> Self {
        let model = ModelServer::start().await;
        let mut scene = Scene::asking(processes, &model.base()).await;
        allow_tickets(&scene.guild);
        scene.guild.add_channel("Support", ChannelKind::Category);
        let category = "/config ticketbot set_category category:#Support";
        scene.says("sara", category).await;
        let shard = (scene.guild.id() >> 22) % u64::from(processes);
        Self {
            scene,
            asked: 0,
            owner: usize::try_from(shard).expect("a small number"),
            model,
        }
    }

    /// A case of its own, up to where the flow begins.
    pub(super) async fn begins(&mut self, flow: Flow) -> Case {
        self.asked += 1;
        let requester = self.scene.guild.joins(&format!("asker{}", self.asked), &[]);
        let mut case = Case {
            requester,
            channel: None,
        };
        if flow != Flow::Open {
            self.walks(&case, Flow::Open).await;
            self.finds(&mut case).await;
            let channel = case.channel.as_ref().expect("the ticket was opened");
            let said = case.requester.in_channel(channel).says("it is still so");
            assert!(said.is_ok(), "{said:?}");
        }
        if flow == Flow::Archive {
            self.walks(&case, Flow::Close).await;
        }
        case
    }

    /// Goes the flow's way up to the request of this number, and kills the process there; returns which request that was,
    /// or none where the flow ends before it.
    pub(super) async fn dies(
        &mut self,
        case: &Case,
        flow: Flow,
        at: At<'_>,
        point: HoldPoint,
    ) -> Option<String> {
        // Whoever stands still must have no work in hand, which nobody else would take on before its lease is over.
        self.settles().await;
        self.scene.rest().await;
        for other in (0..self.scene.processes()).filter(|it| *it != self.owner) {
            self.scene.freeze_between_transactions(other).await;
        }
        let simulator = &self.scene.simulator;
        let hold = match at {
            At::Number(number) => simulator.hold("*", "*", point).after(number),
            At::Step(step) => {
                let (method, route) = step.split_once(' ').expect("a method and a route");
                simulator.hold(method, route, point)
            }
        };
        let walk = async {
            self.walks(case, flow).await;
            self.is_done().await;
        };
        tokio::select! {
            biased;
            reached = hold.reached() => assert!(reached, "neither done nor held"),
            () = walk => {}
        }
        let died_at = hold.caught().pop();
        if let Some(step) = &died_at {
            let step = format!("{flow:?}, {point:?}: {step}");
            self.scene.kill(self.owner, &step).await;
            assert!(hold.abandoned().await, "its connection is gone");
        }
        hold.release();
        for other in (0..self.scene.processes()).filter(|it| *it != self.owner) {
            self.scene.thaw(other);
        }
        died_at
    }

    /// Closes a ticket, and kills the process while it waits for what the model makes of that.
    pub(super) async fn dies_while_it_asks(&mut self, case: &Case) {
        self.settles().await;
        self.scene.rest().await;
        for other in (0..self.scene.processes()).filter(|it| *it != self.owner) {
            self.scene.freeze_between_transactions(other).await;
        }
        let before = self.model.asked().await.len();
        self.model.hangs();
        let is_asked = eventually(PATIENCE, async || self.model.asked().await.len() > before);
        let ((), is_asked) = tokio::join!(self.walks(case, Flow::Close), is_asked);
        assert!(is_asked, "the model is asked");
        self.scene
            .kill(self.owner, "Close: the model is asked")
            .await;
        for other in (0..self.scene.processes()).filter(|it| *it != self.owner) {
            self.scene.thaw(other);
        }
        let tried = self.model.asked().await.len() - before;
        assert_eq!(tried, 1, "it dies over its first question");
    }

    /// How often the model was asked.
    pub(super) async fn asked(&self) -> usize {
        self.model.asked().await.len()
    }

    /// Whoever is left goes on; whoever died is started again. A member who saw nothing happen tries once more.
    pub(super) async fn recovers(&mut self, case: &Case, flow: Flow) {
        let lone = self.scene.processes() == 1;
        let pause = if lone { LONG_AFTER } else { TAKEN_OVER };
        self.scene.clock.advance(pause);
        if !lone {
            self.settles().await;
        }
        self.scene.revive().await;
        self.settles().await;
        if !self.is_so(case, flow).await {
            self.walks(case, flow).await;
            self.settles().await;
        }
    }

    /// Prints what the lane did, and ends it.
    pub(super) async fn close(self, lane: &str) {
        self.scene.close(lane).await;
    }

    /// Does what a person does; whoever dies over it never answers.
    async fn walks(&self, case: &Case, flow: Flow) {
        let guild = &self.scene.guild;
        let answered = match (&case.channel, flow) {
            (_, Flow::Open) => {
                let place = case.requester.in_channel(&guild.channel("general"));
                place
                    .runs("/ticket description:\"My invoice is missing\"")
                    .await
            }
            (Some(channel), Flow::Close) => self.presses(channel, "🔒 Close ticket").await,
            (Some(channel), Flow::Archive) => self.presses(channel, "🗄 Archive ticket").await,
            (None, _) => panic!("there is no ticket to {flow:?}"),
        };
        assert!(answered.is_ok(), "{answered:?}");
    }

    async fn presses(&self, channel: &Channel, label: &str) -> Result<Reply, ClientRefusal> {
        let messages = channel.messages();
        let control = messages.iter().find(|it| is_control(it));
        let control = control.expect("the ticket has its buttons");
        let sara = self.scene.guild.member("sara").in_channel(channel);
        sara.clicks_on(control, label).await
    }

    async fn finds(&self, case: &mut Case) {
        let found = self.scene.channel_of(&case.requester).await;
        let channels = self.scene.guild.channels().into_iter();
        case.channel = { channels }.find(|it| Some(it.id()) == found);
    }

    /// Waits until the flow has nothing left to ask Discord for.
    async fn is_done(&self) {
        let done = eventually(PATIENCE, async || self.scene.is_quiet().await).await;
        assert!(done, "the flow never ended");
    }

    /// Waits until nothing is left to do, letting time pass where something waits for another try.
    async fn settles(&self) {
        let mut last = Instant::now();
        let quiet = eventually(PATIENCE, async || {
            if last.elapsed() > UNHURRIED {
                self.scene.clock.advance(STEP);
                last = Instant::now();
            }
            self.scene.is_quiet().await
        });
        if !quiet.await {
            self.scene.fail("tickets never came to rest").await;
        }
    }
}
