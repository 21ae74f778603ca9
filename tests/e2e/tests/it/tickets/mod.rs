//! Tickets, as members and staff live through them.

mod archive_ends;
mod archiving;
mod around;
mod dashboard;
mod escalating;
mod faults;
mod figures;
mod idle;
mod late_names;
mod life;
mod limits;
mod opening;
mod out_of_time;
mod put_off;
mod races;
mod threads;
mod whole_life;
mod working;
