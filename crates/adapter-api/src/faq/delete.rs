//! Taking an answer out of a server's FAQ.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::refusal::{entry_id, refused};
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Path;
use crate::refusals::{AdminRefusals, MissingRefusals, RepeatRefusals};
use crate::reminders::NO_STORE;

/// An answer that was removed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaqEntryRemoved {
    /// Always true.
    success: bool,
    /// Its number.
    id: u64,
}

/// Removes an answer.
#[utoipa::path(
    delete,
    path = "/api/dashboard/{guild_id}/faq/{faq_id}",
    tag = "faq",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("faq_id" = i64, Path, minimum = 1, description = "The answer."),
    ),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "It is removed.", body = FaqEntryRemoved),
        AdminRefusals, MissingRefusals, RepeatRefusals
    )
)]
pub(super) async fn delete(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let faq = &state.features.faq;
    let removed = faq
        .remove(admin.guild, admin.member(), entry_id(&id)?)
        .await;
    let removed = removed.map_err(refused)?;
    let answer = FaqEntryRemoved {
        success: true,
        id: removed.id.get(),
    };
    Ok((NO_STORE, Json(answer)))
}
