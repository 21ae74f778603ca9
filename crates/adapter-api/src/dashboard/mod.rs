//! Live figures for dashboards. Reading them writes nothing, and waits for the database at most, never for Discord.

mod body;
mod counts;
mod gathered;
#[cfg(test)]
mod tests;

use access_core::Principal;
use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::response::IntoResponse;
use kernel::{GuildId, UserId};
use operations_core::{GuildFacts, uptime_words};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::body::{BotBlock, CommandBody, DashboardBody, GptBlock, GuildBody, PremiumBlock};
pub use self::gathered::Dashboards;
use crate::auth::KeyOrAdmin;
use crate::error::ApiError;
use crate::liveness::rounded;
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

const NO_STORE: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];
/// More commands than this are counted and not listed.
const MOST_COMMANDS: usize = 50;

/// Whose figures.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DashboardQuery {
    /// The server; without it the home server, and without one all servers, which takes the key.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    #[serde(rename = "guild_id")]
    _guild_id: Option<String>,
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(get_short))
}

/// Live figures of the bot, and of one server or all of them.
#[utoipa::path(
    get,
    path = "/api/dashboard/metrics",
    tag = "operations",
    params(DashboardQuery),
    extensions(("x-access" = json!("key_or_admin"))),
    security(("api_key" = []), ("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, body = DashboardBody),
        AdminRefusals
    )
)]
async fn get(
    State(state): State<ApiState>,
    caller: KeyOrAdmin,
) -> Result<impl IntoResponse, ApiError> {
    let gathered = state
        .operations
        .dashboards
        .gathered(&state, caller.guild)
        .await;
    let body = DashboardBody {
        bot: bot(&state, caller).await,
        gpt: GptBlock::default(),
        reminders: gathered.reminders.clone(),
        tickets: gathered.tickets.clone(),
        settings_overrides: gathered.settings_overrides.clone(),
        infrastructure: gathered.infrastructure.clone(),
        command_usage: gathered.command_usage.clone(),
        cache_metrics: counts::caches(&state.metrics.memory()),
        premium_metrics: PremiumBlock::default(),
    };
    Ok((NO_STORE, Json(body)))
}

/// The same at a shorter address.
#[utoipa::path(
    get,
    path = "/api/metrics",
    tag = "operations",
    params(DashboardQuery),
    extensions(("x-access" = json!("key_or_admin"))),
    security(("api_key" = []), ("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, body = DashboardBody),
        AdminRefusals
    )
)]
async fn get_short(
    state: State<ApiState>,
    caller: KeyOrAdmin,
) -> Result<impl IntoResponse, ApiError> {
    get(state, caller).await
}

async fn bot(state: &ApiState, caller: KeyOrAdmin) -> BotBlock {
    let operations = &state.operations;
    let bot = operations.bot.snapshot();
    let uptime = state.uptime_seconds();
    let commands = operations.bot.commands();
    BotBlock {
        online: bot.online(),
        latency_ms: bot.latency.last.map(rounded),
        uptime_seconds: uptime,
        uptime_human: uptime_words(uptime),
        commands_loaded: bot.commands_loaded,
        version: operations.version,
        codename: operations.codename,
        guilds: guilds(state, caller).await,
        commands: commands
            .into_iter()
            .take(MOST_COMMANDS)
            .map(CommandBody::from)
            .collect(),
    }
}

/// The servers that the caller may see: all of them for a service, the one that is asked about for its admins, and those
/// that they own.
async fn guilds(state: &ApiState, caller: KeyOrAdmin) -> Vec<GuildBody> {
    let user = match caller.principal {
        Principal::Service => None,
        // Whoever is let in has one; a link that went away in between shows less, never more.
        principal => Some(
            state
                .authenticator
                .access
                .discord_user(principal)
                .await
                .ok(),
        ),
    };
    let asked = |guild: GuildId| caller.guild == Some(guild);
    let wanted = |guild: GuildId, owner: UserId| match user {
        None => true,
        Some(user) => asked(guild) || user == Some(owner),
    };
    let found: Vec<GuildFacts> = state.operations.bot.guilds(&wanted);
    found.into_iter().map(GuildBody::from).collect()
}
