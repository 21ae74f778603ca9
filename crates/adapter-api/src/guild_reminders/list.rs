//! Reading the reminders of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use reminders_core::Completed;
use serde::Deserialize;
use utoipa::IntoParams;

use super::view::GuildReminders;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::{ApiError, FieldError};
use crate::extract::Query;
use crate::reminders::{NO_STORE, ReadRefusals};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// `true` to see those that are done as well.
    #[param(value_type = Option<bool>)]
    include_completed: Option<String>,
}

/// The reminders of a server: at most 500, by their event; what comes again stands where the present is.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/reminders",
    tag = "guild reminders",
    params(("guild_id" = String, Path, description = "The server."), ListQuery),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The reminders.", body = GuildReminders), ReadRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(query): Query<ListQuery>,
) -> Result<impl IntoResponse, ApiError> {
    let completed = match query.include_completed.as_deref() {
        None | Some("false") => Completed::Hidden,
        Some("true") => Completed::Included,
        Some(_) => {
            return Err(ApiError::invalid(vec![FieldError {
                field: "include_completed".to_owned(),
                code: "invalid".into(),
                message: "Give true or false.".to_owned(),
            }]));
        }
    };
    let found = state.features.reminders.of_guild(admin.guild, completed);
    let reminders = found.await?.into_iter().map(Into::into).collect();
    Ok((NO_STORE, Json(GuildReminders { reminders })))
}
