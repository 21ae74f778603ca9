//! What happened lately, for the admins of a server.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use operations_core::{Detail, EventType, OperationalEvent};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::{Query, bounded};
use crate::refusals::AdminRefusals;
use crate::settings::moment;
use crate::state::ApiState;

const DEFAULT_LIMIT: u16 = 50;
const MOST: u16 = 100;

/// Which events are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// At most so many.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100, default = 50)]
    limit: Option<String>,
    /// Only of these types, with commas between them; a word that is none is passed over.
    event_types: Option<String>,
}

/// Events, the newest first.
#[derive(Debug, Serialize, ToSchema)]
struct Logs {
    /// Those of the server, and those that concern all servers.
    logs: Vec<Log>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
struct Log {
    /// When.
    timestamp: String,
    /// `BOT_READY`, `BOT_RECONNECT`, `BOT_DISCONNECT`, `GUILD_SYNC`, `ONBOARDING_ERROR`, `SETTINGS_CHANGED` or
    /// `COG_ERROR`.
    event_type: &'static str,
    /// Where; null when it concerns all servers.
    guild_id: Option<String>,
    /// One line about it.
    message: String,
    /// More about it, by name.
    details: BTreeMap<&'static str, DetailBody>,
}

/// A detail: a number or a text.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum DetailBody {
    /// A count, or seconds.
    Number(i64),
    /// A word or a line.
    Text(String),
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// What happened lately at a server and to the bot as a whole, the newest first.
#[utoipa::path(
    get,
    path = "/api/dashboard/logs",
    tag = "operations",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Query, description = "The server's id"), Asked),
    responses(
        (
            status = OK,
            body = Logs,
            example = json!({"logs": [{
                "timestamp": "2026-11-21T13:00:00Z", "event_type": "SETTINGS_CHANGED",
                "guild_id": "81384788765712384", "message": "reminders.enabled was changed",
                "details": {"source": "api"}
            }]})
        ),
        AdminRefusals
    )
)]
async fn list(
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
    State(state): State<ApiState>,
) -> Result<Json<Logs>, ApiError> {
    let limit = bounded("limit", asked.limit.as_deref(), 1..=MOST, DEFAULT_LIMIT)
        .map_err(|it| ApiError::invalid(vec![it]))?;
    let kinds = asked.kinds();
    let events = state
        .features
        .events
        .of_guild(admin.guild, kinds.as_deref(), limit.into());
    let logs = events.iter().map(Log::of).collect();
    Ok(Json(Logs { logs }))
}

impl Asked {
    /// The types that are asked for; none when nothing is said about them.
    fn kinds(&self) -> Option<Vec<EventType>> {
        let words = self.event_types.as_deref().map(str::trim);
        let words = words.filter(|it| !it.is_empty())?.split(',');
        Some(
            words
                .filter_map(|it| EventType::from_word(it.trim()))
                .collect(),
        )
    }
}

impl Log {
    fn of(event: &OperationalEvent) -> Self {
        let details = event.details().iter().map(|(name, detail)| {
            let detail = match detail {
                Detail::Number(it) => DetailBody::Number(*it),
                Detail::Text(it) => DetailBody::Text(it.clone()),
            };
            (*name, detail)
        });
        Self {
            timestamp: moment(event.at()),
            event_type: event.kind().as_str(),
            guild_id: event.guild().map(|it| it.to_string()),
            message: event.message().to_owned(),
            details: details.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use serde_json::json;

    use super::*;
    use crate::testing::{Answer, Scene, guild_id};

    fn scene() -> Scene {
        let scene = Scene::default();
        let happened = [
            (EventType::BotReady, None, "ready"),
            (EventType::SettingsChanged, Some(1), "here"),
            (EventType::SettingsChanged, Some(2), "there"),
            (EventType::CogError, Some(1), "failed"),
        ];
        for (second, (kind, guild, message)) in (0..).zip(happened) {
            let at = DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
            let event = OperationalEvent::new(kind, at, guild.map(guild_id), message);
            scene.events.record(event.number("second", second));
        }
        scene
    }

    async fn logs(query: &str) -> Answer {
        let scene = scene();
        let path = format!("/api/dashboard/logs{query}");
        scene.get(&path).by_user(1).send().await
    }

    async fn messages(query: &str) -> Vec<String> {
        let json = logs(query).await.json();
        let logs = json["logs"].as_array().unwrap().iter();
        logs.map(|it| it["message"].as_str().unwrap().to_owned())
            .collect()
    }

    #[tokio::test]
    async fn the_servers_events_and_those_of_all_are_told_newest_first() {
        assert_eq!(messages("?guild_id=1").await, ["failed", "here", "ready"]);
        let json = logs("?guild_id=1&limit=1").await.json();
        let expected = json!({"logs": [{
            "timestamp": "1970-01-01T00:00:03Z", "event_type": "COG_ERROR", "guild_id": "1", "message": "failed",
            "details": {"second": 3},
        }]});
        assert_eq!(json, expected);
    }

    #[tokio::test]
    async fn types_are_chosen_and_unknown_ones_passed_over() {
        let chosen = "?guild_id=1&event_types=BOT_READY,NOTHING,%20COG_ERROR";
        assert_eq!(messages(chosen).await, ["failed", "ready"]);
        assert_eq!(messages("?guild_id=1&event_types=NOTHING").await, [""; 0]);
        assert_eq!(messages("?guild_id=1&event_types=").await.len(), 3);
    }

    #[tokio::test]
    async fn without_a_server_or_with_an_impossible_limit_it_is_refused() {
        logs("").await.assert_refused(400, "guild_id_required");
        for limit in ["0", "101", "-1", "x"] {
            let answer = logs(&format!("?guild_id=1&limit={limit}")).await;
            answer.assert_refused(422, "validation_failed");
        }
    }

    #[tokio::test]
    async fn another_servers_admins_are_told_nothing() {
        let asked = scene().get("/api/dashboard/logs?guild_id=1").by_user(3);
        asked.send().await.assert_refused(403, "forbidden");
        let nobody = scene().get("/api/dashboard/logs?guild_id=1").send().await;
        nobody.assert_refused(401, "unauthorized");
    }
}
