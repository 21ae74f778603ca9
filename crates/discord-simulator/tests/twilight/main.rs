//! Proves the simulator with a real client: a small twilight bot lives on it, and raw requests try its strictness.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::unnecessary_wraps,
    reason = "what surrounds the tests ends them when something is wrong"
)]

mod bot;
mod conversation;
mod files;
mod gateway;
mod holding;
mod interactions;
mod invites;
mod life;
mod menus;
mod messages;
mod misbehaviour;
mod raw;
mod strictness;
mod twilight_reads;
