//! What members ask that nobody has answered yet.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::Serialize;
use utoipa::ToSchema;

use super::refusal::refused;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::refusals::AdminRefusals;
use crate::reminders::NO_STORE;

/// A question without an answer.
#[derive(Debug, Serialize, ToSchema)]
struct UnansweredQuestion {
    /// The question, without secrets and personal data, in small letters.
    query: String,
    /// How often it was asked.
    count: u32,
}

/// Questions without an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnansweredQuestions {
    /// At most 25, the most frequent first.
    questions: Vec<UnansweredQuestion>,
}

/// What was asked in the last 30 days without finding anything. Nothing says who asked.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/faq/unanswered",
    tag = "faq",
    params(("guild_id" = String, Path, description = "The server.")),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The questions.", body = UnansweredQuestions), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
) -> Result<impl IntoResponse, ApiError> {
    let faq = &state.features.faq;
    let asked = faq.unanswered(admin.guild, admin.member(), &[]).await;
    let questions = asked.map_err(refused)?.into_iter();
    let questions = questions.map(|it| UnansweredQuestion {
        query: it.query,
        count: it.count,
    });
    let answer = UnansweredQuestions {
        questions: questions.collect(),
    };
    Ok((NO_STORE, Json(answer)))
}
