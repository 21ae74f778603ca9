//! The history of a server's settings.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settings_core::{ChangeType, HistoryFilter, HistoryId, RawValue, SettingValue, ToldChange};
use utoipa::{IntoParams, ToSchema};

use super::moment;
use crate::auth::GuildAdmin;
use crate::error::{ApiError, FieldError};
use crate::extract::{Query, bounded};
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

const DEFAULT_LIMIT: u16 = 50;
const MOST: u16 = 200;

/// Which changes are asked for. Numbers are read as text, so that a refusal can name the field.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Only of this category.
    scope: Option<String>,
    /// Only of this setting; together with `scope`.
    key: Option<String>,
    /// Only `created`, `updated`, `deleted`, `rollback` or `import`.
    change_type: Option<String>,
    /// At most so many.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200, default = 50)]
    limit: Option<String>,
    /// Only those before this one: the last id of the page before.
    #[param(value_type = Option<i64>, minimum = 1)]
    before_id: Option<String>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Entry {
    /// Its number; later changes have higher ones.
    id: i64,
    /// The server.
    guild_id: String,
    /// The category.
    scope: String,
    /// The key.
    key: String,
    /// What was set before; null if nothing.
    old_value: Value,
    /// What has been set then; null if nothing.
    new_value: Value,
    /// The kind of value.
    value_type: Option<String>,
    /// `created`, `updated`, `deleted`, `rollback` or `import`.
    change_type: &'static str,
    /// The Discord user who changed it; null for the bot itself.
    changed_by: Option<String>,
    /// When.
    changed_at: String,
    /// By which way: `command`, `wizard`, `api`, `import`, `rollback` or `system`.
    source: &'static str,
    /// The request that caused it.
    request_id: Option<String>,
    /// The change that it undid.
    rollback_of: Option<i64>,
}

/// The changes of a server's settings, the newest first.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/settings/history",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Path, description = "The server's id"), Asked),
    responses(
        (
            status = OK,
            body = Vec<Entry>,
            example = json!([{
                "id": 42, "guild_id": "81384788765712384", "scope": "embedwatcher", "key": "reminder_offset_minutes",
                "old_value": 60, "new_value": 0, "value_type": "int", "change_type": "updated",
                "changed_by": "80351110224678912", "changed_at": "2026-11-21T13:00:00Z", "source": "api",
                "request_id": "1f-7", "rollback_of": null
            }])
        ),
        AdminRefusals
    )
)]
pub(super) async fn list(
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
    State(state): State<ApiState>,
) -> Result<Json<Vec<Entry>>, ApiError> {
    let filter = asked.filter()?;
    let told = state
        .features
        .settings
        .history(admin.guild, &filter)
        .await?;
    let guild = admin.guild.to_string();
    Ok(Json(told.iter().map(|it| Entry::of(it, &guild)).collect()))
}

impl Asked {
    /// What is asked for, or everything that is wrong with it.
    fn filter(self) -> Result<HistoryFilter, ApiError> {
        let mut errors = Vec::new();
        let mut refuse = |field: &str, code: &'static str, message: &str| {
            errors.push(FieldError {
                field: field.to_owned(),
                code: code.into(),
                message: message.to_owned(),
            });
        };
        if self.key.is_some() && self.scope.is_none() {
            refuse("key", "scope_required", "Say in which scope this key is.");
        }
        let change_type = self.change_type.as_deref().map(ChangeType::from_word);
        if change_type == Some(None) {
            let message = "It must be created, updated, deleted, rollback or import.";
            refuse("change_type", "not_a_choice", message);
        }
        let before = self.before_id.map(|it| it.parse().map(HistoryId::new));
        if before.as_ref().is_some_and(|it| !matches!(it, Ok(Ok(_)))) {
            refuse(
                "before_id",
                "out_of_range",
                "It must be a whole number above 0.",
            );
        }
        let limit = bounded("limit", self.limit.as_deref(), 1..=MOST, DEFAULT_LIMIT);
        let limit = limit.unwrap_or_else(|it| {
            errors.push(it);
            DEFAULT_LIMIT
        });
        if !errors.is_empty() {
            return Err(ApiError::invalid(errors));
        }
        Ok(HistoryFilter {
            scope: self.scope,
            key: self.key,
            change_type: change_type.flatten(),
            before: before.and_then(|it| it.ok()?.ok()),
            limit,
        })
    }
}

impl Entry {
    fn of(told: &ToldChange, guild: &str) -> Self {
        let entry = &told.entry;
        Self {
            id: entry.id.get(),
            guild_id: guild.to_owned(),
            scope: entry.scope.clone(),
            key: entry.key.clone(),
            old_value: value(told.old.as_ref(), entry.old.as_ref()),
            new_value: value(told.new.as_ref(), entry.new.as_ref()),
            value_type: entry.value_type.clone(),
            change_type: entry.change_type.as_str(),
            changed_by: entry.changed_by.map(|it| it.to_string()),
            changed_at: moment(entry.changed_at),
            source: entry.source.as_str(),
            request_id: entry.request_id.clone(),
            rollback_of: entry.rollback_of.map(HistoryId::get),
        }
    }
}

/// What a value means today, or else as it was stored.
fn value(today: Option<&SettingValue>, stored: Option<&RawValue>) -> Value {
    let stored = || stored.map_or(Value::Null, settings_json::write_raw);
    today.map_or_else(stored, settings_json::write)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::testing::{Answer, Scene};

    const PATH: &str = "/api/dashboard/1/settings/history";

    /// A server with four changes.
    async fn scene() -> Scene {
        let scene = Scene::default();
        for settings in [
            json!({"number": 0}),
            json!({"number": 5, "enabled": false}),
            json!({"number": null}),
        ] {
            let body = json!({"category": "contract", "settings": settings});
            let asked = scene.post("/api/dashboard/settings/1").by_user(1);
            assert_eq!(asked.json(&body).send().await.status, 200);
        }
        scene
    }

    async fn told(scene: &Scene, query: &str) -> Answer {
        scene.get(&format!("{PATH}{query}")).by_user(1).send().await
    }

    async fn ids(scene: &Scene, query: &str) -> Vec<i64> {
        let json = told(scene, query).await.json();
        let entries = json.as_array().unwrap().iter();
        entries.map(|it| it["id"].as_i64().unwrap()).collect()
    }

    #[tokio::test]
    async fn changes_are_told_newest_first_with_everything_about_them() {
        let scene = scene().await;
        let json = told(&scene, "").await.json();
        let expected = json!({
            "id": 4, "guild_id": "1", "scope": "contract", "key": "number", "old_value": 5, "new_value": null,
            "value_type": "int", "change_type": "deleted", "changed_by": "1", "changed_at": "1970-01-01T00:00:00Z",
            "source": "api", "request_id": "req-1", "rollback_of": null,
        });
        assert_eq!(json[0], expected);
        assert_eq!(ids(&scene, "").await, [4, 3, 2, 1]);
    }

    #[tokio::test]
    async fn they_are_chosen_by_setting_and_type_and_told_page_by_page() {
        let scene = scene().await;
        assert_eq!(ids(&scene, "?scope=contract&key=number").await, [4, 3, 1]);
        assert_eq!(ids(&scene, "?scope=system").await, [0; 0]);
        assert_eq!(ids(&scene, "?change_type=created").await, [2, 1]);
        assert_eq!(ids(&scene, "?limit=2").await, [4, 3]);
        assert_eq!(ids(&scene, "?limit=2&before_id=3").await, [2, 1]);
        assert_eq!(ids(&scene, "?limit=200").await.len(), 4);
    }

    #[tokio::test]
    async fn what_cannot_be_asked_is_refused_with_every_field() {
        let scene = scene().await;
        for (query, field, code) in [
            ("?key=number", "key", "scope_required"),
            ("?limit=0", "limit", "out_of_range"),
            ("?limit=201", "limit", "out_of_range"),
            ("?limit=x", "limit", "invalid"),
            ("?before_id=0", "before_id", "out_of_range"),
            ("?before_id=x", "before_id", "out_of_range"),
            ("?change_type=made", "change_type", "not_a_choice"),
            ("?scope=%00", "query", "invalid"),
        ] {
            told(&scene, query).await.assert_invalid(field, code);
        }
        let both = told(&scene, "?limit=0&before_id=0").await;
        assert_eq!(both.json()["errors"].as_array().unwrap().len(), 2);
    }

    #[tokio::test]
    async fn a_server_is_not_told_of_another() {
        let scene = scene().await;
        let there = scene.get("/api/dashboard/2/settings/history").by_user(3);
        assert_eq!(there.send().await.json(), json!([]));
        for user in [2, 3] {
            let foreign = scene.get(PATH).by_user(user).send().await;
            foreign.assert_refused(403, "forbidden");
        }
        scene
            .get(PATH)
            .send()
            .await
            .assert_refused(401, "unauthorized");
    }
}
