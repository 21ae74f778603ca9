//! Another order of a server's questions and rules: all of it or nothing.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use onboarding_core::set_up::Reordering;
use onboarding_core::{QuestionId, RuleId};

use super::body::OrderBody;
use super::refusal::{no_permutation, not_reordered};
use super::view::ContentReordered;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Body;
use crate::refusals::{AdminRefusals, BodyRefusals, RepeatRefusals};
use crate::reminders::NO_STORE;

/// Puts questions, rules or both in another order, numbered from 1 without gaps.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/onboarding/reorder",
    tag = "onboarding",
    params(("guild_id" = String, Path, description = "The server.")),
    request_body = OrderBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "Everything in its new order.", body = ContentReordered),
        AdminRefusals, BodyRefusals, RepeatRefusals
    )
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Body(body): Body<OrderBody>,
) -> Result<impl IntoResponse, ApiError> {
    let order = Reordering {
        questions: numbers(body.questions, QuestionId::new, "questions")?,
        rules: numbers(body.rules, RuleId::new, "rules")?,
    };
    let set_up = &state.features.set_up;
    let now = set_up.reorder(admin.guild, admin.member(), &order).await;
    let now = now.map_err(not_reordered)?;
    let answer = ContentReordered {
        success: true,
        questions: now.questions.iter().map(Into::into).collect(),
        rules: now.rules.iter().map(Into::into).collect(),
    };
    Ok((NO_STORE, Json(answer)))
}

/// The numbers; one that nothing can have is none of the server's.
fn numbers<Id>(
    given: Option<Vec<u64>>,
    id: impl Fn(u64) -> Option<Id>,
    name: &str,
) -> Result<Option<Vec<Id>>, ApiError> {
    let Some(given) = given else { return Ok(None) };
    let ids: Option<Vec<_>> = given.into_iter().map(id).collect();
    ids.map(Some).ok_or_else(|| no_permutation(name))
}
