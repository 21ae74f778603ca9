//! Leafing through the answers of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Deserialize;
use utoipa::IntoParams;

use super::refusal::refused;
use super::view::FaqPageView;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Query, bounded};
use crate::refusals::AdminRefusals;
use crate::reminders::NO_STORE;

/// More pages than any server has.
const MOST: u16 = 1000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Which page, from 1.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000, default = 1)]
    page: Option<String>,
}

/// The answers of a server, ten at a time: pinned ones first, then the newest.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/faq",
    tag = "faq",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The page.", body = FaqPageView), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, ApiError> {
    let page = bounded("page", asked.page.as_deref(), 1..=MOST, 1);
    let page = page.map_err(|it| ApiError::invalid(vec![it]))?;
    let listed = state.features.faq.list(admin.guild, page.into()).await;
    let listed = listed.map_err(refused)?;
    Ok((NO_STORE, Json(FaqPageView::from(listed))))
}
