//! U+0000 in an address or a JSON body: no database takes it, and nobody needs it.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::error::{ApiError, FieldError};

/// Refuses requests with U+0000 in their path, query or JSON body.
pub(crate) async fn refuse_nul(request: Request, next: Next) -> Response {
    match without_nul(request).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

async fn without_nul(request: Request) -> Result<Request, ApiError> {
    if request.uri().path().contains("%00") {
        return Err(refused("path"));
    }
    if request.uri().query().is_some_and(|it| it.contains("%00")) {
        return Err(refused("query"));
    }
    if !is_json(request.headers()) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = Bytes::from_request(Request::new(body), &()).await;
    let bytes = bytes.map_err(|it| ApiError::of_status(it.status()))?;
    if holds_nul(&bytes) {
        return Err(refused("body"));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn refused(field: &str) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: "invalid".into(),
        message: "It must not contain U+0000.".to_owned(),
    }])
}

fn is_json(headers: &HeaderMap) -> bool {
    const JSON: &[u8] = b"application/json";
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let start = kind.and_then(|it| it.get(..JSON.len()));
    start.is_some_and(|it| it.eq_ignore_ascii_case(JSON))
}

/// Whether a string of the document holds U+0000, where it can only stand as an escape.
fn holds_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(place) = rest.iter().position(|it| *it == b'\\') {
        if rest[place..].starts_with(b"\\u0000") {
            return true;
        }
        // The escape and what it escapes: a backslash after a backslash begins nothing.
        rest = rest.get(place + 2..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_nul_is_found_wherever_it_stands_and_nothing_else() {
        for with in [
            r#"{"a":"\u0000"}"#,
            r#"{"\u0000":1}"#,
            r#"["x\\\u0000"]"#,
            r#"["\n\u0000y"]"#,
        ] {
            assert!(holds_nul(with.as_bytes()), "{with}");
        }
        for without in [
            "",
            "{}",
            r#"["\\u0000"]"#,
            r#"["\u0001","u0000"]"#,
            r#"["\"#,
            r#"["\\"]"#,
        ] {
            assert!(!holds_nul(without.as_bytes()), "{without}");
        }
    }
}
