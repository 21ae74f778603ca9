//! Making a reminder of one's own.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use kernel::GuildId;
use reminders_core::{AddByFields, Desk, Preset};

use super::body::ReminderBody;
use super::refusal::refused;
use super::view::ReminderAnswer;
use super::{NO_STORE, WriteRefusals, owner};
use crate::ApiState;
use crate::auth::ActingUser;
use crate::error::ApiError;
use crate::extract::Body;

/// Makes a reminder of the caller's own.
#[utoipa::path(
    post,
    path = "/api/reminders",
    tag = "reminders",
    request_body = ReminderBody,
    extensions(("x-access" = json!("user"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = CREATED, description = "The reminder.", body = ReminderAnswer), WriteRefusals)
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    acting: ActingUser,
    Body(body): Body<ReminderBody>,
) -> Result<impl IntoResponse, ApiError> {
    if !body.named().all(|it| acting.is_named(it)) {
        return Err(owner::somebody_elses());
    }
    let guild = guild(&state, &body)?;
    let request = AddByFields {
        guild,
        user: acting.user,
        roles: owner::roles(&state, guild, acting.user).await?,
        desk: Desk::Own,
        preset: Preset::None,
        fields: body.into_fields(),
    };
    let added = state.features.reminders.add_by_fields(request).await;
    let answer = ReminderAnswer::from(added.map_err(refused)?);
    Ok((StatusCode::CREATED, NO_STORE, Json(answer)))
}

fn guild(state: &ApiState, body: &ReminderBody) -> Result<GuildId, ApiError> {
    match body.guild_id.as_deref() {
        Some(text) => owner::guild(text),
        None => state.home.ok_or_else(|| {
            let detail = "Say in which server: add guild_id.";
            ApiError::new(StatusCode::BAD_REQUEST, "guild_id_required", detail)
        }),
    }
}
