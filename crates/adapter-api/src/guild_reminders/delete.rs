//! Deleting a reminder of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::{Authority, Member};
use reminders_core::DeleteReminder;

use super::view::Deleted;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Path;
use crate::reminders::refusal::not_deleted;
use crate::reminders::{NO_STORE, WriteRefusals, reminder_id};

/// Deletes a reminder of the server, whoever made it.
#[utoipa::path(
    delete,
    path = "/api/dashboard/{guild_id}/reminders/{id}",
    tag = "guild reminders",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("id" = i64, Path, minimum = 1, description = "The reminder."),
    ),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "It is deleted.", body = Deleted), WriteRefusals)
)]
pub(super) async fn delete(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let request = DeleteReminder {
        guild: admin.guild,
        member: Member {
            user: admin.user,
            authority: Authority::Admin,
        },
        id: reminder_id("id", &id)?,
    };
    let deleted = state.features.reminders.delete(request).await;
    deleted.map_err(not_deleted)?;
    let answer = Deleted {
        success: true,
        deleted: true,
    };
    Ok((NO_STORE, Json(answer)))
}
