//! Deleting a reminder of one's own.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::{Authority, Member};
use reminders_core::DeleteReminder;
use serde::Serialize;
use utoipa::ToSchema;

use super::refusal::not_deleted;
use super::update::guild_of;
use super::{NO_STORE, WriteRefusals, owner};
use crate::ApiState;
use crate::auth::ActingUser;
use crate::error::ApiError;
use crate::extract::Path;

/// It was done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Done {
    /// Always true.
    success: bool,
}

/// Deletes a reminder of the caller's own.
#[utoipa::path(
    delete,
    path = "/api/reminders/{reminder_id}/{created_by}",
    tag = "reminders",
    params(
        ("reminder_id" = i64, Path, minimum = 1, description = "The reminder."),
        ("created_by" = String, Path, description = "The caller's Discord id, or the `sub` of their token."),
    ),
    extensions(("x-access" = json!("user"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "It is deleted.", body = Done), WriteRefusals)
)]
pub(super) async fn delete(
    State(state): State<ApiState>,
    acting: ActingUser,
    Path((reminder_id, created_by)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let id = owner::reminder_id("reminder_id", &reminder_id)?;
    if !acting.is_named(&created_by) {
        return Err(ApiError::not_found());
    }
    let request = DeleteReminder {
        guild: guild_of(&state, &acting, id, None).await?,
        member: Member {
            user: acting.user,
            // Even an admin deletes only their own from here.
            authority: Authority::Member,
        },
        id,
    };
    let deleted = state.features.reminders.delete(request).await;
    deleted.map_err(not_deleted)?;
    Ok((NO_STORE, Json(Done { success: true })))
}
