//! Reading one's own reminders.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::IntoParams;

use super::view::ReminderView;
use super::{NO_STORE, ReadRefusals, owner};
use crate::ApiState;
use crate::auth::ActingUser;
use crate::error::ApiError;
use crate::extract::{Path, Query};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only those of this server; without it those of the home server, and without one those of all servers.
    #[param(pattern = "^[0-9]{1,19}$")]
    guild_id: Option<String>,
}

/// One's own unfinished reminders: at most 500, by the clock of their event and their name.
#[utoipa::path(
    get,
    path = "/api/reminders/{user_id}",
    tag = "reminders",
    params(("user_id" = String, Path, description = "The caller's Discord id, or the `sub` of their token."), ListQuery),
    extensions(("x-access" = json!("user"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The reminders.", body = Vec<ReminderView>), ReadRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    acting: ActingUser,
    Path(user_id): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<impl IntoResponse, ApiError> {
    if !acting.is_named(&user_id) {
        return Err(owner::somebody_elses());
    }
    let guild = query.guild_id.as_deref().map(owner::guild).transpose()?;
    let guild = guild.or(state.home);
    let found = state
        .features
        .reminders
        .of_maker(acting.user, guild)
        .await?;
    let views: Vec<ReminderView> = found.into_iter().map(Into::into).collect();
    Ok((NO_STORE, Json(views)))
}
