//! `/api/dashboard/{guild_id}/faq`: the answers of a server, for its admins.

mod body;
mod create;
mod delete;
mod edit;
mod export;
mod list;
mod pin;
mod refusal;
mod search;
mod show;
#[cfg(test)]
mod tests;
mod unanswered;
mod view;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;

pub(crate) use self::body::listed;
pub(crate) use self::refusal::{faq as refused_by, not_added};
pub(crate) use self::view::FaqEntrySaved;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::get, create::post))
        .routes(routes!(search::get))
        .routes(routes!(export::get))
        .routes(routes!(unanswered::get))
        .routes(routes!(show::get, edit::put, delete::delete))
        .routes(routes!(pin::put))
}
