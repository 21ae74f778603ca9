//! Reading one answer of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;

use super::refusal::{entry_id, refused};
use super::view::FaqEntryView;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Path;
use crate::refusals::{AdminRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

/// One answer.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/faq/{faq_id}",
    tag = "faq",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("faq_id" = i64, Path, minimum = 1, description = "The answer."),
    ),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The answer.", body = FaqEntryView), AdminRefusals, MissingRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let found = state.features.faq.view(admin.guild, entry_id(&id)?).await;
    let found = found.map_err(refused)?;
    Ok((NO_STORE, Json(FaqEntryView::from(&found))))
}
