//! Tickets, as members and staff live through them.

mod archive_ends;
mod archiving;
mod around;
mod dashboard;
mod faults;
mod figures;
mod idle;
mod life;
mod limits;
mod opening;
mod races;
mod threads;
mod whole_life;
mod working;
