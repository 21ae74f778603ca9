//! `GET /api/observability`: how fast and how well the API answers.

use axum::Json;
use axum::extract::{FromRequestParts as _, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use operations_core::TrafficSummary;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::ServiceKey;
use crate::error::ApiError;
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

/// How the requests went since the start; probes are left out.
#[derive(Serialize, ToSchema)]
struct ObservabilityBody {
    api: TrafficBody,
    webhooks: TrafficBody,
}

#[derive(Serialize, ToSchema)]
struct TrafficBody {
    /// How many there were since the start.
    requests: u64,
    /// The share that did not end with a status of 500 or more, to four decimal places.
    success_rate: f64,
    latency_ms: LatencyBody,
}

/// Of the latest 2000 requests, in milliseconds to two decimal places.
#[derive(Serialize, ToSchema)]
struct LatencyBody {
    p50: f64,
    p95: f64,
    p99: f64,
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// How fast and how well the API answers.
#[utoipa::path(
    get,
    path = "/api/observability",
    tag = "operations",
    extensions(("x-access" = json!("key"))),
    security(("api_key" = [])),
    responses(
        (status = OK, body = ObservabilityBody),
        AdminRefusals
    )
)]
async fn get(
    State(state): State<ApiState>,
    mut parts: Parts,
) -> Result<Json<ObservabilityBody>, ApiError> {
    if state.authenticator.keys.is_empty() {
        let detail = "There is no API key here that could be shown.";
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return Err(ApiError::new(status, "auth_not_configured", detail));
    }
    ServiceKey::from_request_parts(&mut parts, &state).await?;
    let traffic = &state.edges.traffic;
    Ok(Json(ObservabilityBody {
        api: traffic.api().into(),
        webhooks: traffic.webhooks().into(),
    }))
}

impl From<TrafficSummary> for TrafficBody {
    fn from(summary: TrafficSummary) -> Self {
        Self {
            requests: summary.requests,
            success_rate: rounded(summary.success_rate, 10_000.0),
            latency_ms: LatencyBody {
                p50: rounded(summary.p50, 100.0),
                p95: rounded(summary.p95, 100.0),
                p99: rounded(summary.p99, 100.0),
            },
        }
    }
}

fn rounded(number: f64, parts: f64) -> f64 {
    (number * parts).round() / parts
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::ApiKeys;
    use crate::testing::Scene;

    #[tokio::test]
    async fn a_service_sees_how_the_requests_went() {
        let scene = Scene::default();
        for path in ["/nowhere", "/nowhere", "/health", "/webhooks/nothing"] {
            scene.get(path).send().await;
        }
        let answer = scene.get("/api/observability").by_service().send().await;
        assert_eq!(answer.status, StatusCode::OK);
        let body = answer.json();
        assert_eq!(body["api"]["requests"], 2);
        assert_eq!(body["webhooks"]["requests"], 1);
        assert_eq!(body["api"]["success_rate"], 1.0);
        for rank in ["p50", "p95", "p99"] {
            assert!(body["api"]["latency_ms"][rank].is_number(), "{body}");
        }
    }

    #[tokio::test]
    async fn nobody_else_does() {
        let scene = Scene::default();
        let path = "/api/observability";
        scene
            .get(path)
            .send()
            .await
            .assert_refused(401, "unauthorized");
        let guessed = scene.get(path).header("X-API-Key", "guessed");
        guessed.send().await.assert_refused(401, "unauthorized");
        let person = scene.get(path).by_user(1);
        person.send().await.assert_refused(403, "forbidden");
    }

    #[tokio::test]
    async fn without_a_key_it_says_that_there_is_none() {
        let scene = Scene {
            keys: ApiKeys::default(),
            ..Scene::default()
        };
        let answer = scene.get("/api/observability").by_user(1).send().await;
        answer.assert_refused(503, "auth_not_configured");
    }

    #[tokio::test]
    async fn an_address_without_u_0000_is_expected() {
        let scene = Scene::default();
        let path = "/api/observability?a=%00";
        let answer = scene.get(path).by_service().send().await;
        answer.assert_refused(422, "validation_failed");
        assert_eq!(answer.json()["errors"][0]["field"], "query");
    }

    #[test]
    fn figures_are_rounded_as_documented() {
        assert_eq!(super::rounded(0.999_96, 10_000.0).to_string(), "1");
        assert_eq!(super::rounded(2.0 / 3.0, 10_000.0).to_string(), "0.6667");
        assert_eq!(super::rounded(12.345_6, 100.0).to_string(), "12.35");
    }
}
