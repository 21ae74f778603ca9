//! The HTTP API of the running app, when things around it go wrong and when many ask at once.

mod crowd;
mod database_away;
mod draining;
mod exhaustion;
mod held;
mod once;
mod silence;
mod slow_clients;
mod telemetry;
mod tokens;
