//! The program `alphapy`: it reads the configuration, wires the adapters to the cores, and runs until it is told to
//! stop. It holds no rules.

mod access;
mod app;
mod assistance;
mod clock;
pub mod commands;
pub mod config;
mod cores;
mod demo;
mod jobs;
mod lifecycle;
mod logging;
mod measures;
mod model;
mod roster;
mod secrets;
pub mod variables;
mod wiring;

pub use app::{App, AppOptions, Storage, start};
pub use clock::SystemClock;
