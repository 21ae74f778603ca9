//! How long a member waits for `/reminder_list`, and how many interactions a second there can be, against a bare echo.

use std::sync::Arc;
use std::time::{Duration, Instant};

use adapter_postgres::PgReminderStore;
use anyhow::Context as _;
use async_trait::async_trait;
use chrono::{TimeDelta, Timelike as _, Weekday};
use discord_simulator::{InChannel, Options, RateLimits, Simulator};
use kernel::{Clock as _, GuildId, UserId};
use reminders_core::testing::{a_reminder, occurrence_of};
use reminders_core::{Completed, ListQuery, ReminderKinds, ReminderStore as _, Reminders, Scope};
use tokio::task::JoinSet;

use crate::bots::Bot;
use crate::echo;
use crate::ground::{Ground, GroundDatabase};
use crate::measure::{median, milliseconds, per_second, percentile};
use crate::scenario::{Findings, Scenario};

/// Reminders in the guild.
const STORED: i64 = 25;
/// Blocks in which the bots take turns, so that noise meets all of them.
const BLOCKS: usize = 12;
/// Interactions in a block, one after the other.
const ALONE: usize = 150;
/// Interactions in a block, so many of them side by side.
const TOGETHER: usize = 3200;
const IN_FLIGHT: usize = 32;
/// A command that reads the database, and an interaction that does not.
const LIST: &str = "/reminder_list";
const LIGHT: (&str, &str) = ("/config show scope:", "rem");

/// See the module.
pub(crate) struct Interactions;

#[async_trait]
impl Scenario for Interactions {
    fn name(&self) -> &'static str {
        "interactions"
    }

    fn about(&self) -> &'static str {
        "time to the first answer of /reminder_list and interactions a second, against a bare twilight echo"
    }

    async fn run(&self, ground: &Ground) -> anyhow::Result<Findings> {
        let database = ground.database().await?;
        let (ours, bare) = (Stage::build().await?, Stage::build().await?);
        store_reminders(&database, &ours).await?;
        let bots = [
            Bot::alphapy(&ours.simulator, &database.url)?,
            Bot::echo(&bare.simulator)?,
        ];
        for stage in [&ours, &bare] {
            anyhow::ensure!(
                stage.simulator.wait_for_sessions(1).await,
                "a bot is not ready"
            );
        }
        ours.shows_the_list().await?;
        let answers = waits(&database, &ours, &bare).await?;
        let rates = rates(&ours, &bare).await?;
        for bot in bots {
            bot.stop().await?;
        }
        Ok(judged(&answers, &rates))
    }
}

/// A simulator with a guild; each bot has its own, because both are the same application.
struct Stage {
    simulator: Simulator,
    guild: u64,
    alice_id: u64,
    alice: InChannel,
    /// Who may configure.
    sara: InChannel,
}

impl Stage {
    async fn build() -> anyhow::Result<Self> {
        let simulator = Simulator::start(Options {
            rate_limits: RateLimits::none(),
            ..Options::default()
        })
        .await?;
        let guild = simulator
            .guild("Town")
            .owner("sara")
            .channel("general")
            .member("alice", &[])
            .create();
        simulator.install_bot(&guild);
        let general = guild.channel("general");
        Ok(Self {
            guild: guild.id(),
            alice_id: guild.member("alice").id(),
            alice: guild.member("alice").in_channel(&general),
            sara: guild.member("sara").in_channel(&general),
            simulator,
        })
    }

    /// What is measured below is really the list.
    async fn shows_the_list(&self) -> anyhow::Result<()> {
        let reply = self.alice.runs(LIST).await.map_err(anyhow::Error::msg)?;
        anyhow::ensure!(
            reply.to_string().contains("Raid 01"),
            "no list came: {reply}"
        );
        Ok(())
    }
}

/// One kind of interaction.
#[derive(Clone)]
enum Asked {
    Command(Arc<InChannel>, &'static str),
    Choices(Arc<InChannel>, (&'static str, &'static str)),
}

impl Asked {
    async fn once(self) -> anyhow::Result<Duration> {
        let time = match &self {
            Self::Command(member, command) => member.times(command).await,
            Self::Choices(member, (so_far, text)) => member.times_choices(so_far, text).await,
        };
        time.map_err(anyhow::Error::msg)?
            .context("an interaction was not answered")
    }

    /// Milliseconds of many, one after the other.
    async fn alone(&self, into: &mut Vec<f64>) -> anyhow::Result<()> {
        for _ in 0..ALONE {
            into.push(milliseconds(self.clone().once().await?));
        }
        Ok(())
    }

    /// How many a second when there are always some in flight.
    async fn together(&self) -> anyhow::Result<f64> {
        let (mut members, begun) = (JoinSet::new(), Instant::now());
        for _ in 0..IN_FLIGHT {
            let asked = self.clone();
            members.spawn(async move {
                for _ in 0..TOGETHER / IN_FLIGHT {
                    asked.clone().once().await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(ended) = members.join_next().await {
            ended??;
        }
        Ok(per_second(TOGETHER, begun.elapsed()))
    }
}

fn kinds(ours: &Stage, bare: &Stage) -> [Asked; 3] {
    let alice = |stage: &Stage| Arc::new(stage.alice.clone());
    [
        Asked::Command(alice(ours), LIST),
        Asked::Choices(Arc::new(ours.sara.clone()), LIGHT),
        Asked::Command(alice(bare), echo::COMMAND),
    ]
}

/// Milliseconds.
#[derive(Default)]
struct Waits {
    list: Vec<f64>,
    light: Vec<f64>,
    echo: Vec<f64>,
    query: Vec<f64>,
}

async fn waits(database: &GroundDatabase, ours: &Stage, bare: &Stage) -> anyhow::Result<Waits> {
    let [list, light, ping] = kinds(ours, bare);
    let mut waits = Waits::default();
    for block in 0..=BLOCKS {
        list.alone(&mut waits.list).await?;
        ping.alone(&mut waits.echo).await?;
        light.alone(&mut waits.light).await?;
        queries(database, ours, &mut waits.query).await?;
        if block == 0 {
            // The first block only warms up.
            waits = Waits::default();
        }
    }
    Ok(waits)
}

/// The list's query by itself, through the store that the bot uses.
async fn queries(
    database: &GroundDatabase,
    stage: &Stage,
    into: &mut Vec<f64>,
) -> anyhow::Result<()> {
    let store = PgReminderStore::new(database.opened.pool().clone());
    let query = ListQuery {
        scope: Scope::CreatedBy(UserId::new(stage.alice_id)?),
        kinds: ReminderKinds::All,
        completed: Completed::Hidden,
        offset: 0,
        limit: Reminders::PAGE,
    };
    for _ in 0..ALONE {
        let begun = Instant::now();
        store.list(GuildId::new(stage.guild)?, query).await?;
        into.push(milliseconds(begun.elapsed()));
    }
    Ok(())
}

/// Interactions a second, in blocks.
#[derive(Default)]
struct Rates {
    list: Vec<f64>,
    light: Vec<f64>,
    echo: Vec<f64>,
}

async fn rates(ours: &Stage, bare: &Stage) -> anyhow::Result<Rates> {
    let [list, light, ping] = kinds(ours, bare);
    let mut rates = Rates::default();
    for _ in 0..BLOCKS / 2 {
        rates.list.push(list.together().await?);
        rates.echo.push(ping.together().await?);
        rates.light.push(light.together().await?);
    }
    Ok(rates)
}

/// Reminders of one member in the channel where they are listed.
async fn store_reminders(database: &GroundDatabase, stage: &Stage) -> anyhow::Result<()> {
    let store = PgReminderStore::new(database.opened.pool().clone());
    let now = alphapy_app::SystemClock.now();
    let now = now
        .with_second(0)
        .and_then(|it| it.with_nanosecond(0))
        .unwrap_or(now);
    let alice = UserId::new(stage.alice_id)?;
    for number in 0..STORED {
        let named = a_reminder()
            .in_guild(GuildId::new(stage.guild)?)
            .by(alice)
            .named(&format!("Raid {number:02}"))
            .saying("Bring potions and friends");
        let what = if number % 2 == 0 {
            named.once(now + TimeDelta::days(30 + number)).build()
        } else {
            named.weekly([Weekday::Fri], 20, 15).build()
        };
        let next = occurrence_of(&what, chrono_tz::Europe::Brussels, now);
        store.add(&what, next, None, now).await?;
    }
    Ok(())
}

fn judged(waits: &Waits, rates: &Rates) -> Findings {
    let mut findings = Findings::default();
    for (name, samples) in [
        ("list", &waits.list),
        ("light", &waits.light),
        ("echo", &waits.echo),
        ("query", &waits.query),
    ] {
        findings.figure(format!("{name}_p50_ms"), median(samples));
        findings.figure(format!("{name}_p95_ms"), percentile(samples, 0.95));
    }
    for (name, samples) in [
        ("list", &rates.list),
        ("light", &rates.light),
        ("echo", &rates.echo),
    ] {
        findings.figure(format!("{name}_per_s_by_32"), median(samples));
    }
    let (list, ping, query) = (
        median(&waits.list),
        median(&waits.echo),
        median(&waits.query),
    );
    findings.ratio("list_to_echo", list / ping);
    findings.ratio("list_less_query_to_echo", (list - query) / ping);
    findings.ratio("light_to_echo", median(&waits.light) / ping);
    let limit = 1.3 * ping + query;
    findings.at_most(
        "ms to the first answer of the list, 1.3 echoes and its query",
        list,
        limit,
    );
    let rate = |samples: &[f64]| median(samples) / median(&rates.echo);
    findings.ratio("list_rate_to_echo", rate(&rates.list));
    findings.ratio("light_rate_to_echo", rate(&rates.light));
    findings.at_least(
        "lists a second with 32 in flight, to echoes",
        rate(&rates.list),
        0.9,
    );
    findings.at_least(
        "choices a second with 32 in flight, to echoes",
        rate(&rates.light),
        0.9,
    );
    findings
}
