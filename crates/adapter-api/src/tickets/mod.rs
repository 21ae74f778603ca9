//! `/api/dashboard/{guild_id}/tickets`: the tickets of a server, for its admins.

mod archive;
mod export;
mod list;
mod refusal;
mod show;
mod stats;
mod status;
#[cfg(test)]
mod tests;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;

pub(crate) use self::stats::by_name;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::get))
        .routes(routes!(stats::get))
        .routes(routes!(export::get))
        .routes(routes!(show::get))
        .routes(routes!(status::put))
}
