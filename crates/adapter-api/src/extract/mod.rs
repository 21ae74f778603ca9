//! What handlers take out of requests, with refusals in the API's own envelope.

mod body;
mod parameters;

pub(crate) use body::Body;
pub(crate) use parameters::{Path, Query};
