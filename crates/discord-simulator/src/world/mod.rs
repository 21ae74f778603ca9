//! Everything the simulated Discord knows: people, servers, channels, messages, commands, interactions, sessions.

pub(crate) mod access;
pub(crate) mod channel;
pub(crate) mod files;
pub(crate) mod guild;
pub(crate) mod interaction;
pub(crate) mod invites;
pub(crate) mod membership;
pub(crate) mod mentions;
pub(crate) mod message;
pub(crate) mod people;
pub(crate) mod snowflakes;
mod state;
mod stopwatch;
mod threads;

pub(crate) use self::state::{NonceUse, World, flags_for};
