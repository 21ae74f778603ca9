//! `/api/dashboard/{guild_id}/faq/proposals`: answers that are proposed because members keep asking, for admins to decide.

mod accept;
mod dismiss;
mod list;
mod refusal;
#[cfg(test)]
mod tests;
mod view;

use tickets_core::topics::Proposal;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::get))
        .routes(routes!(accept::post))
        .routes(routes!(dismiss::post))
}

/// Shows in the log channel what was decided.
async fn settle(state: &ApiState, proposal: &Proposal) {
    if let Err(error) = state.features.proposal_board.settle(proposal).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            guild.id = proposal.guild.get(),
            "a proposal that was decided over HTTP still stands with its buttons"
        );
    }
}
