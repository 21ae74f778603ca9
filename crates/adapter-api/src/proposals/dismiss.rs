//! Deciding that a topic needs no answer.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;

use super::refusal::{not_decided, proposal_id};
use super::settle;
use super::view::ProposalDismissed;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Path;
use crate::refusals::{AdminRefusals, ConflictRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

/// Dismisses a proposal; its topic is not proposed again for 30 days. It shows so in the log channel.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/faq/proposals/{proposal_id}/dismiss",
    tag = "faq",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("proposal_id" = i64, Path, minimum = 1, description = "The proposal."),
    ),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "It is dismissed.", body = ProposalDismissed),
        AdminRefusals, ConflictRefusals, MissingRefusals
    )
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let proposals = &state.features.proposals;
    let id = proposal_id(&id)?;
    let dismissed = proposals.dismiss(admin.guild, admin.member(), id).await;
    let proposal = dismissed.map_err(not_decided)?;
    settle(&state, &proposal).await;
    let answer = ProposalDismissed {
        success: true,
        id: proposal.id.get(),
    };
    Ok((NO_STORE, Json(answer)))
}
