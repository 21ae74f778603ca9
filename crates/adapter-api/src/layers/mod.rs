//! What every request passes on its way to a handler, and every answer on its way back.

mod body;
mod client;
mod cors;
mod encoding;
mod load;
mod name;
mod nul;
mod observe;
mod once;
mod rates;
#[cfg(test)]
pub(crate) mod tests;

use std::any::Any;
use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state, map_request};
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt as _;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tracing::Instrument as _;

use crate::error::{self, ApiError};
use crate::state::ApiState;

pub(crate) use self::client::{ClientAddress, Peer};
pub(crate) use self::load::Load;
pub(crate) use self::name::REQUEST_ID;
pub use self::observe::ApiTraffic;
pub(crate) use self::once::{may_carry_key, once};
pub use self::rates::Limits;
pub(crate) use self::rates::{LIMIT, REMAINING, RESET, is_probe};

/// Answers that are shorter gain nothing.
const COMPRESSED_ABOVE: u64 = 1024;

/// `router` with everything around it. A request passes the layers from the first to the last.
///
/// They are few, and one service: each that a router adds by itself is copied for every request, with all that is in it.
pub(crate) fn around(router: Router, state: &ApiState) -> Router {
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(COMPRESSED_ABOVE));
    let guarded = (state.clone(), Load::default());
    let layers = ServiceBuilder::new()
        .layer(map_request(encoding::readable))
        .layer(compression)
        .layer(from_fn_with_state(state.clone(), enter))
        .layer(cors::layer(&state.edges.allowed_origins))
        .layer(from_fn_with_state(guarded, guard));
    Router::new().fallback_service(layers.service(router))
}

/// Names the request, measures it, and gives every answer what all have.
async fn enter(State(state): State<ApiState>, mut request: Request, next: Next) -> Response {
    let name = name::note(&state, &mut request);
    let measured = state.edges.traffic.begin(&request);
    let span = name::span(&name);
    let response = caught(next.run(request)).instrument(span).await;
    measured.end(response.status());
    name::tell(error::envelop(response, &name), name)
}

/// Lets a request in if its client may ask, there is a place, and its body is not too long.
async fn guard(
    State((state, load)): State<(ApiState, Load)>,
    mut request: Request,
    next: Next,
) -> Response {
    let guarded = async {
        let allowance = rates::count(&state, &mut request);
        let response = match &allowance {
            Some(it) if !it.admitted => rates::refusal(it).into_response(),
            _ => load::within(&load, request, next).await,
        };
        rates::tell(response, allowance)
    };
    // Here as well as outside: pages of other origins may read that something broke, and the figures count it.
    caught(guarded).await
}

/// The answer, or what is answered when its making panics.
async fn caught(answering: impl Future<Output = Response>) -> Response {
    let answered = AssertUnwindSafe(answering).catch_unwind().await;
    answered.unwrap_or_else(panicked)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "a panic is handed over by value"
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
