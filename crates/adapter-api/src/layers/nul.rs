//! U+0000 in an address or a JSON body: no database takes it, and nobody needs it.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, FromRequestParts as _, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};

use crate::auth::Caller;
use crate::error::{ApiError, FieldError};
use crate::state::ApiState;

/// The addresses that nobody has to show who they are for.
const OPEN: [&str; 4] = ["/api/health", "/health", "/metrics", "/status"];

/// The request, unless there is a U+0000 in its path, query or JSON body. Whoever has to show who they are hears of that
/// first.
pub(super) async fn without_nul(request: Request, state: &ApiState) -> Result<Request, ApiError> {
    let (mut parts, body) = request.into_parts();
    let (body, field) = if parts.uri.path().contains("%00") {
        (body, Some("path"))
    } else if parts.uri.query().is_some_and(|it| it.contains("%00")) {
        (body, Some("query"))
    } else if is_json(&parts.headers) {
        let bytes = Bytes::from_request(Request::new(body), &()).await;
        let bytes = bytes.map_err(|it| ApiError::of_status(it.status()))?;
        let field = holds_nul(&bytes).then_some("body");
        (Body::from(bytes), field)
    } else {
        (body, None)
    };
    let Some(field) = field else {
        return Ok(Request::from_parts(parts, body));
    };
    if !OPEN.contains(&parts.uri.path()) {
        Caller::from_request_parts(&mut parts, state).await?;
    }
    Err(refused(field))
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
    use crate::endpoints;
    use crate::testing::Scene;

    #[test]
    fn the_open_addresses_are_those_that_are_described_as_open() {
        let open = endpoints().into_iter().filter(|it| it.access == "none");
        let open: Vec<String> = open.map(|it| it.path).collect();
        assert_eq!(open, OPEN);
    }

    #[tokio::test]
    async fn whoever_has_to_show_who_they_are_hears_of_that_first() {
        let scene = Scene::default();
        let body = r#"{"name":"\u0000"}"#;
        for asked in [
            || {
                Scene::default()
                    .post("/api/reminders")
                    .json_text(r#"{"name":"\u0000"}"#)
            },
            || Scene::default().get("/api/reminders/%00"),
            || Scene::default().get("/api/top-commands?guild_id=%00"),
        ] {
            asked().send().await.assert_refused(401, "unauthorized");
            let wrong = asked().header("X-API-Key", "guessed").send().await;
            wrong.assert_refused(401, "unauthorized");
            let known = asked().by_user(1).send().await;
            known.assert_refused(422, "validation_failed");
        }
        let open = scene.get("/health?a=%00").send().await;
        open.assert_refused(422, "validation_failed");
        let known = scene.post("/api/reminders").by_user(1).json_text(body);
        assert_eq!(known.send().await.json()["errors"][0]["field"], "body");
    }

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
