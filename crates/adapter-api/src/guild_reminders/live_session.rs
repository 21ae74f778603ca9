//! Making a live session of a server.

use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use reminders_core::{Given, Preset, ReminderFields};
use serde::Deserialize;
use utoipa::ToSchema;

use super::adding::add;
use super::view::LiveSessionMade;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::extract::Body;
use crate::reminders::shapes::{AnyNumber, DiscordId};
use crate::reminders::{NO_STORE, WriteRefusals, day_tokens, given, id_text};

/// A live session: a reminder whose texts are given, posted at its start.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(example = json!({ "time": "19:30", "channel_id": "222222222222222222", "days": [0, 2, 4] }))]
pub(super) struct LiveSessionBody {
    /// The clock of its start, in the server's time zone. It is needed.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$")]
    time: Option<String>,
    /// Where it is posted. It is needed.
    #[serde(default, deserialize_with = "id_text")]
    #[schema(value_type = Option<DiscordId>)]
    channel_id: Option<String>,
    /// The weekdays, 0 for Monday to 6: every day without them, and what is no weekday is passed over.
    #[serde(default, deserialize_with = "day_tokens")]
    #[schema(value_type = Option<Vec<AnyNumber>>)]
    days: Option<Vec<String>>,
    /// A picture, for Premium: an `https` address of at most 512 characters.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, max_length = 512)]
    image_url: Given,
}

/// Makes a live session in the name of the admin who asks.
#[utoipa::path(
    post,
    path = "/api/dashboard/{guild_id}/reminders/live-sessions",
    tag = "guild reminders",
    params(("guild_id" = String, Path, description = "The server.")),
    request_body = LiveSessionBody,
    extensions(("x-access" = json!("admin"))),
    security(("bearer" = []), ("api_key" = [], "user_id" = [])),
    responses((status = OK, description = "The live session.", body = LiveSessionMade), WriteRefusals)
)]
pub(super) async fn post(
    State(state): State<ApiState>,
    admin: GuildAdmin,
    Body(body): Body<LiveSessionBody>,
) -> Result<impl IntoResponse, ApiError> {
    let fields = ReminderFields {
        channel: body.channel_id,
        time: body.time,
        days: body.days,
        image_url: body.image_url,
        ..ReminderFields::default()
    };
    let added = add(&state, admin, Preset::LiveSession, fields).await?;
    Ok((NO_STORE, Json(LiveSessionMade::from(added))))
}
