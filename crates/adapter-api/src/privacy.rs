//! `/api/dashboard/{guild_id}/gdpr`: how many members accepted the agreement on what is stored.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::refusals::AdminRefusals;
use crate::reminders::NO_STORE;

/// How the agreement of a server stands.
#[derive(Debug, Serialize, ToSchema)]
struct Agreement {
    /// How many members accepted it, whichever version of it.
    acceptance_count: u64,
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// How many members accepted the agreement on what is stored. Nothing says who.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/gdpr",
    tag = "privacy",
    params(("guild_id" = String, Path, description = "The server.")),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The count.", body = Agreement), AdminRefusals)
)]
async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
) -> Result<impl IntoResponse, ApiError> {
    let acceptance_count = state.features.privacy.acceptances(admin.guild).await?;
    Ok((NO_STORE, Json(Agreement { acceptance_count })))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use chrono::DateTime;
    use kernel::{GuildId, UserId};
    use privacy_core::AcceptanceStore as _;
    use serde_json::json;

    use crate::testing::Scene;

    #[tokio::test]
    async fn an_admin_reads_how_many_accepted_it_in_their_own_server() {
        let scene = Scene::default();
        for (guild, user) in [(1, 7), (1, 8), (2, 7)] {
            let (guild, user) = (GuildId::new(guild).unwrap(), UserId::new(user).unwrap());
            let accepted = scene
                .acceptances
                .accept(guild, user, "1", DateTime::UNIX_EPOCH);
            accepted.await.unwrap();
        }
        let answer = scene.get("/api/dashboard/1/gdpr").by_user(1).send().await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json(), json!({ "acceptance_count": 2 }));
    }
}
