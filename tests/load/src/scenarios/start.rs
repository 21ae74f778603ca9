//! How long the program takes from its start to its session at Discord, with the database there.

use std::time::Instant;

use async_trait::async_trait;
use discord_simulator::{Options, Simulator};

use crate::bots::Bot;
use crate::ground::Ground;
use crate::measure::{median, milliseconds, percentile};
use crate::scenario::{Findings, Scenario};

/// How often it is started.
const STARTS: usize = 7;

/// See the module.
pub(crate) struct Start;

#[async_trait]
impl Scenario for Start {
    fn name(&self) -> &'static str {
        "start"
    }

    fn about(&self) -> &'static str {
        "start of the process to a session at Discord, with the database there"
    }

    async fn run(&self, ground: &Ground) -> anyhow::Result<Findings> {
        let database = ground.database().await?;
        let simulator = Simulator::start(Options::default()).await?;
        let guild = simulator.guild("Town").channel("general").create();
        simulator.install_bot(&guild);
        let mut times = Vec::new();
        for number in 0..=STARTS {
            let begun = Instant::now();
            let bot = Bot::alphapy(&simulator, &database.url)?;
            anyhow::ensure!(simulator.wait_for_sessions(1).await, "the bot is not ready");
            // The first start tells Discord of the commands, later ones find them told.
            if number > 0 {
                times.push(milliseconds(begun.elapsed()));
            }
            bot.stop().await?;
            simulator.invalidate_sessions(false);
        }
        let mut findings = Findings::default();
        findings.figure("start_to_ready_p50_ms", median(&times));
        findings.figure("start_to_ready_worst_ms", percentile(&times, 1.0));
        findings.at_most("ms from start to ready", median(&times), 1000.0);
        Ok(findings)
    }
}
