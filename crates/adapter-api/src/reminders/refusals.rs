//! The answers that are no success, as the description lists them.

use utoipa::IntoResponses;

use crate::error::ErrorBody;

/// Why a list is not shown.
#[derive(IntoResponses)]
#[expect(
    dead_code,
    reason = "the description is derived from it, and handlers answer with `ApiError`"
)]
pub(crate) enum ReadRefusals {
    /// A header is wrong, or the request cannot be read.
    #[response(status = BAD_REQUEST)]
    BadRequest(ErrorBody),
    /// No proof, or one that does not count.
    #[response(status = UNAUTHORIZED)]
    Unauthorized(ErrorBody),
    /// Somebody else's, or the account is not linked to a Discord user.
    #[response(status = FORBIDDEN)]
    Forbidden(ErrorBody),
    /// A part of the address or the query is not what it should be.
    #[response(status = UNPROCESSABLE_ENTITY)]
    Invalid(ErrorBody),
    /// Too many requests: `Retry-After` says when to come back.
    #[response(status = TOO_MANY_REQUESTS)]
    TooMany(ErrorBody),
    /// Something went wrong here.
    #[response(status = INTERNAL_SERVER_ERROR)]
    Failed(ErrorBody),
    /// The database, Discord or the sign-in is away: `Retry-After` says when to come back.
    #[response(status = SERVICE_UNAVAILABLE)]
    Unavailable(ErrorBody),
    /// The answer took too long.
    #[response(status = GATEWAY_TIMEOUT)]
    Timeout(ErrorBody),
}

/// Why nothing was written.
#[derive(IntoResponses)]
#[expect(
    dead_code,
    reason = "the description is derived from it, and handlers answer with `ApiError`"
)]
pub(crate) enum WriteRefusals {
    /// The body is no JSON, a header is wrong, or no server is named where there is no home server.
    #[response(status = BAD_REQUEST)]
    BadRequest(ErrorBody),
    /// No proof, or one that does not count.
    #[response(status = UNAUTHORIZED)]
    Unauthorized(ErrorBody),
    /// `discord_not_linked`, `forbidden`, `module_disabled`, `quota_exceeded`, `premium_required` or
    /// `channel_forbidden`.
    #[response(status = FORBIDDEN)]
    Forbidden(ErrorBody),
    /// There is none with this number, or it is another server's or another member's.
    #[response(status = NOT_FOUND)]
    NotFound(ErrorBody),
    /// The same request is being served right now, or others keep changing the reminder.
    #[response(status = CONFLICT)]
    Conflict(ErrorBody),
    /// The body has more than 64 KiB.
    #[response(status = PAYLOAD_TOO_LARGE)]
    TooLarge(ErrorBody),
    /// The body is not `application/json`.
    #[response(status = UNSUPPORTED_MEDIA_TYPE)]
    NotJson(ErrorBody),
    /// Fields are not what they should be: `errors` lists them all.
    #[response(status = UNPROCESSABLE_ENTITY)]
    Invalid(ErrorBody),
    /// Too many requests or pictures: `Retry-After` says when to come back.
    #[response(status = TOO_MANY_REQUESTS)]
    TooMany(ErrorBody),
    /// Something went wrong here.
    #[response(status = INTERNAL_SERVER_ERROR)]
    Failed(ErrorBody),
    /// The database, Discord or the sign-in is away: `Retry-After` says when to come back.
    #[response(status = SERVICE_UNAVAILABLE)]
    Unavailable(ErrorBody),
    /// The answer took too long.
    #[response(status = GATEWAY_TIMEOUT)]
    Timeout(ErrorBody),
}
