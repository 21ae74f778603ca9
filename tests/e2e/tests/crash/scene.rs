//! A server with reminders, and the processes that deliver them: started, frozen, killed, replaced.

use std::sync::Arc;
use std::time::{Duration, Instant};

use adapter_postgres::ConnectOptions;
use adapter_postgres::testing::{TestDatabase, fresh_database};
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone as _, Utc};
use discord_simulator::{Guild, Hold, Options, RateLimits, Simulator, User};
use e2e_tests::{ChildPlan, ChildProcess, PATIENCE, SharedClock, eventually};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tempfile::TempDir;

use crate::settling::Expected;
use crate::stalls::{Place, Stalls};
use crate::steps::Step;
use crate::tally::{self, Outcome};

const MESSAGES: &str = "/channels/{channel_id}/messages";
const MESSAGE: &str = "/channels/{channel_id}/messages/{message_id}";

/// Everything that one lane of the matrix needs; lanes share nothing but the database server.
pub(crate) struct Scene {
    pub(crate) clock: SharedClock,
    pub(crate) simulator: Simulator,
    pub(crate) guild: Guild,
    pub(crate) pool: PgPool,
    pub(crate) expected: Vec<Expected>,
    pub(crate) kills: u32,
    stalls: Stalls,
    plans: Vec<ChildPlan>,
    processes: Vec<Option<ChildProcess>>,
    begun: Instant,
    folder: TempDir,
    _database: Option<TestDatabase>,
}

/// What stops a process where it shall die.
pub(crate) enum Trap {
    Stall(Place),
    Hold(Hold),
    Nothing,
}

/// A moment by Brussels' clock, so many days after 4 February 2026.
pub(crate) fn day(number: u64, hour: u32) -> DateTime<Utc> {
    let first = NaiveDate::from_ymd_opt(2026, 2, 4).unwrap();
    let local = (first + chrono::Days::new(number)).and_hms_opt(hour, 0, 0);
    let local = chrono_tz::Europe::Brussels.from_local_datetime(&local.unwrap());
    local.earliest().unwrap().to_utc()
}

impl Scene {
    /// A scene on the test run's server, with so many processes.
    pub(crate) async fn open(processes: u32) -> Self {
        let database = fresh_database().await;
        let options = database.options();
        Self::on(options, Some(database), processes).await
    }

    /// The same with processes that ask the language model which listens there.
    pub(crate) async fn asking(processes: u32, model: &str) -> Self {
        let database = fresh_database().await;
        let options = database.options();
        Self::built(options, Some(database), processes, Some(model)).await
    }

    /// A scene on a migrated database of the caller's.
    pub(crate) async fn on(
        options: ConnectOptions,
        database: Option<TestDatabase>,
        processes: u32,
    ) -> Self {
        Self::built(options, database, processes, None).await
    }

    async fn built(
        options: ConnectOptions,
        database: Option<TestDatabase>,
        processes: u32,
        model: Option<&str>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SharedClock::create(&folder.path().join("clock"), day(0, 10)).unwrap();
        let simulator = Simulator::start(Options {
            time: Arc::new(clock.clone()),
            rate_limits: RateLimits::none(),
            deadlines_in_real_time: true,
            patience: PATIENCE,
            ..Options::default()
        });
        let simulator = simulator.await.unwrap();
        let guild = simulator.guild("Town").owner("sara").channel("general");
        let guild = guild.channel("bot-log").member("alice", &[]).create();
        simulator.install_bot(&guild);
        let pool = PgPoolOptions::new()
            .max_connections(4)
            .connect_lazy_with(options.clone());
        let stalls = Stalls::install(&options, &pool).await;
        let log = folder.path().join("log");
        let plan = |shard| {
            let plan = ChildPlan::new(&simulator, &options, &clock, (shard, processes), &log);
            match model {
                Some(model) => plan.asking(model),
                None => plan,
            }
        };
        let plans: Vec<_> = (0..processes).map(plan).collect();
        let mut scene = Self {
            processes: plans.iter().map(|_| None).collect(),
            clock,
            simulator,
            guild,
            pool,
            expected: Vec::new(),
            kills: 0,
            stalls,
            plans,
            begun: Instant::now(),
            folder,
            _database: database,
        };
        scene.revive().await;
        scene
            .says("sara", "/config system set_log_channel channel:#bot-log")
            .await;
        scene
            .says(
                "sara",
                "/config reminders set_default_channel channel:#general",
            )
            .await;
        scene
    }

    /// Runs a command that must succeed.
    pub(crate) async fn says(&mut self, who: &str, command: &str) {
        let place = self
            .guild
            .member(who)
            .in_channel(&self.guild.channel("general"));
        let reply = place.runs(command).await.unwrap().to_string();
        if !reply.contains('✅') {
            self.fail(&format!("{command}: {reply}")).await;
        }
    }

    /// Adds reminders for 20:00 of every day, announced at 19:00.
    pub(crate) async fn add_weekly(&mut self, names: &[&str]) {
        for name in names {
            self.add_weekly_of("alice", name).await;
        }
    }

    /// The same for one of somebody else's.
    pub(crate) async fn add_weekly_of(&mut self, who: &str, name: &str) {
        let days = "mon,tue,wed,thu,fri,sat,sun";
        let add = format!("/add_reminder name:{name} time:20:00 days:{days}");
        self.says(who, &add).await;
    }

    /// Adds reminders for 20:00 of one day, announced at 19:00 and at their start.
    pub(crate) async fn add_once(&mut self, names: &[&str], today: u64) {
        for name in names {
            let date = day(today, 20).format("%d/%m/%Y");
            let add = format!("/add_reminder name:{name} time:20:00 date:{date}");
            self.says("alice", &add).await;
        }
    }

    /// Starts every process that does not run, and waits until all are connected.
    pub(crate) async fn revive(&mut self) {
        for number in 0..self.plans.len() {
            if self.processes[number].is_none() {
                self.spawn(number);
            }
        }
        self.wait_for_sessions(self.plans.len()).await;
    }

    /// Starts a process and does not wait for it.
    pub(crate) fn spawn(&mut self, number: usize) {
        self.clock.forget(u32::try_from(number).unwrap());
        let process = self.plans[number].start(env!("CARGO_BIN_EXE_mortal"));
        self.processes[number] = Some(process.unwrap());
    }

    /// Moves the clock, lets one process come to a step while the others stand still, and kills it there.
    pub(crate) async fn kill_at(&mut self, step: Step, victim: usize, moment: DateTime<Utc>) {
        let trap = self.bring_to(step, victim, moment).await;
        self.kill(victim, step.name()).await;
        self.let_go(trap, step).await;
    }

    /// Moves the clock, and lets one process come to a step while the others stand still.
    pub(crate) async fn bring_to(
        &mut self,
        step: Step,
        victim: usize,
        moment: DateTime<Utc>,
    ) -> Trap {
        self.rest().await;
        self.freeze_others(victim).await;
        // Not before the others stand still: one that was not done yet would walk into it in the victim's place.
        let trap = self.arm(step).await;
        self.clock.set(moment);
        if matches!(trap, Trap::Nothing) {
            self.settle(moment).await;
        }
        self.reach(&trap, step).await;
        trap
    }

    /// Waits until somebody is in the trap.
    pub(crate) async fn reach(&self, trap: &Trap, step: Step) {
        let reached = match trap {
            Trap::Stall(place) => self.stalls.reached(*place).await,
            Trap::Hold(hold) => hold.reached().await,
            Trap::Nothing => true,
        };
        if !reached {
            self.fail(&format!("nobody came to: {}", step.name())).await;
        }
    }

    /// Who made the reminders.
    pub(crate) fn alice(&self) -> User {
        self.guild.member("alice")
    }

    /// Lets what waits go on, although whoever asked for it lives.
    pub(crate) async fn pass(&mut self, trap: Trap) {
        match trap {
            Trap::Stall(place) => self.stalls.pass(place).await,
            Trap::Hold(hold) => hold.release(),
            Trap::Nothing => {}
        }
    }

    /// Has a process stand still.
    pub(crate) fn freeze(&self, number: usize) {
        self.processes[number].as_ref().expect("it lives").freeze();
    }

    /// Has a process go on.
    pub(crate) fn thaw(&self, number: usize) {
        self.processes[number].as_ref().expect("it lives").thaw();
    }

    /// Settles what becomes of what a dead process was waiting for, and lets the others go on.
    pub(crate) async fn let_go(&mut self, trap: Trap, step: Step) {
        match (trap, step) {
            (Trap::Stall(place), Step::Database(_, fate)) => {
                self.stalls.release(place, fate).await;
            }
            (Trap::Hold(hold), _) => {
                assert!(hold.abandoned().await, "its connection is gone");
                hold.release();
            }
            _ => {}
        }
        for process in self.processes.iter().flatten() {
            process.thaw();
        }
    }

    /// Kills a process, wherever it is.
    pub(crate) async fn kill(&mut self, victim: usize, step: &str) {
        let Some(process) = self.processes[victim].take() else {
            return;
        };
        process.kill();
        self.kills += 1;
        tally::killed(step);
        let left = self.processes.iter().flatten().count();
        let gone = eventually(PATIENCE, async || {
            self.simulator.connected_sessions() <= left
        });
        assert!(gone.await, "the gateway notices a death");
    }

    /// Waits until the processes have nothing to do but wait for the clock, so that moving it finds them all ears. One
    /// that is busy after all notices a little later; nothing else depends on it.
    pub(crate) async fn rest(&self) {
        self.rest_for(TimeDelta::zero()).await;
    }

    /// Waits until no process has anything in hand, not even a request that waits for its turn: one that has looks about
    /// every ten seconds. Before time leaps further than a nonce lives, this is no luxury: what was overtaken and still
    /// goes out would be new to Discord.
    pub(crate) async fn empty_hands(&self) {
        self.rest_for(TimeDelta::seconds(11)).await;
    }

    async fn rest_for(&self, longer_than: TimeDelta) {
        let running = self.processes.iter().zip(0_u32..);
        let running: Vec<_> = running.filter(|it| it.0.is_some()).map(|it| it.1).collect();
        let at_rest = || {
            running
                .iter()
                .all(|it| self.clock.is_at_rest(*it, longer_than))
        };
        eventually(Duration::from_secs(3), async || at_rest()).await;
    }

    /// How many processes there are, killed ones among them.
    pub(crate) fn processes(&self) -> usize {
        self.plans.len()
    }

    /// Whether a process runs that was not killed.
    pub(crate) fn is_up(&self, number: usize) -> bool {
        self.processes.get(number).is_some_and(Option::is_some)
    }

    /// Ends the lane: prints it and asserts that every request was one that Discord takes.
    pub(crate) async fn close(mut self, lane: &str) {
        self.assert_nothing_else_was_seen().await;
        self.close_without_sends(lane).await;
    }

    /// The same where nothing is sent by the clock.
    pub(crate) async fn close_without_sends(mut self, lane: &str) {
        let taken_over = sqlx::query_scalar(
            "SELECT coalesce(sum(attempts - 1), 0) FROM alphapy.reminder_occurrences",
        );
        let outcome = Outcome {
            kills: self.kills,
            sends: self.expected.len(),
            taken_over: taken_over.fetch_one(&self.pool).await.unwrap(),
            repeated: self.simulator.counters().deduplicated,
            seconds: self.begun.elapsed().as_secs_f32(),
        };
        tally::print(lane, &outcome);
        assert_eq!(self.simulator.violations(), []);
        let unknown = self.simulator.counters().unknown_routes;
        assert_eq!(unknown, Vec::<String>::new());
        self.processes.clear();
        self.simulator.stop().await;
    }

    /// Fails with all that helps to understand why.
    pub(crate) async fn fail(&self, why: &str) -> ! {
        let rows: Result<Vec<String>, _> = sqlx::query_scalar(
            "SELECT o::text FROM alphapy.reminder_occurrences o ORDER BY id DESC LIMIT 60",
        )
        .fetch_all(&self.pool)
        .await;
        let history = self.guild.channel("general").history();
        let posts = history.iter().rev().take(8).map(|it| {
            let title = &it.message.embeds[0]["title"];
            format!("{title} {} {}", it.message.sent_at, it.stands)
        });
        let posts: Vec<_> = posts.collect();
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(30).collect();
        panic!(
            "{why}\nnow {}\nrows {rows:#?}\nposts {posts:#?}\nlog (newest first) {lines:#?}",
            self.clock.now()
        );
    }

    /// Lays a trap for whoever comes to a step next.
    pub(crate) async fn arm(&mut self, step: Step) -> Trap {
        let (general, log) = (self.guild.channel("general"), self.guild.channel("bot-log"));
        let sim = &self.simulator;
        Trap::Hold(match step {
            Step::Database(place, _) => {
                self.stalls.hold(place).await;
                return Trap::Stall(place);
            }
            Step::Done => return Trap::Nothing,
            Step::Request(point) => sim.hold_in(&general, "POST", MESSAGES, point),
            Step::TakeDown(point) => sim.hold_in(&general, "DELETE", MESSAGE, point),
            Step::Log(point) => sim.hold_in(&log, "POST", MESSAGES, point),
            Step::Direct(point) => sim.hold_in(&self.alice().direct(), "POST", MESSAGES, point),
        })
    }

    /// Has the others stand still while they have nothing in their hands.
    async fn freeze_others(&self, victim: usize) {
        let others = 0..self.processes.len();
        for number in others.filter(|it| *it != victim && self.is_up(*it)) {
            self.freeze_between_transactions(number).await;
        }
    }

    /// Has a process stand still while the database waits for nothing from anybody: a transaction that stood still with
    /// its process would keep others waiting, until the server gives it up.
    pub(crate) async fn freeze_between_transactions(&self, number: usize) {
        let calm = eventually(PATIENCE, async || {
            self.freeze(number);
            let idle = eventually(Duration::from_millis(100), async || self.is_idle().await);
            let idle = idle.await;
            if !idle {
                self.thaw(number);
            }
            idle
        });
        assert!(calm.await, "a process with nothing to do is idle");
    }

    /// Whether no process is in the middle of a transaction. What a process has sent right before it stood still may have
    /// yet to be read by its server process, which is idle until then: so it has to be so a few times in a row.
    async fn is_idle(&self) -> bool {
        const TIMES: usize = 8;
        for _ in 0..TIMES {
            if !self.seems_idle().await {
                return false;
            }
        }
        true
    }

    async fn seems_idle(&self) -> bool {
        sqlx::query_scalar(
            "SELECT NOT EXISTS (SELECT FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name = 'alphapy' AND state <> 'idle')",
        )
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    async fn wait_for_sessions(&mut self, count: usize) {
        if !self.simulator.wait_for_sessions(count).await {
            self.fail("a process did not connect").await;
        }
    }
}

/// After this the claims of a process that died at `due` are free.
pub(crate) fn past_the_lease(due: DateTime<Utc>) -> DateTime<Utc> {
    due + TimeDelta::seconds(31)
}
