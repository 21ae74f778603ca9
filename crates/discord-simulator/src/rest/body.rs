//! Reads request bodies: JSON, or multipart with `payload_json` and files.

use axum::{
    body::{self, Bytes},
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::{StatusCode, header, request::Parts},
};
use serde_json::Value;

use crate::refusal::Refusal;

/// A file that came with a request.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// The name of its part of the form: `files[0]`.
    pub(crate) field: String,
    pub(crate) name: String,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

impl File {
    /// Its number among the files, by which `attachments` names it.
    pub(crate) fn number(&self) -> Option<u64> {
        let inside = self.field.strip_prefix("files[")?.strip_suffix(']')?;
        inside.parse().ok()
    }
}

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) json: Value,
    pub(crate) files: Vec<File>,
}

impl Body {
    /// The body as the description checks it; nothing at all counts as an empty object.
    pub(crate) fn checkable(&self) -> Value {
        if self.json.is_null() {
            Value::Object(serde_json::Map::new())
        } else {
            self.json.clone()
        }
    }
}

pub(crate) async fn read(head: &Parts, body: body::Body, limit: usize) -> Result<Body, Refusal> {
    let kind = head
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        return read_multipart(head, body).await;
    }
    let bytes = body::to_bytes(body, limit)
        .await
        .map_err(|_| Refusal::too_large())?;
    if bytes.is_empty() {
        return Ok(Body {
            json: Value::Null,
            files: Vec::new(),
        });
    }
    let json = serde_json::from_slice(&bytes).map_err(|_| Refusal::bad_json())?;
    Ok(Body {
        json,
        files: Vec::new(),
    })
}

async fn read_multipart(head: &Parts, body: body::Body) -> Result<Body, Refusal> {
    let bad = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::too_large()
        } else {
            Refusal::bad_json()
        }
    };
    let request = Request::from_parts(head.clone(), body);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::bad_json())?;
    let mut read = Body {
        json: Value::Null,
        files: Vec::new(),
    };
    while let Some(part) = parts.next_field().await.map_err(bad)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let content_type = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(bad)?;
        if name == "payload_json" {
            read.json = serde_json::from_slice(&bytes).map_err(|_| Refusal::bad_json())?;
        } else if let Some(file) = file {
            read.files.push(File {
                field: name,
                name: file,
                content_type,
                bytes,
            });
        }
    }
    Ok(read)
}
