//! `/api/dashboard/{guild_id}/tickets`: the tickets of a server, for its admins.

mod list;
mod refusal;
mod show;
mod status;
#[cfg(test)]
mod tests;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::get))
        .routes(routes!(show::get))
        .routes(routes!(status::put))
}
