//! How much memory the program takes when it is ready, and how much more for each guild.

use std::time::Duration;

use anyhow::Context as _;
use async_trait::async_trait;
use discord_simulator::{Options, Permissions, Simulator};

use crate::bots::Bot;
use crate::ground::{Ground, GroundDatabase};
use crate::scenario::{Findings, Scenario};

/// A guild has so many channels, roles and members.
const CHANNELS: usize = 200;
const ROLES: usize = 50;
const MEMBERS: usize = 1000;
/// Few guilds and many.
const FEW: usize = 200;
const MANY: usize = 2000;
/// How long a bot may take to hear of all of them.
const PATIENCE: Duration = Duration::from_mins(5);
/// What was allocated for the start has been given back by then.
const REST: Duration = Duration::from_secs(3);

/// See the module.
pub(crate) struct Memory;

#[async_trait]
impl Scenario for Memory {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn about(&self) -> &'static str {
        "resident memory when ready, and for each guild of 200 channels, 50 roles and 1,000 members"
    }

    async fn run(&self, ground: &Ground) -> anyhow::Result<Findings> {
        let empty = resident(ground, 1, false).await?;
        let few = resident(ground, FEW, true).await?;
        let many = resident(ground, MANY, true).await?;
        let mut findings = Findings::default();
        for (name, taken) in [("1", &empty), ("200", &few), ("2000", &many)] {
            findings.figure(format!("resident_mb_{name}_guilds"), taken.now / 1e6);
            findings.figure(format!("peak_mb_{name}_guilds"), taken.peak / 1e6);
        }
        let per_guild = |from: &Taken, to: &Taken, guilds| (to.now - from.now) / guilds / 1e3;
        findings.figure("kb_per_guild_of_200", per_guild(&empty, &few, 199.0));
        let slope = per_guild(&few, &many, 1800.0);
        findings.figure("kb_per_guild_200_to_2000", slope);
        findings.at_most("MB resident when ready", empty.now / 1e6, 40.0);
        findings.at_most("kB resident for each further guild", slope, 20.0);
        Ok(findings)
    }
}

/// Bytes.
struct Taken {
    now: f64,
    peak: f64,
}

/// What the program takes once it has heard of all guilds. Discord lives in this process, the program in another.
async fn resident(ground: &Ground, guilds: usize, furnished: bool) -> anyhow::Result<Taken> {
    let database = ground.database().await?;
    let simulator = Simulator::start(Options::default()).await?;
    for number in 0..guilds {
        settle(&simulator, number, furnished);
    }
    let bot = Bot::alphapy(&simulator, &database.url)?;
    let heard = async {
        while noted(&database).await? < guilds {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(PATIENCE, heard)
        .await
        .context("the bot did not hear of all guilds")??;
    tokio::time::sleep(REST).await;
    let taken = Taken {
        now: bot.resident()?,
        peak: bot.peak()?,
    };
    bot.stop().await?;
    Ok(taken)
}

fn settle(simulator: &Simulator, number: usize, furnished: bool) {
    let mut guild = simulator
        .guild(&format!("Guild {number}"))
        .channel("general");
    if furnished {
        for channel in 1..CHANNELS {
            guild = guild.channel(&format!("channel-{channel}"));
        }
        for role in 0..ROLES {
            guild = guild.role(&format!("Role {role}"), Permissions::DEFAULT_EVERYONE);
        }
        guild = guild.crowd(MEMBERS);
    }
    simulator.install_bot(&guild.create());
}

/// How many guilds the bot has noted.
async fn noted(database: &GroundDatabase) -> anyhow::Result<usize> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM alphapy.guilds")
        .fetch_one(database.opened.pool())
        .await?;
    Ok(usize::try_from(count)?)
}
