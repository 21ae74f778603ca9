//! Putting an answer of a server's FAQ before others.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use tickets_core::faq::{Pin, PinFaq};

use super::body::PinBody;
use super::refusal::{entry_id, not_pinned};
use super::view::FaqEntrySaved;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Body, Path};
use crate::refusals::{AdminRefusals, BodyRefusals, ConflictRefusals, MissingRefusals};
use crate::reminders::NO_STORE;

/// Pins an answer, or no longer; at most five are pinned.
#[utoipa::path(
    put,
    path = "/api/dashboard/{guild_id}/faq/{faq_id}/pin",
    tag = "faq",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("faq_id" = i64, Path, minimum = 1, description = "The answer."),
    ),
    request_body = PinBody,
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
    Body(body): Body<PinBody>,
) -> Result<impl IntoResponse, ApiError> {
    let wish = PinFaq {
        guild: admin.guild,
        member: admin.member(),
        id: entry_id(&id)?,
        pin: if body.pinned { Pin::Pinned } else { Pin::Loose },
    };
    let pinned = state.features.faq.pin(wish).await.map_err(not_pinned)?;
    Ok((NO_STORE, Json(FaqEntrySaved::from(&pinned))))
}
