//! Undoing one change.

use std::sync::OnceLock;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use kernel::UseCaseError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use settings_core::{ChangeRefusal, HistoryId, Objection, RollbackRefusal};
use utoipa::ToSchema;

use super::{json_of, refusal};
use crate::auth::GuildAdmin;
use crate::error::{ApiError, ErrorBody, FieldError};
use crate::extract::{Path, RequestName};
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

const FIELD: &str = "history_id";

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    history_id: i64,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RolledBack {
    /// Always true.
    success: bool,
    /// What was done, for people.
    message: String,
    /// The category.
    scope: &'static str,
    /// The key.
    key: &'static str,
    /// What holds now; null when nothing is set and there is no default.
    value: Value,
}

/// Brings back what held before one change of the history.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/settings/rollback/{history_id}",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(
        ("guild_id" = String, Path, description = "The server's id"),
        ("history_id" = i64, Path, description = "The number of the change")
    ),
    responses(
        (
            status = OK,
            body = RolledBack,
            example = json!({
                "success": true, "message": "The change is undone.", "scope": "embedwatcher",
                "key": "reminder_offset_minutes", "value": 60
            })
        ),
        (status = NOT_FOUND, description = "The server has no such change", body = ErrorBody),
        (status = CONFLICT, description = "It is like that already: `nothing_to_rollback`", body = ErrorBody),
        AdminRefusals
    )
)]
pub(super) async fn post(
    admin: GuildAdmin,
    Path(named): Path<Named>,
    State(state): State<ApiState>,
    RequestName(request_id): RequestName,
) -> Result<Json<RolledBack>, ApiError> {
    let id = HistoryId::new(named.history_id).map_err(|_| ApiError::not_found())?;
    let look = state.features.surroundings.look(admin.guild)?;
    let objected = OnceLock::new();
    let settings = &state.features.settings;
    let undone = settings.roll_back(
        admin.guild,
        admin.member(),
        id,
        request_id,
        |definition, value| {
            let objection = look.objection(definition, value);
            objection.is_none_or(|it| objected.set(it).is_err())
        },
    );
    let outcome = undone.await.map_err(|why| match why {
        UseCaseError::Refused(why) => refused(why, objected.get()),
        UseCaseError::Failed(failure) => failure.into(),
    })?;
    Ok(Json(RolledBack {
        success: true,
        message: "The change is undone.".to_owned(),
        scope: outcome.definition.scope,
        key: outcome.definition.key,
        value: json_of(outcome.after.as_ref()),
    }))
}

fn refused(why: RollbackRefusal, objection: Option<&Objection>) -> ApiError {
    let invalid = |code: &'static str, message: String| {
        ApiError::invalid(vec![FieldError {
            field: FIELD.to_owned(),
            code: code.into(),
            message,
        }])
    };
    match why {
        RollbackRefusal::UnknownEntry => ApiError::not_found(),
        RollbackRefusal::Nothing => ApiError::new(
            StatusCode::CONFLICT,
            "nothing_to_rollback",
            "It is already as it was before this change.",
        ),
        RollbackRefusal::CannotServe => match objection {
            Some(it) => invalid(it.why.code(), it.message.clone()),
            None => invalid(
                "wrong_guild",
                "What held before cannot be used any more.".to_owned(),
            ),
        },
        RollbackRefusal::Change(
            why @ (ChangeRefusal::NotAdmin | ChangeRefusal::OwnerOnly | ChangeRefusal::Managed),
        ) => refusal::forbidden(why),
        RollbackRefusal::Change(ChangeRefusal::Violates(it)) => refusal::violated(it, FIELD),
        RollbackRefusal::Change(why) => invalid(why.code(), refusal::of_change(why, None)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use settings_core::testing::{CHANNEL, MODEL, NUMBER};
    use settings_core::{
        ApplyChanges, Change, ChangeSource, Definition, SettingValue, SettingsStore as _,
    };

    use crate::testing::{Answer, Scene, guild_id};

    /// A change by somebody; the first has the number 1.
    async fn change(
        scene: &Scene,
        guild: u64,
        definition: &'static Definition,
        value: Option<SettingValue>,
    ) {
        let request = ApplyChanges {
            guild: guild_id(guild),
            changes: vec![Change::to(definition, value)],
            actor: None,
            source: ChangeSource::Command,
            constraints: Vec::new(),
            request_id: None,
        };
        scene.world.settings.apply(request).await.unwrap();
    }

    async fn number(scene: &Scene, number: i64) {
        change(scene, 1, &NUMBER, Some(SettingValue::Int(number))).await;
    }

    async fn undo(scene: &Scene, guild: u64, id: &str, user: u64) -> Answer {
        let path = format!("/api/dashboard/{guild}/settings/rollback/{id}");
        scene.post(&path).by_user(user).send().await
    }

    #[tokio::test]
    async fn what_held_before_a_change_holds_again_and_the_history_says_what_was_undone() {
        let scene = Scene::default();
        number(&scene, 0).await;
        number(&scene, 5).await;
        let json = undo(&scene, 1, "2", 1).await.json();
        assert_eq!(
            (&json["success"], &json["value"]),
            (&json!(true), &json!(0))
        );
        assert_eq!(
            (&json["scope"], &json["key"]),
            (&json!("contract"), &json!("number"))
        );
        let history = scene
            .get("/api/dashboard/1/settings/history?limit=1")
            .by_user(1);
        let told = &history.send().await.json()[0];
        assert_eq!(
            (&told["old_value"], &told["new_value"]),
            (&json!(5), &json!(0))
        );
        assert_eq!(
            (&told["rollback_of"], &told["changed_by"]),
            (&json!(2), &json!("1"))
        );
        assert_eq!(
            (&told["change_type"], &told["request_id"]),
            (&json!("rollback"), &json!("req-1"))
        );
        let created = undo(&scene, 1, "1", 1).await.json();
        assert_eq!(created["value"], 60, "the default again");
    }

    #[tokio::test]
    async fn what_is_undone_already_is_a_conflict() {
        let scene = Scene::default();
        number(&scene, 0).await;
        assert_eq!(undo(&scene, 1, "1", 1).await.status, 200);
        undo(&scene, 1, "1", 1)
            .await
            .assert_refused(409, "nothing_to_rollback");
    }

    #[tokio::test]
    async fn a_change_of_another_server_looks_like_none_and_nothing_is_undone() {
        let scene = Scene::default();
        number(&scene, 0).await;
        undo(&scene, 2, "1", 3)
            .await
            .assert_refused(404, "not_found");
        for id in ["2", "0", "-1"] {
            undo(&scene, 1, id, 1)
                .await
                .assert_refused(404, "not_found");
        }
        undo(&scene, 1, "x", 1)
            .await
            .assert_refused(422, "validation_failed");
        for user in [2, 3] {
            undo(&scene, 1, "1", user)
                .await
                .assert_refused(403, "forbidden");
        }
        assert_eq!(scene.world.settings.history().len(), 1);
    }

    #[tokio::test]
    async fn what_only_owners_choose_only_owners_undo() {
        let scene = Scene::default();
        let model = SettingValue::Text("m-1".to_owned());
        change(&scene, 1, &MODEL, Some(model)).await;
        undo(&scene, 1, "1", 1)
            .await
            .assert_refused(403, "forbidden_setting");
        assert_eq!(undo(&scene, 1, "1", 5).await.status, 200);
    }

    #[tokio::test]
    async fn a_channel_that_is_gone_does_not_come_back() {
        let scene = Scene::default();
        let gone = SettingValue::Channel(kernel::ChannelId::new(99).unwrap());
        change(&scene, 1, &CHANNEL, Some(gone)).await;
        change(&scene, 1, &CHANNEL, None).await;
        let answer = undo(&scene, 1, "2", 1).await;
        answer.assert_invalid("history_id", "wrong_guild");
        let error = &answer.json()["errors"][0];
        assert!(error["message"].as_str().unwrap().contains("99"));
    }

    #[tokio::test]
    async fn while_discord_or_the_database_is_away_nothing_is_undone() {
        let scene = Scene::default();
        undo(&scene, 4, "1", 4)
            .await
            .assert_refused(503, "unavailable");
        number(&scene, 0).await;
        scene.world.settings.fail_next_reads(1);
        undo(&scene, 1, "1", 1)
            .await
            .assert_refused(503, "unavailable");
    }
}
