//! `alphapy demo`.

use std::process::ExitCode;

use clap::Args;

use super::say;
use crate::config::LogFormat;
use crate::demo::{self, Stage};
use crate::{lifecycle, logging};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// End after the story, with its counts as JSON on the last line
    #[arg(long)]
    once: bool,
}

pub(super) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    // The story is what people came to read; of the log only what went wrong.
    logging::start(LogFormat::Text, "warn");
    say(
        "Starting a private Postgres, a Discord simulator and Alphapy. This takes a few seconds.\n",
    );
    let stage = Stage::set().await?;
    let told = if arguments.once {
        demo::play(&stage).await.map(Some)
    } else {
        play_and_stay(&stage).await
    };
    stage.clear().await;
    if let Some(counts) = told? {
        let sound = counts.is_sound();
        say(&counts.to_json());
        return Ok(if sound {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    Ok(ExitCode::SUCCESS)
}

/// Plays the story, then leaves everything running to be looked at.
async fn play_and_stay(stage: &Stage) -> anyhow::Result<Option<demo::Counts>> {
    let counts = demo::play(stage).await?;
    say(&format!("\n{}\n", counts.to_json()));
    say(&stage.addresses().to_string());
    say("Everything keeps running until you press ctrl-c.");
    lifecycle::told_to_stop().await?;
    Ok(None)
}
