//! Tickets over Postgres: where they are kept, and the work that waits because of them.

mod apply;
mod archive;
#[cfg(test)]
mod database_tests;
mod export;
mod figures;
mod idling;
mod left_rooms;
mod listing;
mod open;
mod row;
mod stats;
mod store;
mod totals;
mod unreadable;
mod work;
mod work_row;

pub use store::PgTicketStore;
