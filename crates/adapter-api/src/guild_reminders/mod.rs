//! `/api/dashboard/{guild_id}/reminders`: everybody's reminders, for the admins of a server.

mod adding;
mod body;
mod create;
mod delete;
mod list;
mod live_session;
mod refusal;
#[cfg(test)]
mod tests;
mod update;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::get, create::post))
        .routes(routes!(live_session::post))
        .routes(routes!(update::put, delete::delete))
}
