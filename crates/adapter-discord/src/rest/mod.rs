//! Requests to Discord: built by twilight-http, sent by us, so that every status and header is seen and obeyed.
//! docs/adr/0007-own-rest-transport.md says why.

mod bucket;
mod budget;
mod call;
mod client;
mod download;
mod error;
mod gate;
mod guard;
mod limits;
mod queue;
mod rate_headers;
mod refusal;
mod retry;
mod route_key;
mod transport;

pub use client::{Rest, RestConfig};
pub use download::DownloadError;
pub use error::RestError;
