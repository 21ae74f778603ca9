//! Making a reminder of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use reminders_core::{Preset, ReminderFields};

use super::adding::add;
use super::body::GuildReminderBody;
use super::view::Made;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Body;
use crate::reminders::{NO_STORE, WriteRefusals};

/// Makes a reminder in the name of the admin who asks.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/reminders",
    tag = "guild reminders",
    params(("guild_id" = String, Path, description = "The server.")),
    request_body = GuildReminderBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The reminder.", body = Made), WriteRefusals)
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Body(body): Body<GuildReminderBody>,
) -> Result<impl IntoResponse, ApiError> {
    let fields = ReminderFields {
        completed: None,
        ..body.into_fields()?
    };
    let added = add(&state, admin, Preset::None, fields).await?;
    Ok((NO_STORE, Json(Made::from(added))))
}
