//! Figures of one server for its admins, and of all servers for services.

use access_core::Principal;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use kernel::GuildId;
use serde::Deserialize;

use super::callers::{Caller, refused};
use crate::ApiState;
use crate::error::{ApiError, FieldError};
use crate::extract::Query;

/// A service that asks for itself, or an admin of the server that is asked about: `?guild_id=`, and the home server where
/// none is named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyOrAdmin {
    /// The server; all of them where there is none, which only a service gets to see.
    pub(crate) guild: Option<GuildId>,
    /// Who asks.
    pub(crate) principal: Principal,
}

#[derive(Deserialize)]
struct NamedGuild {
    guild_id: Option<String>,
}

impl FromRequestParts<ApiState> for KeyOrAdmin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        let principal = Caller::from_request_parts(parts, state).await?.0;
        let Query(NamedGuild { guild_id }) = Query::from_request_parts(parts, state).await?;
        let named = guild_id.map(|it| it.parse().map_err(|_| not_an_id()));
        let guild = named.transpose()?.or(state.home);
        match (principal, guild) {
            (Principal::Service, _) => {}
            (_, None) => {
                let detail = "Say which server: add guild_id.";
                let status = StatusCode::BAD_REQUEST;
                return Err(ApiError::new(status, "guild_id_required", detail));
            }
            (_, Some(guild)) => {
                let access = &state.authenticator.access;
                let admin = access.guild_admin(principal, guild).await;
                admin.map_err(refused)?;
            }
        }
        Ok(Self { guild, principal })
    }
}

fn not_an_id() -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: "guild_id".to_owned(),
        code: "invalid".into(),
        message: "This is no id of a Discord server.".to_owned(),
    }])
}
