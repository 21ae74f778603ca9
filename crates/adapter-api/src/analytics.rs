//! Which commands are used most.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::response::IntoResponse;
use kernel::GuildId;
use operations_core::{CommandScope, Ranking, TopCommands};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::KeyOrAdmin;
use crate::error::ApiError;
use crate::extract::{Query, both, bounded};
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

const NO_STORE: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];

/// What is counted. Read as text, so that a refusal can name the field.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TopQuery {
    /// The server; without it the home server, and without one all servers, which takes the key.
    #[param(value_type = Option<String>, pattern = "^[0-9]{1,19}$")]
    #[serde(rename = "guild_id")]
    _guild_id: Option<String>,
    /// Of so many days up to now.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 365, default = 7)]
    days: Option<String>,
    /// At most so many names.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 100, default = 10)]
    limit: Option<String>,
}

/// Which commands are used most.
#[derive(Serialize, ToSchema)]
struct TopBody {
    /// The same as `top_commands`, by name.
    commands: BTreeMap<String, u64>,
    /// The most used first, and by name where they were used as often.
    top_commands: Vec<UsageBody>,
    /// Of so many days up to now.
    period_days: u16,
    /// The server; null for all of them.
    guild_id: Option<String>,
    /// How many commands were used, also those that are not listed.
    total_commands: u64,
}

/// How often a command was used.
#[derive(Serialize, ToSchema)]
struct UsageBody {
    /// Its full name: `config reminders toggle`.
    command_name: String,
    /// How often.
    usage_count: u64,
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(get))
        .routes(routes!(get_short))
}

/// Which commands are used most.
#[utoipa::path(
    get,
    path = "/api/top-commands",
    tag = "analytics",
    params(TopQuery),
    extensions(("x-access" = json!("key_or_admin"))),
    security(("api_key" = []), ("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, body = TopBody),
        AdminRefusals
    )
)]
async fn get(
    State(state): State<ApiState>,
    caller: KeyOrAdmin,
    Query(query): Query<TopQuery>,
) -> Result<impl IntoResponse, ApiError> {
    let days = bounded("days", query.days.as_deref(), 1..=365, 7);
    let limit = bounded("limit", query.limit.as_deref(), 1..=100, 10);
    let (days, limit) = both(days, limit)?;
    let scope = caller.guild.map_or(CommandScope::All, CommandScope::Guild);
    let asked = TopCommands { scope, days, limit };
    let ranking = state.features.analytics.top(asked).await?;
    let body = body(caller.guild, days, &ranking);
    Ok((NO_STORE, Json(body)))
}

/// Which commands are used most: the same under a shorter name.
#[utoipa::path(
    get,
    path = "/top-commands",
    tag = "analytics",
    params(TopQuery),
    extensions(("x-access" = json!("key_or_admin"))),
    security(("api_key" = []), ("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses(
        (status = OK, body = TopBody),
        AdminRefusals
    )
)]
async fn get_short(
    state: State<ApiState>,
    caller: KeyOrAdmin,
    query: Query<TopQuery>,
) -> Result<impl IntoResponse, ApiError> {
    get(state, caller, query).await
}

fn body(guild: Option<GuildId>, period_days: u16, ranking: &Ranking) -> TopBody {
    let each = ranking.top.iter();
    TopBody {
        commands: each.clone().map(|it| (it.name.clone(), it.count)).collect(),
        top_commands: each
            .map(|it| UsageBody {
                command_name: it.name.clone(),
                usage_count: it.count,
            })
            .collect(),
        period_days,
        guild_id: guild.map(|it| it.to_string()),
        total_commands: ranking.total,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use kernel::{Clock as _, UserId};
    use operations_core::{CommandLog as _, Ending, Execution, ExecutionKind, QualifiedName};
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::Scene;

    const BOTH: [&str; 2] = ["/top-commands", "/api/top-commands"];

    fn guild(id: u64) -> Option<GuildId> {
        GuildId::new(id).ok()
    }

    /// In guild 1: `help` twice and `add` twice today, `old` once ten days ago; in guild 2: `help` once.
    async fn scene() -> Scene {
        let scene = Scene::default();
        let now = scene.world.clock.now();
        let used = |name, guild, days| Execution {
            guild,
            user: UserId::new(2).unwrap(),
            name: QualifiedName::new(name),
            kind: ExecutionKind::Slash,
            ending: Ending::Succeeded,
            at: now - TimeDelta::days(days),
        };
        let rows = [
            used("help", guild(1), 0),
            used("help", guild(1), 1),
            used("add", guild(1), 1),
            used("add", guild(1), 2),
            used("old", guild(1), 10),
            used("help", guild(2), 0),
        ];
        scene.commands.write(&rows).await.unwrap();
        scene
    }

    #[tokio::test]
    async fn a_service_sees_all_servers_or_one() {
        let scene = scene().await;
        for path in BOTH {
            let answer = scene.get(path).by_service().send().await;
            assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
            let all = json!({
                "commands": { "help": 3, "add": 2 },
                "top_commands": [
                    { "command_name": "help", "usage_count": 3 },
                    { "command_name": "add", "usage_count": 2 },
                ],
                "period_days": 7, "guild_id": null, "total_commands": 5,
            });
            assert_eq!(answer.json(), all);
            assert_eq!(answer.headers["cache-control"], "no-store");
            let one = scene.get(&format!("{path}?guild_id=2")).by_service();
            let one = one.send().await.json();
            assert_eq!(
                (&one["guild_id"], &one["total_commands"]),
                (&json!("2"), &json!(1))
            );
        }
    }

    #[tokio::test]
    async fn an_admin_sees_their_server_the_most_used_first_and_then_by_name() {
        let scene = scene().await;
        let path = "/api/top-commands?guild_id=1&days=30&limit=2";
        for asked in [
            scene.get(path).by_user(1),
            scene.get(path).by_service_for(1),
        ] {
            let body = asked.send().await.json();
            let expected = json!([
                { "command_name": "add", "usage_count": 2 },
                { "command_name": "help", "usage_count": 2 },
            ]);
            assert_eq!(body["top_commands"], expected);
            assert_eq!(body["commands"], json!({ "add": 2, "help": 2 }));
            assert_eq!(
                (&body["period_days"], &body["guild_id"]),
                (&json!(30), &json!("1"))
            );
            assert_eq!(body["total_commands"], 5, "also what is not listed");
        }
    }

    #[tokio::test]
    async fn without_a_server_the_home_server_is_meant() {
        let mut scene = scene().await;
        scene.home = guild(1);
        for asked in [
            scene.get("/top-commands").by_service(),
            scene.get("/top-commands").by_user(1),
        ] {
            assert_eq!(asked.send().await.json()["guild_id"], "1");
        }
        let other = scene.get("/top-commands").by_user(3).send().await;
        other.assert_refused(403, "forbidden");
    }

    #[tokio::test]
    async fn nobody_else_sees_anything() {
        let scene = scene().await;
        for path in BOTH {
            let at = |guild: &str| scene.get(&format!("{path}?guild_id={guild}"));
            scene
                .get(path)
                .send()
                .await
                .assert_refused(401, "unauthorized");
            at("1").send().await.assert_refused(401, "unauthorized");
            for asked in [
                scene.get(path).by_user(1),
                scene.get(path).by_service_for(1),
            ] {
                asked.send().await.assert_refused(400, "guild_id_required");
            }
            for asked in [
                at("1").by_user(2),
                at("1").by_user(3),
                at("2").by_user(1),
                at("3").by_user(1),
                at("2").by_service_for(1),
            ] {
                asked.send().await.assert_refused(403, "forbidden");
            }
            let unlinked = at("1").by_user(9).send().await;
            unlinked.assert_refused(403, "discord_not_linked");
        }
    }

    #[tokio::test]
    async fn what_is_out_of_bounds_or_no_number_is_refused_field_by_field() {
        let scene = scene().await;
        let ask = |query: &str| {
            scene
                .get(&format!("/api/top-commands?{query}"))
                .by_service()
        };
        for query in ["days=1&limit=1", "days=365&limit=100", "guild_id=1"] {
            assert_eq!(ask(query).send().await.status.as_u16(), 200, "{query}");
        }
        for (query, fields) in [
            ("days=0", vec!["days"]),
            ("days=366", vec!["days"]),
            ("days=", vec!["days"]),
            ("limit=0", vec!["limit"]),
            ("limit=101", vec!["limit"]),
            ("days=x&limit=-1", vec!["days", "limit"]),
            ("guild_id=abc", vec!["guild_id"]),
            ("guild_id=", vec!["guild_id"]),
            ("guild_id=0", vec!["guild_id"]),
        ] {
            let answer = ask(query).send().await;
            answer.assert_refused(422, "validation_failed");
            let named: Vec<Value> = answer.json()["errors"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["field"].clone())
                .collect();
            assert_eq!(named, fields, "{query}");
        }
        ask("days=1&days=2")
            .send()
            .await
            .assert_refused(422, "validation_failed");
    }

    #[tokio::test]
    async fn while_the_database_is_away_the_answer_is_503_and_it_is_not_remembered() {
        let scene = scene().await;
        scene.commands.go_away(true);
        let away = scene.get("/top-commands").by_service().send().await;
        away.assert_refused(503, "unavailable");
        assert!(away.headers.contains_key("retry-after"));
        scene.commands.go_away(false);
        let back = scene.get("/top-commands").by_service().send().await;
        assert_eq!(back.status.as_u16(), 200);
    }

    #[tokio::test]
    async fn who_asks_again_within_30_seconds_gets_the_same_without_the_database() {
        let scene = scene().await;
        for _ in 0..3 {
            let answer = scene.get("/top-commands").by_service().send().await;
            assert_eq!(answer.json()["total_commands"], 5);
        }
        assert_eq!(scene.commands.questions(), 1);
    }
}
