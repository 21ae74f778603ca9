//! Tickets, as members and staff live through them.

mod opening;
mod working;
