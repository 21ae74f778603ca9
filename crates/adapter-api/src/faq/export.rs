//! Taking the answers of a server away.

use axum::extract::State;
use axum::response::Response;
use kernel::UseCaseError;
use tickets_core::export::ExportRefusal;

use super::refusal::faq;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::refusals::AdminRefusals;
use crate::table::{FaqTable, attached, too_soon};

/// The table of `/export faq`: CSV with a byte order mark, in which no cell runs as a formula. Everybody exports once a minute,
/// here or in Discord, and the log channel is told.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/faq/export",
    tag = "faq",
    params(("guild_id" = String, Path, description = "The server.")),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The table.", body = String, content_type = "text/csv"), AdminRefusals)
)]
pub(super) async fn get(
    State(state): State<ApiState>,
    admin: GuildAdmin,
) -> Result<Response, ApiError> {
    let exports = &state.features.exports;
    let exported = exports.faq(admin.guild, admin.member()).await;
    let export = exported.map_err(|error| match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(ExportRefusal::Faq(refusal)) => faq(refusal),
        UseCaseError::Refused(ExportRefusal::CoolingDown(wait)) => too_soon(wait),
    })?;
    attached("faq.csv", FaqTable::from(export)).await
}
