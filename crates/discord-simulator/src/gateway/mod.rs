//! The gateway, version 10: sessions over WebSocket and the events that go out on them.

pub(crate) mod dispatch;
pub(crate) mod handshake;
pub(crate) mod intents;
pub(crate) mod session;
pub(crate) mod socket;
pub(crate) mod wish;
