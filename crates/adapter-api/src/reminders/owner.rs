//! Whose reminders are asked for, and which one.

use access_core::Principal;
use axum::http::StatusCode;
use kernel::{GuildId, RoleId, UserId};
use reminders_core::ReminderId;

use crate::ApiState;
use crate::auth::ActingUser;
use crate::error::{ApiError, FieldError};

impl ActingUser {
    /// Whether this names the one who asks: their Discord id, or the `sub` of their token.
    pub(super) fn is_named(&self, text: &str) -> bool {
        let by_account = match self.principal {
            Principal::User(account) => account.0.to_string().eq_ignore_ascii_case(text),
            Principal::Service | Principal::ServiceFor(_) => false,
        };
        by_account || text.parse() == Ok(self.user)
    }
}

/// Somebody asks for what is another's.
pub(super) fn somebody_elses() -> ApiError {
    let detail = "You may only ask for your own reminders.";
    ApiError::new(StatusCode::FORBIDDEN, "forbidden", detail)
}

/// The roles of the one who asks; an unknown server looks like one that they are no member of.
pub(crate) async fn roles(
    state: &ApiState,
    guild: GuildId,
    user: UserId,
) -> Result<Vec<RoleId>, ApiError> {
    let roles = state.authenticator.access.roles(guild, user).await?;
    roles.ok_or_else(|| {
        let detail = "You are not a member of this server.";
        ApiError::new(StatusCode::FORBIDDEN, "forbidden", detail)
    })
}

/// The server with this id.
pub(super) fn guild(text: &str) -> Result<GuildId, ApiError> {
    text.parse()
        .map_err(|_| wrong("guild_id", "not_an_id", "Give a Discord server id."))
}

/// The reminder with this number; a whole number that none has is one that does not exist.
pub(crate) fn reminder_id(field: &str, text: &str) -> Result<ReminderId, ApiError> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()) {
        return Err(ApiError::not_found());
    }
    Err(wrong(field, "not_an_id", "Give the reminder's number."))
}

fn wrong(field: &str, code: &'static str, message: &str) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: code.into(),
        message: message.to_owned(),
    }])
}
