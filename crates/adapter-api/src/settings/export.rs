//! Taking settings away.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use kernel::UseCaseError;
use serde_json::Value;
use utoipa::ToSchema;

use super::refusal;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

/// A file of settings. It is only described by this; `settings-json` reads and writes it.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes a file that is written word for word"
)]
pub(super) struct SettingsFileBody {
    /// `alphapy-settings`.
    format: String,
    /// 1.
    version: u64,
    /// The server whose settings they were.
    #[schema(required = false)]
    guild_id: Option<String>,
    /// When they were exported.
    #[schema(required = false)]
    exported_at: Option<String>,
    /// What the server has set, by category and key.
    settings: BTreeMap<String, BTreeMap<String, Value>>,
}

/// What a server has set, as a file that can be imported again. What the bot keeps by itself is not in it.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/settings/export",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Path, description = "The server's id")),
    responses(
        (
            status = OK,
            description = "The file",
            body = SettingsFileBody,
            example = json!({
                "format": "alphapy-settings", "version": 1, "guild_id": "81384788765712384",
                "exported_at": "2026-11-21T13:00:00Z", "settings": {"reminders": {"enabled": false}}
            })
        ),
        AdminRefusals
    )
)]
pub(super) async fn get(
    admin: GuildAdmin,
    State(state): State<ApiState>,
) -> Result<impl IntoResponse, ApiError> {
    let now = state.clock.now();
    let exported = state
        .features
        .settings
        .export(admin.guild, admin.member(), now);
    let file = exported.await.map_err(|why| match why {
        UseCaseError::Refused(why) => refusal::forbidden(why),
        UseCaseError::Failed(failure) => failure.into(),
    })?;
    let name = format!(
        "attachment; filename=\"alphapy-settings-{}.json\"",
        admin.guild
    );
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, settings_json::write_file(&file)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use settings_core::testing::{MESSAGE, NUMBER};
    use settings_core::{SettingValue, SettingsFile};

    use crate::testing::{Scene, guild_id};

    const PATH: &str = "/api/dashboard/1/settings/export";

    #[tokio::test]
    async fn the_file_has_what_the_server_has_set_and_neither_defaults_nor_what_the_bot_keeps() {
        let scene = Scene::default();
        let store = &scene.world.settings;
        store.set(guild_id(1), &NUMBER, SettingValue::Int(0));
        let message = kernel::MessageId::new(5).unwrap();
        store.set(guild_id(1), &MESSAGE, SettingValue::Message(message));
        let answer = scene.get(PATH).by_user(1).send().await;
        assert_eq!(answer.status, 200);
        let json = answer.json();
        assert_eq!(json["settings"], json!({"contract": {"number": 0}}));
        assert_eq!(json["guild_id"], "1");
        let disposition = answer.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.contains("alphapy-settings-1.json"));
        let read: SettingsFile = settings_json::read_file(answer.body.as_bytes()).unwrap();
        assert_eq!(read.settings.len(), 1, "it can be imported again");
    }

    #[tokio::test]
    async fn nobody_takes_another_servers_settings_away() {
        let scene = Scene::default();
        for user in [2, 3] {
            let answer = scene.get(PATH).by_user(user).send().await;
            answer.assert_refused(403, "forbidden");
        }
        scene
            .get(PATH)
            .send()
            .await
            .assert_refused(401, "unauthorized");
    }

    #[tokio::test]
    async fn without_the_database_there_is_no_file() {
        let scene = Scene::default();
        scene.world.settings.fail_next_reads(1);
        let answer = scene.get(PATH).by_user(1).send().await;
        answer.assert_refused(503, "unavailable");
    }
}
