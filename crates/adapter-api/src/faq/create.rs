//! Adding an answer to a server's FAQ.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use tickets_core::faq::AddFaq;

use super::body::{FaqEntryBody, listed};
use super::refusal::not_added;
use super::view::FaqEntrySaved;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Body;
use crate::refusals::{AdminRefusals, BodyRefusals, ConflictRefusals};
use crate::reminders::NO_STORE;

/// Adds an answer, which can be found at once.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/faq",
    tag = "faq",
    params(("guild_id" = String, Path, description = "The server.")),
    request_body = FaqEntryBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = CREATED, description = "The answer.", body = FaqEntrySaved),
        AdminRefusals, BodyRefusals, ConflictRefusals
    )
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Body(body): Body<FaqEntryBody>,
) -> Result<impl IntoResponse, ApiError> {
    let wish = AddFaq {
        guild: admin.guild,
        member: admin.member(),
        keywords: listed(&body.keywords),
        title: body.title,
        answer: body.summary,
    };
    let added = state.features.faq.add(wish).await.map_err(not_added)?;
    Ok((
        StatusCode::CREATED,
        NO_STORE,
        Json(FaqEntrySaved::from(&added)),
    ))
}
