//! What a request is answered with.

use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::{Value, json};

use crate::refusal::Refusal;

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Option<Value>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Answer {
    pub(crate) fn new(status: u16, body: Value) -> Self {
        Self {
            status,
            body: Some(body),
            headers: Vec::new(),
        }
    }

    pub(crate) fn ok(body: Value) -> Self {
        Self::new(200, body)
    }

    pub(crate) fn nothing() -> Self {
        Self {
            status: 204,
            body: None,
            headers: Vec::new(),
        }
    }

    pub(crate) fn refused(refusal: &Refusal) -> Self {
        Self::new(refusal.status, refusal.body())
    }

    pub(crate) fn server_error(status: u16) -> Self {
        Self::new(
            status,
            json!({"message": format!("{status}: Internal Server Error"), "code": 0}),
        )
    }
}

pub(crate) fn respond(answer: Answer, headers: &[(&'static str, String)]) -> Response {
    let body = answer
        .body
        .map_or_else(Body::empty, |it| Body::from(it.to_string()));
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    for (name, value) in headers.iter().chain(&answer.headers) {
        if let Ok(value) = HeaderValue::from_str(value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// An answer whose connection breaks before anything of it has gone out.
pub(crate) fn broken() -> Response {
    let error = std::io::Error::new(
        std::io::ErrorKind::ConnectionReset,
        "the simulator loses this answer",
    );
    Response::new(Body::from_stream(futures_util::stream::once(async {
        Err::<Vec<u8>, _>(error)
    })))
}
