//! A service on loopback that misbehaves in every known way, asked through all that decides about retries.

#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod answers;
mod classes;
mod network;
mod parameters;
mod scene;
