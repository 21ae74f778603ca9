//! U+0000 in an address: no database takes it, and nobody needs it.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::error::{ApiError, FieldError};

/// Refuses addresses with U+0000 in their path or query.
pub(crate) async fn refuse_nul(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let field = if uri.path().contains("%00") {
        "path"
    } else if uri.query().is_some_and(|it| it.contains("%00")) {
        "query"
    } else {
        return next.run(request).await;
    };
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: "invalid".into(),
        message: "It must not contain U+0000.".to_owned(),
    }])
    .into_response()
}
