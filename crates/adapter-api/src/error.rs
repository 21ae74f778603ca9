//! The envelope of every answer that is not a success.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tower_http::request_id::RequestId;

/// Why a request was not served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ApiError {
    NotFound,
    MethodNotAllowed,
    Internal,
}

#[derive(Serialize)]
struct ErrorBody {
    detail: &'static str,
    code: &'static str,
    request_id: Option<String>,
}

impl ApiError {
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::NotFound => (
                StatusCode::NOT_FOUND,
                "not_found",
                "There is nothing at this address.",
            ),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "This address does not take this method.",
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong here. The log has the cause.",
            ),
        }
    }

    pub(crate) fn into_response_with(self, request_id: Option<String>) -> Response {
        let (status, code, detail) = self.parts();
        (
            status,
            Json(ErrorBody {
                detail,
                code,
                request_id,
            }),
        )
            .into_response()
    }
}

pub(crate) async fn not_found(_: Uri, headers: HeaderMap) -> Response {
    ApiError::NotFound.into_response_with(request_id(&headers))
}

pub(crate) async fn method_not_allowed(headers: HeaderMap) -> Response {
    ApiError::MethodNotAllowed.into_response_with(request_id(&headers))
}

/// The id that the request carries, its own or the one it was given.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(crate::routes::REQUEST_ID)?;
    RequestId::new(value.clone())
        .header_value()
        .to_str()
        .ok()
        .map(str::to_owned)
}
