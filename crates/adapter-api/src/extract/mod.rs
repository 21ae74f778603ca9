//! What handlers take out of requests, with refusals in the API's own envelope.

mod body;
mod bounded;
mod parameters;
mod request_name;

pub(crate) use body::{Body, JsonText};
pub(crate) use bounded::{both, bounded};
pub(crate) use parameters::{Path, Query};
pub(crate) use request_name::RequestName;
