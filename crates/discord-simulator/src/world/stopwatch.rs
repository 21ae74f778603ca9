//! Watches that stop when the bot's first answer arrives.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::snowflakes::Id;

/// The watches that run, by interaction.
#[derive(Debug, Default)]
pub(crate) struct Stopwatches(HashMap<Id, (Instant, oneshot::Sender<Duration>)>);

impl Stopwatches {
    /// Starts a watch as its interaction goes out.
    pub(crate) fn start(&mut self, interaction: Id, stopped: oneshot::Sender<Duration>) {
        self.0.insert(interaction, (Instant::now(), stopped));
    }

    /// Stops the watch of an interaction whose answer has arrived, if one runs.
    pub(crate) fn stop(&mut self, interaction: Id) {
        if let Some((begun, stopped)) = self.0.remove(&interaction) {
            // Whoever lost patience does not wait for it any more.
            stopped.send(begun.elapsed()).unwrap_or_default();
        }
    }
}
