//! A gateway session: what a bot's shard has been sent, and where to send more.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;

use crate::world::snowflakes::Id;

/// How many events a session keeps for a RESUME.
const BUFFER: usize = 5_000;

/// What goes out on a connection.
#[derive(Debug)]
pub(crate) enum Frame {
    Payload(Utf8Bytes),
    Close(u16, &'static str),
    /// The connection breaks without a close frame.
    Drop,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) intents: u64,
    pub(crate) shard: (u64, u64),
    pub(crate) sequence: u64,
    pub(crate) buffer: VecDeque<(u64, Utf8Bytes)>,
    pub(crate) outgoing: Option<UnboundedSender<Frame>>,
}

impl Session {
    /// Whether a server's events belong to this session's shard; direct messages belong to the first.
    pub(crate) fn covers(&self, guild: Option<Id>) -> bool {
        guild.map_or(self.shard.0 == 0, |guild| {
            (guild >> 22) % self.shard.1.max(1) == self.shard.0
        })
    }

    /// Numbers an event, keeps it and sends it when somebody listens.
    pub(crate) fn send(&mut self, event: &str, data: &Value) {
        self.sequence += 1;
        // Written once, as text, because a server with all its channels is large and is kept for a RESUME.
        let number = self.sequence;
        let payload = format!(r#"{{"op":0,"t":"{event}","s":{number},"d":{data}}}"#);
        let payload = Utf8Bytes::from(payload);
        self.buffer.push_back((self.sequence, payload.clone()));
        if self.buffer.len() > BUFFER {
            self.buffer.pop_front();
        }
        self.push(Frame::Payload(payload));
    }

    /// Sends every kept event after `sequence`; `false` when some of them are gone.
    pub(crate) fn replay_after(&self, sequence: u64) -> bool {
        let oldest = self
            .buffer
            .front()
            .map_or(self.sequence + 1, |(number, _)| *number);
        if sequence > self.sequence || sequence + 1 < oldest {
            return false;
        }
        for (_, payload) in self.buffer.iter().filter(|(number, _)| *number > sequence) {
            self.push(Frame::Payload(payload.clone()));
        }
        true
    }

    pub(crate) fn push(&self, frame: Frame) {
        if let Some(outgoing) = &self.outgoing {
            // A connection that has just ended is noticed by its own task; the event waits in the buffer.
            outgoing.send(frame).unwrap_or_default();
        }
    }
}
