//! `/api/reminders`: a member's own reminders.

mod body;
mod create;
mod delete;
mod fields;
mod list;
mod owner;
pub(crate) mod refusal;
mod refusals;
pub(crate) mod shapes;
#[cfg(test)]
mod tests;
mod update;
mod view;

use axum::http::header::{CACHE_CONTROL, HeaderName};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::ApiState;

pub(crate) use fields::{day_tokens, given, id_text};
pub(crate) use owner::{reminder_id, roles};
pub(crate) use refusals::{ReadRefusals, WriteRefusals};
pub(crate) use view::moment;

/// What is somebody's own is kept by nobody in between.
pub(crate) const NO_STORE: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list::get))
        .routes(routes!(create::post, update::put))
        .routes(routes!(delete::delete))
}
