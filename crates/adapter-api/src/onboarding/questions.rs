//! The questions of a server: all of them, a new one, and one less.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use onboarding_core::QuestionId;
use onboarding_core::set_up::{AddQuestion, EarlierFollowUps, Pick};
use serde::Deserialize;
use utoipa::IntoParams;

use super::body::QuestionBody;
use super::refusal::{not_removed, question_not_added, refused, switch};
use super::view::{ContentDeleted, QuestionSaved, QuestionsView};
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Body, Path, Query};
use crate::refusals::{AdminRefusals, BodyRefusals, MissingRefusals, RepeatRefusals};
use crate::reminders::NO_STORE;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// `true` for those alone that newcomers see, `false` for those alone that they do not.
    #[param(value_type = Option<bool>)]
    enabled: Option<String>,
}

/// The questions of a server by their places, those too that are not enabled.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/onboarding/questions",
    tag = "onboarding",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The questions.", body = QuestionsView), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, ApiError> {
    let set_up = &state.features.set_up;
    let overview = set_up.overview(admin.guild, admin.member()).await;
    let overview = overview.map_err(refused)?;
    let wanted = switch("enabled", asked.enabled.as_deref())?;
    let shown = overview.questions.iter();
    let shown = shown.filter(|it| wanted.is_none_or(|wanted| it.enabled == wanted));
    let questions = shown.map(Into::into).collect();
    Ok((NO_STORE, Json(QuestionsView { questions })))
}

/// Puts a question in its place, over what stands there.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/onboarding/questions",
    tag = "onboarding",
    params(("guild_id" = String, Path, description = "The server.")),
    request_body = QuestionBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "The question.", body = QuestionSaved),
        AdminRefusals, BodyRefusals, RepeatRefusals
    )
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Body(body): Body<QuestionBody>,
) -> Result<impl IntoResponse, ApiError> {
    let wish = AddQuestion {
        guild: admin.guild,
        member: admin.member(),
        position: body.step_order,
        enabled: body.enabled,
        parts: body.parts(),
        earlier_follow_ups: EarlierFollowUps::Dropped,
    };
    let stored = state.features.set_up.add_question(wish).await;
    let stored = stored.map_err(question_not_added)?;
    let answer = QuestionSaved {
        success: true,
        replaced: stored.replaced.is_some(),
        question: (&stored.question).into(),
    };
    Ok((NO_STORE, Json(answer)))
}

/// Deletes a question.
#[utoipa::path(
    delete,
    path = "/api/dashboard/{guild_id}/onboarding/questions/{question_id}",
    tag = "onboarding",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("question_id" = i64, Path, minimum = 1, description = "The question."),
    ),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "It is deleted.", body = ContentDeleted),
        AdminRefusals, MissingRefusals, RepeatRefusals
    )
)]
pub(super) async fn delete(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Path((_, id)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let id: QuestionId = id.parse().map_err(|_| ApiError::not_found())?;
    let set_up = &state.features.set_up;
    let deleted = set_up.delete_question(admin.guild, admin.member(), Pick::Numbered(id));
    let id = deleted.await.map_err(not_removed)?.id.get();
    Ok((NO_STORE, Json(ContentDeleted { success: true, id })))
}
