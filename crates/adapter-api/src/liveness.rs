//! Whether the bot is online, in three figures.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ApiState;

const NO_STORE: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];

/// Whether the bot is online.
#[derive(Serialize, ToSchema)]
struct StatusBody {
    /// Whether it has a session with Discord.
    online: bool,
    /// How long Discord took to answer the last heartbeat, in milliseconds; null until the first is answered.
    latency: Option<f64>,
    /// How long it runs, in whole minutes: `7 min`.
    uptime: String,
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Whether the bot is online.
#[utoipa::path(
    get,
    path = "/status",
    tag = "operations",
    extensions(("x-access" = json!("none"))),
    responses((status = OK, body = StatusBody))
)]
async fn get(State(state): State<ApiState>) -> impl IntoResponse {
    let bot = state.operations.bot.snapshot();
    let body = StatusBody {
        online: bot.online(),
        latency: bot.latency.last.map(rounded),
        uptime: format!("{} min", state.uptime_seconds() / 60),
    };
    (NO_STORE, Json(body))
}

/// Milliseconds to two decimals: what is beyond them is noise.
pub(crate) fn rounded(milliseconds: f64) -> f64 {
    (milliseconds * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use operations_core::{BotSnapshot, GatewayLatency};
    use serde_json::json;

    use crate::testing::Scene;

    #[tokio::test]
    async fn a_bot_that_has_just_begun_is_offline_and_has_no_latency_yet() {
        let body = Scene::default().get("/status").send().await.json();
        assert_eq!(
            body,
            json!({ "online": false, "latency": null, "uptime": "0 min" })
        );
    }

    #[tokio::test]
    async fn a_bot_with_a_session_tells_its_latency_and_its_minutes() {
        let mut scene = Scene::default();
        scene.set_bot(|it| {
            it.snapshot = BotSnapshot {
                shards_connected: 1,
                latency: GatewayLatency {
                    last: Some(41.237),
                    ..GatewayLatency::default()
                },
                ..BotSnapshot::default()
            };
        });
        scene.world.clock.advance(TimeDelta::seconds(239));
        let body = scene.get("/status").send().await.json();
        assert_eq!(
            body,
            json!({ "online": true, "latency": 41.24, "uptime": "3 min" })
        );
    }
}
