//! Changing a reminder of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use reminders_core::{Desk, EditByFields};

use super::body::GuildReminderBody;
use super::refusal::refused;
use super::view::Changed;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Body, Path};
use crate::reminders::{NO_STORE, WriteRefusals, reminder_id, roles};

/// Changes what is named about a reminder of the server, whoever made it. Writing back what was read changes nothing.
#[utoipa::path(
    put,
    path = "/api/dashboard/{guild_id}/reminders/{id}",
    tag = "guild reminders",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("id" = i64, Path, minimum = 1, description = "The reminder."),
    ),
    request_body = GuildReminderBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The reminder.", body = Changed), WriteRefusals)
)]
pub(super) async fn put(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
    Body(body): Body<GuildReminderBody>,
) -> Result<impl IntoResponse, ApiError> {
    let request = EditByFields {
        guild: admin.guild,
        user: admin.user,
        id: reminder_id("id", &id)?,
        roles: roles(&state, admin.guild, admin.user).await?,
        desk: Desk::Guild,
        fields: body.into_fields()?,
    };
    let edited = state.features.reminders.edit_by_fields(request).await;
    Ok((NO_STORE, Json(Changed::from(edited.map_err(refused)?))))
}
