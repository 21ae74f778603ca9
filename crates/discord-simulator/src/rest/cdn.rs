//! Serves uploaded files under the addresses that attachments carry.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use crate::{faults::Fault, shared::Shared};

use super::answer;

/// A file, or 404 when there is none or its address has expired.
pub(crate) fn serve(shared: &Shared, path: &str, query: &str, fault: Option<&Fault>) -> Response {
    let status = match fault {
        Some(Fault::LostAnswer) => return answer::broken(),
        Some(Fault::ErrorBefore(status) | Fault::ErrorAfter(status)) => Some(*status),
        _ => None,
    };
    let now = shared.now();
    let file = shared.look(|world| world.file(path, query, now).cloned());
    shared.change(|world| world.counters.downloads += 1);
    let Some(file) = file.filter(|_| status.is_none()) else {
        let mut response = Response::new(Body::from("This content is no longer available."));
        let status = status.and_then(|it| StatusCode::from_u16(it).ok());
        *response.status_mut() = status.unwrap_or(StatusCode::NOT_FOUND);
        return response;
    };
    let mut response = Response::new(Body::from(file.bytes));
    if let Ok(kind) = HeaderValue::from_str(&file.content_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}
