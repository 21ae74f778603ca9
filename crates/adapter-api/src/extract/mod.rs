//! What handlers take out of requests, with refusals in the API's own envelope.

mod body;
mod bounded;
mod parameters;

pub(crate) use body::Body;
pub(crate) use bounded::bounded;
pub(crate) use parameters::{Path, Query};
