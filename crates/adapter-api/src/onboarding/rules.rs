//! The rules of a server: all of them, a new one, and one less.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use onboarding_core::RuleId;
use onboarding_core::set_up::{AddRule, Pick};
use serde::Deserialize;
use utoipa::IntoParams;

use super::body::RuleBody;
use super::refusal::{not_removed, refused, rule_not_added, switch};
use super::view::{ContentDeleted, RuleSaved, RulesView};
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

/// The rules of a server by their places, those too that are not enabled.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/onboarding/rules",
    tag = "onboarding",
    params(("guild_id" = String, Path, description = "The server."), Asked),
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The rules.", body = RulesView), AdminRefusals)
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
    let shown = overview.rules.iter();
    let shown = shown.filter(|it| wanted.is_none_or(|wanted| it.enabled == wanted));
    let rules = shown.map(Into::into).collect();
    Ok((NO_STORE, Json(RulesView { rules })))
}

/// Puts a rule in its place, over what stands there.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/onboarding/rules",
    tag = "onboarding",
    params(("guild_id" = String, Path, description = "The server.")),
    request_body = RuleBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, description = "The rule.", body = RuleSaved),
        AdminRefusals, BodyRefusals, RepeatRefusals
    )
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Body(body): Body<RuleBody>,
) -> Result<impl IntoResponse, ApiError> {
    let wish = AddRule {
        guild: admin.guild,
        member: admin.member(),
        position: body.rule_order,
        enabled: body.enabled,
        title: body.title,
        description: body.description,
        thumbnail: body.thumbnail_url,
        image: body.image_url,
    };
    let stored = state.features.set_up.add_rule(wish).await;
    let stored = stored.map_err(rule_not_added)?;
    let answer = RuleSaved {
        success: true,
        replaced: stored.replaced.is_some(),
        rule: (&stored.rule).into(),
    };
    Ok((NO_STORE, Json(answer)))
}

/// Deletes a rule.
#[utoipa::path(
    delete,
    path = "/api/dashboard/{guild_id}/onboarding/rules/{rule_id}",
    tag = "onboarding",
    params(
        ("guild_id" = String, Path, description = "The server."),
        ("rule_id" = i64, Path, minimum = 1, description = "The rule."),
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
    let id: RuleId = id.parse().map_err(|_| ApiError::not_found())?;
    let set_up = &state.features.set_up;
    let deleted = set_up.delete_rule(admin.guild, admin.member(), Pick::Numbered(id));
    let id = deleted.await.map_err(not_removed)?.id.get();
    Ok((NO_STORE, Json(ContentDeleted { success: true, id })))
}
