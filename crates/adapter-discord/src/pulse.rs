//! How fast the gateway answers heartbeats: written by the shards, read by reports.

use std::sync::{Arc, Mutex, PoisonError};

use operations_core::{GatewayLatency, Heartbeats};
use twilight_gateway::Latency;

/// The heartbeats of this process's shards. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Pulse(Arc<Mutex<Heartbeats>>);

impl Pulse {
    /// A heartbeat was answered; `shard` says how fast. The lock is held for no longer than it takes to note it.
    pub(crate) fn heard(&self, shard: &Latency) {
        if let Some(latest) = shard.recent().first() {
            let mut beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            beats.answered(*latest);
        }
    }

    /// How long the gateway took lately.
    pub fn latency(&self) -> GatewayLatency {
        let beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = beats.clone();
        drop(beats);
        copy.latency()
    }

    /// How many heartbeats are remembered.
    pub fn remembered(&self) -> usize {
        let beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        beats.len()
    }
}
