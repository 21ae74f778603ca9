//! The name of a request, for whoever keeps it beside what the request did.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::layers::REQUEST_ID;

/// So many characters of a name are kept.
const LONGEST: usize = 64;

/// The name that the request was given at the door; none when it is too long to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestName(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for RequestName {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let name = parts.headers.get(REQUEST_ID);
        let name = name.and_then(|it| it.to_str().ok());
        let kept = name.filter(|it| (1..=LONGEST).contains(&it.len()));
        Ok(Self(kept.map(str::to_owned)))
    }
}
