//! Operational events: what happened to the bot and to a server, for whoever looks after them.

mod event;
mod kind;
mod ring;

pub use event::{Detail, OperationalEvent};
pub use kind::EventType;
pub use ring::Events;
