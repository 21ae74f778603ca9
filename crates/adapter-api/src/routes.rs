//! One table: address → handler, and the layers around them.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::header::HeaderName;
use axum::http::{Request, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::timeout::TimeoutLayer;

use crate::error::{self, ApiError};
use crate::{HealthProbe, MetricsPage, health, metrics};

/// The header that names a request, in and out.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Every address that the API has, for tests that walk them all.
pub const ROUTES: &[&str] = &["/health", "/api/health", "/metrics"];
const BODY_LIMIT: usize = 64 * 1024;
const TIMEOUT: Duration = Duration::from_secs(30);

/// What the handlers work with. Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// Looks at the parts.
    pub health: Arc<dyn HealthProbe>,
    /// What has been measured.
    pub metrics: Arc<dyn MetricsPage>,
    /// Names a request that came without a name: unique for as long as anybody compares.
    pub next_request_id: Arc<dyn Fn() -> String + Send + Sync>,
}

/// The API.
pub fn router(state: ApiState) -> Router {
    let names = RequestNames(state.next_request_id.clone());
    ROUTES
        .iter()
        .fold(Router::new(), |router, route| {
            router.route(route, handler(route))
        })
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .with_state(state)
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::GATEWAY_TIMEOUT,
            TIMEOUT,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, names))
}

/// What answers at an address; an address without an answer is found by the test that asks for all of them.
fn handler(route: &str) -> MethodRouter<ApiState> {
    match route {
        "/health" | "/api/health" => get(health::get),
        "/metrics" => get(metrics::get),
        _ => MethodRouter::new(),
    }
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
    ApiError::Internal.into_response_with(None)
}

#[cfg(test)]
mod tests {
    use async_trait::async_trait;
    use axum::body::Body;
    use http_body_util::BodyExt as _;
    use serde_json::Value;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{Check, Health};

    struct Fixed(Health);

    #[async_trait]
    impl HealthProbe for Fixed {
        async fn health(&self) -> Health {
            self.0.clone()
        }
    }

    impl MetricsPage for Fixed {
        fn render(&self) -> String {
            "alphapy_up 1\n".to_owned()
        }
    }

    fn healthy() -> Health {
        Health {
            service: "alphapy-service".to_owned(),
            version: "0.1.0",
            uptime_seconds: 5,
            database: Check::Ok,
            gateway: Check::Ok,
        }
    }

    async fn ask(health: Health, method: &str, path: &str) -> (StatusCode, String, String) {
        let state = ApiState {
            health: Arc::new(Fixed(health.clone())),
            metrics: Arc::new(Fixed(health)),
            next_request_id: Arc::new(|| "req-1".to_owned()),
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap();
        let response = router(state).oneshot(request).await.unwrap();
        let status = response.status();
        let id = response.headers()[REQUEST_ID].to_str().unwrap().to_owned();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, id, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_healthy_bot_answers_200() {
        let (status, _, body) = ask(healthy(), "GET", "/health").await;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            (status, &body["status"]),
            (StatusCode::OK, &Value::from("ok"))
        );
        assert_eq!(body["database"]["status"], "ok");
    }

    #[tokio::test]
    async fn without_its_database_it_answers_503_and_says_so() {
        let down = Health {
            database: Check::Down {
                detail: "Postgres does not answer",
            },
            ..healthy()
        };
        let (status, _, body) = ask(down, "GET", "/api/health").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(body.contains("Postgres does not answer"), "{body}");
    }

    #[tokio::test]
    async fn a_degraded_bot_still_answers_200() {
        let degraded = Health {
            gateway: Check::Degraded {
                detail: "switch the intent on",
            },
            ..healthy()
        };
        let (status, _, body) = ask(degraded, "GET", "/health").await;
        assert_eq!(status, StatusCode::OK);
        assert!(body.contains("\"status\":\"degraded\""), "{body}");
    }

    #[tokio::test]
    async fn the_metrics_page_is_what_was_measured() {
        let (status, _, body) = ask(healthy(), "GET", "/metrics").await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "alphapy_up 1\n"));
    }

    #[tokio::test]
    async fn every_address_of_the_table_answers() {
        for route in ROUTES {
            let (status, _, body) = ask(healthy(), "GET", route).await;
            assert_eq!(status, StatusCode::OK, "{route}: {body}");
        }
    }

    #[tokio::test]
    async fn unknown_addresses_and_methods_get_the_envelope_with_the_requests_name() {
        for (method, path, expected, code) in [
            ("GET", "/nowhere", StatusCode::NOT_FOUND, "not_found"),
            (
                "POST",
                "/health",
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
            ),
        ] {
            let (status, id, body) = ask(healthy(), method, path).await;
            let body: Value = serde_json::from_str(&body).unwrap();
            assert_eq!((status, &body["code"]), (expected, &Value::from(code)));
            assert_eq!(
                (id.as_str(), &body["request_id"]),
                ("req-1", &Value::from("req-1"))
            );
        }
    }
}
