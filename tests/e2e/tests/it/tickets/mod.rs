//! Tickets, as members and staff live through them.

mod archiving;
mod around;
mod dashboard;
mod idle;
mod life;
mod opening;
mod races;
mod threads;
mod whole_life;
mod working;
