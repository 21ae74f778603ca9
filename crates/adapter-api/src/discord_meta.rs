//! What a server has to choose from, for a dashboard's pickers.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use settings_core::{PickableChannel, PickableRole};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::refusals::AdminRefusals;
use crate::state::ApiState;

/// Channels and roles.
#[derive(Debug, Serialize, ToSchema)]
struct DiscordMeta {
    /// Categories first, then by category and name.
    channels: Vec<ChannelBody>,
    /// Those that the bot can give, the highest first.
    roles: Vec<RoleBody>,
}

/// A channel or category.
#[derive(Debug, Serialize, ToSchema)]
struct ChannelBody {
    /// Its id.
    id: String,
    /// What it is called.
    name: String,
    /// `text`, `announcement` or `category`.
    r#type: &'static str,
    /// The category that it is in.
    parent_id: Option<String>,
}

/// A role.
#[derive(Debug, Serialize, ToSchema)]
struct RoleBody {
    /// Its id.
    id: String,
    /// What it is called.
    name: String,
    /// Its colour, red times 65536 and green times 256 and blue; null when it has none.
    color: Option<u32>,
    /// Where it stands: the higher, the mightier.
    position: i32,
}

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(get))
}

/// The channels and roles of a server that settings can name, at most some seconds old.
#[utoipa::path(
    get,
    path = "/api/dashboard/{guild_id}/discord-meta",
    tag = "settings",
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    params(("guild_id" = String, Path, description = "The server's id")),
    responses(
        (
            status = OK,
            body = DiscordMeta,
            example = json!({
                "channels": [
                    {"id": "81384788765712390", "name": "Lobby", "type": "category", "parent_id": null},
                    {"id": "81384788765712391", "name": "welcome", "type": "text", "parent_id": "81384788765712390"}
                ],
                "roles": [{"id": "81384788765712395", "name": "Member", "color": 65280, "position": 3}]
            })
        ),
        AdminRefusals
    )
)]
async fn get(
    admin: GuildAdmin,
    State(state): State<ApiState>,
) -> Result<Json<DiscordMeta>, ApiError> {
    let pickers = state.features.pickers.pickers(admin.guild).await?;
    Ok(Json(DiscordMeta {
        channels: pickers.channels.into_iter().map(channel).collect(),
        roles: pickers.roles.into_iter().map(role).collect(),
    }))
}

fn channel(channel: PickableChannel) -> ChannelBody {
    ChannelBody {
        id: channel.id.to_string(),
        name: channel.name,
        r#type: channel.kind.as_str(),
        parent_id: channel.parent.map(|it| it.to_string()),
    }
}

fn role(role: PickableRole) -> RoleBody {
    RoleBody {
        id: role.id.to_string(),
        name: role.name,
        color: role.color,
        position: role.position,
    }
}

#[cfg(test)]
mod tests {
    use kernel::{ChannelId, RoleId};
    use serde_json::json;
    use settings_core::{PickableKind, Pickers};

    use super::*;
    use crate::testing::Scene;

    const PATH: &str = "/api/dashboard/1/discord-meta";

    #[tokio::test]
    async fn channels_and_roles_are_told_in_order_with_ids_as_texts() {
        let scene = Scene::default();
        let channel = |id, kind, parent| PickableChannel {
            id: ChannelId::new(id).unwrap(),
            name: "room".to_owned(),
            kind,
            parent,
        };
        let lobby = ChannelId::new(9_007_199_254_740_993).ok();
        let role = PickableRole {
            id: RoleId::new(7).unwrap(),
            name: "Red".to_owned(),
            color: None,
            position: 2,
        };
        *scene.pickers.lock().unwrap() = Some(Pickers::ordered(
            vec![
                channel(1, PickableKind::Announcement, lobby),
                channel(9_007_199_254_740_993, PickableKind::Category, None),
            ],
            vec![role],
        ));
        let answer = scene.get(PATH).by_user(1).send().await;
        let expected = json!({
            "channels": [
                {"id": "9007199254740993", "name": "room", "type": "category", "parent_id": null},
                {"id": "1", "name": "room", "type": "announcement", "parent_id": "9007199254740993"},
            ],
            "roles": [{"id": "7", "name": "Red", "color": null, "position": 2}],
        });
        assert_eq!(answer.json(), expected);
    }

    #[tokio::test]
    async fn while_discord_is_away_it_says_so() {
        let scene = Scene::default();
        *scene.pickers.lock().unwrap() = None;
        let answer = scene.get(PATH).by_user(1).send().await;
        answer.assert_refused(503, "unavailable");
    }

    #[tokio::test]
    async fn only_admins_of_this_server_are_told() {
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
}
