//! Proves the simulator with a real client: a small twilight bot lives on it.

mod bot;
mod conversation;
mod gateway;
