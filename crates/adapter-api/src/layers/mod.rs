//! What every request passes on its way to a handler, and every answer on its way back.

mod body;
mod client;
mod cors;
mod load;
mod name;
mod nul;
mod observe;
mod once;
mod rates;
#[cfg(test)]
pub(crate) mod tests;

use std::any::Any;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use crate::error::{self, ApiError};
use crate::state::ApiState;

pub(crate) use self::client::{ClientAddress, Peer};
pub(crate) use self::load::Load;
pub(crate) use self::name::REQUEST_ID;
pub(crate) use self::nul::refuse_nul;
pub use self::observe::ApiTraffic;
pub(crate) use self::once::once;
pub use self::rates::Limits;
pub(crate) use self::rates::{LIMIT, REMAINING, RESET, is_probe};

/// Answers that are shorter gain nothing.
const COMPRESSED_ABOVE: u64 = 1024;

/// `router` with everything around it. A request passes the layers from the last to the first.
pub(crate) fn around(router: Router, state: &ApiState) -> Router {
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(COMPRESSED_ABOVE));
    router
        .layer(from_fn(body::limit))
        .layer(from_fn_with_state(Load::default(), load::within))
        .layer(from_fn_with_state(state.clone(), rates::limit))
        // Here as well as outside: pages of other origins may read that something broke, and the figures count it.
        .layer(CatchPanicLayer::custom(panicked))
        .layer(cors::layer(&state.edges.allowed_origins))
        .layer(from_fn_with_state(
            state.edges.traffic.clone(),
            observe::observe,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(error::write_envelope))
        .layer(compression)
        .layer(from_fn_with_state(state.clone(), name::name))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over by value"
)]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let words = panic.downcast_ref::<&str>().copied().or(text);
    tracing::error!(
        panic = words.unwrap_or("no words"),
        "a request handler panicked"
    );
    ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
