//! Support tickets: the states of one, and how they follow each other.
#![doc = include_str!("../README.md")]

pub mod settings;
mod status;

pub use status::TicketStatus;
