//! Asking a server's FAQ.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use tickets_core::faq::{Answered, Hit, SearchRow};
use utoipa::{IntoParams, ToSchema};

use super::refusal::not_searched;
use super::view::FaqEntryView;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::{ApiError, FieldError};
use crate::extract::Query;
use crate::refusals::{AdminRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// The question: 1 to 200 characters.
    #[param(min_length = 1, max_length = 200)]
    q: String,
}

/// An answer that fits.
#[derive(Debug, Serialize, ToSchema)]
struct FaqHit {
    /// How well it fits, above 0; to be compared within one search only.
    score: f64,
    /// The answer.
    entry: FaqEntryView,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaqFound {
    /// At most five answers, best first.
    hits: Vec<FaqHit>,
    /// Where there is none: what came closest, at most three.
    closest: Vec<FaqHit>,
}

/// Asks as a member would: Dutch and English, with typing errors, plurals, accents and synonyms. It is kept as a search,
/// without saying who asked, and counts nowhere but here: the bounds on typing are for commands.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/faq/search",
    tag = "faq",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "What was found.", body = FaqFound), AdminRefusals, MissingRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Query(Asked { q }): Query<Asked>,
) -> Result<impl IntoResponse, ApiError> {
    if q.chars().count() > SearchRow::LONGEST {
        return Err(ApiError::invalid(vec![FieldError {
            field: "q".to_owned(),
            code: "too_long".into(),
            message: format!("Ask in at most {} characters.", SearchRow::LONGEST),
        }]));
    }
    let faq = &state.features.faq;
    let searched = faq.search_from_dashboard(admin.guild, &q).await;
    let searched = searched.map_err(not_searched)?;
    if let Some(failure) = searched.unkept {
        tracing::warn!(
            error = &failure as &dyn std::error::Error,
            "a search of the FAQ was not kept"
        );
    }
    let found = match searched.answered {
        Answered::Picked(entry) => FaqFound {
            hits: vec![FaqHit {
                score: 1.0,
                entry: (&*entry).into(),
            }],
            closest: Vec::new(),
        },
        Answered::Found(findings) => FaqFound {
            hits: findings.hits.iter().map(hit).collect(),
            closest: findings.closest.iter().map(hit).collect(),
        },
    };
    Ok((NO_STORE, Json(found)))
}

fn hit(hit: &Hit) -> FaqHit {
    FaqHit {
        score: hit.score,
        entry: (&*hit.entry).into(),
    }
}
