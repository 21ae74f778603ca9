//! What is proposed to a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::UseCaseError;

use super::view::ProposalsView;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::faq::refused_by;
use crate::refusals::AdminRefusals;
use crate::reminders::NO_STORE;

/// The answers that are proposed because members keep asking, and about which nobody has decided.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/faq/proposals",
    tag = "faq",
    params(("guild_id" = String, Path, description = "The server.")),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The proposals.", body = ProposalsView), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
) -> Result<impl IntoResponse, ApiError> {
    let features = &state.features;
    let open = features.proposals.open(admin.guild, admin.member()).await;
    let open = open.map_err(|error| match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(refusal) => refused_by(refusal),
    })?;
    let tickets: Vec<_> = open.iter().flat_map(|it| &it.tickets).copied().collect();
    let numbers = features.tickets.numbers(admin.guild, &tickets).await?;
    Ok((NO_STORE, Json(ProposalsView::of(&open, &numbers))))
}
