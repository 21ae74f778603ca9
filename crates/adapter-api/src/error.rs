//! The envelope of every answer that is not a success.

use std::borrow::Cow;

use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::PortFailure;
use serde::Serialize;
use utoipa::ToSchema;

use crate::layers::{LIMIT, REMAINING, REQUEST_ID, RESET};

/// In how many seconds to try again when something is away, unless whoever refuses knows better.
pub(crate) const BACK_AFTER: u64 = 5;

/// Why a request was not served. Handlers return it; a layer around all of them writes its body, so that every answer
/// carries the request's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
    retry_after: Option<u64>,
    /// How much of something a client may do within a minute, if it is refused for having done more.
    limit: Option<u32>,
}

/// What is wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Where it is: `days`, or `settings.max_open_per_user`.
    pub(crate) field: String,
    /// What is wrong, for programs.
    pub(crate) code: Cow<'static, str>,
    /// What is wrong and what to do, for people.
    pub(crate) message: String,
}

/// The body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// What went wrong and what to do, for people.
    pub(crate) detail: Cow<'static, str>,
    /// What went wrong, for programs.
    pub(crate) code: &'static str,
    /// The name of the request, which is in the log as well.
    pub(crate) request_id: String,
    /// What is wrong with the request's fields; only with status 422.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) errors: Vec<FieldError>,
}

impl ApiError {
    /// An answer with this status, code and sentence.
    pub(crate) fn new(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
            limit: None,
        }
    }

    /// Something is missing, or belongs to somebody else: which of these is nobody's business.
    pub(crate) fn not_found() -> Self {
        Self::of_status(StatusCode::NOT_FOUND)
    }

    /// The request's fields are not what they should be.
    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::of_status(StatusCode::UNPROCESSABLE_ENTITY)
        }
    }

    /// The same refusal with the fields that caused it; only with status 422.
    pub(crate) fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// Something that the answer needs is away.
    pub(crate) fn unavailable(detail: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
    }

    /// What the answer needs failed; the log gets the cause.
    pub(crate) fn failed(failure: &PortFailure) -> Self {
        tracing::warn!(
            error = failure as &dyn std::error::Error,
            "a request met a failure"
        );
        match failure.retry() {
            kernel::Retry::Later => Self::unavailable("Something that I need is away. Try again."),
            kernel::Retry::Useless => Self::of_status(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// Says after how many seconds to try again.
    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// More than `limit` of something within a minute; in so many seconds there is room again.
    pub(crate) fn too_many(limit: u32, seconds: u64) -> Self {
        Self {
            limit: Some(limit),
            ..Self::of_status(StatusCode::TOO_MANY_REQUESTS).retry_after(seconds)
        }
    }

    /// What a status means when nobody has said more.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let (code, detail) = match status {
            StatusCode::BAD_REQUEST => ("bad_request", "This request cannot be read."),
            StatusCode::UNAUTHORIZED => (
                "unauthorized",
                "Show who you are: a bearer token, or an API key.",
            ),
            StatusCode::FORBIDDEN => ("forbidden", "You may not do this."),
            StatusCode::NOT_FOUND => ("not_found", "There is nothing at this address."),
            StatusCode::METHOD_NOT_ALLOWED => (
                "method_not_allowed",
                "This address does not take this method.",
            ),
            StatusCode::REQUEST_TIMEOUT => ("request_timeout", "The request took too long."),
            StatusCode::PAYLOAD_TOO_LARGE => ("payload_too_large", "The body is too large."),
            StatusCode::URI_TOO_LONG => ("uri_too_long", "The address is too long."),
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => (
                "headers_too_large",
                "The headers are too long, or there are too many.",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "unsupported_media_type",
                "Send the body as application/json.",
            ),
            StatusCode::UNPROCESSABLE_ENTITY => (
                "validation_failed",
                "Something in the request is not as it should be: see `errors`.",
            ),
            StatusCode::TOO_MANY_REQUESTS => (
                "rate_limited",
                "You ask too often. Wait as long as Retry-After says.",
            ),
            StatusCode::SERVICE_UNAVAILABLE => {
                ("unavailable", "Something that I need is away. Try again.")
            }
            StatusCode::GATEWAY_TIMEOUT => ("timeout", "The answer took too long. Try again."),
            _ if status.is_client_error() => ("refused", "This request is refused."),
            _ => (
                "internal",
                "Something went wrong here. The log has the cause.",
            ),
        };
        Self::new(status, code, detail)
    }

    /// What went wrong and what to do, for people.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    fn into_body(self, request_id: String) -> Response {
        let status = self.status;
        // What is away may be back in a moment, whoever said so.
        let later = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(BACK_AFTER);
        let retry_after = self.retry_after.or(later);
        let limit = self.limit;
        let mut response = (status, Json(self.body(request_id))).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if let (Some(limit), Some(seconds)) = (limit, retry_after) {
            for (name, number) in [(LIMIT, limit.into()), (REMAINING, 0), (RESET, seconds)] {
                headers.insert(name, HeaderValue::from(number));
            }
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    fn body(self, request_id: String) -> ErrorBody {
        ErrorBody {
            detail: self.detail,
            code: self.code,
            request_id,
            errors: self.errors,
        }
    }

    /// The envelope's text, for answers that no layer can write.
    pub(crate) fn into_json(self, request_id: String) -> Vec<u8> {
        serde_json::to_vec(&self.body(request_id)).unwrap_or_default()
    }
}

impl From<PortFailure> for ApiError {
    fn from(failure: PortFailure) -> Self {
        Self::failed(&failure)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer with the body that the envelope gives it, if it is not a success and has none yet.
pub(crate) fn envelop(mut response: Response, name: &HeaderValue) -> Response {
    let status = response.status();
    let known = response.extensions_mut().remove::<ApiError>();
    let error = match known {
        Some(error) => error,
        None if is_bare_error(&response) => ApiError::of_status(status),
        None => return response,
    };
    let name = name.to_str().unwrap_or_default();
    let mut whole = error.into_body(name.to_owned());
    for (header, value) in response.headers() {
        if ![CONTENT_TYPE, axum::http::header::CONTENT_LENGTH].contains(header)
            && !whole.headers().contains_key(header)
        {
            whole.headers_mut().append(header, value.clone());
        }
    }
    whole
}

/// Whether a layer has refused the request in words of its own.
fn is_bare_error(response: &Response) -> bool {
    let is_json = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|it| it.as_bytes().starts_with(b"application/json"));
    let status = response.status();
    (status.is_client_error() || status.is_server_error()) && !is_json
}

/// The name that the request was given at the door.
pub(crate) fn request_name(request: &Request) -> HeaderValue {
    let name = request.headers().get(REQUEST_ID).cloned();
    name.unwrap_or_else(|| HeaderValue::from_static(""))
}

pub(crate) async fn not_found() -> ApiError {
    ApiError::not_found()
}

pub(crate) async fn method_not_allowed() -> ApiError {
    ApiError::of_status(StatusCode::METHOD_NOT_ALLOWED)
}
