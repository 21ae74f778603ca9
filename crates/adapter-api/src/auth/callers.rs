//! What a handler asks of its caller. A handler that takes one of these is only reached by such a caller.

use access_core::{AccessRefusal, Principal};
use axum::extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery};
use axum::http::StatusCode;
use axum::http::request::Parts;
use kernel::{Authority, GuildId, Member, UseCaseError, UserId};
use serde::Deserialize;

use super::refusals::not_looked_at;
use crate::ApiState;
use crate::error::ApiError;

/// Anybody whose proof counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller(pub(crate) Principal);

/// A service that knows the API key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServiceKey;

/// A Discord user, by their own token or by a service that speaks for them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ActingUser {
    /// Who it is.
    pub(crate) user: UserId,
    /// By which proof.
    pub(crate) principal: Principal,
}

/// An admin of the guild that the address names, as `{guild_id}` in its path or `?guild_id=`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GuildAdmin {
    /// Who it is.
    pub(crate) user: UserId,
    /// Of which guild.
    pub(crate) guild: GuildId,
    /// How far their word reaches there: an owner of the bot may more than an admin.
    pub(crate) authority: Authority,
}

impl GuildAdmin {
    /// Who it is, as use cases know them.
    pub(crate) fn member(self) -> Member {
        Member {
            user: self.user,
            authority: self.authority,
        }
    }
}

#[derive(Deserialize)]
struct NamedGuild {
    guild_id: Option<String>,
}

impl FromRequestParts<ApiState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        if let Some(known) = parts.extensions.get::<Principal>() {
            return Ok(Self(*known));
        }
        if let Some(refusal) = not_looked_at(parts, state) {
            return Err(refusal);
        }
        let proven = state.authenticator.principal(&parts.headers).await;
        let principal = proven.map_err(|it| it.answer(parts, state))?;
        parts.extensions.insert(principal);
        Ok(Self(principal))
    }
}

impl FromRequestParts<ApiState> for ServiceKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        match Caller::from_request_parts(parts, state).await?.0 {
            Principal::User(_) => Err(ApiError::of_status(StatusCode::FORBIDDEN)),
            Principal::Service | Principal::ServiceFor(_) => Ok(Self),
        }
    }
}

impl FromRequestParts<ApiState> for ActingUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        let principal = Caller::from_request_parts(parts, state).await?.0;
        let user = state.authenticator.access.discord_user(principal).await;
        let user = user.map_err(refused)?;
        Ok(Self { user, principal })
    }
}

impl FromRequestParts<ApiState> for GuildAdmin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiError> {
        let principal = Caller::from_request_parts(parts, state).await?.0;
        let access = &state.authenticator.access;
        let guild = match guild(parts, state).await {
            Ok(guild) => guild,
            Err(error) => {
                // Who they are comes before what they ask for.
                access.discord_user(principal).await.map_err(refused)?;
                return Err(error);
            }
        };
        let admin = access.guild_admin(principal, guild).await;
        let Member { user, authority } = admin.map_err(refused)?;
        Ok(Self {
            user,
            guild,
            authority,
        })
    }
}

/// The guild that the address names.
async fn guild(parts: &mut Parts, state: &ApiState) -> Result<GuildId, ApiError> {
    let in_path = AxumPath::<NamedGuild>::from_request_parts(parts, state).await;
    let named = in_path.ok().and_then(|it| it.0.guild_id);
    let named = if named.is_some() {
        named
    } else {
        let in_query = AxumQuery::<NamedGuild>::from_request_parts(parts, state).await;
        in_query.ok().and_then(|it| it.0.guild_id)
    };
    let named = named.ok_or_else(|| {
        let detail = "Say which server: add guild_id.";
        ApiError::new(StatusCode::BAD_REQUEST, "guild_id_required", detail)
    })?;
    // No server has this id, and an unknown server looks like one that is none of their business.
    named
        .parse()
        .map_err(|_| refused(UseCaseError::Refused(AccessRefusal::NotAdmin)))
}

/// A refusal in the words of the API.
pub(crate) fn refused(error: UseCaseError<AccessRefusal>) -> ApiError {
    match error {
        UseCaseError::Failed(failure) => failure.into(),
        UseCaseError::Refused(AccessRefusal::NoUser) => ApiError::new(
            StatusCode::UNAUTHORIZED,
            "missing_user_context",
            "Say for whom you ask: add X-User-Id.",
        ),
        UseCaseError::Refused(AccessRefusal::NotLinked) => ApiError::new(
            StatusCode::FORBIDDEN,
            "discord_not_linked",
            "This account is not linked to a Discord user yet. Run /innersync in Discord to see how.",
        ),
        UseCaseError::Refused(AccessRefusal::NotAdmin) => ApiError::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "You are not an admin of this server.",
        ),
    }
}
