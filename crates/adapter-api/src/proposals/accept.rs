//! Making an answer out of a proposal.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::Deserialize;
use tickets_core::faq::AddFaq;
use utoipa::ToSchema;

use super::refusal::{not_accepted, not_decided, proposal_id};
use super::settle;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Body, Path};
use crate::faq::{FaqEntrySaved, listed};
use crate::refusals::{AdminRefusals, BodyRefusals, ConflictRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

/// The answer as it is to be. Only its text has to be given, since what is suggested for that speaks of one person's case.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({ "summary": "Choose your zone under *Account*.", "keywords": ["kalender", "uur"] }))]
pub(super) struct AcceptBody {
    /// What it is about: 1 to 100 characters, like no other title of the server; what is suggested if none.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    title: Option<String>,
    /// The answer: 1 to 4,000 characters.
    #[schema(min_length = 1, max_length = 4000)]
    summary: String,
    /// How else it is found: at most 20, of at most 50 characters each; what is suggested if none.
    #[serde(default)]
    #[schema(max_items = 20)]
    keywords: Option<Vec<String>>,
}

/// Adds the answer to a proposal, which is decided with that, and shows so in the log channel: what *Add to FAQ* does there.
/// Of two who decide at once the second gets 409.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/faq/proposals/{proposal_id}/accept",
    tag = "faq",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("proposal_id" = i64, Path, minimum = 1, description = "The proposal."),
    ),
    request_body = AcceptBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = CREATED, description = "The answer.", body = FaqEntrySaved),
        AdminRefusals, BodyRefusals, ConflictRefusals, MissingRefusals
    )
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
    Body(body): Body<AcceptBody>,
) -> Result<impl IntoResponse, ApiError> {
    let proposals = &state.features.proposals;
    let id = proposal_id(&id)?;
    let form = proposals.form(admin.guild, admin.member(), id).await;
    let form = form.map_err(not_decided)?;
    let keywords = body.keywords.as_deref().map(listed);
    let wish = AddFaq {
        guild: admin.guild,
        member: admin.member(),
        title: body.title.unwrap_or(form.title),
        answer: body.summary,
        keywords: keywords.unwrap_or(form.keywords),
    };
    let added = proposals.add(id, wish).await;
    let (entry, proposal) = added.map_err(not_accepted)?;
    settle(&state, &proposal).await;
    Ok((
        StatusCode::CREATED,
        NO_STORE,
        Json(FaqEntrySaved::from(&entry)),
    ))
}
