//! The refusals that a handler's description lists: what its callers, its layers and its body can come to.

use utoipa::IntoResponses;

use crate::error::ErrorBody;

/// What whoever has to show who they are can be told instead.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is never made")]
pub(crate) enum AdminRefusals {
    /// Something in the request cannot be read, or what it is about is missing.
    #[response(status = 400)]
    Unreadable(ErrorBody),
    /// The proof is missing or does not count, or nobody is named to act for.
    #[response(status = 401)]
    Unknown(ErrorBody),
    /// They may not. A server that is unknown is refused like one of which they are no admin.
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// Something is not as it should be: see `errors`.
    #[response(status = 422)]
    Invalid(ErrorBody),
    /// Too many requests: see `Retry-After`.
    #[response(status = 429)]
    TooMany(ErrorBody),
    /// Something went wrong here.
    #[response(status = 500)]
    Failed(ErrorBody),
    /// The database, Discord or the identity provider is away: see `Retry-After`.
    #[response(status = 503)]
    Unavailable(ErrorBody),
    /// The answer took too long.
    #[response(status = 504)]
    TimedOut(ErrorBody),
}

/// What whoever sends an `Idempotency-Key` can be told as well.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is never made")]
pub(crate) enum RepeatRefusals {
    /// The first request with this `Idempotency-Key` is still under way.
    #[response(status = 409)]
    InProgress(ErrorBody),
}

/// What whoever names something by its number can be told as well.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is never made")]
pub(crate) enum MissingRefusals {
    /// There is none with this number, or it is another server's.
    #[response(status = 404)]
    Missing(ErrorBody),
}

/// What whoever changes what others change as well can be told.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is never made")]
pub(crate) enum ConflictRefusals {
    /// Somebody else was faster, or it is there already; or the first request with this `Idempotency-Key` is still under
    /// way.
    #[response(status = 409)]
    Conflict(ErrorBody),
}

/// What whoever sends a body can be told as well.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "it describes answers and is never made")]
pub(crate) enum BodyRefusals {
    /// The body is larger than 64 KiB.
    #[response(status = 413)]
    TooLarge(ErrorBody),
    /// The body is not `application/json`.
    #[response(status = 415)]
    OtherKind(ErrorBody),
}
