//! One table: address → handler, its description, and the layers around them.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header::HeaderName;
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::error::{self, ApiError};
use crate::state::ApiState;
use crate::{analytics, dashboard, describe, health, health_history, liveness, metrics, pages};

/// The header that names a request, in and out.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const BODY_LIMIT: usize = 64 * 1024;
const TIMEOUT: Duration = Duration::from_secs(30);

/// Every address with its handler and description: a line for each feature.
fn table() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(describe::document())
        .merge(health::routes())
        .merge(metrics::routes())
        .merge(analytics::routes())
        .merge(dashboard::routes())
        .merge(health_history::routes())
        .merge(liveness::routes())
}

/// The API's description of itself, OpenAPI 3.1.
pub fn openapi() -> OpenApi {
    table().into_openapi()
}

/// The API.
pub fn router(state: ApiState) -> Router {
    let names = RequestNames(state.next_request_id.clone());
    let (router, _) = table().split_for_parts();
    let router = if state.described {
        router.merge(pages::pages())
    } else {
        router
    };
    router
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .with_state(state)
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            TIMEOUT,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(error::write_envelope))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, names))
}

#[derive(Clone)]
struct RequestNames(Arc<dyn Fn() -> String + Send + Sync>);

impl MakeRequestId for RequestNames {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        (self.0)().parse().ok().map(RequestId::new)
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over by value"
)]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().copied().unwrap_or("no words");
    tracing::error!(panic = words, "a request handler panicked");
    ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    use super::*;

    #[tokio::test]
    async fn the_metrics_page_is_what_was_measured() {
        let answer = Scene::default().get("/metrics").send().await;
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "alphapy_up 1\n")
        );
    }

    #[tokio::test]
    async fn unknown_addresses_and_methods_get_the_envelope_with_the_requests_name() {
        let scene = Scene::default();
        for (request, expected, code) in [
            (scene.get("/nowhere"), StatusCode::NOT_FOUND, "not_found"),
            (
                scene.post("/health"),
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
            ),
        ] {
            let answer = request.send().await;
            assert_eq!(
                (answer.status, &answer.json()["code"]),
                (expected, &code.into())
            );
            let name = answer.headers[REQUEST_ID].to_str().unwrap();
            assert_eq!(answer.json()["request_id"], name);
            assert!(!name.is_empty());
        }
    }
}
