//! The crash matrix: Alphapy is killed, for real, at every step of a delivery, a ticket's life and a newcomer's way, and
//! nothing is lost and nothing is seen twice.
//!
//! Real are the processes, the kills, Postgres, HTTP and WebSocket; only the clock is driven. A step is reached on
//! purpose: the simulator stops the request, or Postgres the statement, until the process is gone.
#![expect(
    clippy::unwrap_used,
    reason = "what surrounds the tests ends them when something is wrong"
)]

mod chance;
mod lanes;
mod long_after;
mod newcomers;
mod restarts;
mod scene;
mod settling;
mod sleepers;
mod stalls;
mod steps;
mod tally;
mod tickets;
mod untold;
