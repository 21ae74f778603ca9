//! The HTTP API of the running app, when things around it go wrong and when many ask at once.

mod database_away;
mod once;
mod silence;
