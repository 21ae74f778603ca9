//! One table: address → handler, its description, and the layers around them.

use axum::Router;
use axum::middleware::from_fn_with_state;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::announce::announce;
use crate::state::ApiState;
use crate::{
    analytics, dashboard, describe, discord_meta, error, faq, guild_reminders, health,
    health_history, layers, liveness, logs, metrics, observability, onboarding, pages, privacy,
    proposals, reminders, settings, tickets,
};

/// Every address with its handler and description: a line for each feature.
fn table() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(describe::document())
        .merge(health::routes())
        .merge(metrics::routes())
        .merge(analytics::routes())
        .merge(dashboard::routes())
        .merge(health_history::routes())
        .merge(liveness::routes())
        .merge(observability::routes())
        .merge(reminders::routes())
        .merge(guild_reminders::routes())
        .merge(faq::routes())
        .merge(proposals::routes())
        .merge(privacy::routes())
        .merge(tickets::routes())
        .merge(onboarding::routes())
        .merge(settings::routes())
        .merge(discord_meta::routes())
        .merge(logs::routes())
}

/// The API's description of itself, OpenAPI 3.1.
pub fn openapi() -> OpenApi {
    announce(describe::complete(table().into_openapi()))
}

/// The API.
pub fn router(state: &ApiState) -> Router {
    let (router, _) = table().split_for_parts();
    let router = router.route_layer(from_fn_with_state(state.clone(), layers::once));
    // Nothing of what they are asked is read, and nobody has to show who they are.
    let router = if state.described {
        router.merge(pages::pages())
    } else {
        router
    };
    let router = router
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .with_state(state.clone());
    layers::around(router, state)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::layers::REQUEST_ID;
    use crate::testing::Scene;

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
