//! Showing settings.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settings_core::{Kind, ShownSetting, Who};
use utoipa::{IntoParams, ToSchema};

use super::{json_of, moment};
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Query;
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Only what the server has set, or all that holds.
    #[serde(default)]
    #[param(inline, required = false)]
    view: View,
}

/// How much is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum View {
    /// What the server has set.
    #[default]
    Overrides,
    /// Everything that holds, with defaults, bounds, and who set it.
    Effective,
}

/// One setting as it stands.
#[derive(Debug, Serialize)]
struct EffectiveSetting {
    /// What holds; null when nothing is set and there is no default. Ids are texts of digits.
    value: Value,
    /// What holds while the server has not set it.
    default: Value,
    /// Whether the server has set it.
    overridden: bool,
    /// `bool`, `int`, `float`, `channel`, `category`, `role`, `message`, `enum`, `text`, `model` or `timezone`.
    kind: &'static str,
    /// The smallest number; of a text, the fewest characters.
    min: Value,
    /// The largest number; of a text, the most characters.
    max: Value,
    /// The words of an `enum`.
    choices: Option<&'static [&'static str]>,
    /// Who may change it: `admin`, `owner` (of the bot), or `managed` (only the bot itself).
    who: &'static str,
    /// The Discord user who set it.
    updated_by: Option<String>,
    /// When it was set.
    updated_at: Option<String>,
}

/// By category and key.
type ByName = BTreeMap<&'static str, BTreeMap<&'static str, Value>>;

/// The settings of a server by category and key.
///
/// Every category is there; what is not set is left out unless `view=effective`. Channels, roles and other Discord ids
/// are texts of digits.
#[utoipa::path(
    get,
    path = "/api/dashboard/settings/{guild_id}",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Path, description = "The server's id"), Asked),
    responses(
        (
            status = OK,
            description = "The settings",
            body = BTreeMap<String, BTreeMap<String, Value>>,
            examples(
                ("overrides" = (value = json!({"reminders": {"enabled": false}, "system": {}}))),
                ("effective" = (value = json!({"embedwatcher": {"reminder_offset_minutes": {
                    "value": 0, "default": 60, "overridden": true, "kind": "int", "min": 0, "max": 4320,
                    "choices": null, "who": "admin", "updated_by": "81384788765712384",
                    "updated_at": "2026-11-21T13:00:00Z"
                }}})))
            )
        ),
        AdminRefusals
    )
)]
pub(super) async fn get(
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
    State(state): State<ApiState>,
) -> Result<Json<ByName>, ApiError> {
    let settings = state.features.settings.show_all(admin.guild).await?;
    let mut all = ByName::new();
    for shown in &settings {
        let scope = all.entry(shown.definition.scope).or_default();
        let value = match (asked.view, &shown.overridden) {
            (View::Overrides, None) => continue,
            (View::Overrides, Some(set)) => settings_json::write(&set.value),
            (View::Effective, _) => effective(shown),
        };
        scope.insert(shown.definition.key, value);
    }
    Ok(Json(all))
}

fn effective(shown: &ShownSetting) -> Value {
    let definition = shown.definition;
    let (min, max) = bounds(&definition.kind);
    let set = shown.overridden.as_ref();
    let told = EffectiveSetting {
        value: json_of(shown.effective.as_ref()),
        default: json_of(definition.default_value().as_ref()),
        overridden: set.is_some(),
        kind: kind_word(&definition.kind),
        min,
        max,
        choices: choices(&definition.kind),
        who: who_word(definition.who),
        updated_by: set.and_then(|it| it.updated_by).map(|it| it.to_string()),
        updated_at: set.map(|it| moment(it.updated_at)),
    };
    serde_json::to_value(told).unwrap_or_default()
}

fn bounds(kind: &Kind) -> (Value, Value) {
    match *kind {
        Kind::Int { min, max } => (min.into(), max.into()),
        Kind::Float { min, max } => (min.into(), max.into()),
        Kind::Text { max } => (1.into(), max.into()),
        _ => (Value::Null, Value::Null),
    }
}

fn choices(kind: &Kind) -> Option<&'static [&'static str]> {
    match *kind {
        Kind::Choice(choices) => Some(choices),
        _ => None,
    }
}

fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::TimeZone => "timezone",
        other => other.value_type(),
    }
}

fn who_word(who: Who) -> &'static str {
    match who {
        Who::Admin => "admin",
        Who::Owner => "owner",
        Who::Managed => "managed",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use settings_core::SettingValue;
    use settings_core::testing::{CHANNEL, ENABLED, NUMBER, TEXT};

    use super::*;
    use crate::testing::{Answer, Scene, guild_id};

    const PATH: &str = "/api/dashboard/settings/1";

    async fn shown(scene: &Scene, query: &str) -> Answer {
        let asked = scene.get(&format!("{PATH}{query}"));
        asked.by_service_for(1).send().await
    }

    #[tokio::test]
    async fn every_category_is_there_with_what_the_server_has_set_as_it_was_set() {
        let scene = Scene::default();
        let store = &scene.world.settings;
        let channel = kernel::ChannelId::new(9_007_199_254_740_993).unwrap();
        for (definition, value) in [
            (&ENABLED, SettingValue::Bool(false)),
            (&NUMBER, SettingValue::Int(0)),
            (&CHANNEL, SettingValue::Channel(channel)),
            (&TEXT, SettingValue::Text("\"Hé\" 👋 مرحبا".to_owned())),
        ] {
            store.set(guild_id(1), definition, value);
        }
        let answer = shown(&scene, "").await;
        assert_eq!(answer.status, 200);
        let expected = json!({
            "contract": {
                "channel_id": "9007199254740993",
                "enabled": false,
                "greeting": "\"Hé\" 👋 مرحبا",
                "number": 0,
            },
            "system": {},
        });
        assert_eq!(answer.json(), expected);
        assert_eq!(shown(&scene, "?view=overrides").await.json(), expected);
    }

    #[tokio::test]
    async fn what_holds_is_shown_with_its_default_bounds_and_who_set_it() {
        let scene = Scene::default();
        let store = &scene.world.settings;
        store.set(guild_id(1), &NUMBER, SettingValue::Int(0));
        let json = shown(&scene, "?view=effective").await.json();
        let expected = json!({
            "value": 0, "default": 60, "overridden": true, "kind": "int", "min": 0, "max": 4320, "choices": null,
            "who": "admin", "updated_by": null, "updated_at": "1970-01-01T00:00:00Z",
        });
        assert_eq!(json["contract"]["number"], expected);
        let expected = json!({
            "value": "loud", "default": "loud", "overridden": false, "kind": "enum", "min": null, "max": null,
            "choices": ["loud", "quiet"], "who": "admin", "updated_by": null, "updated_at": null,
        });
        assert_eq!(json["contract"]["volume"], expected);
        assert_eq!(json["contract"]["channel_id"]["value"], Value::Null);
        assert_eq!(json["contract"]["model"]["who"], "owner");
        assert_eq!(json["contract"]["message_id"]["who"], "managed");
    }

    #[tokio::test]
    async fn another_server_shows_nothing_of_it_and_is_closed_to_its_admins() {
        let scene = Scene::default();
        let store = &scene.world.settings;
        store.set(guild_id(1), &NUMBER, SettingValue::Int(0));
        let abroad = scene.get("/api/dashboard/settings/2").by_service_for(3);
        assert_eq!(abroad.send().await.json()["contract"], json!({}));
        let foreign = scene.get(PATH).by_service_for(3).send().await;
        foreign.assert_refused(403, "forbidden");
        let member = scene.get(PATH).by_service_for(2).send().await;
        member.assert_refused(403, "forbidden");
    }

    #[tokio::test]
    async fn whoever_shows_no_proof_is_not_told() {
        let scene = Scene::default();
        scene
            .get(PATH)
            .send()
            .await
            .assert_refused(401, "unauthorized");
        let service = scene.get(PATH).by_service().send().await;
        service.assert_refused(401, "missing_user_context");
    }

    #[tokio::test]
    async fn a_view_that_does_not_exist_is_refused() {
        let answer = shown(&Scene::default(), "?view=all").await;
        answer.assert_refused(422, "validation_failed");
    }

    #[tokio::test]
    async fn without_the_database_nothing_old_is_shown() {
        let scene = Scene::default();
        scene.world.settings.fail_next_reads(1);
        shown(&scene, "").await.assert_refused(503, "unavailable");
    }
}
