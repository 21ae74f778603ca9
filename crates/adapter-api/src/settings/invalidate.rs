//! Letting the running bot read a server's settings anew.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::refusals::{AdminRefusals, RepeatRefusals};
use crate::state::ApiState;

/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Reloaded {
    /// Always true.
    success: bool,
    /// How many settings the server has set.
    loaded: usize,
}

/// Lets the running bot read the settings of this server anew, as after another program has written them.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/settings/invalidate-cache",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Path, description = "The server's id")),
    responses(
        (status = OK, body = Reloaded, example = json!({"success": true, "loaded": 7})),
        AdminRefusals,
        RepeatRefusals
    )
)]
pub(super) async fn post(
    admin: GuildAdmin,
    State(state): State<ApiState>,
) -> Result<Json<Reloaded>, ApiError> {
    let reload = state.features.settings.reload(admin.guild);
    let loaded = tokio::time::timeout(PATIENCE, reload)
        .await
        .map_err(|_| ApiError::of_status(StatusCode::GATEWAY_TIMEOUT))??;
    Ok(Json(Reloaded {
        success: true,
        loaded,
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use settings_core::SettingValue;
    use settings_core::testing::NUMBER;
    use tokio::time::Instant;

    use super::PATIENCE;
    use crate::testing::{Scene, guild_id};

    const PATH: &str = "/api/dashboard/1/settings/invalidate-cache";

    #[tokio::test]
    async fn what_the_server_has_set_is_counted() {
        let scene = Scene::default();
        let store = &scene.world.settings;
        store.set(guild_id(1), &NUMBER, SettingValue::Int(0));
        let answer = scene.post(PATH).by_user(1).send().await;
        assert_eq!(answer.json(), json!({"success": true, "loaded": 1}));
    }

    #[tokio::test]
    async fn without_the_database_it_answers_503() {
        let scene = Scene::default();
        scene.world.settings.fail_next_reads(1);
        let answer = scene.post(PATH).by_user(1).send().await;
        answer.assert_refused(503, "unavailable");
        assert!(answer.headers.contains_key("retry-after"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_hangs_is_given_up_after_ten_seconds() {
        let scene = Scene::default();
        scene.world.settings.fall_silent();
        let begun = Instant::now();
        let answer = scene.post(PATH).by_user(1).send().await;
        answer.assert_refused(504, "timeout");
        assert_eq!(begun.elapsed(), PATIENCE);
    }

    #[tokio::test]
    async fn only_admins_of_this_server_may() {
        let scene = Scene::default();
        for (user, status, code) in [
            (2, 403, "forbidden"),
            (3, 403, "forbidden"),
            (9, 403, "discord_not_linked"),
        ] {
            let answer = scene.post(PATH).by_user(user).send().await;
            answer.assert_refused(status, code);
        }
        scene
            .post(PATH)
            .send()
            .await
            .assert_refused(401, "unauthorized");
    }
}
