//! A Postgres of our own: found, initialised, started, supervised and recovered without anybody's help.
//!
//! `demo`, the tests and `run` without a `DATABASE_URL` use it. The server listens on a Unix socket inside its
//! directory and on nothing else, so a second one never collides with it and nobody reaches it over a network.
//!
//! A directory looks like this; whoever holds `owner.lock` may touch the rest:
//!
//! ```text
//! owner.lock        locked by the owning process, and its pid
//! data/             the cluster; it appears by a rename, so its mere presence says that initdb finished
//! data.incomplete/  a cluster that initdb is still making, or one that was cut short: thrown away
//! run/              the socket
//! server.log        what the server says; server.log.old is the one before
//! ```
//!
//! Binaries are not downloaded: where none are installed, the error names the packages to install.
//! The decision and its alternatives are in `docs/adr/0006-private-postgres.md`.

mod account;
mod binaries;
mod cluster;
mod config;
mod disk;
mod error;
mod layout;
mod leftover;
mod owner_lock;
mod postmaster;
mod server;
mod supervisor;
mod watchdog;

pub use config::{BinaryFolder, Durability, ServerConfig};
pub use disk::free_bytes;
pub use error::PrivateServerError;
pub use server::PrivateServer;
