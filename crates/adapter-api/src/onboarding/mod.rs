//! `/api/dashboard/{guild_id}/onboarding`: what a server asks of newcomers, for its admins.

mod body;
mod funnel;
mod questions;
mod refusal;
mod reorder;
mod rules;
#[cfg(test)]
mod tests;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(funnel::get))
        .routes(routes!(questions::get, questions::post))
        .routes(routes!(questions::delete))
        .routes(routes!(rules::get, rules::post))
        .routes(routes!(rules::delete))
        .routes(routes!(reorder::post))
}
