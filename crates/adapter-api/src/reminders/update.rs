//! Changing a reminder of one's own.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::GuildId;
use reminders_core::{Desk, EditByFields, ReminderId};

use super::body::ReminderBody;
use super::refusal::refused;
use super::view::ReminderAnswer;
use super::{NO_STORE, WriteRefusals, owner};
use crate::ApiState;
use crate::auth::ActingUser;
use crate::error::{ApiError, FieldError};
use crate::extract::Body;

/// Changes what is named about a reminder of the caller's own. Writing back what was read changes nothing.
#[utoipa::path(
    put,
    path = "/api/reminders",
    tag = "reminders",
    request_body = ReminderBody,
    extensions(("x-access" = json!("user"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The reminder.", body = ReminderAnswer), WriteRefusals)
)]
pub(super) async fn put(
    State(state): State<ApiState>,
    acting: ActingUser,
    Body(body): Body<ReminderBody>,
) -> Result<impl IntoResponse, ApiError> {
    if !body.named().all(|it| acting.is_named(it)) {
        return Err(owner::somebody_elses());
    }
    let id = id(&body)?;
    let guild = guild_of(&state, &acting, id, body.guild_id.as_deref()).await?;
    let request = EditByFields {
        guild,
        user: acting.user,
        roles: owner::roles(&state, guild, acting.user).await?,
        desk: Desk::Own,
        id,
        fields: body.into_fields(),
    };
    let edited = state.features.reminders.edit_by_fields(request).await;
    let answer = ReminderAnswer::from(edited.map_err(refused)?);
    Ok((NO_STORE, Json(answer)))
}

fn id(body: &ReminderBody) -> Result<ReminderId, ApiError> {
    let text = body.id.as_deref().ok_or_else(|| {
        ApiError::invalid(vec![FieldError {
            field: "id".to_owned(),
            code: "missing".into(),
            message: "Say which reminder.".to_owned(),
        }])
    })?;
    owner::reminder_id("id", text)
}

/// The server of the caller's reminder, which must be the one that is named, if one is.
pub(super) async fn guild_of(
    state: &ApiState,
    acting: &ActingUser,
    id: ReminderId,
    named: Option<&str>,
) -> Result<GuildId, ApiError> {
    let named = named.map(owner::guild).transpose()?;
    let guild = state.features.reminders.guild_of(acting.user, id).await?;
    guild
        .filter(|it| named.is_none_or(|named| named == *it))
        .ok_or_else(ApiError::not_found)
}
