//! Changing an answer of a server's FAQ.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use tickets_core::faq::EditFaq;

use super::body::{FaqEditBody, listed};
use super::refusal::{entry_id, not_edited};
use super::view::FaqEntrySaved;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Body, Path};
use crate::refusals::{AdminRefusals, BodyRefusals, ConflictRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

/// Changes an answer, if nobody else did since it was read.
#[utoipa::path(
    put,
    path = "/api/dashboard/{guild_id}/faq/{faq_id}",
    tag = "faq",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("faq_id" = i64, Path, minimum = 1, description = "The answer."),
    ),
    request_body = FaqEditBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "The answer.", body = FaqEntrySaved),
        AdminRefusals, BodyRefusals, ConflictRefusals, MissingRefusals
    )
)]
pub(super) async fn put(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
    Body(body): Body<FaqEditBody>,
) -> Result<impl IntoResponse, ApiError> {
    let wish = EditFaq {
        guild: admin.guild,
        member: admin.member(),
        id: entry_id(&id)?,
        seen: body.seen()?,
        keywords: listed(&body.keywords),
        title: body.title,
        answer: body.summary,
    };
    let edited = state.features.faq.edit(wish).await.map_err(not_edited)?;
    Ok((NO_STORE, Json(FaqEntrySaved::from(&edited))))
}
