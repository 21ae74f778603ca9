//! The body of a request that writes.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{ApiError, FieldError};

/// How deep arrays and objects may stand in each other.
const MOST_NESTED: usize = 32;

/// A JSON body: an object that has the shape of `T`.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

/// A JSON body word for word, for readers to whom it matters that a name is there twice.
#[derive(Debug)]
pub(crate) struct JsonText(pub(crate) String);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        read(&text(request).await?).map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for JsonText {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let text = text(request).await?;
        // Read as it is anywhere else, so that half a surrogate or a number beyond all bounds is told alike.
        serde_json::from_str::<Value>(&text).map_err(|_| no_json())?;
        Ok(Self(text))
    }
}

/// What says that it is JSON, is in UTF-8, and is not nested without end; whether it is JSON is still to be seen.
async fn text(request: Request) -> Result<String, ApiError> {
    if !is_json(&request) {
        return Err(ApiError::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = Bytes::from_request(request, &())
        .await
        .map_err(|it| ApiError::of_status(it.status()))?;
    let text = String::from_utf8(bytes.into()).map_err(|_| no_json())?;
    if nesting(&text) > MOST_NESTED {
        return Err(no_json());
    }
    Ok(text)
}

fn is_json(request: &Request) -> bool {
    let kind = request.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// How deep arrays and objects stand in each other.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_text {
            in_text = byte != b'"' || escaped;
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn no_json() -> ApiError {
    let detail = "The body is not valid JSON.";
    ApiError::new(StatusCode::BAD_REQUEST, "invalid_json", detail)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    let value: Value = serde_json::from_str(text).map_err(|_| no_json())?;
    if !value.is_object() {
        // Serde would take the fields out of an array, too.
        return Err(invalid("body", "It must be an object.".to_owned()));
    }
    serde_path_to_error::deserialize(value).map_err(|it| {
        let path = it.path().to_string();
        let field = if path == "." { "body" } else { path.as_str() };
        invalid(field, it.inner().to_string())
    })
}

fn invalid(field: &str, message: String) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: "invalid".into(),
        message,
    }])
}

#[cfg(test)]
mod tests {
    use axum::body::Body as HttpBody;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Shape {
        name: String,
    }

    fn request(kind: &str, body: impl Into<HttpBody>) -> Request {
        let request = Request::post("/").header(CONTENT_TYPE, kind);
        request.body(body.into()).unwrap()
    }

    async fn shape(body: impl Into<HttpBody>) -> Result<Shape, ApiError> {
        let request = request("application/json", body);
        Body::from_request(request, &()).await.map(|it| it.0)
    }

    #[tokio::test]
    async fn an_object_of_the_right_shape_is_taken_whatever_its_charset_parameter_says() {
        let expected = Shape {
            name: "é".to_owned(),
        };
        let body = r#"{"name":"é"}"#;
        assert_eq!(shape(body).await.unwrap(), expected);
        let request = request("Application/JSON; charset=utf-8", body);
        let read = Body::<Shape>::from_request(request, &()).await;
        assert_eq!(read.unwrap().0, expected);
    }

    #[tokio::test]
    async fn what_is_no_json_is_told_so() {
        for body in [
            "",
            "{",
            "{}x",
            "\"\\x\"",
            "\u{feff}{}",
            r#"{"a":"\ud800"}"#,
            r#"{"a":1e400}"#,
        ] {
            assert_eq!(shape(body).await, Err(no_json()), "{body:?}");
            let request = request("application/json", body);
            let text = JsonText::from_request(request, &()).await;
            assert_eq!(text.map(|it| it.0), Err(no_json()), "{body:?}");
        }
        assert_eq!(shape(b"{\"name\":\"\xff\"}".to_vec()).await, Err(no_json()));
    }

    #[tokio::test]
    async fn another_kind_of_body_is_not_read() {
        let unread = ApiError::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        for kind in ["text/plain", "application/jsonp", ""] {
            let read = Body::<Shape>::from_request(request(kind, "{}"), &()).await;
            assert_eq!(read.map(|it| it.0), Err(unread.clone()), "{kind}");
        }
    }

    #[tokio::test]
    async fn an_array_is_no_object_even_if_its_elements_would_fit() {
        let expected = invalid("body", "It must be an object.".to_owned());
        assert_eq!(shape(r#"["é"]"#).await, Err(expected));
    }

    #[tokio::test]
    async fn what_is_nested_deeper_than_32_is_refused_and_brackets_in_texts_are_none() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let text = async |body: String| {
            let request = request("application/json", body);
            JsonText::from_request(request, &()).await.map(|it| it.0)
        };
        assert_eq!(text(nested(32)).await, Ok(nested(32)));
        assert_eq!(text(nested(33)).await, Err(no_json()));
        let words = format!(r#"["\\\"{}"]"#, "[".repeat(100));
        assert_eq!(text(words.clone()).await, Ok(words));
    }
}
