//! What stands in an address: parts of its path, and its query.

use axum::extract::{FromRequestParts, Path as AxumPath, Query as AxumQuery};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::error::{ApiError, FieldError};

/// The parts of the path that the route names.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

/// The query, by name.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = AxumPath::<T>::from_request_parts(parts, state).await;
        path.map(|it| Self(it.0))
            .map_err(|it| unreadable("path", it.body_text()))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let query = AxumQuery::<T>::from_request_parts(parts, state).await;
        query
            .map(|it| Self(it.0))
            .map_err(|it| unreadable("query", it.body_text()))
    }
}

fn unreadable(field: &str, message: String) -> ApiError {
    ApiError::invalid(vec![FieldError {
        field: field.to_owned(),
        code: "invalid".into(),
        message,
    }])
}
