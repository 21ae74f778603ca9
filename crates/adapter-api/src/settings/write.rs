//! Changing settings of one category together.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use kernel::UseCaseError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settings_core::{ChangeScope, ChangeSource, Others};
use settings_json::{NoScopeChange, ScopeChange};
use utoipa::{IntoParams, ToSchema};

use super::{json_of, refusal};
use crate::auth::GuildAdmin;
use crate::error::{ApiError, FieldError};
use crate::extract::{JsonText, Query, RequestName};
use crate::refusals::{AdminRefusals, BodyRefusals, RepeatRefusals};
use crate::state::ApiState;

/// How the settings are meant.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// What becomes of settings of the category that the body does not name.
    #[serde(default)]
    #[param(inline, required = false)]
    mode: Mode,
}

/// What becomes of settings that a body does not name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// They stay.
    #[default]
    Merge,
    /// They go back to their defaults, as far as the caller may change them.
    Replace,
}

/// Settings of one category. It is only described by this; it is read word for word.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the body, whose names may be there twice"
)]
struct ScopeChangeBody {
    /// The category, such as `reminders`.
    category: String,
    /// Values by key, at most 100; null or an empty text brings the default back.
    settings: BTreeMap<String, Value>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Written {
    /// Always true.
    success: bool,
    /// What was done, for people.
    message: String,
    /// The keys that have another value than before.
    changed: Vec<&'static str>,
    /// What holds in the category now, by key.
    settings: BTreeMap<&'static str, Value>,
}

/// Changes settings of one category: all of them or none.
///
/// What is wrong is told of every setting at once. The running bot uses the new values before this answers.
#[utoipa::path(
    post,
    path = "/api/dashboard/settings/{guild_id}",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Path, description = "The server's id"), Asked),
    request_body(
        content = ScopeChangeBody,
        example = json!({"category": "reminders", "settings": {"enabled": false, "default_channel_id": null}})
    ),
    responses(
        (
            status = OK,
            body = Written,
            example = json!({
                "success": true, "message": "1 setting changed.", "changed": ["enabled"],
                "settings": {"enabled": false, "default_channel_id": null}
            })
        ),
        AdminRefusals,
        RepeatRefusals,
        BodyRefusals
    )
)]
pub(super) async fn post(
    admin: GuildAdmin,
    Query(asked): Query<Asked>,
    State(state): State<ApiState>,
    RequestName(request_id): RequestName,
    JsonText(body): JsonText,
) -> Result<Json<Written>, ApiError> {
    let ScopeChange { scope, wishes } = settings_json::read_change(&body).map_err(unreadable)?;
    let settings = &state.features.settings;
    let look = state.features.surroundings.look(admin.guild)?;
    let request = ChangeScope {
        guild: admin.guild,
        member: admin.member(),
        scope: scope.clone(),
        wishes,
        others: match asked.mode {
            Mode::Merge => Others::Stay,
            Mode::Replace => Others::Reset,
        },
        source: ChangeSource::Api,
        request_id,
    };
    let done = settings.set_scope(request, |definition, value| {
        look.objection(definition, value)
    });
    let outcomes = done.await.map_err(|why| match why {
        UseCaseError::Refused(why) => refusal::of_scope(&why, settings.registry()),
        UseCaseError::Failed(failure) => failure.into(),
    })?;
    let changed = outcomes.iter().filter(|it| it.changed);
    let changed: Vec<_> = changed.map(|it| it.definition.key).collect();
    let shown = settings.show(admin.guild, &scope).await?;
    let values = shown.iter();
    let values = values.map(|it| (it.definition.key, json_of(it.effective.as_ref())));
    Ok(Json(Written {
        success: true,
        message: counted(changed.len()),
        changed,
        settings: values.collect(),
    }))
}

/// How many settings have changed, for people.
pub(super) fn counted(changed: usize) -> String {
    match changed {
        0 => "Nothing changed: everything was like this already.".to_owned(),
        1 => "1 setting changed.".to_owned(),
        more => format!("{more} settings changed."),
    }
}

fn unreadable(why: NoScopeChange) -> ApiError {
    let (field, code) = match why {
        NoScopeChange::NoObject => ("body", "wrong_type"),
        NoScopeChange::Missing(field) => (field, "missing"),
        NoScopeChange::Repeated(field) => (field, "repeated"),
        NoScopeChange::CategoryIsNoText => ("category", "wrong_type"),
        NoScopeChange::SettingsAreNoObject => ("settings", "wrong_type"),
    };
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: code.into(),
        message: why.to_string(),
    }])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use settings_core::testing::{CHANNEL, ENABLED, MODEL, NUMBER, TEXT};
    use settings_core::{ChangeSource, Definition, SettingValue};

    use crate::testing::{Answer, Scene, guild_id};

    const PATH: &str = "/api/dashboard/settings/1";

    async fn written(scene: &Scene, settings: Value) -> Answer {
        let body = json!({"category": "contract", "settings": settings});
        scene.post(PATH).by_user(1).json(&body).send().await
    }

    fn stored(scene: &Scene, definition: &Definition) -> Option<SettingValue> {
        let changes = scene.world.settings.history().into_iter().rev();
        let mut changes = changes.filter(|(_, it)| it.definition.is(definition));
        changes.next().and_then(|(_, it)| it.new)
    }

    /// The code of every error, by field.
    fn errors(answer: &Answer) -> Vec<(String, String)> {
        answer.assert_refused(422, "validation_failed");
        let json = answer.json();
        let errors = json["errors"].as_array().unwrap().iter();
        let text = |it: &Value| it.as_str().unwrap().to_owned();
        errors
            .map(|it| (text(&it["field"]), text(&it["code"])))
            .collect()
    }

    #[tokio::test]
    async fn what_is_named_changes_and_what_holds_then_is_told() {
        let scene = Scene::default();
        let greeting = "\"Hé\" 👋 مرحبا";
        let settings =
            json!({"enabled": false, "number": 0, "greeting": greeting, "channel_id": 71});
        let answer = written(&scene, settings).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let json = answer.json();
        assert_eq!(json["success"], true);
        assert_eq!(
            json["changed"],
            json!(["channel_id", "enabled", "greeting", "number"])
        );
        let after = &json["settings"];
        assert_eq!(
            (&after["enabled"], &after["number"]),
            (&json!(false), &json!(0))
        );
        assert_eq!(after["greeting"], greeting);
        assert_eq!(after["channel_id"], "71", "ids are texts");
        assert_eq!(after["ratio"], 0.7, "what was not named holds as before");
        assert_eq!(stored(&scene, &NUMBER), Some(SettingValue::Int(0)));
    }

    #[tokio::test]
    async fn the_history_names_who_changed_it_by_which_way_and_request() {
        let scene = Scene::default();
        written(&scene, json!({"number": 0})).await;
        let (guild, change) = scene.world.settings.history().remove(0);
        assert_eq!(guild, guild_id(1));
        assert_eq!(change.actor.map(kernel::UserId::get), Some(1));
        assert_eq!(change.source, ChangeSource::Api);
        let history = scene.get("/api/dashboard/1/settings/history").by_user(1);
        let told = history.send().await.json();
        assert_eq!(told[0]["request_id"], "req-1");
        assert_eq!(told[0]["changed_by"], "1");
    }

    #[tokio::test]
    async fn null_and_nothing_bring_the_default_back_and_what_is_so_already_is_no_change() {
        let scene = Scene::default();
        let store = &scene.world.settings;
        store.set(guild_id(1), &NUMBER, SettingValue::Int(5));
        store.set(guild_id(1), &TEXT, SettingValue::Text("Hi".to_owned()));
        let answer = written(
            &scene,
            json!({"number": null, "greeting": "", "enabled": null}),
        )
        .await;
        let json = answer.json();
        assert_eq!(json["changed"], json!(["greeting", "number"]));
        assert_eq!(json["settings"]["number"], 60);
        let again = written(&scene, json!({"number": 60, "greeting": null})).await;
        assert_eq!(
            again.json()["changed"],
            json!(["number"]),
            "60 is set now, by itself"
        );
        let none = written(&scene, json!({})).await;
        assert_eq!(none.json()["changed"], json!([]));
    }

    #[tokio::test]
    async fn replacing_resets_the_rest_of_the_category_alone() {
        let scene = Scene::default();
        let store = &scene.world.settings;
        store.set(guild_id(1), &NUMBER, SettingValue::Int(5));
        let log = SettingValue::Channel(kernel::ChannelId::new(71).unwrap());
        store.set(guild_id(1), &settings_core::system::LOG_CHANNEL, log);
        let body = json!({"category": "contract", "settings": {"enabled": false}});
        let path = format!("{PATH}?mode=replace");
        let answer = scene.post(&path).by_user(1).json(&body).send().await;
        assert_eq!(answer.json()["settings"]["number"], 60);
        let shown = scene.get(PATH).by_user(1).send().await.json();
        assert_eq!(shown["system"]["log_channel_id"], "71");
        assert_eq!(shown["contract"], json!({"enabled": false}));
    }

    #[tokio::test]
    async fn everything_that_is_wrong_is_told_at_once_and_nothing_is_done() {
        let scene = Scene::default();
        let settings = json!({
            "enabled": false, "number": 4321, "ratio": "nan", "volume": "purple", "greeting": "x".repeat(1001),
            "channel_id": "81", "category_id": "#general", "role_id": true, "message_id": "5", "nothing": 1,
        });
        let answer = written(&scene, settings).await;
        let mut found = errors(&answer);
        found.sort();
        let mut expected = [
            ("settings.number", "out_of_range"),
            ("settings.ratio", "wrong_type"),
            ("settings.volume", "not_a_choice"),
            ("settings.greeting", "too_long"),
            ("settings.channel_id", "wrong_guild"),
            ("settings.category_id", "invalid_snowflake"),
            ("settings.role_id", "wrong_type"),
            ("settings.message_id", "forbidden_setting"),
            ("settings.nothing", "unknown_setting"),
        ]
        .map(|(field, code)| (field.to_owned(), code.to_owned()));
        expected.sort();
        assert_eq!(found, expected);
        assert!(scene.world.settings.history().is_empty());
        let messages = answer.json()["errors"].to_string();
        for words in ["from 0 to 4320", "loud, quiet", "at most 1000 characters"] {
            assert!(messages.contains(words), "{messages}");
        }
    }

    #[tokio::test]
    async fn what_only_owners_choose_is_forbidden_to_admins_and_open_to_owners() {
        let scene = Scene::default();
        let wish = || json!({"model": "m-1", "enabled": false});
        written(&scene, wish())
            .await
            .assert_refused(403, "forbidden_setting");
        assert!(scene.world.settings.history().is_empty());
        let body = json!({"category": "contract", "settings": wish()});
        let owner = scene.post(PATH).by_service_for(5).json(&body).send().await;
        assert_eq!(owner.status, 200, "{}", owner.body);
        let model = SettingValue::Text("m-1".to_owned());
        assert_eq!(stored(&scene, &MODEL), Some(model));
        assert_eq!(stored(&scene, &ENABLED), Some(SettingValue::Bool(false)));
    }

    #[tokio::test]
    async fn values_that_do_not_go_together_are_refused_with_what_they_must_keep_to() {
        let scene = Scene::default();
        let answer = written(&scene, json!({"enabled": false, "number": 13})).await;
        let expected = ("settings".to_owned(), "conflicting_settings".to_owned());
        assert_eq!(errors(&answer), [expected]);
        assert!(answer.body.contains("has the number 13"), "{}", answer.body);
    }

    #[tokio::test]
    async fn a_category_that_does_not_exist_is_a_bad_request() {
        let scene = Scene::default();
        for category in ["automod", ""] {
            let body = json!({"category": category, "settings": {"enabled": false}});
            let answer = scene.post(PATH).by_user(1).json(&body).send().await;
            answer.assert_refused(400, "unknown_category");
        }
    }

    #[tokio::test]
    async fn a_body_of_another_shape_is_refused_with_the_field() {
        let scene = Scene::default();
        let twice = r#"{"category":"contract","settings":{"number":1,"number":2}}"#;
        for (body, field, code) in [
            ("[]", "body", "wrong_type"),
            (r#"{"settings":{}}"#, "category", "missing"),
            (r#"{"category":"contract"}"#, "settings", "missing"),
            (r#"{"category":5,"settings":{}}"#, "category", "wrong_type"),
            (
                r#"{"category":"contract","settings":[]}"#,
                "settings",
                "wrong_type",
            ),
            (twice, "settings.number", "repeated"),
        ] {
            let answer = scene.post(PATH).by_user(1).json_text(body).send().await;
            let expected = (field.to_owned(), code.to_owned());
            assert_eq!(errors(&answer), [expected], "{body}");
        }
        let broken = scene.post(PATH).by_user(1).json_text("{").send().await;
        broken.assert_refused(400, "invalid_json");
        let plain = scene
            .post(PATH)
            .by_user(1)
            .header("Content-Type", "text/plain");
        plain
            .send()
            .await
            .assert_refused(415, "unsupported_media_type");
        let mode = scene
            .post(&format!("{PATH}?mode=all"))
            .by_user(1)
            .json(&json!({}));
        mode.send().await.assert_refused(422, "validation_failed");
    }

    #[tokio::test]
    async fn more_than_a_hundred_settings_and_more_than_64_kib_are_refused() {
        let scene = Scene::default();
        let many: serde_json::Map<_, _> = (0..101).map(|it| (format!("k{it}"), json!(1))).collect();
        let answer = written(&scene, Value::Object(many)).await;
        assert_eq!(
            errors(&answer),
            [("settings".to_owned(), "too_many".to_owned())]
        );
        let large = written(&scene, json!({"greeting": "x".repeat(64 * 1024)})).await;
        large.assert_refused(413, "payload_too_large");
    }

    #[tokio::test]
    async fn another_servers_admins_change_nothing_here_nor_take_its_channels_there() {
        let scene = Scene::default();
        let body = json!({"category": "contract", "settings": {"channel_id": "71"}});
        for user in [2, 3] {
            let foreign = scene.post(PATH).by_user(user).json(&body).send().await;
            foreign.assert_refused(403, "forbidden");
        }
        let there = scene
            .post("/api/dashboard/settings/2")
            .by_user(3)
            .json(&body);
        let there = there.send().await;
        let expected = (
            format!("settings.{}", CHANNEL.key),
            "wrong_guild".to_owned(),
        );
        assert_eq!(errors(&there), [expected]);
        scene
            .post(PATH)
            .json(&body)
            .send()
            .await
            .assert_refused(401, "unauthorized");
        assert!(scene.world.settings.history().is_empty());
    }

    #[tokio::test]
    async fn while_discord_does_not_tell_of_the_server_nothing_is_taken_blindly() {
        let scene = Scene::default();
        let body = json!({"category": "contract", "settings": {"channel_id": "71"}});
        let answer = scene
            .post("/api/dashboard/settings/4")
            .by_user(4)
            .json(&body);
        let answer = answer.send().await;
        answer.assert_refused(503, "unavailable");
        assert!(scene.world.settings.history().is_empty());
    }
}
